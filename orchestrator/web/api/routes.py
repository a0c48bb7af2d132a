"""The routes of the interface: every operation, its description, and the page that explains it."""

from aiohttp import web

from orchestrator.web.api import openapi
from orchestrator.web.api.docs import docs
from orchestrator.web.api.operations import OPERATIONS, Operation
from orchestrator.web.api.reading import ROOT
from orchestrator.web.api.talk import JSON, MOST_BYTES
from orchestrator.web.copies import copied, handed
from orchestrator.web.headers import ASK_AGAIN, headers
from orchestrator.web.visits import Route, Visit


async def description(visit: Visit) -> web.Response:
    """Answer with the description of the interface."""
    copy = copied(openapi.written(), headers(JSON, ASK_AGAIN))
    return handed(copy, visit.request)


def _route(operation: Operation) -> Route:
    return Route(
        name=f"api {operation.name}",
        action=operation.action,
        method=operation.method,
        path=operation.path,
        handler=operation.handler,
        most=MOST_BYTES if operation.body else None,
        bearer=True,
    )


ROUTES = (
    *map(_route, OPERATIONS),
    Route(
        name="api description",
        action="learn of the interface",
        method="GET",
        path=f"{ROOT}/openapi.json",
        handler=description,
        bearer=True,
    ),
    Route(
        name="api docs",
        action="learn of the interface",
        method="GET",
        path=f"{ROOT}/docs",
        handler=docs,
        bearer=True,
    ),
)
