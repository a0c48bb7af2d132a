"""Who is signed in: a cookie that means nothing to anybody but the store."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import web
from yarl import URL

from orchestrator.findings import N_
from orchestrator.secretariat import signing
from orchestrator.storage.accounts import Account
from orchestrator.storage.sign_ins import SignIn
from orchestrator.web.access import ANYBODY, SIGNED_IN, Actor, Thing
from orchestrator.web.faults import RequestError
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.service import Service
from orchestrator.web.visits import Route, Visit

# Browsers keep such a cookie for this host and encrypted connections alone.
SEALED, PLAIN = "__Host-desk", "desk"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# Where somebody is led after signing in, by a route's name: an address from outside leads anywhere.
PLACES: Mapping[str, str] = {
    "desk": "/desk",
    "desk forum": "/desk/{at}",
    "editor": "/desk/{at}/agenda",
    "order": "/desk/{at}/order",
    "plan": "/desk/{at}/publish",
    "publish": "/desk/{at}/publish",
    "answers": "/desk/{at}/answers",
    "answers table": "/desk/{at}/answers.csv",
    "people": "/desk/{at}/people",
    "people table": "/desk/{at}/people.csv",
    "enrol": "/desk/{at}/people",
    "deliveries": "/desk/{at}/deliveries",
    "links": "/desk/{at}/links",
    "revoke": "/desk/{at}/links",
    "renew": "/desk/{at}/links",
    "message": "/desk/{at}/message",
    "mail": "/desk/{at}/mail",
    "audit": "/desk/{at}/audit",
    **dict.fromkeys(("desk records", "desk minutes", "desk minutes history"), "/desk/{at}/records"),
    "new forum": "/new",
    "account": "/account",
    "accounts": "/accounts",
    "invite": "/accounts",
    "appoint": "/accounts",
    "shut": "/accounts",
    "account link": "/accounts",
    "tokens": "/tokens",
    "make token": "/tokens",
    "shut token": "/tokens",
}
OPEN_LINE = N_(
    "Nobody can sign in over a connection that is not encrypted: set ORCHESTRATOR_BASE_URL to the "
    "https address of this service."
)


def place(name: str, at: str) -> str:
    """Return the address of a page by its name; what is none leads to the desk."""
    fits = at.isascii() and (at + "0").replace("-", "").isalnum()
    return PLACES.get(name, PLACES["desk"]).format(at=at) if fits else PLACES["desk"]


def is_asked_in(actor: Actor, route: Route) -> bool:
    """Tell whether somebody is to sign in first, because what they want needs it."""
    return actor.account is None and route.action in SIGNED_IN and route.method == "GET"


def has_lapsed(actor: Actor, route: Route) -> bool:
    """Tell whether somebody sends what only those signed in may: they may have been a while ago."""
    return actor.account is None and route.action in SIGNED_IN and route.method == "POST"


def was_held(visit: Visit) -> bool:
    """Tell whether a browser still holds what somebody had who was signed in."""
    return _cookie(visit.service) in visit.request.cookies


def is_fresh(actor: Actor, now: datetime) -> bool:
    """Tell whether somebody gave their password a short while ago."""
    return actor.sign_in is not None and signing.is_fresh(actor.sign_in, now)


def to_sign_in(route: Route, thing: Thing, *, again: bool = False) -> web.Response:
    """Lead to the page that asks for a password, and from there back."""
    asked = {"next": route.name, "at": thing.forum}
    path = "/sign-in/again" if again else "/sign-in"
    return led(str(URL(path).with_query({name: to for name, to in asked.items() if to})))


def led(place_: str) -> web.Response:
    """Lead to another page, so that a reload sends nothing again."""
    response = web.Response(status=303, headers=headers(HTML, KEEP_NOTHING))
    response.headers["Location"] = place_
    return response


async def actor(service: Service, request: web.Request) -> Actor:
    """Return who is signed in, or anybody."""
    held = request.cookies.get(_cookie(service)) if "Cookie" in request.headers else None
    if not held:
        return ANYBODY
    found = await signing.visitor(service.store, held, service.now())
    return of(*found) if found else ANYBODY


def of(account: Account, sign_in: SignIn) -> Actor:
    """Return what an account may be asked for."""
    if account.forums is None:
        return Actor(everywhere=account.role, account=account, sign_in=sign_in)
    roles = dict.fromkeys(account.forums, account.role)
    return Actor(roles=roles, account=account, sign_in=sign_in)


def keep(visit: Visit, response: web.Response, held: str) -> web.Response:
    """Give the browser what it is to hold."""
    secure = _is_encrypted(visit.service)
    response.set_cookie(
        _cookie(visit.service), held, path="/", httponly=True, samesite="Lax", secure=secure
    )
    return response


def drop(visit: Visit, response: web.Response) -> web.Response:
    """Take from the browser what it held."""
    response.del_cookie(
        _cookie(visit.service),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=_is_encrypted(visit.service),
    )
    return response


def refuse_open_line(visit: Visit) -> None:
    """Raise where a password would travel for everybody to read."""
    parts = urlsplit(visit.service.base_url or "http://localhost")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise RequestError(OPEN_LINE)


def _is_encrypted(service: Service) -> bool:
    return (service.base_url or "").startswith("https:")


def _cookie(service: Service) -> str:
    return SEALED if _is_encrypted(service) else PLAIN
