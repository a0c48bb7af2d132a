"""What was made once and is handed out many times: bytes with their ETag."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from aiohttp import web
from multidict import CIMultiDict

REPEATED = ("ETag", "Cache-Control", "Vary", "Server")
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Bytes that do not change any more, and the headers under which they travel."""

    body: bytes
    etag: str
    headers: Mapping[str, str] = field(repr=False)
    brief: Mapping[str, str] = field(repr=False)  # what a 304 repeats (RFC 9110 15.4.5)


def copied(body: bytes, headers: Mapping[str, str], mark: str | None = None) -> Copy:
    """Return bytes with their ETag: the one that is given, or one made of them."""
    etag = mark or f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # As aiohttp holds headers itself: every answer takes them over without reading them anew.
    whole = CIMultiDict({**headers, "ETag": etag})
    brief = CIMultiDict({name: whole[name] for name in REPEATED if name in whole})
    return Copy(body=body, etag=etag, headers=whole, brief=brief)


def handed(copy: Copy, request: web.Request) -> web.Response:
    """Return the copy, or 304 to whoever has it already (RFC 9110 13.1.2)."""
    known = request.headers.get("If-None-Match")
    if known is not None and (known == copy.etag or _names(known, copy.etag)):
        return web.Response(status=304, headers=copy.brief)
    return web.Response(body=copy.body, headers=copy.headers)


def _names(known: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    return "*" in tags or etag in tags


class Copies:
    """The copies made last, by what they were made from; old ones go when room is needed."""

    def __init__(self, hands: ThreadPoolExecutor, room: int = MOST_BYTES) -> None:
        self._hands = hands
        self._room = room
        self._held = 0
        self._copies: OrderedDict[Hashable, Copy] = OrderedDict()
        self._flights: dict[Hashable, asyncio.Future[Copy]] = {}

    def get(self, key: Hashable) -> Copy | None:
        """Return a copy that is there."""
        found = self._copies.get(key)
        if found is not None:
            self._copies.move_to_end(key)
        return found

    async def of(self, key: Hashable, make: Callable[[], Copy]) -> Copy:
        """Return a copy; it is made in a thread, once for all who ask at the same time."""
        found = self.get(key)
        if found is not None:
            return found
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.ensure_future(self._made(key, make))
            self._flights[key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(key, None))
        # Whoever asked first may go away: the others still wait for it.
        return await asyncio.shield(flight)

    async def _made(self, key: Hashable, make: Callable[[], Copy]) -> Copy:
        made = await asyncio.get_running_loop().run_in_executor(self._hands, make)
        self._copies[key] = made
        self._held += len(made.body)
        while self._held > self._room and len(self._copies) > 1:
            _, gone = self._copies.popitem(last=False)
            self._held -= len(gone.body)
        return made
