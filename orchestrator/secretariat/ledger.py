"""What the store knows of a forum's entries and reminders, as a plan needs it."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Any

from orchestrator import reminders
from orchestrator.agendas.models import Agenda
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.running_orders import Facts, renamed
from orchestrator.running_orders.compare import Key
from orchestrator.secretariat.steps import INTRODUCED, Known
from orchestrator.storage import Kept, deliveries, entries, readers
from orchestrator.storage.deliveries import Delivery, Told
from orchestrator.storage.readers import Read


async def known(kept: Kept, agenda: Agenda, *, written_counts: bool) -> dict[Key, Known]:
    """Return what people were told of their entries, under the ids that these have now."""
    told = await deliveries.last_told(kept, agenda.id, written_counts=written_counts)
    waiting: dict[Key, list[Delivery]] = {}
    queued = await _waiting(kept, agenda.id)
    copied = await readers.copied(kept, agenda.id, {row.publication for row in queued})
    for row in queued:
        if row.thing and not _goes_on(row, agenda):
            waiting.setdefault((row.person, row.thing), []).append(row)
    rows = await entries.of(kept, agenda.id)
    copies = _readers(await readers.copies(kept, agenda.id, written_counts=written_counts))
    settled = {key: _settled(each, copied) for key, each in told.items()}
    found = {
        key: replace(
            _known(entry, settled.get(key), waiting.get(key, [])),
            assistants=_holders(told.get(key), copies.get(key, ())),
        )
        for key, entry in rows.items()
    }
    now = renamed(agenda, found)
    if len(now) != len(found):
        _refuse_taken(agenda, found)
    return now


def _readers(copies: Iterable[Read]) -> dict[Key, list[Read]]:
    found: dict[Key, list[Read]] = {}
    for each in copies:
        found.setdefault((each.person, each.thing), []).append(each)
    return found


def _holders(told: Told | None, copies: Iterable[Read]) -> tuple[tuple[str, str], ...]:
    """Return who has a copy of what a person was told last, or of the same sent later."""
    if told is None:
        return ()
    last = (told.newest.publication, told.newest.resend)
    return tuple((each.recipient, each.language) for each in copies if each.message >= last)


def _refuse_taken(agenda: Agenda, found: Mapping[Key, Known]) -> None:
    """Raise: an id that somebody else had before would give them that one's calendar entries."""
    for old in found:
        (new,) = renamed(agenda, {old: old})
        if new != old and new in found:
            raise OrchestratorError(
                N_("The id '{id}' was somebody else's or something else's before: choose another."),
                id=new[0] if new[0] != old[0] else new[1],
            )


def _named(row: Delivery) -> Key:
    """Return the ids of an entry in the revision that a row tells."""
    person, thing = row.details.get("as") or (row.person, row.thing or "")
    return person, thing


def _goes_on(row: Delivery, agenda: Agenda) -> bool:
    """Tell whether a row takes an entry from an address that its person still does not have."""
    person = agenda.person.get(row.person)
    return at_old_address(row) and (person is None or person.email != row.recipient)


def at_old_address(row: Delivery) -> bool:
    """Tell whether a row takes an entry from an address its person no longer has."""
    return row.purpose == "cancel" and "address" in row.details["kinds"]


async def _waiting(kept: Kept, forum: str) -> list[Delivery]:
    return await deliveries.of(kept, forum, states=["pending"], purposes=deliveries.INVITATIONS)


def _known(entry: entries.Entry, settled: Delivery | None, waiting: Iterable[Delivery]) -> Known:
    rows = tuple(waiting)
    queued = next((row for row in reversed(rows) if row.copy == 0), None)
    return Known(
        uid=entry.uid,
        sequence=entry.sequence,
        changed=entry.changed,
        partstat=entry.partstat,
        verified=entry.verified,
        thread=entry.thread,
        facts=_facts(settled.details, "to") if settled else None,
        cancelled=settled is not None and settled.purpose == "cancel",
        revision=settled.publication if settled else None,
        resend=settled.resend if settled else 0,
        named=_named(settled) if settled else None,
        queued=_facts(queued.details, "to") if queued else None,
        waits=queued is not None,
        waiting=tuple(row.id for row in rows),
        unsaid=tuple(row.id for row in rows if not settled or _follows(row, settled)),
        posted=tuple((row.id, row.recipient) for row in rows if row.copy),
    )


def _follows(row: Delivery, settled: Delivery) -> bool:
    """Tell whether a row is of a later message, and no copy of the one that was read."""
    told = (settled.publication, settled.resend)
    another = (row.publication, row.resend) != told and row.details["kinds"] != [INTRODUCED]
    return row.id > settled.id and another


def _settled(told: Told, copied: AbstractSet[tuple[str, str | None, int]]) -> Delivery | None:
    """Return the newest message that may have been read, by its person or who does their mail."""
    newest = told.newest
    read = (newest.person, newest.thing, newest.publication) in copied
    return newest if read else told.settled


def _facts(details: Mapping[str, Any], side: str) -> Facts | None:
    return Facts.from_dict(details[side]) if details.get(side) else None


async def reminded(kept: Kept, forum: str) -> list[Delivery]:
    """Return a forum's reminders, in whatever state."""
    return await deliveries.of(kept, forum, purposes=deliveries.REMINDERS)


def planned(row: Delivery) -> reminders.Planned:
    """Return a stored reminder as it was planned."""
    return reminders.Planned(
        person=row.person,
        thing=row.thing or "",
        rule=row.rule or "",
        purpose=row.purpose,
        at=datetime.fromisoformat(row.details["at"]),
        begins=datetime.fromisoformat(row.details["begins"]),
        expires=row.expires or row.due,
        session=row.details["session"],
    )


def stored(rows: Iterable[Delivery]) -> Iterator[reminders.Known]:
    """Return stored reminders as `reminders` knows them; copies follow those of their person."""
    for row in rows:
        if row.copy == 0 and row.thing and row.rule and row.expires:
            yield reminders.Known(
                id=row.id,
                person=row.person,
                thing=row.thing,
                rule=row.rule,
                at=datetime.fromisoformat(row.details["at"]),
                begins=datetime.fromisoformat(row.details["begins"]),
                expires=row.expires,
                state=row.state,
            )
