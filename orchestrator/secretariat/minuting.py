"""The records of a store, as somebody asks for them who has no page: by forum and session."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from orchestrator import minutes
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.minutes import Answers
from orchestrator.secretariat import approve as approving
from orchestrator.secretariat import record as recording
from orchestrator.secretariat import submit as submitting
from orchestrator.secretariat import take as taking
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.source import fetch
from orchestrator.secretariat.standing import FORM, Hand, Place, Standing, Tag, standing
from orchestrator.secretariat.take import Handed
from orchestrator.secretariat.upload import MOST_BYTES
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, Store, records, revisions

UNPUBLISHED = N_("The forum '{forum}' has no record yet: it is not published.")
UNKNOWN = N_("The forum '{forum}' has no session '{session}'; there are: {known}.")
STEPS = {
    "submit": submitting.submit,
    "reopen": submitting.reopen,
    "approve": approving.approve,
}
Step = Callable[[Store, Library, Place, Tag, Hand], Awaitable[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which record is meant, in a forum that may go unnamed where there is only one."""

    forum: str | None
    session: str


async def every(desk: Desk, forum: str | None) -> tuple[str, dict[str, str]]:
    """Return a forum, and how far the record of each of its sessions has come."""
    async with desk.store() as store, store.reading() as kept:
        name, number = await _published(kept, forum)
        order = await Library().order(kept, name, number)
        states = await records.states(kept, name)
    return name, {each.session.id: states.get(each.session.id, FORM) for each in order.sessions}


async def show(desk: Desk, asked: Asked, out: Path | None = None) -> Standing:
    """Return a record as it stands, and write it to a file where one is named."""
    if out is not None:
        recording.refuse(out)
    async with desk.store() as store:
        found = await _stands(store, Library(), asked)
    if out is not None:
        zone = found.order.agenda.zone
        await asyncio.to_thread(recording.write, desk, found.record(), zone, out)
    return found


async def take(
    desk: Desk, path: Path, forum: str | None, session: str | None, *, over: bool
) -> Standing:
    """Keep a filled form as a draft of the record that it says it is of."""
    kind = path.suffix.removeprefix(".").lower()
    handed = Handed(data=fetch(path, MOST_BYTES).data, kind=kind)
    read = await asyncio.to_thread(taking.answers, handed)
    library = Library()
    async with desk.store() as store:
        asked = await _of_form(store, library, read, forum, session)
        place = (await _stands(store, library, asked)).place
        hand = Hand(by="cli", now=desk.now(), details={"way": "file"})
        await taking.put(store, library, place, read, hand, over=over)
        return await _stands(store, library, asked)


async def step(
    desk: Desk, verb: str, asked: Asked, revision: int | None, *, anyway: bool = False
) -> Standing:
    """Bring a record a step further or back: as it stands, or only if it is still a revision."""
    library = Library()
    does: Step = STEPS[verb]
    async with desk.store() as store:
        found = await _stands(store, library, asked)
        seen = found.tag if revision is None else Tag(revision=revision, publication=0)
        hand = Hand(by="cli", now=desk.now(), anyway=anyway)
        await does(store, library, found.place, seen, hand)
        return await _stands(store, library, asked)


async def _of_form(
    store: Store, library: Library, read: Answers, forum: str | None, session: str | None
) -> Asked:
    """Return the record that a form is of: what it says itself wins over what is likely."""
    named = read.identity
    async with store.reading() as kept:
        name, number = await _published(kept, forum or (named.forum if named else None))
        order = await library.order(kept, name, number)
    return Asked(forum=name, session=session or recording.session_of(read, order))


async def _stands(store: Store, library: Library, asked: Asked) -> Standing:
    async with store.reading() as kept:
        name, number = await _published(kept, asked.forum)
        place = Place(forum=name, session=asked.session, publication=number)
        found = await standing(kept, library, place)
        if found is None:
            order = await library.order(kept, name, number)
            known = minutes.sessions(order)
            raise UsageError(UNKNOWN, forum=name, session=asked.session, known=known)
    return found


async def _published(kept: Kept, forum: str | None) -> tuple[str, int]:
    """Return the forum that is meant, and the revision that its participants were told."""
    name = await which(kept, forum)
    told = await revisions.published(kept, name)
    if told is None:
        raise OrchestratorError(UNPUBLISHED, forum=name)
    return name, told.number
