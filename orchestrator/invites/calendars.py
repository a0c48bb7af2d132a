"""Plain calendars to subscribe to or to download: no METHOD, and nobody named in them.

METHOD:PUBLISH would demand an ORGANIZER (RFC 5546 3.2.1), and with one some clients mail "accepted"
to the organizer (pretix #3211). A component is made into bytes once for as long as its facts stay.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from icalendar import Calendar, vDuration

from orchestrator.agendas.models import Agenda
from orchestrator.invites import itip, wire, wording
from orchestrator.invites.components import Facts, Words, envelope, folded, rendered
from orchestrator.invites.requests import STATUSES, Stamp, told
from orchestrator.invites.voice import Voice, line
from orchestrator.languages import Translator
from orchestrator.running_orders.entries import Entry, entries, session_thing, slot_thing
from orchestrator.running_orders.order import RunningOrder, Slot, TimedSession

REFRESH = timedelta(hours=1)
# No id holds an asterisk: what everybody may see has UIDs of its own.
EVERYBODY = "*"
END = b"END:VCALENDAR\r\n"


def public_calendar(order: RunningOrder, words: Translator, *, stamp: Stamp) -> bytes:
    """Return the calendar for everybody: one entry per session that has a date, its agenda inside.

    It holds no join link, no address and no name of a guest.
    """
    voice = _voice(order, words)
    dated = (_session(timed, order, voice, stamp) for timed in order.sessions if published(timed))
    return calendar(order.agenda, voice, dated)


def published(timed: TimedSession) -> bool:
    """Tell whether a session stands in the public calendar: dated, and no mere connection test."""
    return bool(timed.start) and timed.session.status != "postponed" and not timed.is_rehearsal


def full_calendar(order: RunningOrder, words: Translator, *, stamp: Stamp) -> bytes:
    """Return every slot as an entry of its own, with who has the floor; no join link."""
    voice = _voice(order, words)
    slots = (_slot(slot, timed, order, voice, stamp) for timed, slot in held(order))
    return calendar(order.agenda, voice, slots)


def personal_calendar(
    order: RunningOrder,
    own: Sequence[Entry],
    words: Translator,
    *,
    stamp: Stamp,
    sequences: Mapping[tuple[str, str], int] | None = None,
) -> bytes:
    """Return the calendar of one person, with join links, under the UIDs of the invitations."""
    numbers = sequences or {}
    facts = (
        replace(
            told(entry, order, words, stamp, withdrawn=entry.status == "cancelled"),
            sequence=numbers.get((entry.person.id, entry.thing)),
        )
        for entry in own
        if shown(entry)
    )
    return calendar(order.agenda, _voice(order, words), facts)


def shown(entry: Entry) -> bool:
    """Tell whether an entry stands in its person's calendar."""
    return entry.start is not None and entry.status != "postponed"


def own_entries(order: RunningOrder) -> Mapping[str, tuple[Entry, ...]]:
    """Return the entries of every person, all in one walk."""
    found: dict[str, list[Entry]] = {}
    for entry in entries(order):
        found.setdefault(entry.person.id, []).append(entry)
    return {person: tuple(own) for person, own in found.items()}


def calendar(agenda: Agenda, voice: Voice, told_in_it: Iterable[Facts]) -> bytes:
    """Return a plain calendar of these entries, checked."""
    head = folded(_head(agenda, voice)).removesuffix(END)
    shown = tuple(told_in_it)
    data = b"".join((head, *map(rendered, shown), END))
    itip.demand_none((*_frame_faults(head), *_doubles(shown)))
    return data


def _head(agenda: Agenda, voice: Voice) -> Calendar:
    calendar = envelope()
    name = voice.choose(agenda.title)
    title = line(name.text)
    calendar["NAME"] = Words(title, params={"LANGUAGE": name.language})
    calendar["X-WR-CALNAME"] = Words(title)
    calendar["REFRESH-INTERVAL"] = vDuration(REFRESH, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    return calendar


def _frame_faults(head: bytes) -> list[str]:
    return wire.check(head + END)


def _doubles(shown: Sequence[Facts]) -> Iterator[str]:
    if len({facts.uid for facts in shown}) != len(shown):
        yield "a UID stands twice"


def _voice(order: RunningOrder, words: Translator) -> Voice:
    return Voice(words=words, official=order.agenda.languages.official)


def _session(timed: TimedSession, order: RunningOrder, voice: Voice, stamp: Stamp) -> Facts:
    agenda, session = order.agenda, timed.session
    return Facts(
        uid=stamp.uid(agenda, EVERYBODY, session_thing(session)),
        dtstamp=stamp.dtstamp,
        start=timed.start,
        end=timed.end,
        status=STATUSES.get(session.status, "CANCELLED"),
        language=voice.language,
        summary=wording.sitting(session, agenda, voice),
        description=wording.programme(timed, agenda, voice),
        location=voice.name(session.place) if session.place else "",
        public=agenda.visibility == "public",
    )


def held(order: RunningOrder) -> Iterator[tuple[TimedSession, Slot]]:
    """Return the slots that stand in the calendar of the whole forum."""
    for timed in order.sessions:
        if timed.session.status in STATUSES:
            yield from ((timed, slot) for slot in timed.slots if slot.start)


def _slot(
    slot: Slot, timed: TimedSession, order: RunningOrder, voice: Voice, stamp: Stamp
) -> Facts:
    agenda, session = order.agenda, timed.session
    holder = EVERYBODY + (slot.person or f"{EVERYBODY}{slot.delegation or ''}")
    speaker = wording.speaker(slot, order, voice)
    item = wording.title(order.item[slot.item], voice)
    return Facts(
        uid=stamp.uid(agenda, holder, slot_thing(slot)),
        dtstamp=stamp.dtstamp,
        start=slot.start,
        end=slot.end,
        status=STATUSES[session.status],
        language=voice.language,
        summary=voice.say("{speaker}: {item}", speaker=speaker, item=item) if speaker else item,
        description=wording.turn(slot, timed, order, voice),
        location=voice.name(session.place) if session.place else "",
        public=False,  # who speaks when is for the secretariat
    )
