"""What the store knows of a forum's entries and reminders, as a plan needs it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from orchestrator import reminders
from orchestrator.agendas.models import Agenda
from orchestrator.running_orders import Facts, renamed
from orchestrator.running_orders.compare import Key
from orchestrator.secretariat.steps import Known
from orchestrator.storage import Kept, deliveries, entries
from orchestrator.storage.deliveries import Delivery, Told


async def known(kept: Kept, agenda: Agenda, *, written_counts: bool) -> dict[Key, Known]:
    """Return what people were told of their entries, under the ids that these have now."""
    told = await deliveries.last_told(kept, agenda.id, written_counts=written_counts)
    waiting: dict[Key, list[Delivery]] = {}
    for row in await _waiting(kept, agenda.id):
        if row.thing and not at_old_address(row):
            waiting.setdefault((row.person, row.thing), []).append(row)
    rows = await entries.of(kept, agenda.id)
    found = {key: _known(entry, told.get(key), waiting.get(key, [])) for key, entry in rows.items()}
    return renamed(agenda, found)


def at_old_address(row: Delivery) -> bool:
    """Tell whether a row takes an entry from an address its person no longer has."""
    return row.purpose == "cancel" and "address" in row.details["kinds"]


async def _waiting(kept: Kept, forum: str) -> list[Delivery]:
    return await deliveries.of(kept, forum, states=["pending"], purposes=deliveries.INVITATIONS)


def _known(entry: entries.Entry, told: Told | None, waiting: Iterable[Delivery]) -> Known:
    settled = _settled(told)
    queued = next((row for row in waiting if row.copy == 0), None)
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
        queued=_facts(queued.details, "to") if queued else None,
        waiting=tuple(row.id for row in waiting),
        assistants=_assistants(settled.details) if settled else (),
    )


def _settled(told: Told | None) -> Delivery | None:
    """Return the newest message that may have been read: what is in doubt may have arrived."""
    if told is None:
        return None
    return told.newest if told.newest.doubt else told.settled


def _facts(details: Mapping[str, Any], side: str) -> Facts | None:
    return Facts.from_dict(details[side]) if details.get(side) else None


def _assistants(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((address, language) for address, language in details.get("assistants", ()))


async def reminded(kept: Kept, forum: str) -> list[Delivery]:
    """Return a forum's reminders, in whatever state."""
    return await deliveries.of(kept, forum, purposes=deliveries.REMINDERS)


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
