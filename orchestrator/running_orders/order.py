"""The values of a running order: sessions, items and slots on the clock, each with its reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from orchestrator.agendas.models import Agenda, Item, Person, Session
from orchestrator.findings import Finding, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One speaker's time in one item.

    An item without speakers has one slot with neither person nor delegation; a delegation whose
    speaker is not yet named has a slot with a delegation and no person. `nth` counts the times the
    same speaker has had the floor in the same item, from 1; `place` counts the speaking turns of
    the item from 1 (joint speakers share it). Instants are UTC; an undated session has none.
    """

    session: str
    item: str
    kind: str
    place: int
    nth: int
    person: str | None
    delegation: str | None
    state: str | None
    start: datetime | None
    end: datetime | None
    because: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedItem:
    """An item on the clock.

    `number` is its number on paper (breaks and rehearsals have none); `buffer` is the slack before
    it where it is pinned later than the previous one ends.
    """

    item: Item
    number: int | None
    start: datetime | None
    end: datetime | None
    length: timedelta
    buffer: timedelta
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSession:
    """A session on the clock; `end` is the hard end where there is one, else the last item's."""

    session: Session
    zone: str
    start: datetime | None
    end: datetime | None
    items: tuple[TimedItem, ...]
    invited: tuple[str, ...]

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether the session only tests connections: nothing of it is for the public."""
        return bool(self.items) and all(each.item.kind == "rehearsal" for each in self.items)

    @property
    def slots(self) -> Iterator[Slot]:
        """Return the slots of the session in order."""
        return (slot for item in self.items for slot in item.slots)


@dataclass(frozen=True, kw_only=True)
class RunningOrder:
    """An agenda put on the clock."""

    agenda: Agenda
    sessions: tuple[TimedSession, ...]
    findings: tuple[Finding, ...] = ()
    states: Mapping[str, "StateNames"] = field(default_factory=dict)

    @property
    def slots(self) -> Iterator[Slot]:
        """Return every slot of the forum in order."""
        return (slot for session in self.sessions for slot in session.slots)

    @cached_property
    def slots_of(self) -> Mapping[str, tuple[Slot, ...]]:
        """Return the slots of every person, in order."""
        return by_person(self.slots)

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """Return the items by id, which is unique in the forum."""
        return {timed.item.id: timed.item for session in self.sessions for timed in session.items}

    def person(self, slot: Slot) -> Person | None:
        """Return who has the floor in a slot."""
        return self.agenda.person.get(slot.person or "")


def by_person(slots: Iterable[Slot]) -> Mapping[str, tuple[Slot, ...]]:
    """Return the slots of every person, in order."""
    found: dict[str, list[Slot]] = {}
    for slot in slots:
        if slot.person is not None:
            found.setdefault(slot.person, []).append(slot)
    return {name: tuple(own) for name, own in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateName:
    """The names of a state in one language, and what its short name is sorted by."""

    short: str
    official: str
    key: str


StateNames = Mapping[str, StateName]
