"""What an operator watches, on a port of its own that nobody outside reaches."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.serve import LAST_SWEEP
from orchestrator.storage import Kept, claims, deliveries, meta
from orchestrator.web.metrics import KIND, Labels, family
from orchestrator.web.service import Service

JSON = "application/json"
Watcher = Callable[[web.Request], Awaitable[web.Response]]


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


def admin(service: Service) -> web.Application:
    """Return the operator's application."""
    app = web.Application()

    async def live(_: web.Request) -> web.Response:
        return web.Response(text="live\n")

    async def ready(_: web.Request) -> web.Response:
        found = await health(service)
        body = json.dumps(asdict(found))
        return web.Response(text=body + "\n", status=200 if found.ready else 503, content_type=JSON)

    async def metrics(_: web.Request) -> web.Response:
        lines = [*service.metrics.lines(), *await _gauges(service)]
        body = "".join(f"{line}\n" for line in lines)
        return web.Response(body=body.encode(), headers={"Content-Type": KIND})

    app.router.add_get("/livez", live)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
    return app


async def health(service: Service) -> Health:
    """Ask the database whether it can be written, and how far the sending is."""
    try:
        # Nothing is written in it, but a database that is locked or read-only refuses it.
        async with service.store.transaction() as kept:
            sweep, due = await _ages(kept, service.now())
        schema = await service.store.schema()
    except OrchestratorError as wrong:
        return Health(ready=False, database=type(wrong).__name__)
    return Health(
        ready=True, database="writable", schema=schema, last_sweep_age=sweep, oldest_due_age=due
    )


async def _ages(kept: Kept, now: datetime) -> tuple[float | None, float | None]:
    swept, due = await meta.get(kept, LAST_SWEEP), await claims.next_due(kept)
    sweep = (now - datetime.fromisoformat(swept)).total_seconds() if swept else None
    late = max(0.0, (now - due).total_seconds()) if due else None
    return sweep, late


async def _gauges(service: Service) -> list[str]:
    async with service.store.reading() as kept:
        counts = await deliveries.counts(kept)
        sweep, late = await _ages(kept, service.now())
    return [*_counted(counts), *_aged("last_sweep", sweep), *_aged("oldest_due", late)]


def _counted(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    rows = (
        ({"kind": kind, "state": state}, count)
        for kind, states in counts.items()
        for state, count in states.items()
    )
    return family("orchestrator_messages", "gauge", rows)


def _aged(name: str, age: float | None) -> Iterator[str]:
    rows: list[tuple[Labels, float]] = [] if age is None else [({}, age)]
    return family(f"orchestrator_{name}_age_seconds", "gauge", rows)
