"""Calendar entries: one per person and session, and one per slot of a speaker who does not chair.

What an entry *is* stands here because `compare` (what a change means) and the invitations share it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator.agendas.models import Item, Join, Person, Session
from orchestrator.running_orders.order import RunningOrder, Slot, TimedSession, by_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stable calendar entry of one person.

    `thing` names it for life: `session-<id>`, or `slot-<item>` (`slot-<item>.2` for the second time
    the person has the floor in the same item). Without instants it cannot be invited to.
    """

    person: Person
    thing: str
    session: Session
    zone: str
    item: Item | None
    slot: Slot | None
    start: datetime | None
    end: datetime | None
    status: str
    language: str
    clock: str

    @property
    def is_session(self) -> bool:
        """Tell whether this is the entry that asks for an answer."""
        return self.item is None


def entries(order: RunningOrder) -> tuple[Entry, ...]:
    """Return every entry of every person, sessions in order, people in the order of the file."""
    return tuple(entry for session in order.sessions for entry in _of_session(order, session))


def _of_session(order: RunningOrder, timed: TimedSession) -> Iterator[Entry]:
    slots, items = by_person(timed.slots), {each.item.id: each.item for each in timed.items}
    for name in timed.invited:
        whole = _session_entry(order, timed, order.agenda.person[name])
        yield whole
        if name != timed.session.chair:
            yield from (_slot_entry(whole, items[s.item], s) for s in slots.get(name, ()))


def session_thing(session: Session) -> str:
    """Return the name for life of a session's entry."""
    return f"session-{session.id}"


def slot_thing(slot: Slot) -> str:
    """Return the name for life of a slot's entry; it does not follow the slot's place."""
    return f"slot-{slot.item}" if slot.nth == 1 else f"slot-{slot.item}.{slot.nth}"


def _session_entry(order: RunningOrder, timed: TimedSession, person: Person) -> Entry:
    return Entry(
        person=person,
        thing=session_thing(timed.session),
        session=timed.session,
        zone=timed.zone,
        item=None,
        slot=None,
        start=timed.start,
        end=timed.end,
        status=timed.session.status,
        language=order.agenda.language_of(person),
        clock=order.agenda.zone_of(person),
    )


def _slot_entry(whole: Entry, item: Item, slot: Slot) -> Entry:
    """Return the entry of a slot: that of its session, but for what and when."""
    return replace(
        whole, thing=slot_thing(slot), item=item, slot=slot, start=slot.start, end=slot.end
    )


def turns(entry: Entry, order: RunningOrder) -> Iterator[Slot]:
    """Yield the turns that a session's entry tells: those without an entry of their own."""
    if entry.is_session and entry.person.id == entry.session.chair:
        own = order.slots_of.get(entry.person.id, ())
        yield from (slot for slot in own if slot.session == entry.session.id)


def join_link(join: Join | None, language: str) -> str | None:
    """Return the link for a reader of that language, else the common one."""
    if join is None:
        return None
    return join.languages.get(language) or join.url
