"""The words of a calendar entry: SUMMARY, DESCRIPTION and LOCATION in the recipient's language.

An entry tells only what concerns its own person: a neighbour's change must not change its text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Contact, Item, Organizer, Session
from orchestrator.findings import N_
from orchestrator.invites.addresses import uri
from orchestrator.invites.paragraph import paragraph
from orchestrator.invites.voice import Voice
from orchestrator.running_orders.entries import Entry, join_link, turns
from orchestrator.running_orders.naming import KIND_NAMES
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem, TimedSession
from orchestrator.running_orders.states import delegation_names

# The same words as on paper.
TENTATIVE = N_("Tentative: date and time may still change.")
WITHDRAWN = {
    "cancelled": N_("Cancelled: this session will not take place."),
    "postponed": N_("Postponed: a new date will be announced."),
}
# The status of an entry that is told at another address from now on.
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of one entry."""

    summary: str
    description: str
    location: str


def said(entry: Entry, order: RunningOrder, voice: Voice, *, withdrawn: bool = False) -> Said:
    """Return the words of an entry; of a withdrawn one, the news and when it would have been."""
    return Said(
        summary=summary(entry, order.agenda, voice),
        description=_text(
            _withdrawn(entry, order, voice) if withdrawn else _blocks(entry, order, voice)
        ),
        location=location(entry, voice, joined=not withdrawn),
    )


def summary(entry: Entry, agenda: Agenda, voice: Voice) -> str:
    """Say what stands in the calendar's own view."""
    if entry.item is None:
        return sitting(entry.session, agenda, voice)
    names = {"item": title(entry.item, voice), "forum": voice.name(agenda.title)}
    if entry.item.kind == "rehearsal":
        return voice.say("Your turn: {item} – {forum}", **names)
    return voice.say("You have the floor: {item} – {forum}", **names)


def sitting(session: Session, agenda: Agenda, voice: Voice) -> str:
    """Say a session by its title and the forum's; once where they are the same."""
    forum, name = voice.name(agenda.title), voice.name(session.title)
    return name if name == forum else voice.say("{session} – {forum}", session=name, forum=forum)


def title(item: Item, voice: Voice) -> str:
    """Say an item by its title, or by what is done in it."""
    return voice.name(item.title) if item.title else voice.say(KIND_NAMES[item.kind])


def location(entry: Entry, voice: Voice, *, joined: bool = True) -> str:
    """Return the place, the link, else the telephone number: clients look for links here."""
    session = entry.session
    join = session.join if joined else None
    place = voice.name(session.place) if session.place else None
    # The link is the person's own, also in a copy that somebody else reads in another language.
    found = " · ".join(part for part in (place, uri(join_link(join, entry.language))) if part)
    return found or (join.dial if join and join.dial else "")


def _text(blocks: Iterable[Iterable[str]]) -> str:
    shown = ("\n".join(part for part in block if part) for block in blocks)
    return "\n\n".join(block for block in shown if block)


def _blocks(entry: Entry, order: RunningOrder, voice: Voice) -> Iterator[Iterable[str]]:
    yield headings(entry.session, order.agenda, voice)
    yield _when(entry, voice)
    if entry.is_session:
        yield _offices(entry, voice)
        yield from _turns(entry, order, voice)
        yield (paragraph(entry, order, voice),)
    yield (*_ways(entry, voice), *_opening(entry, voice))
    yield _closing(entry, order.agenda, voice)
    yield worth(order.agenda, voice)


def _withdrawn(entry: Entry, order: RunningOrder, voice: Voice) -> Iterator[Iterable[str]]:
    news = WITHDRAWN.get(entry.status, N_("Withdrawn: you are no longer expected at this time."))
    # At an address that is given up it is the address that is off, not the person.
    yield (voice.say(news),) if entry.status != ELSEWHERE else ()
    yield headings(entry.session, order.agenda, voice)
    yield _when(entry, voice, firm=True)
    yield (_contact(entry.session, order.agenda, voice),)
    yield worth(order.agenda, voice)


def headings(session: Session, agenda: Agenda, voice: Voice) -> Iterable[str]:
    """Say the forum's title and the session's, each on its line, once where they are the same."""
    return dict.fromkeys((voice.name(agenda.title), voice.name(session.title)))


def _when(entry: Entry, voice: Voice, *, firm: bool = False) -> Iterator[str]:
    if entry.item is not None:
        yield _floor(entry.item, voice)
    if entry.start is not None:
        yield from times(entry.start, entry.end, entry.clock, entry.zone, voice)
    if entry.status == "tentative" and not firm:
        yield voice.say(TENTATIVE)


def _floor(item: Item, voice: Voice) -> str:
    if item.kind == "rehearsal":
        return voice.say("Your turn: {item}", item=title(item, voice))
    return voice.say("You have the floor: {item}", item=title(item, voice))


def times(
    start: datetime, end: datetime | None, clock: str, zone: str, voice: Voice
) -> Iterator[str]:
    """Say when it is, in full, on the reader's clock and on the forum's."""
    own, forum = (
        voice.span(start, end, name) if end else voice.moment(start, name) for name in (clock, zone)
    )
    return _clocks(own, None if clock == zone else forum, voice)


def _clocks(own: str, forum: str | None, voice: Voice) -> Iterator[str]:
    if forum is None:
        yield voice.say("Time: {time}", time=own)
        return
    yield voice.say("Your time: {time}", time=own)
    yield voice.say("Forum time: {time}", time=forum)


def _offices(entry: Entry, voice: Voice) -> Iterator[str]:
    if entry.session.chair == entry.person.id:
        yield voice.say("You chair this session.")
    if entry.session.rapporteur == entry.person.id:
        yield voice.say("You take the record of this session.")


def _turns(entry: Entry, order: RunningOrder, voice: Voice) -> Iterator[Iterable[str]]:
    for slot in turns(entry, order):
        if entry.start and slot.start and slot.end:
            own, forum = (
                voice.range(slot.start, slot.end, clock, beside=entry.start)
                for clock in (entry.clock, entry.zone)
            )
            same = entry.clock == entry.zone
            yield (
                _floor(order.item[slot.item], voice),
                *_clocks(own, None if same else forum, voice),
            )


def _ways(entry: Entry, voice: Voice) -> Iterator[str]:
    session = entry.session
    if session.place:
        yield voice.say("Place: {place}", place=voice.name(session.place))
    link = uri(join_link(session.join, entry.language))
    if link:
        yield voice.say("Join link: {link}", link=voice.link(link))
    if session.join and session.join.dial:
        yield voice.say("By telephone: {number}", number=voice.left(session.join.dial))
    if session.join and session.join.code:
        yield voice.say("Access code: {code}", code=voice.left(session.join.code))


def _opening(entry: Entry, voice: Voice) -> Iterator[str]:
    # On a slot's entry "the start" would be taken for that of the slot.
    session = entry.session
    joined = session.join and (session.join.dial or join_link(session.join, entry.language))
    if entry.is_session and session.opens and joined:
        yield voice.say("The line opens {length} before the start.", length=session.opens)


def _closing(entry: Entry, agenda: Agenda, voice: Voice) -> Iterator[str]:
    if entry.is_session and entry.session.answer_by:
        yield _answer_by(entry, zones.instant(entry.session.answer_by, entry.zone), voice)
    yield _contact(entry.session, agenda, voice)


def _answer_by(entry: Entry, until: datetime, voice: Voice) -> str:
    own, forum = (voice.moment(until, clock) for clock in (entry.clock, entry.zone))
    if entry.clock == entry.zone:
        return voice.say("Please answer by {time}.", time=own)
    return voice.say(
        "Please answer by {time}, forum time {forum_time}.", time=own, forum_time=forum
    )


def _contact(session: Session, agenda: Agenda, voice: Voice) -> str:
    contact: Contact | Organizer = session.contact or agenda.organizer
    ways = [voice.left(way) for way in (contact.phone, contact.email) if way]
    parts = voice.say(", ").join([voice.name(contact.name), *ways])
    return voice.say("Questions: {contact}", contact=parts)


def worth(agenda: Agenda, voice: Voice) -> Iterator[str]:
    """Say of a courtesy translation that it is one."""
    if voice.language not in (*agenda.languages.official, *agenda.languages.working):
        yield voice.say("Unofficial translation")


def programme(timed: TimedSession, agenda: Agenda, voice: Voice) -> str:
    """Say a session to everybody: when it is on the forum's clock, and what is on its agenda."""
    return _text(_programme(timed, agenda, voice))


def _programme(timed: TimedSession, agenda: Agenda, voice: Voice) -> Iterator[Iterable[str]]:
    session = timed.session
    news = {**WITHDRAWN, "tentative": TENTATIVE}.get(session.status)
    yield headings(session, agenda, voice)
    yield _published(timed, voice)
    yield (voice.say(news),) if news else ()
    yield (voice.say("Place: {place}", place=voice.name(session.place)),) if session.place else ()
    if session.status != "cancelled":
        yield [voice.say("Agenda"), *(_point(item, timed.zone, voice) for item in timed.items)]
    yield worth(agenda, voice)


def _published(timed: TimedSession, voice: Voice) -> Iterator[str]:
    if timed.start is not None:
        yield from times(timed.start, timed.end, timed.zone, timed.zone, voice)


def _point(item: TimedItem, zone: str, voice: Voice) -> str:
    name = title(item.item, voice)
    if item.start is None or item.end is None:
        return name
    return f"{voice.hours(item.start, item.end, zone)} {name}"


def turn(slot: Slot, timed: TimedSession, order: RunningOrder, voice: Voice) -> str:
    """Say one turn to everybody: who has the floor, in which session, when."""
    when = times(slot.start, slot.end, timed.zone, timed.zone, voice) if slot.start else ()
    news = (voice.say(TENTATIVE),) if timed.session.status == "tentative" else ()
    blocks = (
        headings(timed.session, order.agenda, voice),
        (*when, *news),
        bearer(slot, order, voice),
    )
    return _text((*blocks, worth(order.agenda, voice)))


def speaker(slot: Slot, order: RunningOrder, voice: Voice) -> str:
    """Say who has the floor: a person, a delegation whose speaker is not yet named, or nobody."""
    return next(iter(bearer(slot, order, voice)), "")


def bearer(slot: Slot, order: RunningOrder, voice: Voice) -> Iterable[str]:
    """Say who has the floor with office and delegation, each on its line."""
    person = order.person(slot)
    delegation = order.agenda.delegation.get(
        slot.delegation or (person and person.delegation) or ""
    )
    texts = [person.name, person.office] if person else []
    names = delegation_names(order.agenda, delegation) if delegation else None
    return dict.fromkeys(voice.name(text) for text in (*texts, names) if text)
