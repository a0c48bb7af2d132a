"""Drafts of an agenda: kept as revisions that nobody was told of, until one is published."""

import hashlib
import re
from dataclasses import dataclass

from orchestrator import agendas
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import merging
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.source import Source
from orchestrator.storage import Conflict, Kept, audit, forums, revisions
from orchestrator.storage.revisions import Revision

# Where nothing else can be read of a text, its id may be.
ID = re.compile(r"""(?m)^["']?id["']?[ \t]*:[ \t]*["']?([a-z0-9-]+)""")
LARGEST = 8 * 1024 * 1024  # bytes, as of a file


class StaleError(OrchestratorError):
    """Somebody else saved meanwhile; `merged` holds both texts, for a person to choose."""

    def __init__(self, head: Revision, merged: merging.Merged) -> None:
        super().__init__(
            N_("Somebody else has saved revision {number} meanwhile."), number=head.number
        )
        self.head = head
        self.merged = merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text of a forum, and the revision that it was made from; None for the first one."""

    forum: str
    text: str
    base: int | None


def source(head: Revision) -> Source:
    """Return a revision as the verbs read an agenda."""
    return Source(name=head.forum, data=head.text.encode())


def lines(text: str) -> str:
    """Return a text as files have it: a browser ends lines in its own way."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return unix if unix.endswith("\n") else f"{unix}\n"


def own_id(text: str) -> str | None:
    """Return the forum's id as a text has it, as far as it can be read."""
    agenda = agendas.read(text.encode()).agenda
    if agenda is not None:
        return agenda.id
    found = ID.search(text)
    return found[1] if found else None


async def save(desk: Desk, draft: Draft, *, actor: str) -> int:
    """Keep a text as the forum's newest revision, unless somebody else was faster; return it."""
    text = lines(draft.text)
    _refuse_large(text)
    try:
        async with desk.store() as store, store.transaction() as kept:
            return await _saved(
                desk, kept, Draft(forum=draft.forum, text=text, base=draft.base), actor
            )
    except Conflict:
        raise await _stale(desk, draft.forum, text, draft.base) from None


async def _saved(desk: Desk, kept: Kept, draft: Draft, actor: str) -> int:
    await revisions.expect_head(kept, draft.forum, draft.base)
    head = await revisions.head(kept, draft.forum)
    if head is not None and head.text == draft.text:
        return head.number
    return await _add(desk, kept, draft, actor)


async def _add(desk: Desk, kept: Kept, draft: Draft, actor: str) -> int:
    now = desk.now()
    number = await revisions.add(
        kept,
        draft.forum,
        text=draft.text,
        digest=hashlib.sha256(draft.text.encode()).hexdigest(),
        origin="service",
        by=actor,
        made=now,
    )
    await audit.add(kept, at=now, actor=actor, action="save", forum=draft.forum, object=str(number))
    return number


async def _stale(desk: Desk, forum: str, mine: str, base: int | None) -> OrchestratorError:
    async with desk.store() as store, store.reading() as kept:
        head = await revisions.head(kept, forum)
        before = await revisions.get(kept, forum, base) if base else None
    if head is None:
        return OrchestratorError(N_("The forum '{forum}' has no revision yet."), forum=forum)
    names = ("mine", f"revision {head.number}")
    return StaleError(head, merging.merge(before.text if before else "", mine, head.text, names))


async def begin(desk: Desk, text: str, forum: str, *, actor: str) -> str:
    """Keep the first text of a new forum; return its id."""
    whole = lines(text)
    _refuse_large(whole)
    async with desk.store() as store, store.transaction() as kept:
        if await forums.get(kept, forum) is not None:
            raise OrchestratorError(N_("There is a forum '{forum}' already."), forum=forum)
        await forums.ensure(kept, forum, desk.now())
        await _add(desk, kept, Draft(forum=forum, text=whole, base=None), actor)
    return forum


def _refuse_large(text: str) -> None:
    if len(text.encode()) > LARGEST:
        raise OrchestratorError(N_("The text is longer than an agenda may be."))
