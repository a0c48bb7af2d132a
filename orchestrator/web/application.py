"""The service as one aiohttp application: the routing table behind the gate."""

import time
from collections.abc import AsyncIterator

from aiohttp import web

from orchestrator.config import Networks
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Store
from orchestrator.web.forums import FRESH_FOR
from orchestrator.web.gate import door, keeper
from orchestrator.web.routes import ROUTES
from orchestrator.web.service import Service, service

LARGEST_FORM = 64 * 1024
SERVICE: web.AppKey[Service] = web.AppKey("service")


def application(
    desk: Desk, store: Store, *, fresh_for: float = FRESH_FOR, proxies: Networks = ()
) -> web.Application:
    """Return the service over an open store; what is at hand is asked anew after `fresh_for` s."""
    serves = service(desk, store, clock=time.monotonic, fresh_for=fresh_for)
    app = web.Application(client_max_size=LARGEST_FORM, middlewares=[keeper(serves, proxies)])
    app[SERVICE] = serves
    for route in ROUTES:
        app.router.add_route(route.method, route.path, door(serves, route))
        if route.method == "GET":
            app.router.add_route("HEAD", route.path, door(serves, route))

    async def end(_: web.Application) -> AsyncIterator[None]:
        yield
        serves.hands.shutdown(wait=False, cancel_futures=True)
        serves.passwords.close()

    app.cleanup_ctx.append(end)
    return app
