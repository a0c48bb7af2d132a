"""What a change means: what became of each entry of each person since they were last told."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Item
from orchestrator.findings import N_
from orchestrator.running_orders import states
from orchestrator.running_orders.entries import Entry, entries, join_link, turns
from orchestrator.running_orders.naming import KIND_NAMES
from orchestrator.running_orders.order import RunningOrder

Key = tuple[str, str]  # person, thing
T = TypeVar("T")

# What can have become of an entry, in the words of a plan.
KINDS: Mapping[str, str] = {
    "new": N_("new"),
    "reinstated": N_("reinstated"),
    "withdrawn": N_("withdrawn"),
    "moved": N_("new time"),
    "retitled": N_("new title"),
    "place": N_("new place"),
    "join": N_("new access to the videoconference"),
    "contact": N_("new contact"),
    "part": N_("new part in the session"),
    "deadline": N_("new deadline for the answer"),
    "opens": N_("the line opens at another time"),
    "tentative": N_("now tentative"),
    "firm": N_("now confirmed"),
    "language": N_("new language"),
    "zone": N_("new clock"),
    "address": N_("new address"),
    "assistant": N_("new assistant"),
}
INSTANTS = ("start", "end", "answer_by", "opens")

Duty = tuple[str, datetime | None, datetime | None]  # an office or a title, start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person is told about one entry, in their language; instants are UTC.

    Offsets are minutes from UTC at the start, on the reader's clock and on the session's. `part` is
    what they do in the session: `chair`, `rapporteur`, and the turns to speak that have no entry of
    their own, each a title with its start and end.
    """

    start: datetime | None
    end: datetime | None
    status: str
    title: str
    place: str | None
    join: tuple[str | None, ...]
    contact: tuple[str | None, ...]
    language: str
    address: str | None
    zone: str
    offset: int | None
    session_zone: str
    session_offset: int | None
    part: tuple[Duty, ...] = ()
    answer_by: datetime | None = None
    opens: datetime | None = None

    @property
    def stands(self) -> bool:
        """Tell whether one can be invited to it: it has times and is neither put off nor off."""
        timed = self.start is not None and self.end is not None
        return timed and self.status in ("confirmed", "tentative")

    def as_dict(self) -> dict[str, object]:
        """Return the facts as plain data for JSON."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        instants = {name: _written(plain[name]) for name in INSTANTS}
        lists = {name: list(plain[name]) for name in ("join", "contact")}
        part = [[what, _written(start), _written(end)] for what, start, end in self.part]
        return {**plain, **instants, **lists, "part": part}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Return the facts that `as_dict` wrote."""
        instants = {name: _read(plain.get(name)) for name in INSTANTS}
        lists = {name: tuple(plain[name]) for name in ("join", "contact")}
        part = tuple((what, _read(start), _read(end)) for what, start, end in plain.get("part", ()))
        return cls(**{**plain, **instants, **lists, "part": part})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one entry of one person; `kinds` are keys of KINDS."""

    person: str
    thing: str
    kinds: tuple[str, ...]
    from_: Facts | None
    to: Facts | None


def facts(entry: Entry, order: RunningOrder) -> Facts:
    """Return what a person is told about an entry."""
    agenda, session, language = order.agenda, entry.session, entry.language
    contact = session.contact or agenda.organizer
    join = session.join
    title = (entry.item.title or _kind(entry.item)) if entry.item else session.title
    return Facts(
        start=entry.start,
        end=entry.end,
        status=entry.status,
        title=states.in_language(agenda, title, language),
        place=states.in_language(agenda, session.place, language) if session.place else None,
        join=(join_link(join, language), join.dial, join.code) if join else (None, None, None),
        contact=(
            states.in_language(agenda, contact.name, language),
            contact.email,
            contact.phone,
        ),
        language=language,
        address=entry.person.email,
        zone=entry.clock,
        offset=_offset(entry.start, entry.clock),
        session_zone=entry.zone,
        session_offset=_offset(entry.start, entry.zone),
        part=tuple(_part(entry, order)) if entry.is_session else (),
        answer_by=_answer_by(entry) if entry.is_session else None,
        opens=entry.start - session.opens
        if entry.is_session and entry.start and session.opens and join
        else None,
    )


def _part(entry: Entry, order: RunningOrder) -> Iterator[Duty]:
    """Return what a person does in a session, but for what has an entry of its own."""
    session, agenda = entry.session, order.agenda
    for office, holder in (("chair", session.chair), ("rapporteur", session.rapporteur)):
        if holder == entry.person.id:
            yield office, None, None
    for slot in turns(entry, order):
        item = order.item[slot.item]
        yield (
            states.in_language(agenda, item.title or _kind(item), entry.language),
            slot.start,
            slot.end,
        )


def _answer_by(entry: Entry) -> datetime | None:
    asked = entry.session.answer_by
    return zones.instant(asked, entry.zone) if asked else None


def all_facts(order: RunningOrder) -> dict[Key, Facts]:
    """Return what everybody is told about each of their entries."""
    return {(entry.person.id, entry.thing): facts(entry, order) for entry in entries(order)}


def _kind(item: Item) -> Mapping[str, str]:
    # The catalogues' own words: a better translation of them is no new title.
    return {"en": KIND_NAMES[item.kind]}


def _offset(moment: datetime | None, zone: str) -> int | None:
    return zones.offset(moment, zone) // zones.MINUTE if moment else None


def _written(moment: datetime | None) -> str | None:
    return zones.stamp(moment) if moment else None


def _read(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def compare(
    told: Mapping[Key, Facts],
    now: Mapping[Key, Facts],
    quiet: timedelta = timedelta(),
    withdrawn_before: AbstractSet[Key] = frozenset(),
) -> tuple[Change, ...]:
    """Return what became of each entry since its person was last told; unchanged ones are left out.

    `told` holds what was last told, not what was last planned: small moves of a slot add up until
    they reach `quiet`. `withdrawn_before` are the entries that were cancelled and stay known.
    """
    gone = sorted(told.keys() - now.keys())
    return tuple(
        Change(person=key[0], thing=key[1], kinds=kinds, from_=old, to=new)
        for key in (*now, *gone)
        for old, new in [(_standing(told, key, withdrawn_before), _standing(now, key))]
        if (
            kinds := _kinds(key, old, new, quiet, reinstated=key in told or key in withdrawn_before)
        )
    )


def _standing(
    known: Mapping[Key, Facts], key: Key, but: AbstractSet[Key] = frozenset()
) -> Facts | None:
    found = known.get(key)
    return found if found and found.stands and key not in but else None


def _kinds(
    key: Key, old: Facts | None, new: Facts | None, quiet: timedelta, *, reinstated: bool
) -> tuple[str, ...]:
    match old, new:
        case None, None:
            return ()
        case None, _:
            return ("reinstated",) if reinstated else ("new",)
        case _, None:
            return ("withdrawn",)
        case Facts(), Facts():
            kinds = tuple(_differences(old, new, quiet))
            small = key[1].startswith("slot-") and _moved_by(old, new) < quiet
            return () if kinds == ("moved",) and small else kinds
    raise AssertionError  # the cases above are all there are


def _moved_by(old: Facts, new: Facts) -> timedelta:
    pairs = ((old.start, new.start), (old.end, new.end))
    return max((abs(b - a) for a, b in pairs if a and b), default=timedelta())


def _part_differs(old: Facts, new: Facts, quiet: timedelta) -> bool:
    """Tell whether offices or turns are others, or a turn moved by more than nobody minds."""
    same = old.language == new.language
    names = [
        [what if same or not start else "" for what, start, _ in each.part] for each in (old, new)
    ]
    if names[0] != names[1]:
        return True
    pairs = zip(old.part, new.part, strict=True)
    ends = ((a, b) for one, other in pairs for a, b in zip(one[1:], other[1:], strict=True))
    # With the session its turns move along: what counts is their place in it.
    along = new.start - old.start if old.start and new.start else timedelta()
    moved = [abs(b - a - along) for a, b in ends if a and b and b - a != along]
    return bool(moved) and max(moved) >= quiet


def _differences(old: Facts, new: Facts, quiet: timedelta) -> Iterator[str]:
    # In another language every text is another: that is one change, not four.
    texts = old.language == new.language
    office = 0 if texts else 1
    firm = (old.status == "confirmed", new.status == "confirmed")
    found = {
        "moved": (old.start, old.end) != (new.start, new.end),
        "retitled": texts and old.title != new.title,
        "place": old.place != new.place if texts else bool(old.place) != bool(new.place),
        "join": old.join != new.join,
        "contact": old.contact[office:] != new.contact[office:],
        "part": _part_differs(old, new, quiet),
        "deadline": old.answer_by != new.answer_by,
        # With the session the opening of its line moves along.
        "opens": old.start == new.start and old.opens != new.opens,
        "tentative": firm == (True, False),
        "firm": firm == (False, True),
        "language": not texts,
        "zone": _clocks_differ(old, new),
        # Mail servers take both, and two invitations in one mailbox would be two entries.
        "address": (old.address or "").lower() != (new.address or "").lower(),
    }
    return (kind for kind, differs in found.items() if differs)


def _clocks_differ(old: Facts, new: Facts) -> bool:
    """Tell whether a printed local time is wrong though the instant is right."""
    if (old.zone, old.session_zone) != (new.zone, new.session_zone):
        return True
    # A move into summer time has other offsets too, and is no more than a move.
    offsets = (old.offset, old.session_offset), (new.offset, new.session_offset)
    return old.start == new.start and offsets[0] != offsets[1]


def renamed(agenda: Agenda, told: Mapping[Key, T]) -> dict[Key, T]:
    """Return what is known of each entry under the ids that things have now (`was:`)."""
    people = {each.was: each.id for each in agenda.people if each.was}
    things = {f"session-{each.was}": f"session-{each.id}" for each in agenda.sessions}
    items = (item for session in agenda.sessions for item in session.items)
    things |= {f"slot-{item.was}": f"slot-{item.id}" for item in items}
    found: dict[Key, T] = {}
    for (person, thing), known in told.items():
        stem, dot, nth = thing.partition(".")
        found[people.get(person, person), things.get(stem, stem) + dot + nth] = known
    return found
