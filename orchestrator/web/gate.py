"""The gate every request passes: origin, who asks, whether they may, errors, log."""

from collections.abc import Awaitable, Callable
from time import monotonic

from aiohttp import web
from aiohttp.typedefs import Handler as Answerer
from aiohttp.typedefs import Middleware

from orchestrator.config import Networks
from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import links
from orchestrator.web import faults, journal, lapsed, machines, origins, sessions
from orchestrator.web.access import NOTHING, Actor, Thing, authorize
from orchestrator.web.faults import EndedError, ForeignError, GoneError
from orchestrator.web.forums import Published
from orchestrator.web.proxies import seen_through
from orchestrator.web.service import Service
from orchestrator.web.visits import Route, Visit

UNROUTED = "(none)"
ROUTE = web.RequestKey("route", str)


def door(service: Service, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return what aiohttp calls for a route: nothing is answered that was not authorised."""
    # No browser sends a token of its own accord: whoever sends one means it.
    guarded = route.method not in origins.SAFE and not route.bearer

    async def enter(request: web.Request) -> web.StreamResponse:
        request[ROUTE] = route.path
        if guarded:
            _refuse_foreign(service, request)
        actor = await _actor(service, request, route)
        thing, published = await _thing(service, request, actor)
        visit = Visit(
            # A form takes as many bytes as its route says.
            request=request.clone(client_max_size=route.most) if route.most else request,
            service=service,
            actor=actor,
            thing=thing,
            published=published,
        )
        if not authorize(actor, route.action, thing):
            if route.bearer:
                raise machines.denied(actor, thing)
            if sessions.is_asked_in(actor, route):
                return sessions.to_sign_in(route, thing)
            if sessions.has_lapsed(actor, route):
                return await lapsed.lapsed(visit)
            await _refuse_ended(service, request)
            raise GoneError
        if route.fresh and not sessions.is_fresh(actor, service.now()):
            return sessions.to_sign_in(route, thing, again=True)
        return await route.handler(visit)

    return enter


async def _refuse_ended(service: Service, request: web.Request) -> None:
    """Raise, naming whom to ask, where a link was good until its day came."""
    token = request.match_info.get("token")
    if token is None:
        return
    async with service.store.reading() as kept:
        link = await links.ended(kept, service.key, token, service.now())
    published = await service.forums.get(link.forum) if link else None
    if published is not None:
        raise EndedError(published.order.agenda.organizer.email)


def _refuse_foreign(service: Service, request: web.Request) -> None:
    """Raise where another site's page makes a browser change something."""
    if not origins.is_ours(request, service.base_url):
        raise ForeignError


async def _actor(service: Service, request: web.Request, route: Route) -> Actor:
    """Return who asks: a machine, the holder of the link in the path, who is signed in, anybody."""
    if route.bearer:
        return await machines.actor(service, request)
    token = request.match_info.get("token")
    if token is None:
        return await sessions.actor(service, request)
    return await service.holders.get(token)


async def _thing(
    service: Service, request: web.Request, actor: Actor
) -> tuple[Thing, Published | None]:
    """Return what is asked for: the forum in the path, or the one a link belongs to."""
    forum = request.match_info.get("forum") or (actor.link.forum if actor.link else None)
    if forum is None:
        return NOTHING, None
    published = await service.forums.get(forum)
    if published is None:
        return Thing(forum=forum), None
    return published.thing(request.match_info.get("session", "")), published


def keeper(service: Service, proxies: Networks = ()) -> Middleware:
    """Return the middleware: whatever happens, an answer is given, counted and logged."""

    @web.middleware
    async def keep(request: web.Request, handler: Answerer) -> web.StreamResponse:
        request = seen_through(request, proxies)
        began = monotonic()
        try:
            response = await handler(request)
        except Exception as wrong:  # noqa: BLE001 - the last stop: each becomes an answer
            response = _told(request, wrong)
        took = monotonic() - began
        route, method = request.get(ROUTE, UNROUTED), _method(request)
        service.metrics.answered(route, method, response.status, took)
        journal.answered(route, request, method, response, took)
        return response

    return keep


def _method(request: web.Request) -> str:
    """Return the method; what nobody has heard of must not grow the counts."""
    return (
        request.method
        if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}
        else "?"
    )


def _told(request: web.Request, wrong: Exception) -> web.StreamResponse:
    """Return the answer that tells of an error; one that nobody foresaw is noted."""
    status = faults.status_of(wrong)
    if status >= 500:
        journal.failed(request.get(ROUTE, UNROUTED), request, _method(request), wrong)
    detail = wrong if isinstance(wrong, OrchestratorError) else None
    response = faults.told(request, status, detail)
    if isinstance(wrong, web.HTTPMethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(wrong.allowed_methods))
    return response
