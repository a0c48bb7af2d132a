"""Reordering on the desk: the text is moved, everything else of it stays, and nobody is told."""

from __future__ import annotations

import re

import pytest
from aiohttp import ClientResponse

from orchestrator.agendas.rewriting import move_item
from orchestrator.storage import audit, deliveries, revisions
from tests.web import seen
from tests.web.house import FORUM, OURS, SOURCE, House

DESK = f"/desk/{FORUM}"
ORDER = f"{DESK}/order"


async def move(house: House, base: str = "1", **form: str) -> ClientResponse:
    told = {"base": base, **form}
    return await house.client.post(ORDER, data=told, headers=OURS, allow_redirects=False)


async def head(house: House) -> revisions.Revision:
    async with house.store.reading() as kept:
        found = await revisions.head(kept, FORUM)
    assert found is not None
    return found


def items(page: str) -> list[str]:
    return re.findall(r'data-item="([a-z-]+)"', page)


async def test_the_items_stand_there_with_number_hour_and_kind(house: House) -> None:
    await house.sign_in("viewer", FORUM)
    page = await house.page(f"{ORDER}?language=en")
    assert items(page)[:5] == ["line-members", "line-guests", "opening", "adoption", "welcome"]
    assert "12:10–12:3020 min 3 Welcome addresses" in seen.text(page)
    assert seen.wrong(page) == []


async def test_a_moved_item_is_a_draft_that_nobody_is_told_of(house: House) -> None:
    account = await house.sign_in("organiser", FORUM)
    done = await move(house, down="welcome:plenary:3")
    found = await head(house)
    assert done.headers["Location"] == f"{ORDER}?moved=welcome&by=down"
    assert found.text == move_item(SOURCE, "welcome", "plenary", 3)
    assert sorted(found.text.splitlines()) == sorted(SOURCE.splitlines())
    assert (found.by, found.origin, found.published) == (f"account:{account}", "service", None)
    async with house.store.reading() as kept:
        assert await deliveries.of(kept, FORUM) == []
        assert [deed.action for deed in await audit.latest(kept, forum=FORUM)] == ["save"]


async def test_the_page_after_a_move_says_where_the_item_stands_now(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    done = await move(house, down="welcome:plenary:3")
    page = await house.page(f"{done.headers['Location']}&language=en")
    said = "Welcome addresses is now number 4 of “Plenary session”: 13:06–13:26."
    assert said in seen.text(page)
    assert re.findall(r'id="([a-z-]+)"[^>]*autofocus', page) == ["down-welcome"]
    assert f'href="{DESK}/publish"' in page


async def test_an_item_moves_to_another_session_and_back(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await move(house, to="economy:expert-session:1")
    page = await house.page(f"{ORDER}?language=en")
    assert items(page).index("economy") == items(page).index("proposals") + 1
    await move(house, base="2", to="economy:plenary:6")
    assert (await head(house)).text == SOURCE


async def test_speakers_of_a_list_change_places_and_those_of_a_round_do_not(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    page = await house.page(f"{ORDER}?language=en")
    assert 'value="welcome:0:1"' in page
    assert 'value="statements:0:1"' not in page
    assert "Speaking order: alphabetical (Russian)" in seen.text(page)
    done = await move(house, later="welcome:0:1")
    told = seen.text(await house.page(f"{done.headers['Location']}&language=en"))
    before, item, rest = SOURCE.partition("- id: welcome\n")
    swapped = rest.replace("[norov, reshetnikov]", "[reshetnikov, norov]", 1)
    assert (await head(house)).text == before + item + swapped
    assert "Vladimir Norov now speaks in place 2: 12:20–12:30." in told


async def test_where_somebody_else_saved_nothing_is_moved(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await move(house, down="welcome:plenary:3")
    response = await move(house, up="welcome:plenary:1")
    page = await response.text()
    assert (response.status, (await head(house)).number) == (412, 2)
    assert "Somebody else has saved revision 2 meanwhile" in seen.text(page)
    assert 'name="base" value="2"' in page


async def test_a_move_without_a_word_on_its_base_is_refused(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = {"up": "welcome:plenary:1"}
    response = await house.client.post(ORDER, data=form, headers=OURS)
    assert response.status == 428


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("up", "", 400),
        ("up", "welcome:plenary", 400),
        ("up", "welcome:plenary:-1", 400),
        ("up", "welcome:plenary:x", 400),
        ("up", "welcome:plenary:1:1", 400),
        ("up", "wel\ncome:plenary:1", 400),
        ("sideways", "welcome:plenary:1", 400),
        ("earlier", "welcome:plenary:1", 400),
        ("up", "nobody:plenary:1", 422),
        ("up", "welcome:nowhere:1", 422),
        ("up", "welcome:plenary:99", 422),
        ("earlier", "statements:1:0", 422),
    ],
)
async def test_what_cannot_be_moved_is_said_and_nothing_changes(
    house: House, field: str, value: str, status: int
) -> None:
    await house.sign_in("organiser", FORUM)
    response = await move(house, **{field: value})
    assert (response.status, (await head(house)).number) == (status, 1)


async def test_an_item_that_does_not_fit_its_hour_can_be_moved_back(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    pinned = SOURCE.replace(
        "      - id: opening\n", '      - id: opening\n        starts: "12:00"\n'
    )
    form = {"base": "1", "text": pinned, "do": "save"}
    await house.client.post(f"{DESK}/agenda", data=form, headers=OURS)
    await move(house, base="2", down="opening:plenary:1")
    page = await house.page(f"{ORDER}?moved=opening&by=down&language=en")
    assert "finding stands against publishing" in seen.text(page)
    await move(house, base="3", up="opening:plenary:0")
    assert (await head(house)).text == pinned


async def test_a_text_with_errors_is_to_be_mended_first(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = {"base": "1", "text": "format: 1\n", "do": "save"}
    await house.client.post(f"{DESK}/agenda", data=form, headers=OURS)
    page = await house.page(f"{ORDER}?language=en")
    assert "The text has errors" in seen.text(page)
    assert items(page) == []


async def test_places_to_move_to_are_named_after_the_items_before_them(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    page = await house.page(f"{ORDER}?item=welcome&language=en")
    offered = dict(re.findall(r'<option value="([a-z0-9:-]+)">(.*?)</option>', page))
    assert offered["welcome:plenary:0"] == "first"
    assert offered["welcome:plenary:1"] == "after Opening of the Forum"
    assert "welcome:plenary:2" not in offered
    assert {name.split(":")[1] for name in offered} == {
        "connection-test",
        "plenary",
        "expert-session",
        "governors-meeting",
    }
