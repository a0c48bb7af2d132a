"""What came in and waits for the organiser: counters, delegations, strangers, forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, select, update

from orchestrator.storage.reading import listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import proposals

Kind = Literal["counter", "delegated", "stranger", "unclear", "form"]
Decision = Literal["taken", "declined", "withdrawn", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing to decide."""

    id: int
    forum: str
    person: str | None
    thing: str | None
    kind: Kind
    details: Mapping[str, Any]
    mail: int | None
    made: datetime
    closed: datetime | None

    @property
    def decision(self) -> Decision | None:
        """Return what became of it; None while it waits, and where nobody said."""
        return self.details.get("decision")

    @property
    def said(self) -> str:
        """Return the proposed time as it was written."""
        return str(self.details.get("start") or "")

    @property
    def start(self) -> datetime | None:
        """Return the proposed instant; None where a mail left open on whose clock it is."""
        try:
            start = datetime.fromisoformat(self.said)
        except ValueError:
            return None
        # At the ends of the calendar there are clocks on which the instant cannot be said.
        sayable = start.tzinfo is not None and MINYEAR < start.year < MAXYEAR
        return start.astimezone(UTC) if sayable else None


async def add(
    kept: Kept,
    forum: str,
    *,
    kind: Kind,
    made: datetime,
    person: str | None = None,
    thing: str | None = None,
    details: Mapping[str, Any] | None = None,
    mail: int | None = None,
) -> int:
    """Keep a proposal and return its id."""
    row = {"forum": forum, "person": person, "thing": thing, "kind": kind, "mail": mail}
    new = insert(proposals).values(**row, details=dict(details or {}), made=made)
    return await kept.scalar(new.returning(proposals.c.id)) or 0


async def of(kept: Kept, forum: str, *, closed: bool = False) -> list[Proposal]:
    """Return a forum's open proposals, or with `closed` all of them, oldest first."""
    query = select(proposals).where(proposals.c.forum == forum).order_by(proposals.c.id)
    if not closed:
        query = query.where(proposals.c.closed.is_(None))
    return await listed(kept, query, Proposal)


async def by(kept: Kept, forum: str, person: str) -> list[Proposal]:
    """Return the other times that a person has proposed, decided or not, oldest first."""
    own = (proposals.c.person == person) & (proposals.c.kind == "counter")
    query = select(proposals).where(proposals.c.forum == forum, own).order_by(proposals.c.id)
    return await listed(kept, query, Proposal)


async def close(kept: Kept, proposal: int, at: datetime, decision: Decision | None = None) -> bool:
    """Close a proposal with what became of it; tell whether it was open."""
    one = (proposals.c.id == proposal) & proposals.c.closed.is_(None)
    change = update(proposals).where(one).values(closed=at)
    if decision is not None:
        details = await kept.scalar(select(proposals.c.details).where(one))
        change = change.values(details={**(details or {}), "decision": decision})
    return (await kept.execute(change)).rowcount == 1


async def sweep(kept: Kept, before: datetime) -> int:
    """Forget what was decided long ago; return how many."""
    return (await kept.execute(delete(proposals).where(proposals.c.closed <= before))).rowcount
