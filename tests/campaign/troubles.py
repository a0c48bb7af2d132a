"""One trouble at a time: crash points, a relay or a server that is away, a full disk, the clock."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.campaign.chaos import rest, stand_still
from tests.campaign.field import NEVER, Field, is_stopped
from tests.campaign.forum import Draft
from tests.campaign.judge import Verdict
from tests.campaign.worker import POINTS, shut
from tests.storage.servers import Server

RESUMED = 5.0  # seconds after the end of a fault until mail flows again
MOVED = Draft(start="13:20")
BOTH = Draft(start="13:40", title="Speeches")
HOUR = 3600.0


async def points(field: Field) -> Verdict:
    """Die at every named point in turn, and finish what the last one left."""
    for point in POINTS:
        process = field.start(point, 1 if point == "claim" else 3)
        await until(partial(_ended, process), "nobody came to the point " + point)
        await field.end(process, point)
    return await rest(field, 1)


async def stands_still(field: Field) -> Verdict:
    """Stop one process at the points where a lease is all it has; another takes its work over."""
    for point in ("rcpt", "intent"):
        first = field.start(point, 3, stops=True)
        await until(partial(is_stopped, first), "nobody came to the point " + point)
        second = field.start()
        await stand_still(field, first)
        await field.end(first, "stopped, " + point)
        await field.end(second, "")
    return await rest(field, 3)


async def there_and_back(field: Field) -> Verdict:
    """Move a session and move it back: three messages. Do so again unsent: none."""
    for draft in (MOVED, Draft()):
        process = field.start()
        await field.settled()
        await field.end(process, "")
        assert await field.publish(draft)
    process = field.start()
    await field.settled()
    await field.end(process, "")
    for draft in (BOTH, Draft()):
        assert await field.publish(draft)
    return await rest(field, 1)


async def relay_down(field: Field, seconds: float = 2.0) -> Verdict:
    """Publish twice while the mail server is away."""
    process = field.start()
    await flows(field)
    await field.stop_sink()
    assert await field.publish(MOVED)
    await asyncio.sleep(seconds)
    assert await field.publish(BOTH)
    return await resumed(field, lambda: field.start_sink(NEVER), process)


async def server_restarts(field: Field, server: Server, seconds: float = 1.0) -> Verdict:
    """Kill the database server and start it again; publish in between."""
    process = field.start()
    await flows(field)
    await asyncio.to_thread(server.stop)
    assert not await field.publish(MOVED)
    await asyncio.sleep(seconds)
    return await resumed(field, lambda: asyncio.to_thread(server.start), process)


async def disk_full(field: Field, seconds: float = 5.0) -> Verdict:
    """Fill the disk under the database; publish meanwhile."""
    process = field.start()
    await flows(field)
    ballast = field.folder / "data" / "ballast"
    fill(ballast)
    assert not await field.publish(MOVED)
    await asyncio.sleep(seconds)

    async def free() -> None:
        ballast.unlink()

    return await resumed(field, free, process)


async def disk_shut(field: Field, seconds: float = 5.0) -> Verdict:
    """Let the service write nothing at all, as on a full disk; publish meanwhile."""
    process = field.start()
    await flows(field)
    assert process.pid
    shut(process.pid)
    before = await field.head()
    assert await field.refused(MOVED)
    assert await field.head() == before
    quiet = len(field.taken())
    await asyncio.sleep(seconds)
    assert len(field.taken()) == quiet, "mail went out of which no note could be kept"
    pid = process.pid

    async def write_again() -> None:
        shut(pid, again=True)

    return await resumed(field, write_again, process)


async def clock_jumps(field: Field, seconds: float = 1.0) -> Verdict:
    """Put the clock forward by an hour, publish, and put it right."""
    process = field.start()
    await flows(field)
    field.shift(HOUR)
    await asyncio.sleep(seconds)
    assert await field.publish(MOVED)

    async def back() -> None:
        field.shift(-HOUR)

    return await resumed(field, back, process)


async def resumed(
    field: Field, end: Callable[[], Awaitable[object]], process: ForkServerProcess
) -> Verdict:
    """End a fault, publish, and look how soon mail flows; then finish and judge."""
    before = len(field.taken())
    await end()
    if not await field.waits():  # it was quick, and all has gone: something new must go as well
        await field.publish(BOTH)
    began = time.monotonic()
    await until(lambda: len(field.taken()) > before, "mail never flowed again")
    field.resumed = time.monotonic() - began
    assert process.is_alive(), "the service ended"
    await field.publish(BOTH)
    await field.settled()
    await field.end(process, "")
    return await rest(field, 1)


def _ended(process: ForkServerProcess) -> bool:
    return not process.is_alive()


async def flows(field: Field) -> None:
    """Wait until some mail has gone, but not all."""
    await until(lambda: len(field.taken()) >= 20, "no mail")


async def until(holds: Callable[[], bool], said: str, patience: float = 30.0) -> None:
    """Wait for something to come true."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < patience, said
        await asyncio.sleep(0.02)


@contextmanager
def small_disk(folder: Path, megabytes: int = 12) -> Iterator[bool]:
    """Mount a small disk of memory; False where nobody lets us."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)]
    done = subprocess.run(mount, capture_output=True, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def fill(ballast: Path) -> None:
    """Leave no room at all."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(os.urandom(4096))
