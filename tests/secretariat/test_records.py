"""A record's life through the verbs: nobody jumps a step, and numbers have no gap."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator import languages
from orchestrator.findings import CODES
from orchestrator.minutes import Answers, report
from orchestrator.secretariat.approve import approve
from orchestrator.secretariat.doubts import DoubtError
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.save import save
from orchestrator.secretariat.standing import StaleError, StateError, Tag
from orchestrator.secretariat.submit import UndecidedError, reopen, submit
from orchestrator.storage import audit, records
from tests.web import recorded
from tests.web.house import FORUM, House, opened
from tests.web.recorded import HAND, SURE, at, bring

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
        *(approve(house.store, Library(), at(name), tags[name], SURE) for name in SESSIONS)
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
        *(approve(house.store, Library(), at(), tag, SURE) for _ in range(4)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["StateError"] * 3 + ["int"]
    async with house.store.reading() as kept:
        assert len(await records.approved(kept, FORUM)) == 1
        deeds = [each.action for each in await audit.latest(kept)]
    assert deeds.count("approve") == 1


async def test_nobody_jumps_a_step(house: House) -> None:
    store, library = house.store, Library()
    with pytest.raises(UndecidedError) as undecided:
        await submit(store, library, at(), Tag(revision=0, publication=1), HAND)
    assert undecided.value.items == ("outcome",)
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
    assert await approve(store, library, at(), later, SURE) == later.revision + 1


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


async def test_an_empty_record_is_handed_on_only_by_who_says_that_it_is_meant(house: House) -> None:
    store, library, place = house.store, Library(), at("connection-test")
    blank = Tag(revision=0, publication=1)
    with pytest.raises(DoubtError) as doubted:
        await submit(store, library, place, blank, HAND)
    assert [each.code for each in doubted.value.doubts] == ["W423"]
    assert (await recorded.stood(store, "connection-test")).row is None
    tag = Tag(revision=await submit(store, library, place, blank, SURE), publication=1)
    with pytest.raises(DoubtError) as doubted:
        await approve(store, library, place, tag, HAND)
    assert [each.code for each in doubted.value.doubts] == ["W423", "W424"]
    assert await approve(store, library, place, tag, SURE) == 2
    async with store.reading() as kept:
        asked = [each.details.get("confirmed") for each in await audit.latest(kept)]
    assert asked[:2] == [["W423", "W424"], ["W423"]]


@pytest.mark.parametrize(("minutes", "codes"), [(-1, ["W424"]), (0, None), (1, None)])
async def test_before_its_session_is_over_a_record_is_approved_only_by_who_says_that_it_is_meant(
    house: House, minutes: int, codes: list[str] | None
) -> None:
    tag = await bring(house, "submitted")
    timed = next(each for each in house.order.sessions if each.session.id == "plenary")
    assert timed.end is not None
    hand = replace(HAND, now=timed.end + timedelta(minutes=minutes))
    try:
        await approve(house.store, Library(), at(), tag, hand)
        found = None
    except DoubtError as doubted:
        found = [each.code for each in doubted.doubts]
    assert found == codes


@pytest.mark.parametrize("key", ["h/number", "h/notes", "o/line-members/notes"])
async def test_a_record_in_which_a_word_was_written_is_not_empty(house: House, key: str) -> None:
    def write(base: Answers) -> Answers:
        assert key in base.fields
        return replace(base, fields={**base.fields, key: "x"})

    tag = Tag(revision=0, publication=1)
    place = at("connection-test")
    await save(house.store, Library(), place, tag, write, hand=HAND)
    found = (await recorded.stood(house.store, "connection-test")).answers
    # A number is no word about the session.
    assert found.is_blank is (key == "h/number")


@pytest.mark.parametrize(
    ("tag", "place", "field"),
    [
        ("ru", "1. Открытие Форума", "Краткое изложение"),
        ("en", "1. Opening of the Forum", "Summary"),
        ("ur", "1. فورم کا افتتاح", "خلاصہ"),
    ],
)
async def test_findings_name_places_in_the_language_of_their_reader(
    house: House, tag: str, place: str, field: str
) -> None:
    words = languages.translator(tag)
    found = (await recorded.stood(house.store)).record()
    (said,) = [each for each in report(found.findings, words) if each["path"] == "/items/opening"]
    assert said["message"] == words.say(CODES["W417"][0], field=field, place=place)


async def test_a_heading_that_the_rapporteur_worded_anew_stays_theirs(house: House) -> None:
    tag = Tag(revision=0, publication=1)

    def write(base: Answers) -> Answers:
        return replace(base, titles={**base.titles, "opening": "1. Начало"})

    await save(house.store, Library(), at(), tag, write, hand=HAND)
    found = (await recorded.stood(house.store)).record()
    said = [each["message"] for each in report(found.findings, languages.translator("en"))]
    assert "a blank is left in 'Summary' under '1. Начало'" in said
