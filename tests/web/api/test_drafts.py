"""Texts that machines keep and nobody is told of: of the state that was seen, with findings."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest

from orchestrator.secretariat import editing
from orchestrator.storage import deliveries, revisions
from tests.web.api.machine import OWN, Machine, machine
from tests.web.house import FORUM, SOURCE, House

MOVED = SOURCE.replace("starts: 2020-10-28 12:00", "starts: 2020-10-28 11:50")
BROKEN = SOURCE.replace("kind: ", "kinds: ", 1)


@pytest.fixture
async def own(house: House) -> Machine:
    return await machine(house)


async def put(own: Machine, text: str, forum: str = FORUM, **headers: str) -> tuple[int, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"{OWN.replace(FORUM, forum)}/source"
    response = await own.ask("PUT", path, json={"text": text}, headers=named)
    return response.status, await response.json(content_type=None)


async def test_a_draft_is_the_newest_text_and_nobody_is_told(own: Machine, house: House) -> None:
    status, told = await put(own, MOVED, If_Match='"1-open"')
    assert (status, told["forum"], told["revision"]) == (200, FORUM, 2)
    found = await own.get("/source")
    assert (found["text"], found["revision"], found["published"]) == (MOVED, 2, None)
    assert await own.mark() == '"2-open"'
    async with house.store.reading() as kept:
        assert await deliveries.of(kept, FORUM) == []
        head = await revisions.head(kept, FORUM)
    assert head is not None
    assert (head.by, head.origin) == ("token:1", "service")


async def test_the_same_text_is_kept_once(own: Machine) -> None:
    numbers = [(await put(own, MOVED, If_Match="*"))[1]["revision"] for _ in range(2)]
    assert numbers == [2, 2]


async def test_a_text_with_faults_is_kept_with_what_is_wrong(own: Machine) -> None:
    status, told = await put(own, BROKEN, If_Match="*")
    assert (status, told["revision"]) == (200, 2)
    assert "E101" in {each["code"] for each in told["findings"]}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"If_Match": '"1-open"'}, 200),
        ({"If_Match": '"1-held"'}, 412),
        ({"If_None_Match": "*"}, 412),
    ],
)
async def test_a_draft_says_of_which_state_it_is_meant(
    own: Machine, headers: dict[str, str], status: int
) -> None:
    assert (await put(own, MOVED, **headers))[0] == status


async def test_what_was_saved_meanwhile_is_not_written_over(own: Machine) -> None:
    before = await own.mark()
    assert (await put(own, MOVED, If_Match=before))[0] == 200
    assert (await put(own, BROKEN, If_Match=before))[0] == 412
    assert (await own.get("/source"))["text"] == MOVED


async def test_of_many_who_save_at_once_one_is_the_first(own: Machine) -> None:
    texts = [f"{SOURCE}# {number}\n" for number in range(5)]
    done = await asyncio.gather(*(put(own, each, If_Match='"1-open"') for each in texts))
    assert sorted(status for status, _ in done) == [200, 412, 412, 412, 412]


@pytest.mark.parametrize("text", [SOURCE, BROKEN])
async def test_the_text_of_another_forum_is_not_kept(own: Machine, text: str) -> None:
    status, told = await put(own, text.replace(f"id: {FORUM}", "id: other"), If_Match="*")
    assert (status, told["detail"]) == (
        422,
        "The text is the agenda of forum 'other', not of this one.",
    )


async def test_a_forum_begins_with_a_draft(house: House) -> None:
    every, bound = await machine(house, forum=None), await machine(house)
    text = SOURCE.replace(f"id: {FORUM}", "id: other")
    assert (await put(bound, text, "other", If_None_Match="*"))[0] == 404
    assert (await put(every, text, "other"))[0] == 428
    status, told = await put(every, text, "other", If_None_Match="*")
    assert (status, told["revision"]) == (200, 1)
    assert (await put(every, text, "other", If_None_Match="*"))[0] == 412


async def test_more_than_an_agenda_may_be_is_refused(own: Machine) -> None:
    text = '{"text": "' + "я" * (editing.LARGEST // 2 + 1) + '"}'
    response = await own.ask(
        "PUT",
        f"{OWN}/source",
        data=io.BytesIO(text.encode()),
        headers={"If-Match": "*", "Content-Type": "application/json"},
    )
    told = await response.json(content_type=None)
    assert (response.status, told["detail"]) == (
        422,
        "The text is longer than an agenda may be.",
    )
