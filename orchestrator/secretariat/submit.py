"""Submit a record: its rapporteur has written what they have to write."""

from collections.abc import Mapping

from orchestrator import minutes
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import doubts
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.standing import (
    DRAFT,
    SUBMITTED,
    Hand,
    Place,
    Standing,
    StateError,
    Tag,
    keep,
    note,
    refuse_closed,
    standing,
)
from orchestrator.storage import Kept, Store, forums

# Nothing is decided under an item that was there for it; nothing says how it was adopted.
UNDECIDED = frozenset({"W409", "W421"})
CHANGED = N_("The record was changed since you looked at it. Look at it again.")


class UndecidedError(OrchestratorError):
    """An item that was there to be decided is not; `items` are their ids, in order."""

    exit_code = 3

    def __init__(self, items: tuple[str, ...], names: Mapping[str, str]) -> None:
        super().__init__(
            N_(
                "The record cannot be submitted yet. Write down what was decided, and how it was "
                "adopted, under: {items}."
            ),
            items=names,
        )
        self.items = items


async def submit(store: Store, library: Library, place: Place, tag: Tag, hand: Hand) -> int:
    """Submit the record as it was looked at; it waits for the Chair."""
    async with store.transaction() as kept:
        await forums.lock(kept, place.forum)
        found = await as_seen(kept, library, place, tag)
        refuse_closed(found)
        _refuse_undecided(found)
        sure = doubts.confirmed(doubts.empty(found), hand)
        revision = await keep(kept, found, found.answers, SUBMITTED, hand)
        await note(kept, found, "submit", sure, revision)
    return revision


async def as_seen(kept: Kept, library: Library, place: Place, tag: Tag) -> Standing:
    """Return what stands; raise where it is not what somebody had before them."""
    found = await standing(kept, library, place)
    if found is None or found.tag.revision != tag.revision:
        raise StateError(CHANGED)
    return found


def _refuse_undecided(found: Standing) -> None:
    said = [each for each in found.record().findings if each.code in UNDECIDED]
    items = tuple(dict.fromkeys(str(each.path[-1]) for each in said))
    if items:
        raise UndecidedError(items, minutes.under(items, found.answers, found.headings))


async def reopen(store: Store, library: Library, place: Place, tag: Tag, hand: Hand) -> int:
    """Give a submitted record back to its rapporteur."""
    async with store.transaction() as kept:
        await forums.lock(kept, place.forum)
        found = await as_seen(kept, library, place, tag)
        if found.state != SUBMITTED:
            raise StateError(CHANGED)
        revision = await keep(kept, found, found.answers, DRAFT, hand)
        await note(kept, found, "reopen", hand, revision)
    return revision
