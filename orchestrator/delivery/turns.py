"""Whose turn it is: how many messages a recipient's domain gets at once, and how often."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from orchestrator.delivery.outcomes import Untried
from orchestrator.findings import N_

CROWDED = N_("Too many messages wait for the mail server; this one has not had its turn.")


async def place(places: asyncio.Semaphore, until: float) -> None:
    """Wait for one of some places until a moment of the loop's clock; one that is free is taken."""
    if not places.locked():
        await places.acquire()
        return
    try:
        async with asyncio.timeout_at(until):
            await places.acquire()
    except TimeoutError:
        raise Untried(CROWDED) from None


@dataclass(slots=True, kw_only=True)
class Line:
    """Those who wait for one domain: the places it has, and when the next message may go."""

    places: asyncio.Semaphore
    next: float = 0.0
    users: int = field(default=0)


class Turns:
    """Lets messages go, domain by domain; one crowded domain holds up no other."""

    def __init__(self, places: int, rate: float, patience: float) -> None:
        """Give each domain so many places and messages a second (0: any number)."""
        self._places = places
        self._gap = 1 / rate if rate else 0.0
        self._patience = patience
        self._lines: dict[str, Line] = {}

    @asynccontextmanager
    async def turn(self, domain: str) -> AsyncIterator[None]:
        """Wait for a turn, or say that it did not come."""
        line = self._lines.setdefault(domain, Line(places=asyncio.Semaphore(self._places)))
        line.users += 1
        try:
            await self._wait(line)
            try:
                yield
            finally:
                line.places.release()
        finally:
            line.users -= 1
            self._forget()

    async def _wait(self, line: Line) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        await place(line.places, until)
        try:
            await self._pace(line, loop.time(), until)
        except BaseException:
            line.places.release()
            raise

    async def _pace(self, line: Line, now: float, until: float) -> None:
        due = max(now, line.next)
        if due > until:
            raise Untried(CROWDED)
        line.next = due + self._gap
        if due > now:
            await asyncio.sleep(due - now)

    def _forget(self) -> None:
        """Drop domains that nobody waits for and that need no pause any more."""
        if len(self._lines) > 1000:
            now = asyncio.get_running_loop().time()
            idle = [
                name for name, line in self._lines.items() if not line.users and line.next <= now
            ]
            for name in idle:
                del self._lines[name]
