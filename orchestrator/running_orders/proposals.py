"""The smallest change of a speaking order that suits everybody's hours, proposed and never made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from orchestrator.agendas.models import Round
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.running_orders import precedence
from orchestrator.running_orders.order import TimedItem
from orchestrator.running_orders.turns import Floor, Turn
from orchestrator.running_orders.windows import Hours

# Nobody reads a proposal for a longer round.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Board:
    """The turns of an item, the times of its places, and who is free at which of them."""

    turns: Sequence[Turn]
    times: Times
    hours: Mapping[str, Hours]

    def fits(self, turn: int, at: int) -> bool:
        """Tell whether a turn can stand at a place: all in it are free, or it stands there now."""
        voices = self.turns[turn].voices
        own = (self.hours.get(voice.person or "") for voice in voices)
        return all(each.covers(*self.times[at]) for each in own if each)

    def can_move(self, turn: int, to: int) -> bool:
        """Tell whether a turn can be taken to another place: none that the file itself placed."""
        return not self.turns[turn].fixed and self.fits(turn, to)


def proposal(floor: Floor, timed: TimedItem, hours: Mapping[str, Hours]) -> Phrase | None:
    """Return what to write in the file so that everybody in an item speaks at hours they named.

    `hours` are those of the people who named any. None where all is well, or where no move and no
    exchange of a single turn helps.
    """
    if not floor.item.speakers:
        return None
    turns, _ = precedence.turns(floor)
    spans = {slot.place: (slot.start, slot.end) for slot in timed.slots}
    times = [(start, end) for start, end in spans.values() if start and end]
    if len(turns) > MOST_TURNS:
        return None
    board = _Board(turns=turns, times=times, hours=hours)
    away = [n for n in range(len(turns)) if not board.fits(n, n)]
    change = _smallest(board, away) if away else None
    return _words(floor, turns, change) if change else None


def _smallest(board: _Board, away: Sequence[int]) -> Change | None:
    """Return the smallest change that suits everybody, leaving alone what the file has placed."""
    at = away[0]
    moves = _fitting_moves(board, away)
    # An exchange helps two at most; one of neighbours is a move.
    places = range(len(board.turns)) if len(away) == 1 else away[1:] if len(away) == 2 else ()
    others = (to for to in places if abs(to - at) > 1)
    exchanges = (
        Change(at=at, to=to, exchange=True)
        for to in others
        if board.can_move(at, to) and board.can_move(to, at)
    )
    return min([*moves, *exchanges], key=lambda change: change.weight, default=None)


def _fitting_moves(board: _Board, away: Sequence[int]) -> Iterable[Change]:
    """Find the moves of the first turn that suits not; the turns it passes make room for it."""
    at, count = away[0], len(board.turns)
    last = away[-1]
    later = takewhile(lambda n: board.can_move(n, n - 1), range(at + 1, count))
    # Who comes after it and does not fit is not helped by a move to the front.
    earlier = takewhile(lambda n: board.can_move(n, n + 1), range(at - 1, -1, -1))
    reached = [*(earlier if last == at else ()), *(n for n in later if n >= last)]
    return (Change(at=at, to=to, exchange=False) for to in reached if board.can_move(at, to))


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
