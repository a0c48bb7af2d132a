"""Machines that ask: known by the token that they send, and told what is wrong with it."""

from aiohttp import web

from orchestrator.findings import N_
from orchestrator.secretariat import tokens
from orchestrator.web.access import ANYBODY, Actor, Thing
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.service import Service

SCHEME = "bearer"
LONGEST = 200


class UnknownMachineError(RequestError):
    """No token, or one that opens nothing."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            N_("This needs a token: send 'Authorization: Bearer' and one that is still open.")
        )


class ScopeError(RequestError):
    """The token opens this forum, but not this."""

    status = 403

    def __init__(self) -> None:
        super().__init__(N_("The token may not do this: it was made without the scope for it."))


async def actor(service: Service, request: web.Request) -> Actor:
    """Return the machine that asks; anybody where it sends no token."""
    told = request.headers.get("Authorization")
    if told is None:
        return ANYBODY
    scheme, _, held = told.partition(" ")
    token = None
    if scheme.lower() == SCHEME and len(held) < LONGEST:
        token = await tokens.opened(service.store, held.strip(), service.now())
    if token is None:
        raise UnknownMachineError
    return Actor(token=token)


def denied(asking: Actor, thing: Thing) -> RequestError:
    """Return the error for what is not allowed; another's forum is as good as none."""
    if asking.token is None:
        return UnknownMachineError()
    if asking.token.forum in (None, thing.forum) or not thing.forum:
        return ScopeError()
    return GoneError()
