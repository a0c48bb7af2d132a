"""What speaks against the times: the night, hours away, two places at once, the past."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Round, Session
from orchestrator.agendas.texts import Window
from orchestrator.findings import N_, Finding, Path, Phrase, finding, phrase
from orchestrator.running_orders import ends, proposals, turns
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem, TimedSession
from orchestrator.running_orders.turns import Floor
from orchestrator.running_orders.windows import Hours

DAYBREAK, NIGHTFALL = time(7), time(22)
DAYTIME = (Window(opens=DAYBREAK, closes=NIGHTFALL),)
# What was called off or put off holds nobody to a time.
HOLDING = ("confirmed", "tentative")


def findings(order: RunningOrder) -> Iterator[Finding]:
    """Warn of slots that do not suit those who have the floor in them."""
    clocks, called = _clocks(order.agenda), turns.called(order.agenda)
    for n, timed in enumerate(order.sessions):
        # Of what never ends, the times are not worked out.
        if timed.session.status in HOLDING and timed.start and ends.endless(timed.items) is None:
            for k, item in enumerate(timed.items):
                floor = Floor(
                    agenda=order.agenda,
                    session=timed.session,
                    item=item.item,
                    path=("sessions", n, "items", k),
                    called=called,
                )
                yield from _of_item(floor, item, clocks)
    yield from _in_two_places(order)


def past(order: RunningOrder, now: datetime) -> tuple[Finding, ...]:
    """Warn of sessions that are over: nobody can be invited to them any more."""
    return tuple(
        finding("W306", ("sessions", n, "starts"), id=timed.session.id)
        for n, timed in enumerate(order.sessions)
        if timed.session.status in HOLDING and timed.start and (timed.end or timed.start) <= now
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clocks:
    """The hours of the people who named any, and the day in every zone."""

    hours: Mapping[str, Hours]
    daytime: Mapping[str, Hours]

    def own(self, slot: Slot) -> Hours | None:
        """Return the hours that the speaker of a slot has named."""
        return self.hours.get(slot.person or "")


def _clocks(agenda: Agenda) -> _Clocks:
    people = [person for person in agenda.people if person.available]
    zoned = {agenda.zone, *(person.zone for person in agenda.people)}
    zoned |= {agenda.zone_of_session(session) for session in agenda.sessions}
    known = zoned | {delegation.zone for delegation in agenda.delegations}
    return _Clocks(
        hours={
            each.id: Hours(windows=each.available, zone=agenda.zone_of(each)) for each in people
        },
        daytime={zone: Hours(windows=DAYTIME, zone=zone) for zone in known if zone},
    )


def _of_item(floor: Floor, timed: TimedItem, clocks: _Clocks) -> Iterator[Finding]:
    spoken = [slot for slot in timed.slots if slot.person or slot.delegation]
    here = _in_person(floor.session)
    # The hours that people name are those of their desk at home.
    own = [None if here else clocks.own(slot) for slot in spoken]
    suiting = [not own or own.suits(slot) for own, slot in zip(own, spoken, strict=True)]
    proposal = None if all(suiting) else proposals.proposal(floor, timed, clocks.hours)
    for slot, hours, suits in zip(spoken, own, suiting, strict=True):
        if hours and not suits:
            yield _away(floor, timed, slot, hours, proposal)
        # Whoever has said that they can speak at night is believed.
        believed = suits and hours
        if not believed and not clocks.daytime[_zone(floor, slot)].suits(slot):
            yield _at_night(floor, timed, slot)


def _in_person(session: Session) -> bool:
    """Tell whether people travel to a session: then the clock there is everybody's."""
    return session.place is not None and session.join is None


def _zone(floor: Floor, slot: Slot) -> str:
    agenda = floor.agenda
    if _in_person(floor.session):
        return agenda.zone_of_session(floor.session)
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


def _away(
    floor: Floor, timed: TimedItem, slot: Slot, hours: Hours, proposal: Phrase | None
) -> Finding:
    return finding(
        "W331",
        _place(floor, timed, slot),
        hint=None if proposal else "",
        person=_who(floor.agenda, slot),
        time=_own_hours(floor, slot),
        windows=hours.words,
        proposal=proposal,
    )


def _at_night(floor: Floor, timed: TimedItem, slot: Slot) -> Finding:
    return finding(
        "W330",
        _place(floor, timed, slot),
        person=_who(floor.agenda, slot),
        time=_night_hour(floor, slot),
    )


def _night_hour(floor: Floor, slot: Slot) -> str:
    """Return when a slot begins on its speaker's own clock, or when the night falls in it."""
    own = zones.local(slot.start, _zone(floor, slot)).time() if slot.start else NIGHTFALL
    return f"{own if own >= NIGHTFALL or own < DAYBREAK else NIGHTFALL:%H:%M}"


def _own_hours(floor: Floor, slot: Slot) -> str:
    """Return when a slot is on its speaker's own clock, from its start to its end."""
    zone = _zone(floor, slot)
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
