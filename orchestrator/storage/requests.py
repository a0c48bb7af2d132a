"""What machines asked for under keys of their own: asked again, they get the answer they got."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from orchestrator.storage.reading import first
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import requests
from orchestrator.storage.upserting import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; `status` is None while it is being done, or where it was cut off."""

    token: int
    key: str
    digest: str
    status: int | None
    etag: str | None
    body: bytes | None
    made: datetime


async def begin(kept: Kept, *, token: int, key: str, digest: str, now: datetime) -> Request | None:
    """Note that a request is being done; return the one that has its key already."""
    row = insert(kept, requests).values(token=token, key=key, digest=digest, made=now)
    # Of two at once the second waits here for the first one's note.
    new = row.on_conflict_do_nothing(index_elements=["token", "key"])
    if (await kept.execute(new)).rowcount:
        return None
    one = (requests.c.token == token) & (requests.c.key == key)
    found = await first(kept, select(requests).where(one), Request)
    # The other one was forgotten between the two statements: whoever asks next is the first.
    return found or Request(
        token=token,
        key=key,
        digest=digest,
        status=None,
        etag=None,
        body=None,
        made=now,
    )


async def end(
    kept: Kept, token: int, key: str, *, status: int, etag: str | None, body: bytes
) -> None:
    """Keep the answer to a request."""
    one = (requests.c.token == token) & (requests.c.key == key)
    await kept.execute(update(requests).where(one).values(status=status, etag=etag, body=body))


async def drop(kept: Kept, token: int, key: str) -> None:
    """Forget a request that led to nothing: it may be asked again."""
    one = (requests.c.token == token) & (requests.c.key == key)
    await kept.execute(delete(requests).where(one))


async def sweep(kept: Kept, before: datetime) -> None:
    """Forget what is old."""
    await kept.execute(delete(requests).where(requests.c.made <= before))
