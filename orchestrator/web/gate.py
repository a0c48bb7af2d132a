"""The gate every request passes: origin, who asks, whether they may, errors, log."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler as Answerer
from aiohttp.typedefs import Middleware

from orchestrator.errors import OrchestratorError
from orchestrator.web import faults, journal, origins
from orchestrator.web.access import ANYBODY, NOTHING, Actor, Thing, authorize
from orchestrator.web.faults import ForeignError, GoneError
from orchestrator.web.forums import Published
from orchestrator.web.service import Service
from orchestrator.web.visits import Route, Visit

UNROUTED = "(none)"
ROUTE = web.RequestKey("route", str)


def door(service: Service, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return what aiohttp calls for a route: nothing is answered that was not authorised."""

    async def enter(request: web.Request) -> web.StreamResponse:
        request[ROUTE] = route.path
        if route.method not in origins.SAFE and not origins.is_ours(request, service.base_url):
            raise ForeignError
        actor = await _actor(service, request)
        thing, published = await _thing(service, request, actor)
        if not authorize(actor, route.action, thing):
            raise GoneError
        return await route.handler(
            Visit(request=request, service=service, actor=actor, thing=thing, published=published)
        )

    return enter


async def _actor(service: Service, request: web.Request) -> Actor:
    """Return who asks: the holder of the link in the path, or anybody."""
    token = request.match_info.get("token")
    if token is None:
        return ANYBODY
    link = await service.links.get(token)
    return Actor(link=link) if link else ANYBODY


async def _thing(
    service: Service, request: web.Request, actor: Actor
) -> tuple[Thing, Published | None]:
    """Return what is asked for: the forum in the path, or the one a link belongs to."""
    forum = request.match_info.get("forum") or (actor.link.forum if actor.link else None)
    if forum is None:
        return NOTHING, None
    published = await service.forums.get(forum)
    visibility = published.order.agenda.visibility if published else ""
    return Thing(forum=forum, visibility=visibility), published


def keeper(service: Service) -> Middleware:
    """Return the middleware: whatever happens, an answer is given, counted and logged."""

    @web.middleware
    async def keep(request: web.Request, handler: Answerer) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        began = loop.time()
        response = await _answer(request, handler)
        took = loop.time() - began
        route, method = request.get(ROUTE, UNROUTED), _method(request)
        service.metrics.answered(route, method, response.status, took)
        size = response.content_length or 0
        journal.answered(route, method, response.status, size, took * 1000)
        return response

    return keep


def _method(request: web.Request) -> str:
    """Return the method; what nobody has heard of must not grow the counts."""
    return request.method if request.method in {"GET", "HEAD", "POST", "PUT", "DELETE"} else "?"


async def _answer(request: web.Request, handler: Answerer) -> web.StreamResponse:
    try:
        return await handler(request)
    except asyncio.CancelledError:
        raise
    except Exception as wrong:  # noqa: BLE001 - the last stop: each becomes an answer
        status = faults.status_of(wrong)
        if status >= 500:
            journal.failed(request.get(ROUTE, UNROUTED), _method(request), wrong)
        detail = wrong if isinstance(wrong, OrchestratorError) else None
        response = faults.told(request, status, detail)
        if isinstance(wrong, web.HTTPMethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(wrong.allowed_methods))
        return response
