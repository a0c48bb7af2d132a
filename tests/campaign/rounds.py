"""The rounds of a campaign: each on a field of its own, each judged."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.campaign import troubles
from tests.campaign.chaos import chaos
from tests.campaign.field import NEVER, ROUGH, Field, field_of
from tests.campaign.judge import Verdict
from tests.storage.servers import Server

ON_SQLITE = (
    "chaos-sqlite",
    "points-sqlite",
    "there-and-back",
    "relay-down",
    "disk-full",
    "disk-shut",
    "clock-jumps",
)
ON_POSTGRESQL = ("chaos-postgresql", "points-postgresql", "stands-still")
# It takes the server away from everybody, so it is fought alone.
ALONE = ("server-restarts",)
ROUNDS = (*ON_SQLITE, *ON_POSTGRESQL, *ALONE)
# Seconds; one that stands still must not keep us.
LEASES = dict.fromkeys(ON_POSTGRESQL, (1.5, 0.3)) | {"server-restarts": (10.0, 0.5)}
USUAL = (90.0, 15.0)
TROUBLES: Mapping[str, Callable[[Field], Awaitable[Verdict]]] = {
    "points-sqlite": troubles.points,
    "points-postgresql": troubles.points,
    "there-and-back": troubles.there_and_back,
    "stands-still": troubles.stands_still,
    "relay-down": troubles.relay_down,
    "disk-full": troubles.disk_full,
    "disk-shut": troubles.disk_shut,
    "clock-jumps": troubles.clock_jumps,
}
COLUMNS = ("round", "seed", "kills", "taken", "sent", "doubt", "doubled", "flows", "took", "wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one round came to; `resumed` is when mail flowed again after its fault."""

    name: str
    seed: int
    seconds: float
    verdict: Verdict
    deaths: Counter[str] = field(default_factory=Counter)
    resumed: float | None = None

    @property
    def wrong(self) -> Sequence[str]:
        """Return everything that must not have been."""
        late = self.resumed is not None and self.resumed > troubles.RESUMED
        slow = [f"slow: mail flowed again after {self.resumed:.1f} s"] if late else []
        return [*self.verdict.wrong, *slow]

    def cells(self) -> tuple[str, ...]:
        """Return a line of the table."""
        seen = self.verdict.seen
        return (
            self.name,
            str(self.seed),
            str(self.deaths.total()),
            *(str(seen.get(name, "")) for name in ("taken", "sent", "in doubt", "doubled")),
            "" if self.resumed is None else f"{self.resumed:.1f} s",
            f"{self.seconds:.0f} s",
            str(len(self.wrong)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp:
    """Where rounds are fought: a folder, a server if there is one, and how long chaos lasts."""

    folder: Path
    server: Server | None
    seconds: float
    # Alembic makes the tables of one database at a time.
    first: asyncio.Lock = field(default_factory=asyncio.Lock)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def fight(self, name: str, seed: int) -> Result:
        """Fight one round in a folder and a database of its own."""
        began, number = time.monotonic(), next(self.numbers)
        folder = self.folder / f"{number}-{name}"
        url = None
        if name not in ON_SQLITE:
            assert self.server is not None
            url = self.server.make(f"campaign{number}")
        faults = f"{NEVER},{ROUGH}" if name.startswith("chaos") else f"{NEVER},delay@taken=1:0.05"
        found: Field | None = None
        try:
            async with AsyncExitStack() as stack:
                if name == "disk-full":
                    small = stack.enter_context(troubles.small_disk(folder / "data"))
                    # Nobody's own disk is ever filled: without leave to mount, `disk-shut` stands
                    # alone for it.
                    if not small:
                        none = Verdict(seen={}, wrong=[])
                        return Result(name=f"{name} (left out)", seed=seed, seconds=0, verdict=none)
                lease, reap = LEASES.get(name, USUAL)
                fresh = field_of(folder, url, seed, faults, lease=lease, reap=reap)
                async with self.first:
                    found = await stack.enter_async_context(fresh)
                verdict = await self._fought(name, found)
        except Exception as wrong:  # noqa: BLE001 - a round that breaks off is no success
            said = f"broken off: {type(wrong).__name__}: {wrong}"
            verdict = Verdict(seen={}, wrong=[said])
        return Result(
            name=name,
            seed=seed,
            seconds=time.monotonic() - began,
            deaths=found.deaths if found else Counter(),
            verdict=verdict,
            resumed=found.resumed if found else None,
        )

    async def _fought(self, name: str, found: Field) -> Verdict:
        if name.startswith("chaos"):
            return await chaos(found, self.seconds, 1 if found.is_sqlite else 3)
        if name in ALONE:
            assert self.server is not None
            return await troubles.server_restarts(found, self.server)
        return await TROUBLES[name](found)


def table(results: Sequence[Result]) -> str:
    """Return a line for each round."""
    lines = [COLUMNS, *(result.cells() for result in results)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
