"""What a letter tells under its first line: each kind only what its reader needs of it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from orchestrator import zones
from orchestrator.agendas.models import Contact, Organizer
from orchestrator.findings import N_
from orchestrator.invites import wording
from orchestrator.invites.addresses import uri
from orchestrator.letters.about import About, Kind
from orchestrator.letters.bodies import Row
from orchestrator.letters.marked import Marked, harmless
from orchestrator.running_orders import Entry
from orchestrator.running_orders.entries import join_link, turns

ON_MINE = N_("On your clock")
ON_FORUMS = N_("On the forum's clock")
ON_BOTH = N_("Date and time")

TURN = N_("Your turn: {item}")
FLOOR = N_("You have the floor: {item}")

Maker = Callable[[About, Marked], Iterator[Row]]


def forum(about: About, voice: Marked) -> Iterator[Row]:
    """Name the forum, and the session where the first line named an item of it."""
    entry, agenda = about.entry, about.order.agenda
    name = voice.name(agenda.title)
    if entry is None or voice.name(entry.session.title) != name:
        yield Row(label=voice.say("Forum"), values=(name,))
    if entry and not entry.is_session:
        yield Row(label=voice.say("Session"), values=(voice.name(entry.session.title),))


def agree(start: datetime, end: datetime | None, clock: str, zone: str) -> bool:
    """Tell whether both clocks show the same hours: then one of them is enough."""
    moments = (start, end or start)
    return all(zones.offset(each, clock) == zones.offset(each, zone) for each in moments)


def times(about: About, voice: Marked) -> Iterator[Row]:
    """Say when it is on both clocks."""
    entry = about.entry
    if entry is None or entry.start is None:
        return
    yield from _both(entry.start, entry.end, entry, voice)
    if entry.status == "tentative":
        yield Row(label=voice.say("Status"), values=(voice.say(wording.TENTATIVE),))


def _both(start: datetime, end: datetime | None, entry: Entry, voice: Marked) -> Iterator[Row]:
    own, theirs = (
        voice.span(start, end, zone) if end else voice.moment(start, zone)
        for zone in (entry.clock, entry.zone)
    )
    if agree(start, end, entry.clock, entry.zone):
        yield Row(label=voice.say(ON_BOTH), values=(own,))
        return
    yield Row(label=voice.say(ON_MINE), values=(own,))
    yield Row(label=voice.say(ON_FORUMS), values=(theirs,))


def part(about: About, voice: Marked) -> Iterator[Row]:
    """Say what the reader does in a session: their office in it, and when they have the floor."""
    entry = about.entry
    if entry is None or not entry.is_session:
        return
    told = (*_offices(entry, voice), *_turns(entry, about, voice))
    if told:
        yield Row(label=voice.say("Your part"), values=told)


def _offices(entry: Entry, voice: Marked) -> Iterator[str]:
    if entry.session.chair == entry.person.id:
        yield voice.say("You chair this session.")
    if entry.session.rapporteur == entry.person.id:
        yield voice.say("You take the record of this session.")


def _turns(entry: Entry, about: About, voice: Marked) -> Iterator[str]:
    for slot in turns(entry, about.order):
        if slot.start and slot.end and entry.start:
            item = about.order.item[slot.item]
            message = TURN if item.kind == "rehearsal" else FLOOR
            yield voice.say(message, item=wording.title(item, voice))
            for zone in dict.fromkeys(_clocks(slot.start, slot.end, entry)):
                yield voice.range(slot.start, slot.end, zone, beside=entry.start)


def _clocks(start: datetime, end: datetime, entry: Entry) -> tuple[str, ...]:
    both = (entry.clock, entry.zone)
    return both[:1] if agree(start, end, *both) else both


def place(about: About, voice: Marked) -> Iterator[Row]:
    """Say where it is."""
    if about.entry and about.entry.session.place:
        yield Row(label=voice.say("Place"), values=(voice.name(about.entry.session.place),))


def access(about: About, voice: Marked) -> Iterator[Row]:
    """Say how to join; the head's link, in the language of their interpretation, for a copy too."""
    entry = about.entry
    join = entry.session.join if entry else None
    if entry is None or join is None:
        return
    link = uri(join_link(join, entry.language))
    if link:
        yield Row(label=voice.say("Join"), values=(voice.link(link),))
    if join.dial:
        yield Row(label=voice.say("By telephone"), values=(voice.left(join.dial),))
    if join.code:
        yield Row(label=voice.say("Access code"), values=(voice.left(harmless(join.code)),))


def opens(about: About, voice: Marked) -> Iterator[Row]:
    """Say from when on the line is open."""
    entry = about.entry
    if entry and entry.is_session and entry.start and entry.session.opens and entry.session.join:
        moment = entry.start - entry.session.opens
        yield Row(label=voice.say("Line opens"), values=(voice.moment(moment, entry.clock),))


def deadline(about: About, voice: Marked) -> Iterator[Row]:
    """Say on both clocks by when an answer is asked for."""
    if about.answer_by:
        yield Row(label=voice.say("Answer by"), values=_until(about.answer_by, about, voice))


def due(about: About, voice: Marked) -> Iterator[Row]:
    """Say on both clocks when the record is due."""
    if about.due:
        yield Row(label=voice.say("Record due"), values=_until(about.due, about, voice))


def _until(moment: datetime, about: About, voice: Marked) -> tuple[str, ...]:
    both = (about.clock, about.zone)
    clocks = both[:1] if agree(moment, None, *both) else both
    return tuple(voice.moment(moment, zone) for zone in clocks)


def contact(about: About, voice: Marked) -> Iterator[Row]:
    """Say whom to call or write to."""
    session = about.entry.session if about.entry else None
    office = (session and session.contact) or about.order.agenda.organizer
    yield Row(label=voice.say("Whom to call"), values=tuple(ways(office, voice)))


def ways(office: Contact | Organizer, voice: Marked) -> Iterator[str]:
    """Say an office, its telephone number and its address, each on a line."""
    yield voice.name(office.name)
    yield from (voice.left(way) for way in (office.phone, office.email) if way)


def unmoved(about: About, voice: Marked) -> Iterator[Row]:
    """Say when it is, on each clock whose old and new time do not stand side by side above."""
    if "moved" in about.kinds:
        return
    shown = times(about, voice)
    if "zone" in about.kinds:
        kept = voice.say(ON_FORUMS) if _same_forums_clock(about) else None
        shown = (row for row in shown if row.label == kept)
    yield from shown


def _same_forums_clock(about: About) -> bool:
    before, now = (
        (told.session_zone, told.session_offset) if told else None
        for told in (about.told_before, about.told_now)
    )
    return before == now


WHOLE: tuple[Maker, ...] = (forum, times, part, place, access, opens, deadline, contact)
CHANGED: tuple[Maker, ...] = (forum, unmoved, contact)
ROWS: Mapping[Kind, tuple[Maker, ...]] = {
    "invitation": WHOLE,
    "cancellation": (forum, times, contact),
    "address": (forum, times, contact),
    "reminder": (forum, times, part, place, access, opens, contact),
    "nudge": (forum, times, part, deadline, contact),
    "form": (forum, times, due, contact),
    "chaser": (forum, times, due, contact),
    "note": (forum, times, contact),
    "message": (forum, times, contact),
}


def rows(kind: Kind, about: About, voice: Marked) -> tuple[Row, ...]:
    """Return what a letter of this kind tells, row by row."""
    makers = _of_change(about) if kind == "change" else ROWS[kind]
    return tuple(row for maker in makers for row in maker(about, voice))


def _of_change(about: About) -> tuple[Maker, ...]:
    # What changed stands above, and nothing else did; but who has nothing yet in this language or
    # at this address is told the whole.
    return WHOLE if {"language", "address"} & set(about.kinds) else CHANGED
