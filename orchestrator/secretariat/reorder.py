"""Move an item of the newest text, or one of its speakers, and keep that as a draft."""

import asyncio
from dataclasses import dataclass

from orchestrator.agendas import rewriting
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import editing
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.editing import Draft, StaleError
from orchestrator.storage import revisions
from orchestrator.storage.revisions import Revision

OLDER = N_(
    "Somebody else has saved revision {number} meanwhile, and nothing was moved. Look at the order "
    "as it is now, and move again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An item and where it is to stand: at a place (from 0) of a session.

    With `speaker` it is that entry of the item's own list (from 0) which changes its place.
    """

    item: str
    place: int
    session: str = ""
    speaker: int | None = None

    def made(self, text: str) -> str:
        """Return a text in which the move is made."""
        if self.speaker is not None:
            return rewriting.move_speaker(text, self.item, self.speaker, self.place)
        return rewriting.move_item(text, self.item, self.session, self.place)


class OlderError(OrchestratorError):
    """Somebody else saved meanwhile: what was to be moved may stand elsewhere now."""

    def __init__(self, head: int) -> None:
        super().__init__(OLDER, number=head)


async def reorder(desk: Desk, forum: str, base: int, move: Move, *, actor: str) -> int:
    """Keep the newest text with a move made as a draft, unless it is another than `base`.

    Returns the revision. Raises RewritingError where the text has to be changed by hand.
    """
    head = await _head(desk, forum)
    if head.number != base:
        raise OlderError(head.number)
    text = await asyncio.to_thread(move.made, head.text)
    try:
        return await editing.save(desk, Draft(forum=forum, text=text, base=base), actor=actor)
    except StaleError as stale:
        raise OlderError(stale.head.number) from None


async def _head(desk: Desk, forum: str) -> Revision:
    async with desk.store() as store, store.reading() as kept:
        head = await revisions.head(kept, forum)
    if head is None:
        raise OrchestratorError(N_("The forum '{forum}' has no revision yet."), forum=forum)
    return head
