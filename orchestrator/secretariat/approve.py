"""Approve a record: it is locked, published, and its decisions get their place in the edition."""

from orchestrator.findings import N_
from orchestrator.secretariat import doubts
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.standing import (
    APPROVED,
    APPROVED_ALREADY,
    SUBMITTED,
    Hand,
    Place,
    StateError,
    Tag,
    keep,
    note,
)
from orchestrator.secretariat.submit import as_seen
from orchestrator.storage import Kept, Store, forums, records

NOT_YET = N_("The record is not submitted: its rapporteur is still writing.")


async def approve(store: Store, library: Library, place: Place, tag: Tag, hand: Hand) -> int:
    """Approve the record as it was looked at; its decisions are numbered on through the edition."""
    async with store.transaction() as kept:
        # Whoever approves another record of this forum at once waits here: no number twice, no gap.
        await forums.lock(kept, place.forum)
        found = await as_seen(kept, library, place, tag)
        if found.state != SUBMITTED:
            raise StateError(APPROVED_ALREADY if found.state == APPROVED else NOT_YET)
        sure = doubts.confirmed(doubts.of(found, hand.now), hand)
        first, count = await _next(kept, place.forum), len(found.record().decisions)
        more = {"first": first, "decisions": count}
        revision = await keep(kept, found, found.answers, APPROVED, hand, **more)
        await note(kept, found, "approve", sure, revision)
    return revision


async def _next(kept: Kept, forum: str) -> int:
    """Return the number that the edition's next decision gets."""
    told = [row.content for row in await records.approved(kept, forum)]
    return max((int(each["first"]) + int(each["decisions"]) for each in told), default=1)
