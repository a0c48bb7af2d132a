"""The calendar entries, one per person and thing, kept for life."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select, update

from orchestrator.storage.reading import first, listed, portions
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import entries
from orchestrator.storage.upserting import insert

WAITING = "NEEDS-ACTION"
# What a new publication may change of an entry; the answer has its own door.
RAISED = ("uid", "sequence", "changed", "thread")
ASKED_AGAIN = ("partstat", "verified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: `changed` is the SEQUENCE of its last significant change (RFC 5546 2.1.4)."""

    forum: str
    person: str
    thing: str
    uid: str
    sequence: int
    changed: int
    partstat: str = WAITING
    answer_sequence: int | None = None
    answer_stamp: datetime | None = None
    verified: bool = False
    thread: str | None = None


async def of(kept: Kept, forum: str) -> dict[tuple[str, str], Entry]:
    """Return a forum's entries by person and thing."""
    query = select(entries).where(entries.c.forum == forum)
    found = await listed(kept, query, Entry)
    return {(entry.person, entry.thing): entry for entry in found}


async def own(kept: Kept, forum: str, person: str) -> dict[str, Entry]:
    """Return one person's entries in a forum by thing."""
    row = entries.c
    query = select(entries).where(row.forum == forum, row.person == person)
    return {entry.thing: entry for entry in await listed(kept, query, Entry)}


async def partstats(kept: Kept, forum: str, persons: Collection[str]) -> dict[tuple[str, str], str]:
    """Return what some people of a forum have answered, by person and thing."""
    row = entries.c
    query = select(row.person, row.thing, row.partstat).where(
        row.forum == forum, row.person.in_(persons)
    )
    return {(person, thing): found for person, thing, found in await kept.execute(query)}


async def get(kept: Kept, forum: str, person: str, thing: str) -> Entry | None:
    """Return one entry."""
    return await first(kept, select(entries).where(_one(forum, person, thing)), Entry)


async def by_uid(kept: Kept, uid: str) -> Entry | None:
    """Return the entry that a calendar's reply names, None where two forums claim the UID."""
    query = select(entries).where(entries.c.uid == uid).limit(2)
    found = await listed(kept, query, Entry)
    return found[0] if len(found) == 1 else None


async def keep(kept: Kept, changed: Sequence[Entry]) -> None:
    """Make entries, or raise those that are there; whoever answered keeps their answer's time."""
    row = insert(kept, entries)
    raised: dict[str, Any] = {name: row.excluded[name] for name in RAISED}
    # A change of texts keeps the answer, also one that came while the change was planned.
    anew = row.excluded.changed != entries.c.changed
    raised |= {
        name: case((anew, row.excluded[name]), else_=entries.c[name]) for name in ASKED_AGAIN
    }
    ready = row.on_conflict_do_update(index_elements=["forum", "person", "thing"], set_=raised)
    for some in portions(changed):
        await kept.execute(ready, [asdict(entry) for entry in some])


async def answer(
    kept: Kept,
    forum: str,
    person: str,
    thing: str,
    *,
    partstat: str,
    sequence: int,
    stamp: datetime,
    verified: bool,
) -> bool:
    """Apply an answer whose rules the caller has checked; tell whether there is such an entry."""
    given = {"partstat": partstat, "answer_sequence": sequence, "answer_stamp": stamp}
    change = update(entries).where(_one(forum, person, thing)).values(verified=verified, **given)
    return (await kept.execute(change)).rowcount == 1


def _one(forum: str, person: str, thing: str) -> ColumnElement[bool]:
    return (entries.c.forum == forum) & (entries.c.person == person) & (entries.c.thing == thing)
