"""What machines say and are told: bodies, queries, cursors and conditions."""

import base64
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from orchestrator.findings import N_
from orchestrator.storage import forums
from orchestrator.storage.forums import Forum
from orchestrator.web.api.refusals import (
    KindError,
    StaleError,
    UnconditionalError,
    UnfitError,
)
from orchestrator.web.copies import copied, handed
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.headers import ASK_AGAIN_PRIVATE, KEEP_NOTHING, headers
from orchestrator.web.visits import Visit

JSON = "application/json"
MOST_BYTES = 9_000_000
UNREADABLE = N_("The body of the request is no JSON object in UTF-8.")
NO_CURSOR = N_("'after' is nothing that a page before has named as 'next'.")

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
Plain = dict[str, Any]
Handling: TypeAlias = Callable[[Visit], Awaitable[web.Response]]


async def raw(visit: Visit, kinds: Iterable[str] = (JSON,)) -> bytes:
    """Return the bytes that a machine sent, as they are: nothing is unpacked for it."""
    if "Content-Encoding" in visit.request.headers:
        raise KindError(kinds)
    return await visit.request.read()


async def body(visit: Visit, model: type[M]) -> M:
    """Return what a machine sent."""
    if visit.request.content_type != JSON:
        raise KindError((JSON,))
    try:
        found = json.loads(await raw(visit))
        # A lone surrogate is no text that could be kept.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise RequestError(UNREADABLE) from None
    if not isinstance(found, dict):
        raise RequestError(UNREADABLE)
    return _fitting(model, found)


def query(visit: Visit, model: type[M]) -> M:
    """Return which part of a list a machine wants."""
    return _fitting(model, dict(visit.request.query))


def _fitting(model: type[M], found: object) -> M:
    try:
        return model.model_validate(found)
    except ValidationError as wrong:
        raise UnfitError(wrong) from None


def told(visit: Visit, values: Plain, *, etag: str | None = None) -> web.Response:
    """Answer with values that are read again and again; 304 to whoever has them."""
    kind = headers(JSON, ASK_AGAIN_PRIVATE, Vary="Authorization, Accept-Language")
    copy = copied(json.dumps(values, ensure_ascii=False).encode(), kind, etag)
    return handed(copy, visit.request)


def done(values: Plain, etag: str | None = None) -> web.Response:
    """Answer with what a change has led to."""
    marked = {"ETag": etag} if etag else {}
    body_ = json.dumps(values, ensure_ascii=False).encode()
    return web.Response(body=body_, headers=headers(JSON, KEEP_NOTHING) | marked)


async def known(visit: Visit) -> Forum:
    """Return the forum in the path, published or not."""
    async with visit.service.store.reading() as kept:
        found = await forums.get(kept, visit.named("forum"))
    if found is None:
        raise GoneError
    return found


def mark(forum: Forum) -> str:
    """Return the ETag of a forum's state: its newest text, and whether it is on hold."""
    return f'"{forum.head or 0}-{"held" if forum.held else "open"}"'


def refuse_stale(visit: Visit, forum: Forum | None, *, needed: bool) -> None:
    """Raise where a change is meant of another state than the one that is (RFC 9110 13.1)."""
    wanted = visit.request.headers.get("If-Match")
    if wanted is None and visit.request.headers.get("If-None-Match") == "*":
        if forum is not None and forum.head is not None:
            raise StaleError
        return
    if wanted is None:
        if needed:
            raise UnconditionalError
        return
    named = {each.strip() for each in wanted.split(",")}
    if forum is None or not named & {"*", mark(forum)}:
        raise StaleError


def cursor(key: Sequence[str | int]) -> str:
    """Return the mark of a place in a list."""
    return base64.urlsafe_b64encode(json.dumps([*key]).encode()).decode().rstrip("=")


def place(text: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Return the place that a mark names; None for the beginning."""
    if text is None:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = json.loads(raw)
    except ValueError:
        raise RequestError(NO_CURSOR) from None
    fits = isinstance(found, list) and [type(each) for each in found] == [*kinds]
    if not fits or any(isinstance(each, int) and abs(each) >= 2**63 for each in found):
        raise RequestError(NO_CURSOR)
    return tuple(found)


def paged(found: Sequence[T], limit: int, key: Callable[[T], Sequence[str | int]]) -> str | None:
    """Return the mark of the page after this one; of the list one more than `limit` was read."""
    return cursor(key(found[limit - 1])) if len(found) > limit else None
