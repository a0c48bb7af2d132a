"""Processes die, the sink misbehaves, the organiser publishes; then everything comes to rest."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from orchestrator.secretariat.message import message
from tests.campaign.field import NEVER, Field, is_stopped, resume
from tests.campaign.forum import changed
from tests.campaign.judge import Verdict
from tests.campaign.worker import POINTS

LIFE = (0.1, 1.5)  # seconds that a process lives at most
# On a slow machine little happens in a few seconds: it goes on until so many processes have died
# and so many messages were taken amid the faults, or for far longer.
DEATHS, TAKEN, LONGER = 10, 100, 6


async def chaos(field: Field, seconds: float, processes: int) -> Verdict:
    """Let it happen for so many seconds, then let everything finish without faults; judge."""
    chance = random.Random(field.seed)  # noqa: S311 - repeatable, not secret
    began = time.monotonic()

    def rages() -> bool:
        lasted = time.monotonic() - began
        if seconds <= lasted < seconds * LONGER:
            return field.deaths.total() < DEATHS or len(field.taken()) < TAKEN
        return lasted < seconds

    organiser = asyncio.create_task(organise(field, chance, rages))
    hands = [random.Random(chance.random()) for _ in range(processes)]  # noqa: S311 - the same
    await asyncio.gather(*(kill(field, hand, rages) for hand in hands), organiser)
    return await rest(field, processes)


async def rest(field: Field, processes: int) -> Verdict:
    """Let everything finish without faults, and judge."""
    await field.stop_sink()
    await field.start_sink(NEVER)
    last = [field.start() for _ in range(processes)]
    for process in last:
        await field.ready(process)
    await field.settled()
    ended = [await field.leave(process) for process in last]
    verdict = await field.verdict()
    assert ended == [0] * processes, ended
    return verdict


async def organise(field: Field, chance: random.Random, rages: Callable[[], bool]) -> None:
    """Publish changes, two in a row now and then; once, send words of one's own."""
    await words(field)
    while rages():
        await asyncio.sleep(chance.uniform(0.3, 1.2))
        for _ in range(chance.choice((1, 1, 2))):
            await field.publish(changed(field.draft, chance))
        await field.hasten()


async def words(field: Field) -> None:
    """Send everybody a few words; what of them is in doubt is held, not sent again."""
    said = field.folder / "words.txt"
    said.write_text("Please join ten minutes early.", encoding="utf-8")
    await message(field.desk, Path(said), "everyone", None)


async def kill(field: Field, chance: random.Random, rages: Callable[[], bool]) -> None:
    """Start one process after the other; each runs into its trap, is killed, or stands still."""
    while rages():
        point = chance.choice((*POINTS, *([""] * len(POINTS))))
        stops = not field.is_sqlite and chance.random() < 0.25
        process = field.start(point, chance.randint(1, 15), stops=stops)
        if chance.random() < 0.8:  # the others die while they begin
            await field.begun(process)
        last = time.monotonic() + chance.uniform(*LIFE)
        # Nothing tells us of another process.
        while (  # noqa: ASYNC110
            process.is_alive() and not is_stopped(process) and time.monotonic() < last
        ):
            await asyncio.sleep(0.02)
        if stops and process.is_alive():
            await stand_still(field, process)
            await field.end(process, f"stopped, {point or 'at random'}")
        else:
            await field.end(process, point)


async def stand_still(field: Field, process: ForkServerProcess) -> None:
    """Stop a process for longer than its lease, then let it go on for a moment."""
    assert process.pid
    os.kill(process.pid, signal.SIGSTOP)
    await asyncio.sleep(0.1)  # its server may just be committing
    await field.note(process)
    await asyncio.sleep(field.lease * 1.3 + field.reap)
    resume(process)
    await asyncio.sleep(1.5)
