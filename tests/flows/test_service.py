"""The service as its own process, with a real mail server of ours: what falls due goes out."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestrator import zones
from orchestrator.storage import Store, deliveries, meta
from tests.delivery.sink import Sink
from tests.flows.office import FORUM

SERVE = """
import asyncio, os, sys
from orchestrator import bootstrap
from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.serve import serve

desk = bootstrap.desk(bootstrap.settings(os.environ))
try:
    asyncio.run(serve(desk, lambda: print("ready", file=sys.stderr, flush=True)))
except OrchestratorError as wrong:
    print(wrong, file=sys.stderr)
    sys.exit(wrong.exit_code)
"""
PATIENCE = 30.0
BEFORE = "2030-09-01T06:00:00Z"
# The reminders of the day before are still of use; that of the first speaker is due in 4 seconds.
LAST_MINUTE = "2030-10-10T06:44:56Z"
OF_THE_DAY, OF_THE_FLOOR = 5, 2  # four people and an assistant; the speaker and theirs
INVITATIONS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a published forum, and the mail server that its messages go to."""

    folder: Path
    sink: Sink

    def environment(self, now: str) -> dict[str, str]:
        return {
            **os.environ,
            "ORCHESTRATOR_NOW": now,
            "ORCHESTRATOR_SMTP_URL": self.sink.url,
            "ORCHESTRATOR_DATA": str(self.folder / "data"),
        }

    async def start(self, *words: str, now: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            cwd=self.folder,
            env=self.environment(now),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    @asynccontextmanager
    async def service(self, now: str = LAST_MINUTE) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await self.start("-c", SERVE, now=now)
        try:
            assert await said(process, "ready")
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def counts(self) -> dict[str, int]:
        """Return how many messages stand in which state, empty ones left out."""
        async with self.store() as store, store.reading() as kept:
            found = await deliveries.counts(kept)
        both = ((name, n + found["reminders"][name]) for name, n in found["deliveries"].items())
        return {name: n for name, n in both if n}

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        (path,) = (self.folder / "data").glob("*.sqlite")
        store = await Store.open(f"sqlite+aiosqlite:///{path}")
        try:
            yield store
        finally:
            await store.close()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    (tmp_path / "forum.yaml").write_text(FORUM, encoding="utf-8")
    async with Sink() as sink:
        found = Place(folder=tmp_path, sink=sink)
        publish = ("-m", "orchestrator", "publish", "forum.yaml", "--yes")
        process = await found.start(*publish, now=BEFORE)
        _, errors = await process.communicate()
        assert process.returncode == 0, errors
        assert len(sink.taken) == INVITATIONS
        yield found


async def said(process: asyncio.subprocess.Process, word: str) -> bool:
    """Wait until a process says a word on stderr; False if it ends without."""
    assert process.stderr
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            if word in line.decode():
                return True
    return False


async def until(holds: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE, "it never came true"
        await asyncio.sleep(0.01)


async def ended(process: asyncio.subprocess.Process, number: signal.Signals) -> float:
    """Tell a process to end; return how many seconds it took."""
    began = time.monotonic()
    process.send_signal(number)
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 0
    return time.monotonic() - began


def ids(sink: Sink) -> list[str]:
    return [each.message_id for each in sink.taken[INVITATIONS:]]


async def test_reminders_go_out_at_their_moment_once_and_by_one_dispatcher(place: Place) -> None:
    taken, inbox = place.sink.taken, laid_in(place)
    async with place.service() as process:
        ready = time.monotonic()
        await until(lambda: len(taken) == INVITATIONS + OF_THE_DAY + OF_THE_FLOOR)
        assert time.monotonic() - ready < 4 + 1
        await until((inbox / "read" / "letter.eml").exists)
        second = await place.start("-c", SERVE, now=LAST_MINUTE)
        _, errors = await second.communicate()
        assert (second.returncode, f"process {process.pid} " in errors.decode()) == (1, True)
        assert await ended(process, signal.SIGTERM) < 3
    assert len(set(ids(place.sink))) == OF_THE_DAY + OF_THE_FLOOR
    assert await place.counts() == {
        "pending": 2,  # two speakers come later
        "sent": INVITATIONS + OF_THE_DAY + OF_THE_FLOOR,
    }
    async with place.store() as store, store.reading() as kept:
        assert str(await meta.get(kept, "last_sweep")) >= LAST_MINUTE
        assert await meta.get(kept, "tzdata") == zones.rules_version()


def laid_in(place: Place) -> Path:
    """Return the folder of incoming mail, with a letter in it that was written a minute ago."""
    inbox = place.folder / "data" / "inbox"
    inbox.mkdir()
    letter = inbox / "letter.eml"
    letter.write_bytes(b"From: stranger@example.org\r\nSubject: Hello\r\n\r\nHello.\r\n")
    os.utime(letter, (time.time() - 60,) * 2)
    return inbox


async def test_told_to_end_it_finishes_what_a_server_is_taking_and_begins_nothing(
    place: Place,
) -> None:
    place.sink.order(*["delay@dot=1:1"] * OF_THE_DAY)
    before = place.sink.commands.count("DATA")
    async with place.service() as process:
        await until(lambda: place.sink.commands.count("DATA") > before)
        assert 0.5 < await ended(process, signal.SIGTERM) < 4
    found = await place.counts()
    assert set(found) == {"sent", "pending"}
    assert found["sent"] == len(place.sink.taken)


async def test_a_server_that_hangs_does_not_keep_it_and_what_is_in_doubt_is_sent_again(
    place: Place,
) -> None:
    place.sink.order("hang@dot=1:60")
    async with place.service() as process:
        await until(lambda: len(place.sink.taken) == INVITATIONS + OF_THE_DAY - 1)
        assert 5 < await ended(process, signal.SIGTERM) < 12
    assert (await place.counts())["leased"] == 1
    async with place.service() as process:
        await until(lambda: len(place.sink.taken) >= INVITATIONS + OF_THE_DAY)
        await ended(process, signal.SIGINT)
    found = await place.counts()
    assert (found["in_doubt"], found.get("leased", 0)) == (1, 0)
    assert len(set(ids(place.sink))) == len(ids(place.sink))
