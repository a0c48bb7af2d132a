"""What machines read: conditional, in pages, and no more than they need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestrator import languages, minutes, running_orders
from orchestrator.documents.machine import agenda_json
from orchestrator.secretariat import drafts
from orchestrator.storage import deliveries, forums, records
from tests.web.api.machine import OWN, ROOT, at_work, machine
from tests.web.house import FORUM, NOW, SOURCE, House

LIMIT = 7


async def test_the_agenda_is_the_machine_form_and_is_asked_for_without_a_token(
    house: House,
) -> None:
    response = await house.client.get(f"{OWN}/agenda")
    assert (response.status, await response.text()) == (200, agenda_json(house.order))


async def test_the_forum_says_what_was_told_last(house: House) -> None:
    own = await machine(house)
    found = await own.get("")
    assert {name: found[name] for name in ("forum", "held", "head", "published")} == {
        "forum": FORUM,
        "held": False,
        "head": 1,
        "published": {"revision": 1, "at": "2020-10-20T07:00:00Z"},
    }
    assert (await own.get("/source"))["text"] == SOURCE


async def test_a_token_of_one_forum_sees_no_other(house: House) -> None:
    async with house.store.transaction() as kept:
        await forums.ensure(kept, "other", NOW)
    own, every = await machine(house), await machine(house, forum=None)
    seen = {}
    for name, holder in (("own", own), ("every", every)):
        response = await holder.ask("GET", f"{ROOT}/forums")
        seen[name] = [each["forum"] for each in (await response.json())["items"]]
    assert seen == {"own": [FORUM], "every": ["other", FORUM]}


@pytest.mark.parametrize("path", ["", "/agenda", "/running-order", "/answers", "/entries?limit=3"])
async def test_what_is_known_already_is_not_sent_again(house: House, path: str) -> None:
    own = await machine(house)
    first = await own.ask("GET", OWN + path)
    again = await own.ask("GET", OWN + path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status, again.status, await again.read()) == (200, 304, b"")


async def test_a_list_comes_in_pages_that_miss_nothing(house: House) -> None:
    own = await machine(house)
    whole = (await own.get("/entries?limit=500"))["items"]
    found, after = [], ""
    for _ in range(100):
        part = await own.get(f"/entries?limit={LIMIT}{after}")
        found += part["items"]
        if part["next"] is None:
            break
        assert len(part["items"]) == LIMIT
        after = f"&after={part['next']}"
    assert found == whole
    keys = {(each["person"], each["entry"]) for each in found}
    assert keys == {(each.person.id, each.thing) for each in running_orders.entries(house.order)}


async def test_messages_are_told_without_addresses_and_by_state(house: House) -> None:
    async with house.store.transaction() as kept:
        rows = [
            deliveries.New(
                key=f"key {number}",
                forum=FORUM,
                person="head-pk",
                thing="session-plenary",
                purpose="request",
                publication=1,
                recipient="secret@example.org",
                due=NOW,
                created=NOW,
                details={"own": "words"},
            )
            for number in range(3)
        ]
        await deliveries.queue(kept, rows)
        (first, *_) = await deliveries.of(kept, FORUM)
        await deliveries.supersede(kept, [first.id], now=NOW)
    own = await machine(house)
    found = await own.get("/deliveries")
    assert "secret@example.org" not in json.dumps(found)
    assert [each["state"] for each in found["items"]] == ["superseded", "pending", "pending"]
    assert len((await own.get("/deliveries?state=pending"))["items"]) == 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("limit=0", 422),
        ("limit=501", 422),
        ("limit=x", 422),
        ("state=none", 422),
        ("after=!!", 400),
        ("after=W10", 400),
        ("after=WyJhIl0", 400),
        ("after=" + "a" * 201, 422),
        ("size=3", 422),
    ],
)
async def test_what_no_page_is_is_refused(tmp_path: Path, asked: str, status: int) -> None:
    async with at_work(tmp_path) as own:
        response = await own.ask("GET", f"{OWN}/deliveries?{asked}")
        assert response.status == status, await response.text()


async def test_a_record_is_read_as_it_stands(house: House) -> None:
    form = minutes.form(house.order, "plenary", languages.translator("en"))
    mine = minutes.answers(form)
    filled = drafts.content(mine, minutes.record(mine))
    async with house.store.transaction() as kept:
        await records.add(
            kept,
            FORUM,
            "plenary",
            language="en",
            state="draft",
            content=filled,
            by="test",
            made=NOW,
        )
    own = await machine(house)
    listed = (await own.get("/records"))["items"]
    assert {each["state"] for each in listed if each["session"] != "plenary"} == {"form"}
    assert [each for each in listed if each["session"] == "plenary"] == [
        {
            "session": "plenary",
            "revision": 1,
            "language": "en",
            "state": "draft",
            "made": "2020-10-20T07:00:00Z",
        }
    ]
    assert (await own.get("/records/plenary"))["record"]["session"] == "plenary"


async def test_the_page_of_the_interface_reads_without_script(house: House) -> None:
    page = await house.page(f"{ROOT}/docs", **{"Accept-Language": "en"})
    assert "<script" not in page
    assert "/api/v1/forums/{forum}/publish" in page
    assert '<html lang="ur" dir="rtl"' in await house.page(f"{ROOT}/docs?language=ur")
