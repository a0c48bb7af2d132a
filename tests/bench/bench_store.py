"""Measures the store: many rows waiting, many told, many marks, on SQLite and PostgreSQL."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from orchestrator.storage import Store, claims, deliveries, entries, forums, in_file, marks
from orchestrator.storage.deliveries import New
from tests.bench.measure import Row, Timing, row, show
from tests.storage import servers
from tests.storage.rows import FORUM, ME, NOW, reminding, telling

FUTURE = 100_000
ENTRIES = 10_000
DUE = 5_000
AT_ONCE = 500
MINUTE = timedelta(minutes=1)


async def timed(work: Callable[[], Awaitable[object]], runs: int = 7) -> Timing:
    """Run asynchronous work several times on the clock."""
    await work()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        await work()
        found.append(time.perf_counter() - start)
    return Timing(runs=tuple(found))


def future() -> Iterator[New]:
    """Return reminders that are due in a year."""
    for n in range(FUTURE):
        due = NOW + timedelta(days=365, minutes=n)
        yield reminding(f"person-{n % 5_000}", f"thing-{n // 5_000}", due=due)


def told() -> Iterator[New]:
    """Return invitations that lie a year ahead, so that no claim takes them."""
    for n in range(ENTRIES):
        yield telling(f"person-{n // 3}", f"thing-{n % 3}", due=NOW + timedelta(days=366))


async def queue(store: Store, rows: Iterator[New]) -> None:
    """Queue rows in one transaction."""
    async with store.transaction() as kept:
        await forums.ensure(kept, FORUM, NOW)
        await deliveries.queue(kept, rows)


async def claim(store: Store, limit: int = 100) -> list[int]:
    """Claim what is due."""
    async with store.transaction() as kept:
        rows = await claims.claim(kept, now=NOW, owner=ME, limit=limit, lease=MINUTE)
    return [one.id for one in rows]


async def opened(url: str) -> None:
    """Open a store, take back what lay and close it, as a dispatcher does at its start."""
    store = await Store.open(url)
    async with store.transaction() as kept:
        await claims.reap(kept, now=NOW, everything=True)
        await claims.next_due(kept)
    await store.close()


async def last_told(store: Store) -> None:
    """Ask what everybody was told."""
    async with store.reading() as kept:
        found = await deliveries.last_told(kept, FORUM, written_counts=False)
        assert len(found) == ENTRIES
        await entries.of(kept, FORUM)


async def counted(store: Store) -> None:
    """Count every row."""
    async with store.reading() as kept:
        await deliveries.counts(kept)


async def sent(store: Store, number: int) -> None:
    """Take rows from their queueing to their end, hundreds at once, with two marks each."""
    group = marks.Marks(store)

    async def send(one: int) -> None:
        body = b"x" * 20_000
        intent: dict[str, Any] = {"at": NOW, "lease": MINUTE, "body": body, "message_id": "<1@x>"}
        assert await group.put(marks.announced(one, ME, **intent))
        assert await group.put(marks.sent(one, ME, now=NOW))

    done = 0
    while ids := await claim(store, AT_ONCE):
        await asyncio.gather(*[send(one) for one in ids])
        done += len(ids)
    await group.close()
    assert done == number


async def measured(name: str, url: str) -> list[Row]:
    """Measure one database."""
    store = await Store.open(url)
    start = time.perf_counter()
    await queue(store, future())
    queued = Timing(runs=(time.perf_counter() - start,))
    await queue(store, told())
    rows = [
        row(f"{name}: queue {FUTURE:,} rows", queued, unit="s"),
        row(
            f"{name}: empty claim, {FUTURE:,} future rows",
            await timed(lambda: claim(store)),
            target=10,
        ),
        row(f"{name}: open with {FUTURE:,} rows", await timed(lambda: opened(url)), target=1_000),
        row(f"{name}: last told, {ENTRIES:,} entries", await timed(lambda: last_told(store))),
        row(f"{name}: count all rows", await timed(lambda: counted(store))),
    ]
    await queue(store, (telling(f"due-{n}") for n in range(DUE)))
    start = time.perf_counter()
    await sent(store, DUE)
    took = Timing(runs=(time.perf_counter() - start,))
    await store.close()
    return [*rows, row(f"{name}: claim and two marks for {DUE:,} due", took, unit="s")]


@contextmanager
def server() -> Iterator[servers.Server | None]:
    """Yield a server of our own, None where none is installed."""
    programs = servers.programs()
    if programs is None:
        yield None
    else:
        with servers.running(programs) as running:
            yield running


def main() -> list[Row]:
    """Measure both databases."""
    with tempfile.TemporaryDirectory() as folder:
        url = in_file(Path(folder) / "store.db").render_as_string()
        rows = asyncio.run(measured("SQLite", url))
    with server() as running:
        if running is not None:
            rows += asyncio.run(measured("PostgreSQL", running.make("bench")))
    return rows


if __name__ == "__main__":
    show(main())
