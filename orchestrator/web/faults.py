"""What went wrong, told to a person as a page in their language, or to a machine (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from aiohttp import web

from orchestrator import languages
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase
from orchestrator.storage import Conflict, StoreError
from orchestrator.web import readers
from orchestrator.web.headers import HTML, KEEP_NOTHING, PROBLEM, headers
from orchestrator.web.pages import paper

# Where machines ask: they are told of errors in their own form, whatever they accept.
API = "/api/"
UNTIL_SERVED = 60  # seconds: what the page of a 503 says in words
MISSING = N_("This page does not exist, or it is not open to you.")
# Title and what to do about it.
SAID: Mapping[int, tuple[str, str]] = {
    400: (
        N_("This request cannot be understood."),
        N_("Go back, look at what you entered, and send it again."),
    ),
    403: (
        N_("This was not sent from a page of this service."),
        N_("Open the page itself and use its buttons."),
    ),
    404: (
        MISSING,
        N_("If a link in a message brought you here, ask whoever sent it for a new one."),
    ),
    405: (
        N_("This address does not take such a request."),
        N_("Go back and use the buttons of the page."),
    ),
    409: (
        N_("Somebody else has changed this in the meantime."),
        N_("Open the page again and look at what is there now."),
    ),
    410: (
        N_("This link has ended."),
        N_("It was open for a limited time. Nothing is wrong on your side."),
    ),
    429: (
        N_("This is too much at once."),
        N_("Wait a moment, then try again."),
    ),
    413: (N_("This is more than can be taken at once."), N_("Send less, or in parts.")),
    503: (
        N_("The service cannot answer at the moment."),
        N_("Nothing was changed. Try again in a minute."),
    ),
    500: (
        N_("Something went wrong in the service."),
        N_("Nothing that you sent was kept. Try again; if it stays so, tell the secretariat."),
    ),
}


class RequestError(OrchestratorError):
    """What is wrong with a request, under its HTTP status; `more` is for machines."""

    status = 400
    after: int | None = None  # seconds, where waiting helps (RFC 9110 10.2.3)
    more: Mapping[str, object] = MappingProxyType({})


class GoneError(RequestError):
    """It is not there, or not for this reader: from outside the two look alike."""

    status = 404

    def __init__(self) -> None:
        super().__init__(MISSING)


class EndedError(RequestError):
    """A personal link whose time is over: its holder is told whom to ask."""

    status = 410

    def __init__(self, address: str) -> None:
        super().__init__(
            N_("If you still need it, write to {address} for a new one."), address=address
        )


class OftenError(RequestError):
    """The same again and again, more than anybody needs in a day."""

    status = 429
    after = 3600

    def __init__(self) -> None:
        super().__init__(SAID[429][0])


class ForeignError(RequestError):
    """A request that changes something came from another site."""

    status = 403

    def __init__(self) -> None:
        super().__init__(SAID[403][0])


def status_of(wrong: Exception) -> int:
    """Return the HTTP status of an error; what nobody foresaw is 500."""
    match wrong:
        case RequestError():
            return wrong.status
        case web.HTTPException():
            return wrong.status
        case Conflict():
            return 409
        case ConnectionResetError() | web.RequestPayloadError():  # whoever asked went away
            return 400
        case StoreError():
            return 503
        case _:
            return 500


def told(request: web.Request, status: int, detail: OrchestratorError | None) -> web.Response:
    """Return the answer that tells of an error, and where waiting helps how long."""
    response = _told(request, status, detail)
    after = detail.after if isinstance(detail, RequestError) else None
    if status == 503:
        after = after or UNTIL_SERVED
    if after is not None:
        response.headers["Retry-After"] = str(after)
    return response


def _told(request: web.Request, status: int, detail: OrchestratorError | None) -> web.Response:
    words = languages.translator(readers.language(request))
    title, advice = SAID.get(status, SAID[400 if status < 500 else 500])
    said = _said(detail, title)
    if request.path.startswith(API):
        return _problem(status, words.phrase(said) if said else words.say(title), detail)
    if wants_json(request):
        problem = {
            "type": "about:blank",
            "title": words.say(title),
            "status": status,
            "detail": words.phrase(said) if said else words.say(advice),
        }
        body = json.dumps(problem, ensure_ascii=False)
        return web.Response(body=body.encode(), status=status, headers=_headers(PROBLEM))
    page = paper(words, "web/fault.html", title=title, advice=advice, said=said, status=status)
    return web.Response(body=page, status=status, headers=_headers(HTML))


def _problem(status: int, said: str, detail: OrchestratorError | None) -> web.Response:
    """Return a problem for a machine; without a type of its own its title is HTTP's (RFC 9457)."""
    more = detail.more if isinstance(detail, RequestError) else {}
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": said, **more}
    told_ = _headers(PROBLEM) | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(), status=status, headers=told_
    )


def _said(detail: OrchestratorError | None, title: str) -> Phrase | None:
    """Return what is to be said beside the title: other errors may name what is an operator's."""
    if not isinstance(detail, RequestError) or detail.message == title:
        return None
    return Phrase(text=detail.message, values=detail.values)


def _headers(kind: str) -> dict[str, str]:
    return headers(kind, KEEP_NOTHING, Vary="Accept, Accept-Language, Cookie")


def wants_json(request: web.Request) -> bool:
    """Tell whether a script asks, or a machine, rather than somebody who reads."""
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted
