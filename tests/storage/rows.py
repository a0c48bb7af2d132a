"""Rows as a publication would queue them, and the few steps that every test of the ledger takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from orchestrator.storage import Kept, Store, claims, deliveries, forums, keys, marks
from orchestrator.storage.claims import Claimed
from orchestrator.storage.deliveries import Delivery, New, Purpose
from orchestrator.storage.tables import deliveries as table

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FORUM = "forum"
ME = "dispatcher-1"


def telling(person: str = "ivanov", thing: str = "day", **given: Any) -> New:
    """Return a row that tells one person of one thing."""
    purpose: Purpose = given.get("purpose", "request")
    publication = given.get("publication", 1)
    numbers = {"resend": given.get("resend", 0), "copy": given.get("copy", 0)}
    values: dict[str, Any] = {
        "key": keys.telling(FORUM, person, thing, purpose, publication, **numbers),
        "forum": FORUM,
        "recipient": f"{person}@Example.org",
        "due": NOW,
        "created": NOW,
    }
    row: dict[str, Any] = {
        "purpose": purpose,
        "publication": publication,
        "person": person,
        "thing": thing,
    }
    return New(**(values | row | numbers | given))


def reminding(person: str = "ivanov", thing: str = "day", **given: Any) -> New:
    """Return a row that reminds one person of one thing."""
    due = given.get("due", NOW)
    key = keys.reminding(FORUM, person, thing, "r1", due)
    return telling(person, thing, **({"key": key, "rule": "r1", "purpose": "reminder"} | given))


async def queue(store: Store, *rows: New) -> set[str]:
    """Queue rows of a forum that is known."""
    async with store.transaction() as kept:
        await forums.ensure(kept, FORUM, NOW)
        return await deliveries.queue(kept, rows)


async def claim(store: Store, **given: Any) -> list[Claimed]:
    """Claim what is due."""
    asked: dict[str, Any] = {"now": NOW, "owner": ME, "limit": 100, "lease": MINUTE} | given
    async with store.transaction() as kept:
        return await claims.claim(kept, **asked)


async def put(store: Store, *set_marks: marks.Mark) -> set[int]:
    """Set marks."""
    async with store.transaction() as kept:
        return await kept.run_sync(marks.apply, set_marks)


async def write(store: Store, *rows: Delivery, body: bytes, message_id: str = "<1@x>") -> None:
    """Give rows the bytes that their owner made."""
    made = update(table).where(table.c.id.in_(ids(rows)))
    async with store.transaction() as kept:
        await kept.execute(made.values(body=body, message_id=message_id))


async def everything(store: Store) -> list[Delivery]:
    """Return all rows of the forum."""
    async with store.reading() as kept:
        return await deliveries.of(kept, FORUM)


async def states(store: Store) -> list[str]:
    """Return the state of each row, oldest first."""
    return [row.state for row in await everything(store)]


async def ready(kept: Kept, *names: str) -> None:
    """Make forums known."""
    for name in names:
        await forums.ensure(kept, name, NOW)


def ids(rows: Sequence[Delivery]) -> list[int]:
    """Return the rows' ids."""
    return [row.id for row in rows]
