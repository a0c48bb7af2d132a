"""Done once, however often it is asked: answers kept under the key that a machine gives.

Whoever gets no answer asks again under the same Idempotency-Key, and gets the one that there was.
"""

import hashlib
import json
import re
from contextlib import suppress
from datetime import timedelta

from aiohttp import web

from orchestrator.findings import N_
from orchestrator.storage import Conflict, StoreError, faults, requests
from orchestrator.storage.requests import Request
from orchestrator.web.api import talk
from orchestrator.web.api.refusals import UnusableError
from orchestrator.web.api.talk import JSON, Handling
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.headers import KEEP_NOTHING, headers
from orchestrator.web.visits import Visit

HEADER = "Idempotency-Key"
PATTERN = r"[\x21-\x7e]{1,200}"
KEPT = timedelta(hours=24)
ILL = N_("The Idempotency-Key is 1 to 200 letters, digits and signs of ASCII, without spaces.")
OTHER = N_("This Idempotency-Key was sent with another request already: take a new one.")
UNDONE = N_(
    "A request with this Idempotency-Key is being done, or was cut off. Look whether it was done "
    "before you ask again under a new one."
)


class UnfinishedError(RequestError):
    """The same request was begun, and nothing tells yet how it ended."""

    status = 409
    after = 5


def once(handler: Handling, *, has_body: bool) -> Handling:
    """Return the handler as it answers a request with a key of its own: once."""

    async def answer(visit: Visit) -> web.Response:
        key = visit.request.headers.get(HEADER)
        if key is None:
            return await handler(visit)
        if not re.fullmatch(PATTERN, key):
            raise RequestError(ILL)
        digest = await _digest(visit, has_body=has_body)
        before = await _begin(visit, key, digest)
        return _again(before, digest) if before else await _first(visit, key, handler)

    return answer


async def _digest(visit: Visit, *, has_body: bool) -> str:
    """Return a digest over what was asked, and of which state; other headers do not count."""
    request = visit.request
    meant = [request.headers.get(each, "") for each in ("If-Match", "If-None-Match")]
    asked = json.dumps([request.method, request.path_qs, *meant])
    held = hashlib.sha256(f"{asked}\n".encode())
    held.update(await talk.raw(visit) if has_body else b"")
    return held.hexdigest()


def _token(visit: Visit) -> int:
    if visit.actor.token is None:
        raise GoneError
    return visit.actor.token.id


async def _begin(visit: Visit, key: str, digest: str) -> Request | None:
    now = visit.service.now()
    async with visit.service.store.transaction() as kept:
        await requests.sweep(kept, now - KEPT)
        return await requests.begin(kept, token=_token(visit), key=key, digest=digest, now=now)


def _again(before: Request, digest: str) -> web.Response:
    if before.digest != digest:
        raise UnusableError(OTHER)
    if before.status is None or before.body is None:
        raise UnfinishedError(UNDONE)
    marked = {"ETag": before.etag} if before.etag else {}
    told = headers(JSON, KEEP_NOTHING) | marked
    return web.Response(body=before.body, status=before.status, headers=told)


async def _first(visit: Visit, key: str, handler: Handling) -> web.Response:
    try:
        response = await handler(visit)
    except (RequestError, Conflict, StoreError) as wrong:
        if _is_undone(wrong):
            await _drop(visit, key)
        raise
    # What was done is done, and is told: without this note it is only not told a second time.
    with suppress(StoreError):
        async with visit.service.store.transaction() as kept:
            await requests.end(
                kept,
                _token(visit),
                key,
                status=response.status,
                etag=response.headers.get("ETag"),
                body=bytes(response.body) if isinstance(response.body, bytes) else b"",
            )
    return response


def _is_undone(wrong: Exception) -> bool:
    """Tell whether an error means that nothing was kept; of a lost database nobody knows."""
    return not isinstance(wrong, StoreError) or wrong.message == faults.BUSY


async def _drop(visit: Visit, key: str) -> None:
    with suppress(StoreError):
        async with visit.service.store.transaction() as kept:
            await requests.drop(kept, _token(visit), key)
