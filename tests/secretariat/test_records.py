"""A record's life through the verbs: nobody jumps a step, and numbers have no gap."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from orchestrator.secretariat.approve import approve
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.save import save
from orchestrator.secretariat.standing import StaleError, StateError, Tag
from orchestrator.secretariat.submit import UndecidedError, reopen, submit
from orchestrator.storage import audit, records
from tests.web import recorded
from tests.web.house import FORUM, House, opened
from tests.web.recorded import HAND, at, bring

SESSIONS = ("plenary", "expert-session", "governors-meeting")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(tmp_path) as house:
        yield house


async def numbers(house: House) -> dict[str, list[int]]:
    """Return the numbers of every session's decisions."""
    found = {session: await recorded.stood(house.store, session) for session in SESSIONS}
    return {
        session: [each.number for each in one.record().decisions] for session, one in found.items()
    }


async def test_records_approved_at_once_number_their_decisions_without_a_gap(house: House) -> None:
    texts = {"plenary": ("a", "b"), "expert-session": ("c",), "governors-meeting": ("d", "e", "f")}
    tags = {name: await bring(house, "submitted", name, *texts[name]) for name in SESSIONS}
    await asyncio.gather(
        *(approve(house.store, Library(), at(name), tags[name], HAND) for name in SESSIONS)
    )
    found = await numbers(house)
    assert {name: len(each) for name, each in found.items()} == {
        "plenary": 2,
        "expert-session": 1,
        "governors-meeting": 3,
    }
    assert sorted(number for each in found.values() for number in each) == [1, 2, 3, 4, 5, 6]


async def test_a_record_that_two_approve_at_once_is_approved_once(house: House) -> None:
    tag = await bring(house, "submitted")
    done = await asyncio.gather(
        *(approve(house.store, Library(), at(), tag, HAND) for _ in range(4)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["StateError"] * 3 + ["int"]
    async with house.store.reading() as kept:
        assert len(await records.approved(kept, FORUM)) == 1
        deeds = [each.action for each in await audit.latest(kept)]
    assert deeds.count("approve") == 1


async def test_nobody_jumps_a_step(house: House) -> None:
    store, library = house.store, Library()
    with pytest.raises(UndecidedError, match=r"8\. Принятие решений"):
        await submit(store, library, at(), Tag(revision=0, publication=1), HAND)
    draft = await bring(house, "draft")
    with pytest.raises(StateError):
        await approve(store, library, at(), draft, HAND)
    with pytest.raises(StateError):
        await reopen(store, library, at(), draft, HAND)
    approved = await bring(house, "approved")
    for verb in (submit, reopen, approve):
        with pytest.raises(StateError):
            await verb(store, library, at(), approved, HAND)
    with pytest.raises(StateError):
        await save(store, library, at(), approved, lambda found: found, hand=HAND)


async def test_only_what_was_looked_at_is_approved(house: House) -> None:
    store, library = house.store, Library()
    seen = await bring(house, "submitted")
    revision = await reopen(store, library, at(), seen, HAND)
    later = Tag(revision=revision, publication=1)
    later = await save(
        store, library, at(), later, lambda base: recorded.decided(base, ("Other.",)), hand=HAND
    )
    later = Tag(revision=await submit(store, library, at(), later, HAND), publication=1)
    with pytest.raises(StateError):
        await approve(store, library, at(), seen, HAND)
    assert await approve(store, library, at(), later, HAND) == later.revision + 1


async def test_a_decision_of_which_nothing_says_how_it_was_adopted_is_none(house: House) -> None:
    store, library = house.store, Library()
    tag = Tag(revision=0, publication=1)
    blank = recorded.decided((await recorded.stood(store)).answers, ("Adopted.",))
    row = blank.lists["o/outcome/decisions"][0]
    lists = {**blank.lists, "o/outcome/decisions": (recorded.unadopted(row),)}
    tag = await save(
        store, library, at(), tag, lambda base: recorded.with_lists(base, lists), hand=HAND
    )
    with pytest.raises(UndecidedError):
        await submit(store, library, at(), tag, HAND)


async def test_a_save_against_an_older_state_changes_nothing(house: House) -> None:
    await bring(house, "draft")
    with pytest.raises(StaleError):
        await save(
            house.store,
            Library(),
            at(),
            Tag(revision=0, publication=1),
            lambda base: recorded.decided(base, ("Other.",)),
            hand=HAND,
        )
    assert (await recorded.stood(house.store)).tag.revision == 1


async def test_an_approved_record_does_not_follow_the_agenda(house: House) -> None:
    await bring(house, "approved")
    before = (await recorded.stood(house.store)).record()
    text = recorded.SOURCE.replace("Пленарное заседание", "Другое заседание")
    assert text != recorded.SOURCE
    await recorded.publish(house.store, text)
    async with house.store.reading() as kept:
        found = await recorded.standing(kept, Library(), recorded.at(publication=2))
    assert found is not None
    assert found.record() == before
