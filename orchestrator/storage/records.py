"""The records of sessions, every revision of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from orchestrator.storage.reading import first, listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import forums, records


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One revision of a session's record; `state` is 'draft' or what it has become since."""

    forum: str
    session: str
    revision: int
    language: str
    state: str
    content: Mapping[str, Any]
    by: str
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One revision without what it says."""

    revision: int
    state: str
    by: str
    made: datetime


async def newest(kept: Kept, forum: str, session: str) -> Record | None:
    """Return the newest revision of a session's record."""
    found = await _all(kept, forum, session, limit=1)
    return found[0] if found else None


async def get(kept: Kept, forum: str, session: str, revision: int) -> Record | None:
    """Return one revision of a session's record."""
    one = (records.c.forum == forum) & (records.c.session == session)
    return await first(kept, select(records).where(one, records.c.revision == revision), Record)


async def approved(kept: Kept, forum: str) -> list[Record]:
    """Return the approved records of a forum, each of them once."""
    one = (records.c.forum == forum) & (records.c.state == "approved")
    return await listed(kept, select(records).where(one).order_by(records.c.session), Record)


async def of(kept: Kept, forum: str, session: str) -> list[Record]:
    """Return every revision of a session's record, newest first."""
    return await _all(kept, forum, session)


async def steps(kept: Kept, forum: str, session: str) -> list[Step]:
    """Return who kept each revision, and when, newest first."""
    told = (records.c.revision, records.c.state, records.c.by, records.c.made)
    query = select(*told).where(records.c.forum == forum, records.c.session == session)
    return await listed(kept, query.order_by(records.c.revision.desc()), Step)


async def states(kept: Kept, forum: str) -> dict[str, str]:
    """Return how far the record of each session has come."""
    of_forum = records.c.forum == forum
    newest = (
        select(records.c.session, func.max(records.c.revision).label("revision"))
        .where(of_forum)
        .group_by(records.c.session)
        .subquery()
    )
    same = (records.c.session == newest.c.session) & (records.c.revision == newest.c.revision)
    query = select(records.c.session, records.c.state).join(newest, same).where(of_forum)
    return {row.session: row.state for row in await kept.execute(query)}


async def sessions(kept: Kept, forum: str) -> list[str]:
    """Return the sessions that have a record."""
    query = select(records.c.session).where(records.c.forum == forum).distinct()
    return list((await kept.execute(query.order_by(records.c.session))).scalars())


async def add(
    kept: Kept,
    forum: str,
    session: str,
    *,
    language: str,
    state: str,
    content: Mapping[str, Any],
    by: str,
    made: datetime,
) -> int:
    """Keep a new revision and return its number."""
    await kept.execute(select(forums.c.id).where(forums.c.id == forum).with_for_update())
    of_session = (records.c.forum == forum) & (records.c.session == session)
    last = await kept.scalar(select(func.max(records.c.revision)).where(of_session))
    row = {"forum": forum, "session": session, "revision": (last or 0) + 1, "language": language}
    row |= {"state": state, "content": dict(content), "by": by, "made": made}
    await kept.execute(insert(records).values(row))
    return (last or 0) + 1


async def advance(
    kept: Kept, forum: str, session: str, revision: int, *, was: str, state: str
) -> bool:
    """Give a revision its next state; tell whether it was in the one before."""
    one = (records.c.forum == forum) & (records.c.session == session)
    one &= (records.c.revision == revision) & (records.c.state == was)
    return (await kept.execute(update(records).where(one).values(state=state))).rowcount == 1


async def _all(kept: Kept, forum: str, session: str, *, limit: int | None = None) -> list[Record]:
    query = select(records).where(records.c.forum == forum, records.c.session == session)
    query = query.order_by(records.c.revision.desc()).limit(limit)
    return await listed(kept, query, Record)
