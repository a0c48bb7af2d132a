"""What is sent to one person about one entry: METHOD:REQUEST and METHOD:CANCEL (RFC 5546 3.2).

Single entries travel in UTC: the only form on which nine readers agreed, and Outlook answers a
CANCEL that names a TZID with "not supported". Both wall times stand in the text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from orchestrator.agendas.models import Agenda, Person
from orchestrator.findings import N_
from orchestrator.invites import uids
from orchestrator.invites.addresses import uri
from orchestrator.invites.components import Facts, Party, message, vevent
from orchestrator.invites.voice import Voice, line
from orchestrator.invites.wording import said
from orchestrator.languages import Translator
from orchestrator.running_orders.entries import Entry, join_link, session_thing
from orchestrator.running_orders.naming import person_names
from orchestrator.running_orders.order import RunningOrder, TimedSession

JOIN = N_("Join the videoconference")
DIAL = N_("Join by telephone")
STATUSES = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE"}
# Never NON-PARTICIPANT: Exchange books such an attendee as a room or a device.
LOOKING_ON = frozenset({"observer", "partner", "guest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What stands outside the agenda: the installation's key, the instant, UIDs given out before.

    A stored UID, by (person, thing), wins over the computed one.
    """

    key: bytes
    dtstamp: datetime
    uids: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def uid(self, agenda: Agenda, person: str, thing: str) -> str:
        """Return the UID of an entry."""
        domain = agenda.organizer.email.rpartition("@")[2]
        computed = uids.uid(self.key, forum=agenda.id, person=person, thing=thing, domain=domain)
        return self.uids.get((person, thing), computed)


def invitable(entry: Entry) -> bool:
    """Tell whether an entry can be invited to: its time stands, and its person has an address."""
    return entry.start is not None and entry.status in STATUSES and entry.person.email is not None


def request(
    entry: Entry,
    order: RunningOrder,
    *,
    words: Translator,
    stamp: Stamp,
    sequence: int = 0,
    partstat: str = "NEEDS-ACTION",
) -> bytes:
    """Return the invitation to an entry, or its update; a change of text alone keeps the answer."""
    if not invitable(entry):
        raise ValueError(f"{entry.person.id}.{entry.thing} cannot be invited to")
    own = attendee(entry, order, words, partstat)
    others = tuple(_others(entry, order, words))
    facts = replace(
        told(entry, order, words, stamp),
        sequence=sequence,
        organizer=organizer(order.agenda, words),
        attendees=(own, *others),
    )
    return message(vevent(facts), "REQUEST")


def cancel(
    entry: Entry,
    order: RunningOrder,
    *,
    words: Translator,
    stamp: Stamp,
    sequence: int,
    partstat: str = "NEEDS-ACTION",
) -> bytes:
    """Return the cancellation of an entry for its person alone, one SEQUENCE above the last told.

    Give the entry with the times last told: a session that lost its date has none any more.
    """
    if entry.person.email is None:
        raise ValueError(f"{entry.person.id} has no address")
    facts = replace(
        told(entry, order, words, stamp, withdrawn=True),
        sequence=sequence,
        organizer=organizer(order.agenda, words),
        attendees=(attendee(entry, order, words, partstat),),
    )
    return message(vevent(facts), "CANCEL")


def told(
    entry: Entry, order: RunningOrder, words: Translator, stamp: Stamp, *, withdrawn: bool = False
) -> Facts:
    """Return what an entry says, whoever carries it: an invitation or its person's own calendar."""
    agenda, session = order.agenda, entry.session
    voice = Voice(words=words, official=agenda.languages.official)
    text = said(entry, order, voice, withdrawn=withdrawn)
    join = None if withdrawn else session.join
    return Facts(
        uid=stamp.uid(agenda, entry.person.id, entry.thing),
        dtstamp=stamp.dtstamp,
        start=entry.start,
        end=entry.end,
        status="CANCELLED" if withdrawn else STATUSES[entry.status],
        language=voice.language,
        summary=text.summary,
        description=text.description,
        location=text.location,
        link=uri(join_link(join, entry.language)),
        link_label=voice.say(JOIN),
        number=join.dial if join else None,
        number_label=voice.say(DIAL),
        parent=None
        if entry.is_session
        else stamp.uid(agenda, entry.person.id, session_thing(session)),
        # The session's own entry has taken the time already: a slot must not clash with it.
        transparent=not entry.is_session,
    )


def organizer(agenda: Agenda, words: Translator) -> Party:
    """Return the office that invites."""
    voice = Voice(words=words, official=agenda.languages.official)
    name = voice.choose(agenda.organizer.name)
    return Party(address=agenda.organizer.email, name=line(name.text), language=name.language)


def attendee(entry: Entry, order: RunningOrder, words: Translator, partstat: str) -> Party:
    """Return the person an entry is for; an answer is asked for on session entries only."""
    return replace(
        _party(entry.person, entry, order, words), partstat=partstat, rsvp=entry.is_session
    )


def _others(entry: Entry, order: RunningOrder, words: Translator) -> Iterator[Party]:
    """Return the other invited people where the forum lets them see one another."""
    if order.agenda.notices.guests != "visible" or not entry.is_session:
        return
    seen = {(entry.person.email or "").lower()}
    for name in _timed(entry, order).invited:
        person = order.agenda.person[name]
        if person.email and person.email.lower() not in seen:
            seen.add(person.email.lower())
            yield _party(person, entry, order, words)


def _timed(entry: Entry, order: RunningOrder) -> TimedSession:
    return next(timed for timed in order.sessions if timed.session.id == entry.session.id)


def _party(person: Person, entry: Entry, order: RunningOrder, words: Translator) -> Party:
    voice = Voice(words=words, official=order.agenda.languages.official)
    name = voice.choose(person_names(order.agenda, person))
    return Party(
        address=person.email or "",
        name=line(name.text),
        language=name.language,
        role=_role(person, entry, order),
        rsvp=entry.is_session,
    )


def _role(person: Person, entry: Entry, order: RunningOrder) -> str:
    session = entry.session
    if person.id == session.chair:
        return "CHAIR"
    delegation = order.agenda.delegation_of(person)
    speaks = any(slot.session == session.id for slot in order.slots_of.get(person.id, ()))
    looks_on = delegation is not None and delegation.status in LOOKING_ON
    if looks_on and not speaks and person.id != session.rapporteur:
        return "OPT-PARTICIPANT"
    return "REQ-PARTICIPANT"
