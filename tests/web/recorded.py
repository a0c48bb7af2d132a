"""Records in a house, brought as far as a test needs them by the verbs themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from orchestrator.minutes import Answers
from orchestrator.minutes.answers import Entry
from orchestrator.secretariat.approve import approve
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.save import save
from orchestrator.secretariat.standing import Hand, Place, Standing, Tag, standing
from orchestrator.secretariat.submit import submit
from orchestrator.storage import Store
from tests.web.house import FORUM, NOW, SOURCE, House, publish

__all__ = ["SOURCE", "publish", "standing"]  # for tests that publish again
SESSION = "plenary"
CONSENSUS = "консенсусом"
STATES = ("draft", "submitted", "approved")
HAND = Hand(by="test", now=NOW)
# The house's clock stands before its sessions: who approves there is asked, and means it.
SURE = Hand(by="test", now=NOW, anyway=True)


def at(session: str = SESSION, publication: int = 1) -> Place:
    return Place(forum=FORUM, session=session, publication=publication)


def with_lists(answers: Answers, lists: Mapping[str, tuple[Entry, ...]]) -> Answers:
    return replace(answers, lists=lists)


def unadopted(row: Entry) -> Entry:
    """Return a decision of which nothing says how it was adopted."""
    return replace(row, cells=(row.cells[0], ""))


def decided(answers: Answers, texts: tuple[str, ...]) -> Answers:
    """Decide something under every item that can hold a decision and is there for it."""
    key = next(each for each in reversed([*answers.lists]) if each.endswith("/decisions"))
    rows = tuple(Entry(key=None, cells=(text, CONSENSUS)) for text in texts)
    return replace(answers, lists={**answers.lists, key: rows})


async def stood(store: Store, session: str = SESSION) -> Standing:
    async with store.reading() as kept:
        found = await standing(kept, Library(), at(session))
    assert found is not None
    return found


async def bring(house: House, state: str, session: str = SESSION, *texts: str) -> Tag:
    """Bring a record of a house to a state, unless it has come so far."""
    return await brought(house.store, state, session, *texts)


async def brought(store: Store, state: str, session: str = SESSION, *texts: str) -> Tag:
    """Bring a record to a state, unless it has come so far."""
    library, place = Library(), at(session)
    found = await stood(store, session)
    reached = (found.tag, found.state)
    for step in STATES[: STATES.index(state) + 1]:
        if step in STATES[: STATES.index(found.state) + 1 if found.row else 0]:
            continue
        tag = reached[0]
        if step == "draft":
            wanted = texts or ("Adopted.",)
            tag = await save(store, library, place, tag, partial(decided, texts=wanted), hand=HAND)
        elif step == "submitted":
            revision = await submit(store, library, place, tag, HAND)
            tag = replace(tag, revision=revision)
        else:
            revision = await approve(store, library, place, tag, SURE)
            tag = replace(tag, revision=revision)
        reached = (tag, step)
    return reached[0]
