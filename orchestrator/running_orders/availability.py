"""What speaks against the times: the night, hours away, two places at once, the past."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Round
from orchestrator.agendas.texts import Window
from orchestrator.findings import N_, Finding, Path, Phrase, finding, phrase
from orchestrator.running_orders import proposals, windows
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem, TimedSession
from orchestrator.running_orders.turns import Floor

DAYBREAK, NIGHTFALL = time(7), time(22)
DAYTIME = (Window(opens=DAYBREAK, closes=NIGHTFALL),)
# What was called off or put off holds nobody to a time.
HOLDING = ("confirmed", "tentative")


def findings(order: RunningOrder) -> Iterator[Finding]:
    """Warn of slots that do not suit those who have the floor in them."""
    for n, timed in enumerate(order.sessions):
        if timed.start and timed.session.status in HOLDING:
            for k, item in enumerate(timed.items):
                path = ("sessions", n, "items", k)
                agenda, session = order.agenda, timed.session
                floor = Floor(agenda=agenda, session=session, item=item.item, path=path)
                yield from _of_item(floor, item)
    yield from _in_two_places(order)


def past(order: RunningOrder, now: datetime) -> tuple[Finding, ...]:
    """Warn of sessions that are over: nobody can be invited to them any more."""
    return tuple(
        finding("W306", ("sessions", n, "starts"), id=timed.session.id)
        for n, timed in enumerate(order.sessions)
        if timed.session.status in HOLDING and timed.start and (timed.end or timed.start) <= now
    )


def _of_item(floor: Floor, timed: TimedItem) -> Iterator[Finding]:
    spoken = [slot for slot in timed.slots if slot.person or slot.delegation]
    suiting = [_suits(floor.agenda, slot) for slot in spoken]
    proposal = None if all(suiting) else proposals.proposal(floor, timed)
    for slot, suits in zip(spoken, suiting, strict=True):
        if not suits:
            yield _away(floor, timed, slot, proposal)
        # Whoever has said that they can speak at night is believed.
        believed = suits and _hours(floor.agenda, slot)
        if not believed and not windows.suits(DAYTIME, _zone(floor.agenda, slot), slot):
            yield _at_night(floor, timed, slot)


def _suits(agenda: Agenda, slot: Slot) -> bool:
    hours = _hours(agenda, slot)
    return not hours or windows.suits(hours, _zone(agenda, slot), slot)


def _hours(agenda: Agenda, slot: Slot) -> tuple[Window, ...]:
    person = agenda.person.get(slot.person or "")
    return person.available if person else ()


def _zone(agenda: Agenda, slot: Slot) -> str:
    person = agenda.person.get(slot.person or "")
    delegation = agenda.delegation.get(slot.delegation or "")
    if person:
        return agenda.zone_of(person)
    return (delegation and delegation.zone) or agenda.zone


def _who(agenda: Agenda, slot: Slot) -> Phrase | str:
    person = agenda.person.get(slot.person or "")
    if person is None:
        return phrase(N_("the speaker of delegation '{id}'"), id=slot.delegation)
    if person.head and person.delegation:
        return phrase(N_("the head of delegation '{id}'"), id=person.delegation)
    return f"'{person.id}'"


def _place(floor: Floor, timed: TimedItem, slot: Slot) -> Path:
    """Return where the file puts a speaker: their turn in a list, else the round as a whole."""
    speakers = floor.item.speakers
    if isinstance(speakers, Round) or len(speakers) != timed.slots[-1].place:
        return floor.speakers
    return (*floor.speakers, slot.place - 1)


def _away(floor: Floor, timed: TimedItem, slot: Slot, proposal: Phrase | None) -> Finding:
    return finding(
        "W331",
        _place(floor, timed, slot),
        hint=None if proposal else "",
        person=_who(floor.agenda, slot),
        time=_own_hours(floor.agenda, slot),
        windows=windows.in_words(_hours(floor.agenda, slot)),
        proposal=proposal,
    )


def _at_night(floor: Floor, timed: TimedItem, slot: Slot) -> Finding:
    return finding(
        "W330",
        _place(floor, timed, slot),
        person=_who(floor.agenda, slot),
        time=_night_hour(floor.agenda, slot),
    )


def _night_hour(agenda: Agenda, slot: Slot) -> str:
    """Return when a slot begins on its speaker's own clock, or when the night falls in it."""
    own = zones.local(slot.start, _zone(agenda, slot)).time() if slot.start else NIGHTFALL
    return f"{own if own >= NIGHTFALL or own < DAYBREAK else NIGHTFALL:%H:%M}"


def _own_hours(agenda: Agenda, slot: Slot) -> str:
    """Return when a slot is on its speaker's own clock, from its start to its end."""
    zone = _zone(agenda, slot)
    return "–".join(zones.hour(end, zone) for end in (slot.start, slot.end) if end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Duty:
    """A time at which somebody is needed in a session, and where the file says so."""

    person: str
    session: str
    path: Path
    start: datetime
    end: datetime


def _duties(order: RunningOrder) -> Iterator[_Duty]:
    for n, timed in enumerate(order.sessions):
        if timed.session.status in HOLDING:
            yield from _presiding(timed, ("sessions", n))
            for k, item in enumerate(timed.items):
                for slot in item.slots:
                    path = ("sessions", n, "items", k)
                    yield from _duty(slot.person, timed, path, slot.start, slot.end)


def _presiding(timed: TimedSession, path: Path) -> Iterator[_Duty]:
    """Return the duties of those who are needed from the beginning to the end."""
    for role in ("chair", "rapporteur"):
        person: str | None = getattr(timed.session, role)
        yield from _duty(person, timed, (*path, role), timed.start, timed.end)


def _duty(
    person: str | None,
    timed: TimedSession,
    path: Path,
    start: datetime | None,
    end: datetime | None,
) -> Iterator[_Duty]:
    if person and start and end:
        yield _Duty(person=person, session=timed.session.id, path=path, start=start, end=end)


def _in_two_places(order: RunningOrder) -> Iterator[Finding]:
    """Warn once for each person and pair of sessions.

    A duty is compared with the one that holds its person longest: one look for each, however many
    sessions lie at the same hour.
    """
    told = set()
    longest: dict[str, _Duty] = {}
    for duty in sorted(_duties(order), key=lambda each: each.start):
        other = longest.get(duty.person, duty)
        pair = (duty.person, frozenset({duty.session, other.session}))
        if other.end > duty.start and duty.session != other.session and pair not in told:
            told.add(pair)
            yield _doubled(order, other, duty)
        longest[duty.person] = max(other, duty, key=lambda each: each.end)


def _doubled(order: RunningOrder, first: _Duty, second: _Duty) -> Finding:
    zone = order.agenda.zone_of_session(order.agenda.session[second.session])
    return finding(
        "W332",
        second.path,
        person=f"'{second.person}'",
        time=zones.hour(second.start, zone),
        first=first.session,
        second=second.session,
    )
