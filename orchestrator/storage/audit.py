"""What persons did, in the order they did it; only ever added to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from orchestrator.storage.reading import listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the audit."""

    id: int
    at: datetime
    actor: str
    action: str
    forum: str | None
    object: str
    details: Mapping[str, Any]


async def add(
    kept: Kept,
    *,
    at: datetime,
    actor: str,
    action: str,
    forum: str | None = None,
    object: str = "",  # noqa: A002 - the column's name
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note what a person did, in the transaction in which it was done."""
    row = {"at": at, "actor": actor, "action": action, "forum": forum, "object": object}
    await kept.execute(insert(audit).values(**row, details=dict(details or {})))


async def latest(kept: Kept, *, forum: str | None = None, limit: int = 100) -> list[Deed]:
    """Return the newest lines, newest first, of one forum or of all."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if forum is not None:
        query = query.where(audit.c.forum == forum)
    return await listed(kept, query, Deed)
