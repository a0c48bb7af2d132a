"""Measures sending: 5,000 due at once, sparse ones, 1,000 reminders, and 100,000 that lie ahead."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestrator import bootstrap
from orchestrator.config import Settings
from orchestrator.delivery import SmtpTransport, relay
from orchestrator.secretariat import queueing
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.publish import Given, publish
from orchestrator.secretariat.serve import running
from orchestrator.secretariat.source import Source
from orchestrator.storage import Store, claims, deliveries
from orchestrator.storage.deliveries import New
from tests.bench.bench_publish import forum
from tests.bench.measure import Row, show
from tests.delivery import ledgers

NOW = datetime(2030, 9, 1, 6, 0, tzinfo=UTC)
DUE = 5_000
REMINDERS = 1_000
SPARSE = 60
FUTURE = 100_000
PEOPLE = 1_700  # with three entries each: none of 5,000 overtakes another
PATIENCE = 120
# A process of its own: memory is what it needs, not what we have.
START = """
import asyncio, sys, time
from pathlib import Path
from orchestrator import bootstrap
from orchestrator.secretariat.serve import running

names = ("ORCHESTRATOR_DATA", "ORCHESTRATOR_SMTP_URL", "ORCHESTRATOR_NOW")
own = bootstrap.desk(bootstrap.settings(dict(zip(names, sys.argv[1:]))))

async def main():
    began = time.perf_counter()
    async with running(own):
        took = time.perf_counter() - began
        await asyncio.sleep(3)
    most = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    print(took, most)

asyncio.run(main())
"""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of all does not exceed."""
    return sorted(values)[max(round(len(values) * share) - 1, 0)]


@asynccontextmanager
async def sink(folder: Path) -> AsyncIterator[tuple[int, Path]]:
    """Run a mail server in a process of its own; return its port and its log."""
    log = folder / "sink.log"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.delivery.sink", "--log", str(log)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        yield int(await process.stdout.readline()), log
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def office(folder: Path, port: int) -> AsyncIterator[tuple[Desk, Store]]:
    """Publish a forum of many people, and forget that anybody is to be told of it."""
    began = time.time()
    own = bootstrap.desk(Settings(data=folder / "data"))
    desk = replace(
        own,
        now=lambda: NOW + timedelta(seconds=time.time() - began),
        transport=lambda: SmtpTransport(relay(f"smtp://127.0.0.1:{port}")),
        tells=True,
    )
    source = Source(name=str(folder / "forum.yaml"), data=forum(PEOPLE).encode())
    await publish(desk, source, Given())
    async with desk.store() as store:
        async with store.transaction() as kept:
            every = await deliveries.of(kept, "big-2030")
            await deliveries.supersede(kept, [row.id for row in every], now=NOW)
        yield desk, store


async def copied(store: Store, purpose: str, due: Sequence[datetime]) -> None:
    """Queue rows like those that a publication made, due at these moments."""
    async with store.transaction() as kept:
        rows = [r for r in await deliveries.of(kept, "big-2030") if r.purpose == purpose]
        await deliveries.queue(
            kept,
            (
                New(
                    key=f"{rows[n % len(rows)].key}/{at.timestamp()}/{n}",
                    forum=row.forum,
                    person=row.person,
                    thing=row.thing,
                    purpose=row.purpose,
                    publication=row.publication,
                    resend=n // len(rows),
                    rule=row.rule,
                    recipient=row.recipient,
                    due=at,
                    created=NOW,
                    expires=row.expires,
                    message_id=queueing.of_copy(row.message_id or "", n + 1),
                    details=row.details,
                )
                for n, at in enumerate(due)
                for row in [rows[n % len(rows)]]
            ),
        )


async def stalls(found: list[float]) -> None:
    """Note by how much the event loop comes late, every five milliseconds."""
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(0.005)
        found.append(loop.time() - before - 0.005)


async def taken(log: Path, number: int) -> list[ledgers.Taken]:
    """Wait until so many messages stand in a log; to look must cost next to nothing."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        await asyncio.sleep(0.5)
        if log.exists() and log.read_bytes().count(b"\n") >= number:  # noqa: ASYNC240 - 1 ms
            return ledgers.read(log)
    raise TimeoutError


async def burst(purpose: str, number: int) -> tuple[list[float], list[float]]:
    """Return how late each of many was that fell due at once, and the event loop's stalls."""
    with tempfile.TemporaryDirectory() as folder:
        async with sink(Path(folder)) as (port, log), office(Path(folder), port) as (desk, store):
            due = desk.now() + timedelta(seconds=6)
            await copied(store, purpose, [due] * number)
            real = time.time() + (due - desk.now()).total_seconds()
            late: list[float] = []
            async with running(desk):
                await asyncio.sleep(max(real - time.time() - 0.2, 0))
                watching = asyncio.create_task(stalls(late))
                lines = await taken(log, number)
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
            return [line.at - real for line in lines], late


async def sparse() -> list[float]:
    """Return how late messages were that fell due one by one."""
    with tempfile.TemporaryDirectory() as folder:
        async with sink(Path(folder)) as (port, log), office(Path(folder), port) as (desk, store):
            first = desk.now() + timedelta(seconds=4)
            moments = [first + timedelta(milliseconds=137 * n) for n in range(SPARSE)]
            await copied(store, "reminder", moments)
            apart = time.time() - desk.now().timestamp()
            async with running(desk):
                lines = await taken(log, SPARSE)
            pairs = zip(sorted(line.at for line in lines), moments, strict=True)
            return [at - (due.timestamp() + apart) for at, due in pairs]


async def empty(desk: Desk, store: Store) -> float:
    """Return how long a claim takes that finds nothing due, in seconds; the median of some."""
    took = []
    for _ in range(21):
        began = time.perf_counter()
        async with store.transaction() as kept:
            span = timedelta(seconds=90)
            found = await claims.claim(kept, now=desk.now(), owner="bench", limit=250, lease=span)
        took.append(time.perf_counter() - began)
        assert not found
    return statistics.median(took)


async def ahead(rows: int) -> tuple[float, float, float]:
    """Return how long start and empty claim take with many rows ahead, and the memory needed."""
    with tempfile.TemporaryDirectory() as folder:
        async with sink(Path(folder)) as (port, _), office(Path(folder), port) as (desk, store):
            later = desk.now() + timedelta(days=20)
            for start in range(0, rows, 10_000):
                number = min(10_000, rows - start)
                await copied(
                    store, "reminder", [later + timedelta(seconds=start + n) for n in range(number)]
                )
            claimed = await empty(desk, store)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", START, str(desk.data), f"smtp://127.0.0.1:{port}"),
                f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
                stdout=asyncio.subprocess.PIPE,
            )
            out, _ = await process.communicate()
            took, memory = out.split()
            return float(took), claimed, float(memory) / 1024


def main() -> list[Row]:
    """Measure all of it."""
    rows = []
    for name, purpose, number, target in (
        ("reminders", "reminder", DUE, 3_000.0),
        ("reminders", "reminder", REMINDERS, 1_000.0),
    ):
        late, stalled = asyncio.run(burst(purpose, number))
        job = f"{number:,} {name} due at once"
        rows += [
            Row(
                job=f"{job}, p99 late",
                figure=percentile(late, 0.99) * 1e3,
                unit="ms",
                target=target,
            ),
            Row(
                job=f"{job}, stall p99",
                figure=percentile(stalled, 0.99) * 1e3,
                unit="ms",
                target=10.0,
            ),
        ]
    late = asyncio.run(sparse())
    rows.append(
        Row(job="sparse, p99 late", figure=percentile(late, 0.99) * 1e3, unit="ms", target=100.0)
    )
    for number in (0, FUTURE):
        took, claimed, memory = asyncio.run(ahead(number))
        rows.append(
            Row(job=f"start, {number:,} rows ahead", figure=took * 1e3, unit="ms", target=1_000.0)
        )
        rows.append(
            Row(
                job=f"empty claim, {number:,} rows ahead",
                figure=claimed * 1e3,
                unit="ms",
                target=10.0,
            )
        )
        rows.append(Row(job=f"memory, {number:,} rows ahead", figure=memory, unit="MiB"))
    return rows


if __name__ == "__main__":
    show(main())
