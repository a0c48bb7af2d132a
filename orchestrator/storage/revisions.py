"""The texts of an agenda file, each with its number; the newest one is the truth."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select, update

from orchestrator.storage.faults import Conflict
from orchestrator.storage.reading import first
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import forums, revisions

Origin = Literal["file", "service"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text: `origin` says whether a file or the service brought it."""

    forum: str
    number: int
    text: str
    digest: str
    origin: Origin
    by: str
    made: datetime
    published: datetime | None


async def head(kept: Kept, forum: str) -> Revision | None:
    """Return the newest revision."""
    return await _newest(kept, forum)


async def published(kept: Kept, forum: str) -> Revision | None:
    """Return the newest revision that was published: what participants were told."""
    return await _newest(kept, forum, only_published=True)


async def get(kept: Kept, forum: str, number: int) -> Revision | None:
    """Return one revision."""
    query = select(revisions).where(revisions.c.forum == forum, revisions.c.number == number)
    return await first(kept, query, Revision)


async def expect_head(kept: Kept, forum: str, number: int | None) -> None:
    """Raise Conflict unless this is still the newest; until the end nobody else can add one."""
    # On PostgreSQL a second publisher waits here; on SQLite it waited at the transaction's begin.
    query = select(forums.c.head).where(forums.c.id == forum).with_for_update()
    found = await kept.scalar(query)
    if found != number:
        raise Conflict(forum=forum, head=found)


async def add(
    kept: Kept,
    forum: str,
    *,
    text: str,
    digest: str,
    origin: Origin,
    by: str,
    made: datetime,
    published: datetime | None = None,
) -> int:
    """Keep a text as the forum's new head and return its number; the forum must be known."""
    known = select(forums.c.head).where(forums.c.id == forum).with_for_update()
    number = (await kept.scalar(known) or 0) + 1
    row = {"forum": forum, "number": number, "text": text, "digest": digest, "origin": origin}
    row |= {"by": by, "made": made, "published": published}
    await kept.execute(insert(revisions).values(row))
    await kept.execute(update(forums).where(forums.c.id == forum).values(head=number))
    return number


async def publish(kept: Kept, forum: str, number: int, at: datetime) -> None:
    """Note that a revision, kept earlier, is now what participants are told."""
    one = (revisions.c.forum == forum) & (revisions.c.number == number)
    await kept.execute(update(revisions).where(one).values(published=at))


async def _newest(kept: Kept, forum: str, *, only_published: bool = False) -> Revision | None:
    query = select(revisions).where(revisions.c.forum == forum)
    if only_published:
        query = query.where(revisions.c.published.is_not(None))
    query = query.order_by(revisions.c.number.desc()).limit(1)
    return await first(kept, query, Revision)
