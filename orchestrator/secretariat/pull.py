"""Fetch the newest revision of a forum into its agenda file; what was edited there is not lost."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from orchestrator import agendas
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import memory, merging
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.files import rewrite
from orchestrator.secretariat.source import fetch
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, revisions
from orchestrator.storage.revisions import Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A file as it is now: of which revision, changed or not, and where both texts stand in it."""

    forum: str
    revision: int
    changed: bool
    conflicts: int


async def pull(desk: Desk, file: Path, named: str | None) -> Pulled:
    """Bring a file to the head; where both were changed in one place, both texts stand in it."""
    mine = await asyncio.to_thread(_text, file)
    async with desk.store() as store, store.reading() as kept:
        forum = await which(kept, named or _own_id(mine))
        head = await _head(kept, forum)
        made_from = memory.recall(desk, store.place, file, forum, head)
        base = await revisions.get(kept, forum, made_from) if made_from else None
        place = store.place
    merged = _merged(file, mine, head, base)
    if merged.text != mine:
        rewrite(file, merged.text.encode(), None if mine is None else mine.encode())
    memory.remember(desk, place, file, forum, head.number)
    return Pulled(
        forum=forum,
        revision=head.number,
        changed=merged.text != mine,
        conflicts=merged.conflicts,
    )


def _text(file: Path) -> str | None:
    try:
        return fetch(file).data.decode() if file.exists() else None
    except UnicodeDecodeError:
        raise OrchestratorError(
            N_("The file '{path}' is not UTF-8 text: save it as UTF-8, or pull into another file."),
            path=file,
        ) from None


async def _head(kept: Kept, forum: str) -> Revision:
    head = await revisions.head(kept, forum)
    if head is None:
        raise OrchestratorError(N_("The forum '{forum}' has no revision yet."), forum=forum)
    return head


def _own_id(text: str | None) -> str | None:
    found = agendas.read(text.encode()).salvage if text else None
    return found.id if found else None


def _merged(file: Path, mine: str | None, head: Revision, base: Revision | None) -> merging.Merged:
    if mine is None:
        return merging.Merged(text=head.text, conflicts=0)
    # Without a memory nobody knows who changed what: everything that differs stands there twice.
    before = base.text if base else ""
    return merging.merge(before, mine, head.text, (file.name, f"revision {head.number}"))
