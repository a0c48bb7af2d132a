"""Forums in which so many meet or speak so often that nobody could hold them.

To work them out would take long, so they are found before anything is made of them.
"""

from collections import Counter
from collections.abc import Iterator

from orchestrator.agendas.models import CALLED, Agenda, Item, Round
from orchestrator.findings import Finding, finding

# A thousand people in each of a thousand sessions; a week of speaking without a break in turns of
# half a minute.
MOST_MEETINGS = 1_000_000
MOST_TURNS = 20_000


def crowds(agenda: Agenda) -> Iterator[Finding]:
    """Find more people in sessions, or more turns to speak, than one forum can have."""
    sessions, people = len(agenda.sessions), len(agenda.people)
    if sessions * people > MOST_MEETINGS:
        rounds = sum(isinstance(item.speakers, Round) for item in _items(agenda))
        yield finding("E022", ("people",), on_key=True, rounds=sessions + rounds, people=people)
    turns = _turns(agenda)
    if turns > MOST_TURNS:
        yield finding("E023", ("sessions",), on_key=True, turns=turns, limit=MOST_TURNS)


def _items(agenda: Agenda) -> Iterator[Item]:
    return (item for session in agenda.sessions for item in session.items)


def _turns(agenda: Agenda) -> int:
    """Return how many turns the forum has at most: who is left out of a round is counted."""
    standing = Counter[str](delegation.status for delegation in agenda.delegations)
    return sum(max(1, _turns_of(item, standing)) for item in _items(agenda))


def _turns_of(item: Item, standing: Counter[str]) -> int:
    if isinstance(item.speakers, Round):
        called = CALLED.get(item.speakers.all)
        return standing[called] if called else standing.total()
    if item.kind == "rehearsal" and not item.speakers:
        return standing.total()
    return sum(len(joint) for joint in item.speakers)
