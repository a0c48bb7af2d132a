"""What a campaign is fought on: a store, a data folder, a mail sink, and processes to kill."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import select

from orchestrator import bootstrap
from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.plan import plan
from orchestrator.secretariat.publish import Given, publish
from orchestrator.secretariat.source import fetch
from orchestrator.storage import Store, deliveries, revisions, tables
from orchestrator.storage.deliveries import REMINDERS, Delivery
from orchestrator.storage.faults import StoreError
from tests.campaign import worker
from tests.campaign.forum import PUBLISHED, REFUSED, SENT, Draft
from tests.campaign.judge import Case, Verdict, judge
from tests.campaign.worker import Clock, Orders
from tests.delivery import ledgers

FORUM = "campaign-2030"
# What the sink does to everybody, all the time, and what it never lets pass.
ROUGH = (
    "451@mail=0.02,421@mail=0.02,451@rcpt=0.04,451@dot=0.03,drop@mail=0.02,drop@rcpt=0.02,"
    "drop@data=0.02,drop@body=0.02,drop@dot=0.02,drop@taken=0.04,garbage@ehlo=0.01,"
    "garbage@rcpt=0.02,garbage@dot=0.02,garbage@taken=0.02,hang@rcpt=0.005:2,hang@dot=0.005:2,"
    "hang@taken=0.01:2,early@data=0.02,delay@taken=0.2:0.03,451@taken=0"
)
NEVER = ",".join(
    f"550@{stage}/{address}=1" for stage, address in zip(("rcpt", "dot"), REFUSED, strict=True)
)
# A mutant that loses something keeps us waiting for it.
PATIENCE = float(os.environ.get("CAMPAIGN_PATIENCE", "40"))

# Processes begin as copies of one that has imported everything: twenty of them die in ten seconds.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.campaign.worker"])


@dataclass(kw_only=True)
class Field:
    """Everything a campaign has; `in_hand` counts what was between intent and mark at a death."""

    folder: Path
    url: str
    seed: int
    lease: float = 90.0
    reap: float = 15.0
    clock: Clock = field(default_factory=lambda: _processes.Value("d", 0.0, lock=False))
    in_hand: Counter[int] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)
    draft: Draft = field(default_factory=Draft)
    publications: int = 0
    resumed: float | None = None
    rested: datetime = SENT
    refusals: Counter[str] = field(default_factory=Counter)
    port: int = 0
    jumps: list[tuple[float, float]] = field(default_factory=list)
    _sink: asyncio.subprocess.Process | None = None
    _workers: dict[ForkServerProcess, Event] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def settings(self) -> dict[str, str]:
        """Return what a process finds in its environment."""
        found = {
            "ORCHESTRATOR_DATA": str(self.folder / "data"),
            "ORCHESTRATOR_SMTP_URL": f"smtp://127.0.0.1:{self.port}",
        }
        return found if self.is_sqlite else found | {"ORCHESTRATOR_DATABASE_URL": self.url}

    @property
    def desk(self) -> Desk:
        own = bootstrap.desk(bootstrap.settings(self.settings))
        return replace(own, now=worker.now(self.clock), dated=worker.now(self.clock))

    @property
    def log(self) -> Path:
        return self.folder / "sink.log"

    @property
    def file(self) -> Path:
        return self.folder / "forum.yaml"

    def set_clock(self, now: datetime) -> None:
        """Let the desk's clock stand at an instant."""
        self.shift(now.timestamp() - time.time() - self.clock.value)

    def shift(self, seconds: float) -> None:
        """Put the desk's clock forward or back."""
        self.clock.value += seconds
        self.jumps.append((time.time(), self.clock.value))

    def at(self, seconds: float) -> datetime:
        """Return the desk's time at a moment of the machine's."""
        offset = next((offset for at, offset in reversed(self.jumps) if at <= seconds), 0.0)
        return datetime.fromtimestamp(seconds + offset, PUBLISHED.tzinfo)

    async def start_sink(self, faults: str) -> None:
        """Listen, at the same port as before and into the same log."""
        self._sink = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.delivery.sink", "--port", str(self.port), "--log", str(self.log)),
            *("--faults", faults, "--seed", str(self.seed)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._sink.stdout
        self.port = int(await self._sink.stdout.readline())

    async def stop_sink(self) -> None:
        """Be gone, as a relay that is down."""
        if self._sink is not None:
            # What it has taken and will not answer any more is in somebody's hands.
            self._sink.send_signal(signal.SIGSTOP)
            await self.note()
            self._sink.kill()
            await self._sink.wait()
            self._sink = None

    def start(self, point: str = "", nth: int = 1, *, stops: bool = False) -> ForkServerProcess:
        """Start a process of the service, with a trap in its way."""
        told = Orders(
            settings=self.settings,
            log=self.folder / "service.log",
            lease=self.lease,
            reap=self.reap,
            point=point,
            nth=nth,
            stops=stops,
        )
        ready = _processes.Event()
        process = _processes.Process(target=worker.run, args=(told, self.clock, ready), daemon=True)
        process.start()
        self._workers[process] = ready
        return process

    async def begun(self, process: ForkServerProcess) -> None:
        """Wait until a process works, or is dead or stopped before."""
        ready = self._workers[process]
        # Nothing tells us of another process.
        while (  # noqa: ASYNC110
            process.is_alive() and not ready.is_set() and not is_stopped(process)
        ):
            await asyncio.sleep(0.02)

    async def ready(self, process: ForkServerProcess) -> None:
        """Wait until a process works."""
        assert await asyncio.to_thread(self._workers[process].wait, PATIENCE), "it never began"

    async def end(self, process: ForkServerProcess, why: str) -> None:
        """Kill a process, unless its trap has, and note what it had in its hands."""
        sprung = not process.is_alive()
        process.kill()
        await asyncio.to_thread(process.join)
        self._workers.pop(process)
        self.deaths[why if sprung or why.startswith("stopped") else "at random"] += 1
        await self.note(process)

    async def note(self, process: ForkServerProcess | None = None) -> None:
        """Note which messages a process, or anybody, has between intent and mark."""
        row = tables.deliveries.c
        begun = row.intent.is_not(None) & (row.state == "leased")
        if process is not None:
            begun &= row.owner.like(f"%:{process.pid}:%")
        with suppress(StoreError):  # a round that broke off may have left no server
            async with self.store() as store, store.reading() as kept:
                found = await kept.execute(select(row.id).where(begun))
                self.in_hand.update(found.scalars())

    async def leave(self, process: ForkServerProcess) -> int | None:
        """Tell a process to end, and return how it did."""
        process.terminate()
        await asyncio.to_thread(process.join, 15)
        self._workers.pop(process)
        return process.exitcode

    async def close(self) -> None:
        """Leave nothing running."""
        for process in self._workers:
            process.kill()
            await asyncio.to_thread(process.join)
        await self.stop_sink()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        store = await Store.open(self.url)
        try:
            yield store
        finally:
            await store.close()

    async def publish(self, draft: Draft) -> bool:
        """Publish a draft; False where its messages were just being sent."""
        self.file.write_text(draft.text, encoding="utf-8")
        try:
            done = await publish(self.desk, fetch(self.file), Given(cancel=99))
        except OrchestratorError as wrong:
            self.refusals[type(wrong).__name__] += 1
            return False
        assert not done.refused, done.proposal.checked.findings
        assert await self.head() == draft.text, "published, and it is not there"
        self.draft = draft
        self.publications += done.revision is not None
        return True

    async def refused(self, draft: Draft) -> bool:
        """Publish a draft from a process that can write nothing; tell whether it was told so."""
        self.file.write_text(draft.text, encoding="utf-8")
        told = (self.settings, self.clock, self.file)
        process = _processes.Process(target=worker.publish_shut, args=told, daemon=True)
        process.start()
        await asyncio.to_thread(process.join, PATIENCE)
        return process.exitcode == 0

    async def head(self) -> str:
        """Return the text that stands."""
        async with self.store() as store, store.reading() as kept:
            newest = await revisions.published(kept, FORUM)
        return newest.text if newest else ""

    async def hasten(self) -> None:
        """Make due what waits for its next try: nobody has minutes here."""
        async with self.store() as store, store.transaction() as kept:
            await deliveries.hasten(kept, now=self.desk.now())

    async def rows(self) -> list[Delivery]:
        async with self.store() as store, store.reading() as kept:
            return await deliveries.of(kept, FORUM)

    async def waits(self) -> bool:
        """Tell whether anything waits that is not a reminder of later."""
        now = self.desk.now()
        return any(
            row.state in ("pending", "leased") and (row.purpose not in REMINDERS or row.due <= now)
            for row in await self.rows()
        )

    def taken(self) -> Sequence[ledgers.Taken]:
        return ledgers.read(self.log)

    async def settled(self) -> bool:
        """Wait until nothing is due and nothing is on its way; False where that never comes."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            await self.hasten()
            self.rested = now = self.desk.now()
            rows = await self.rows()
            if not any(
                r.state == "leased" or (r.state == "pending" and r.due <= now) for r in rows
            ):
                return True
            await asyncio.sleep(0.2)
        return False

    async def verdict(self) -> Verdict:
        """Hold the sink's log against the store."""
        self.file.write_text(await self.head(), encoding="utf-8")
        proposal = await plan(self.desk, fetch(self.file))
        return judge(
            Case(
                rows=await self.rows(),
                taken=self.taken(),
                order=proposal.order,
                in_hand=self.in_hand,
                refused=frozenset(REFUSED),
                now=self.rested,
                at=self.at,
            )
        )


@asynccontextmanager
async def field_of(
    folder: Path, url: str | None, seed: int, faults: str, *, lease: float, reap: float
) -> AsyncIterator[Field]:
    """Publish a forum and come to the moment when its first reminders are late."""
    await asyncio.to_thread((folder / "data").mkdir, parents=True, exist_ok=True)
    where = url or f"sqlite+aiosqlite:///{folder / 'data' / 'orchestrator.sqlite'}"
    found = Field(folder=folder, url=where, seed=seed, lease=lease, reap=reap)
    try:
        await found.start_sink(faults)
        found.set_clock(PUBLISHED)
        assert await found.publish(Draft())
        found.set_clock(SENT)
        yield found
    finally:
        await found.close()


def is_stopped(process: ForkServerProcess) -> bool:
    """Tell whether a process stands still."""
    with suppress(OSError, ValueError):
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
        return stat.rpartition(")")[2].split()[0] == "T"
    return False


def resume(process: ForkServerProcess) -> None:
    """Let a process go on."""
    if process.pid:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
