"""What an operator watches, on a port of its own that nobody outside reaches."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.serve import LAST_SWEEP
from orchestrator.storage import Kept, claims, deliveries, meta
from orchestrator.web.metrics import KIND, Labels, family
from orchestrator.web.service import Service

JSON = "application/json"
# Seconds: whoever asks whether we are ready waits no longer than a few, the database much longer.
PATIENCE = 3.0
# Bytes without which SQLite's file and its log cannot grow: a transaction begins, and is not kept.
ROOM = 1024 * 1024
DOUBTFUL = "in_doubt"
Watcher = Callable[[web.Request], Awaitable[web.Response]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the service can work, and how far behind the sending is; ages in seconds.

    Sending that lags makes nobody unready: pages are answered all the same, and metrics tell.
    """

    ready: bool
    database: str
    schema: str | None = None
    last_sweep_age: float | None = None
    oldest_due_age: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """How many messages there are by kind and state, and how far behind the sending is."""

    counts: dict[str, dict[str, int]]
    sweep: float | None
    due: float | None


class Once(Generic[T]):
    """Does one thing at a time for all who ask, and lets nobody wait for long.

    What is waited for in vain goes on: cut off, it would leave a connection in an unknown state.
    """

    def __init__(self, work: Callable[[], Awaitable[T]], patience: float = PATIENCE) -> None:
        self._work, self._patience = work, patience
        self._task: asyncio.Task[T] | None = None

    async def __call__(self) -> T | None:
        """Return what comes of it, None where it takes too long."""
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._run())
        done, _ = await asyncio.wait({self._task}, timeout=self._patience)
        return self._task.result() if done else None

    async def _run(self) -> T:
        return await self._work()


def admin(service: Service, patience: float = PATIENCE, room: int = ROOM) -> web.Application:
    """Return the operator's application; with less than `room` bytes nobody is ready."""
    app = web.Application()
    look = Once(partial(health, service, room), patience)
    count = Once(partial(_behind, service), patience)

    async def live(_: web.Request) -> web.Response:
        return web.Response(text="live\n")

    async def ready(_: web.Request) -> web.Response:
        found = await look() or Health(ready=False, database="slow")
        body = json.dumps(asdict(found))
        return web.Response(text=body + "\n", status=200 if found.ready else 503, content_type=JSON)

    async def metrics(_: web.Request) -> web.Response:
        lines = [*service.metrics.lines(), *_gauges(await count())]
        body = "".join(f"{line}\n" for line in lines)
        return web.Response(body=body.encode(), headers={"Content-Type": KIND})

    app.router.add_get("/livez", live)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
    return app


async def health(service: Service, room: int = ROOM) -> Health:
    """Ask the database whether it can be written, and how far the sending is."""
    try:
        # Nothing is written in it, but a database that is locked or read-only refuses it.
        async with service.store.transaction() as kept:
            sweep, due = await _ages(kept, service.now())
        schema = await service.store.schema()
    except OrchestratorError as wrong:
        return Health(ready=False, database=type(wrong).__name__)
    if not service.store.is_in_place():
        return Health(ready=False, database="replaced")
    if _room(service) < room:
        return Health(ready=False, database="full")
    return Health(
        ready=True, database="writable", schema=schema, last_sweep_age=sweep, oldest_due_age=due
    )


def _room(service: Service) -> float:
    """Return how many bytes the store can grow by; of a server's disk we know nothing."""
    file = service.store.url.database
    return shutil.disk_usage(file).free if service.store.is_sqlite and file else float("inf")


async def _ages(kept: Kept, now: datetime) -> tuple[float | None, float | None]:
    swept, due = await meta.get(kept, LAST_SWEEP), await claims.next_due(kept)
    sweep = (now - datetime.fromisoformat(swept)).total_seconds() if swept else None
    late = max(0.0, (now - due).total_seconds()) if due else None
    return sweep, late


async def _behind(service: Service) -> Behind | None:
    try:
        async with service.store.reading() as kept:
            counts = await deliveries.counts(kept)
            sweep, due = await _ages(kept, service.now())
    except OrchestratorError:
        return None
    return Behind(counts=counts, sweep=sweep, due=due)


def _gauges(found: Behind | None) -> Iterator[str]:
    """Return what the database tells; where it is away the counts of answers are told all the same.

    A number that nobody knows is left out: a nought would look like a good one.
    """
    up = "Whether the database answers: 1 or 0."
    yield from family("orchestrator_database_up", "gauge", up, [({}, int(found is not None))])
    if found is None:
        return
    yield from _counted(found.counts)
    yield from _aged("last_sweep", found.sweep, "the last look for messages that are due")
    yield from _aged("oldest_due", found.due, "the oldest message that is due was due; 0 for none")


def _counted(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    # A message in doubt has a state besides: in a sum over states it must not count twice.
    rows = (
        ({"kind": kind, "state": state}, count)
        for kind, states in counts.items()
        for state, count in states.items()
        if state != DOUBTFUL
    )
    yield from family("orchestrator_messages", "gauge", "Messages by kind and state.", rows)
    doubts = (({"kind": kind}, states[DOUBTFUL]) for kind, states in counts.items())
    told = "Messages that were ever in doubt, whatever their state: they may have arrived twice."
    yield from family("orchestrator_messages_in_doubt", "gauge", told, doubts)


def _aged(name: str, age: float | None, since: str) -> Iterator[str]:
    rows: list[tuple[Labels, float]] = [] if age is None else [({}, age)]
    return family(f"orchestrator_{name}_age_seconds", "gauge", f"Seconds since {since}.", rows)
