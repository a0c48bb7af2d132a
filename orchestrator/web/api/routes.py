"""The routes of the interface: every operation, its description, and the page that explains it."""

from aiohttp import web

from orchestrator.web.api import once, openapi, turns
from orchestrator.web.api.docs import docs
from orchestrator.web.api.operation import Operation
from orchestrator.web.api.operations import OPERATIONS
from orchestrator.web.api.reading import ROOT
from orchestrator.web.api.talk import JSON
from orchestrator.web.copies import copied, handed
from orchestrator.web.headers import ASK_AGAIN, headers
from orchestrator.web.visits import Handler, Route, Visit


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
        handler=_handler(operation),
        most=operation.most if operation.has_body else None,
        bearer=True,
    )


def _handler(operation: Operation) -> Handler:
    handler = operation.handler
    if operation.has_body:
        handler = turns.in_turn(handler)
    if operation.once:
        handler = once.once(handler, has_body=operation.has_body)
    return handler


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
