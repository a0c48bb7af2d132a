"""The smallest change of a speaking order that suits everybody's hours, proposed and never made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator.agendas.models import Agenda, Round
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.running_orders import precedence, windows
from orchestrator.running_orders.order import TimedItem
from orchestrator.running_orders.turns import Floor, Turn

# Nobody reads a proposal for a longer round, and the search grows with the square of it.
MOST_TURNS = 200

Times = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A turn that is taken from one place to another, or exchanged with the one there."""

    at: int
    to: int
    exchange: bool

    @property
    def weight(self) -> tuple[int, bool, int]:
        """Return how many pairs would speak the other way round, then what decides a tie."""
        distance = abs(self.to - self.at)
        return (2 * distance - 1 if self.exchange else distance), self.exchange, self.to

    def order(self, count: int) -> list[int]:
        """Return which turn stands at each place after the change."""
        order = list(range(count))
        if self.exchange:
            order[self.at], order[self.to] = self.to, self.at
        else:
            order.insert(self.to, order.pop(self.at))
        return order


def proposal(floor: Floor, timed: TimedItem) -> Phrase | None:
    """Return what to write in the file so that everybody in an item speaks at hours they named.

    None where all is well, or where no move and no exchange of a single turn helps.
    """
    if not floor.item.speakers:
        return None
    turns, _ = precedence.turns(floor)
    spans = {slot.place: (slot.start, slot.end) for slot in timed.slots}
    times = [(start, end) for start, end in spans.values() if start and end]
    away = (n for n, turn in enumerate(turns) if not _fits(floor.agenda, turn, times[n]))
    first = next(away, None)
    if first is None or len(turns) > MOST_TURNS:
        return None
    fitting = (each for each in _changes(len(turns), first) if _suits(floor, turns, times, each))
    change = next(fitting, None)
    return _words(floor, turns, change) if change else None


def _changes(count: int, at: int) -> list[Change]:
    """Return the changes that take a turn to another place, the smallest first."""
    moves = [Change(at=at, to=to, exchange=False) for to in range(count) if to != at]
    # An exchange of neighbours is a move.
    swaps = [Change(at=at, to=to, exchange=True) for to in range(count) if abs(to - at) > 1]
    return sorted(moves + swaps, key=lambda change: change.weight)


def _suits(floor: Floor, turns: Sequence[Turn], times: Times, change: Change) -> bool:
    """Tell whether a change suits everybody and leaves alone what the file itself has placed."""
    order = change.order(len(turns))
    return all(
        (was == now or not turns[was].fixed) and _fits(floor.agenda, turns[was], times[now])
        for now, was in enumerate(order)
    )


def _fits(agenda: Agenda, turn: Turn, time: tuple[datetime, datetime]) -> bool:
    people = (agenda.person.get(voice.person or "") for voice in turn.voices)
    return all(
        not person.available or windows.covers(person.available, agenda.zone_of(person), *time)
        for person in people
        if person
    )


def _words(floor: Floor, turns: Sequence[Turn], change: Change) -> Phrase:
    names = [_name(floor, turn) for turn in turns]
    placed = isinstance(floor.item.speakers, Round)
    if not change.exchange:
        early = change.to < change.at
        return phrase(MOVES[placed, early], speaker=names[change.at], beside=names[change.to])
    low, high = sorted((change.at, change.to))
    return phrase(
        EXCHANGE if placed else EXCHANGE_IN_LIST,
        speaker=names[high],
        beside=names[low + 1],
        other=names[low],
        last=names[high - 1],
    )


def _name(floor: Floor, turn: Turn) -> str:
    """Return what a turn is called in the file: a round is one of delegations."""
    voice = turn.voices[0]
    named = voice.delegation if isinstance(floor.item.speakers, Round) else voice.person
    return named or voice.id


MOVES = {
    (True, True): N_("it would fit with 'placed: speaker: {speaker}, before: {beside}'"),
    (True, False): N_("it would fit with 'placed: speaker: {speaker}, after: {beside}'"),
    (False, True): N_("it would fit with '{speaker}' before '{beside}' in 'speakers:'"),
    (False, False): N_("it would fit with '{speaker}' after '{beside}' in 'speakers:'"),
}
EXCHANGE = N_(
    "it would fit with 'placed: speaker: {speaker}, before: {beside}' "
    "and 'speaker: {other}, after: {last}'"
)
EXCHANGE_IN_LIST = N_("it would fit with '{speaker}' and '{other}' exchanged in 'speakers:'")
