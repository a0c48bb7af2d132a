"""The forums of a store, and which of them are on hold."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from orchestrator.storage.reading import first, listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import forums
from orchestrator.storage.upserting import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """One forum: `head` is its newest revision, `held` stops everything it would send."""

    id: str
    held: bool
    head: int | None
    created: datetime


async def ensure(kept: Kept, forum: str, now: datetime) -> None:
    """Make the forum known."""
    row = insert(kept, forums).values(id=forum, created=now)
    await kept.execute(row.on_conflict_do_nothing(index_elements=["id"]))


async def get(kept: Kept, forum: str) -> Forum | None:
    """Return one forum."""
    return await first(kept, select(forums).where(forums.c.id == forum), Forum)


async def every(kept: Kept) -> list[Forum]:
    """Return all forums by id."""
    return await listed(kept, select(forums).order_by("id"), Forum)


async def lock(kept: Kept, forum: str) -> None:
    """Let nobody else publish, or answer in, this forum until the transaction ends."""
    # On SQLite they wait at the transaction's begin already.
    await kept.execute(select(forums.c.id).where(forums.c.id == forum).with_for_update())


async def hold(kept: Kept, forum: str) -> bool:
    """Stop all sending of a forum; tell whether that is news."""
    return await _set(kept, forum, held=True)


async def release(kept: Kept, forum: str) -> bool:
    """Let a forum send again; tell whether that is news."""
    return await _set(kept, forum, held=False)


async def held(kept: Kept, forum: str) -> bool:
    """Tell whether a forum is on hold."""
    return bool(await kept.scalar(select(forums.c.held).where(forums.c.id == forum)))


async def _set(kept: Kept, forum: str, *, held: bool) -> bool:
    changed = (forums.c.id == forum) & (forums.c.held != held)
    done = await kept.execute(update(forums).where(changed).values(held=held))
    return done.rowcount == 1
