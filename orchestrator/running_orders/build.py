"""An agenda is put on the clock: every session as slots with speaker, time and reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Delegation, Item, Session
from orchestrator.findings import Finding, Path, finding
from orchestrator.running_orders import (
    audiences,
    availability,
    ends,
    precedence,
    reasons,
    states,
    timing,
    turns,
)
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem, TimedSession
from orchestrator.running_orders.timing import Clock
from orchestrator.running_orders.turns import Floor, Turn, Voice

_Called = Mapping[str, Sequence[Delegation]]

UNNUMBERED = ("break", "rehearsal")
# No sitting waits so long: somebody meant an earlier time.
LONG_BUFFER = timedelta(hours=6)


NOBODY = Turn(voices=(Voice(person=None, delegation=None),), because=reasons.NOBODY)


def build(agenda: Agenda) -> RunningOrder:
    """Return the running order of an agenda, with all that is to be said about order and time."""
    rolls, called = audiences.Rolls(agenda=agenda), turns.called(agenda)
    built = [_session(rolls, called, n, session) for n, session in enumerate(agenda.sessions)]
    order = RunningOrder(
        agenda=agenda,
        sessions=tuple(timed for timed, _ in built),
        states=states.table(agenda),
    )
    found = (
        *states.findings(agenda),
        *(each for _, wrong in built for each in wrong),
        *audiences.findings(rolls, order),
        *availability.findings(order),
    )
    return replace(order, findings=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """An item with its turns, before it is put on the clock."""

    floor: Floor
    number: int | None
    turns: tuple[Turn, ...]

    @property
    def item(self) -> Item:
        return self.floor.item

    @property
    def length(self) -> timedelta:
        return timing.length(self.item, len(self.turns))


def _session(
    rolls: audiences.Rolls, called: _Called, nth: int, session: Session
) -> tuple[TimedSession, list[Finding]]:
    clock = timing.clock(rolls.agenda, session)
    path = ("sessions", nth)
    floors = [
        Floor(
            agenda=rolls.agenda,
            session=session,
            item=item,
            path=(*path, "items", n),
            called=called,
        )
        for n, item in enumerate(session.items)
    ]
    laid, wrong = _laid(floors)
    items = tuple(_timed(clock, laid))
    wrong.extend(_pins(clock, items, path))
    last = items[-1].end if items else None
    end = clock.instant(session.ends, end=True) or last
    wrong.extend(ends.findings(clock, session, items, path))
    timed = TimedSession(
        session=session,
        zone=clock.zone,
        start=clock.start,
        end=end,
        items=items,
        invited=audiences.invited(rolls, session, (s for item in items for s in item.slots)),
    )
    return timed, wrong


def _laid(floors: Sequence[Floor]) -> tuple[list[_Laid], list[Finding]]:
    laid: list[_Laid] = []
    wrong: list[Finding] = []
    numbers = 0
    for floor in floors:
        speaking, found = precedence.turns(floor)
        wrong.extend(found)
        numbered = floor.item.kind not in UNNUMBERED
        numbers += numbered
        laid.append(_Laid(floor=floor, number=numbers if numbered else None, turns=speaking))
    return laid, wrong


def _timed(clock: Clock, laid: Sequence[_Laid]) -> Iterator[TimedItem]:
    """Put items on the clock one after another; a pinned one stays where it is pinned."""
    now = clock.start
    for each in laid:
        pinned = clock.instant(each.item.starts)
        start = pinned or now
        slack = pinned - now if pinned and now else timedelta()
        now = clock.later(start, each.length)
        yield TimedItem(
            item=each.item,
            number=each.number,
            start=start,
            end=now,
            length=each.length,
            buffer=max(slack, timedelta()),
            slots=tuple(_slots(clock, each, start)),
        )


def _slots(clock: Clock, laid: _Laid, start: datetime | None) -> Iterator[Slot]:
    count = len(laid.turns) or 1
    cuts = [timing.share(laid.length, count, nth) for nth in range(count + 1)]
    times: Counter[Voice] = Counter()
    for place, turn in enumerate(laid.turns or (NOBODY,), 1):
        begins, closes = (clock.later(start, cut) for cut in cuts[place - 1 : place + 1])
        for voice in turn.voices:
            times[voice] += 1
            delegation = laid.floor.agenda.delegation.get(voice.delegation or "")
            yield Slot(
                session=laid.floor.session.id,
                item=laid.item.id,
                kind=laid.item.kind,
                place=place,
                nth=times[voice],
                person=voice.person,
                delegation=voice.delegation,
                state=delegation.state if delegation else None,
                start=begins,
                end=closes,
                because=turn.because,
            )


def _pins(clock: Clock, items: Sequence[TimedItem], path: Path) -> Iterator[Finding]:
    free = clock.start
    for n, timed in enumerate(items):
        place = (*path, "items", n, "starts")
        if timed.start and free and timed.start < free:
            yield finding(
                "E201",
                place,
                item=timed.item.id,
                pinned=zones.hour(timed.start, clock.zone),
                end=zones.hour(free, clock.zone),
                over=free - timed.start,
            )
        if timed.buffer >= LONG_BUFFER:
            yield finding("W308", place, item=timed.item.id, buffer=timed.buffer)
        free = timed.end
