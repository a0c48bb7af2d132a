"""What machines change: by the verbs of the command line, of the state that they have seen."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest

from orchestrator.storage import audit, deliveries, forums, revisions
from orchestrator.web.api import talk
from tests.web.api.machine import OWN, ROOT, Machine, machine
from tests.web.house import FORUM, SOURCE, House

MOVED = SOURCE.replace("starts: 2020-10-28 12:00", "starts: 2020-10-28 11:50")
PACKED = {"Content-Encoding": "gzip"}
BROKEN = SOURCE.replace("kind: ", "kinds: ", 1)


@pytest.fixture
async def own(house: House) -> Machine:
    return await machine(house)


async def queued(house: House) -> list[tuple[str, str]]:
    async with house.store.reading() as kept:
        return [(each.person, each.purpose) for each in await deliveries.of(kept, FORUM)]


async def deeds(house: House) -> list[tuple[str, str]]:
    async with house.store.reading() as kept:
        return [(each.actor, each.action) for each in await audit.latest(kept)]


async def test_a_text_is_checked_with_places_and_words(own: Machine) -> None:
    response = await own.ask(
        "POST", f"{ROOT}/check", json={"text": BROKEN}, headers={"Accept-Language": "ru"}
    )
    found = [each for each in (await response.json())["findings"] if each["code"] == "E101"]
    assert [(each["severity"], each["line"] > 1) for each in found] == [("error", True)]
    assert "ключ" in found[0]["message"]


async def test_planning_sends_nothing(own: Machine, house: House) -> None:
    before = await house.digest({"tokens": frozenset({"used"})})
    status, told = await own.post("/plan", {"text": MOVED})
    assert (status, bool(told["entries"])) == (200, True)
    assert await house.digest({"tokens": frozenset({"used"})}) == before


async def test_publishing_queues_what_the_plan_said(own: Machine, house: House) -> None:
    _, planned = await own.post("/plan", {"text": MOVED})
    body = {"text": MOVED, "plan": planned["plan"]}
    status, told = await own.post("/publish", body, If_Match=await own.mark())
    assert (status, told["revision"], told["queued"] > 0) == (200, 2, True)
    assert {person for person, _ in await queued(house)} == {
        each["person"] for each in planned["entries"]
    } | {person for person, purpose in await queued(house) if purpose == "reminder"}
    async with house.store.reading() as kept:
        head = await revisions.head(kept, FORUM)
    assert head is not None
    assert (head.text, head.origin, head.by) == (MOVED, "service", "token:1")


async def test_published_twice_it_sends_nothing_more(own: Machine, house: House) -> None:
    await own.post("/publish", {"text": MOVED}, If_Match=await own.mark())
    before = await queued(house)
    status, told = await own.post("/publish", {"text": MOVED}, If_Match=await own.mark())
    assert (status, told["revision"], told["queued"], await queued(house)) == (200, 2, 0, before)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"If_Match": '"1-open"'}, 200),
        ({"If_Match": '"0-open", "1-open"'}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": '"1-held"'}, 412),
        ({"If_Match": '"2-open"'}, 412),
        ({"If_Match": "1-open"}, 412),
        ({"If_None_Match": "*"}, 412),
    ],
)
async def test_a_publication_says_of_which_state_it_is_meant(
    own: Machine, headers: dict[str, str], status: int
) -> None:
    assert (await own.post("/publish", {"text": MOVED}, **headers))[0] == status


async def test_a_forum_that_is_new_is_published_where_there_is_none(house: House) -> None:
    every = await machine(house, forum=None)
    text = SOURCE.replace("id: sco-regions-2020", "id: sco-regions-2021")
    path = OWN.replace(FORUM, "sco-regions-2021")
    asked: dict[str, Any] = {"json": {"text": text}}
    first = await every.ask("POST", f"{path}/publish", headers={"If-None-Match": "*"}, **asked)
    again = await every.ask("POST", f"{path}/publish", headers={"If-None-Match": "*"}, **asked)
    assert (first.status, again.status) == (200, 412)


async def test_another_plan_than_agreed_is_not_published(own: Machine, house: House) -> None:
    body = {"text": MOVED, "plan": "none"}
    status, told = await own.post("/publish", body, If_Match="*")
    assert (status, told["detail"].startswith("The plan is now ")) == (409, True)
    assert await queued(house) == []


async def test_findings_stand_against_publishing(own: Machine, house: House) -> None:
    status, told = await own.post("/publish", {"text": BROKEN}, If_Match="*")
    assert (status, {each["code"] for each in told["findings"]} >= {"E101"}) == (422, True)
    assert await queued(house) == []


@pytest.mark.parametrize("path", ["/plan", "/publish"])
async def test_the_text_of_another_forum_is_refused(own: Machine, path: str) -> None:
    text = SOURCE.replace("id: sco-regions-2020", "id: other")
    status, told = await own.post(path, {"text": text}, If_Match="*")
    assert (status, told["detail"]) == (
        422,
        "The text is the agenda of forum 'other', not of this one.",
    )


async def test_a_forum_is_held_and_released(own: Machine, house: House) -> None:
    before = await own.mark()
    assert await own.post("/hold") == (200, {"forum": FORUM, "held": True})
    assert await own.mark() != before
    assert (await own.post("/release", If_Match=before))[0] == 412
    async with house.store.reading() as kept:
        assert await forums.held(kept, FORUM)
    assert await own.post("/release", If_Match=await own.mark()) == (
        200,
        {"forum": FORUM, "held": False},
    )
    assert (await deeds(house))[:2] == [("token:1", "release"), ("token:1", "hold")]


async def test_a_person_is_told_once_more(own: Machine, house: House) -> None:
    await own.post("/publish", {"text": MOVED}, If_Match="*")
    before = len(await queued(house))
    status, told = await own.post("/resend", {"person": "head-pk"})
    assert (status, told["forum"]) == (200, FORUM)
    assert len(await queued(house)) == before + told["queued"]


async def test_words_go_to_an_audience(own: Machine, house: House) -> None:
    body = {"audience": "head-pk", "text": {"en": "The link has changed."}}
    status, told = await own.post("/message", body)
    assert (status, told["persons"]) == (200, ["head-pk"])
    assert set(await queued(house)) == {("head-pk", "message")}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/resend", {"person": "nobody"}, 422),
        ("/resend", {"person": "../etc"}, 422),
        ("/resend", {}, 422),
        ("/resend", [], 400),
        ("/message", {"audience": "nobody", "text": {"en": "x"}}, 422),
        ("/message", {"audience": "heads", "text": {"xx": "x"}}, 422),
        ("/message", {"audience": "heads", "text": {"en": " "}}, 422),
        ("/message", {"audience": "heads", "text": {"en": "\ud800"}}, 400),
        ("/plan", {"text": SOURCE, "more": 1}, 422),
        ("/publish", {"text": SOURCE, "only": ["nobody"]}, 422),
        ("/plan", {"text": SOURCE, "only": ["head-pk", "nobody"]}, 422),
        ("/publish", {"text": "\0"}, 422),
    ],
)
async def test_what_makes_no_sense_is_refused(
    own: Machine, house: House, path: str, body: Any, status: int
) -> None:
    found, told = await own.post(path, body, If_Match="*")
    assert (found, told["status"]) == (status, status)
    assert await queued(house) == []


async def test_what_is_no_json_is_refused(own: Machine) -> None:
    kinds = {"text/plain": 415, "application/x-www-form-urlencoded": 415, "application/json": 400}
    found = {
        kind: (
            await own.ask("POST", f"{OWN}/plan", data=b"text=x", headers={"Content-Type": kind})
        ).status
        for kind in kinds
    }
    assert found == kinds


HOSTILE = {
    "deep": (b"[" * 200_000 + b"]" * 200_000, {}, 400),
    "deep within": (b'{"text":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, {}, 400),
    "long number": (b'{"text":' + b"9" * 10_000 + b"}", {}, 400),
    "no UTF-8": (b'{"text":"\xff"}', {}, 400),
    "nothing": (b"", {}, 400),
    "too much": (b" " * (talk.MOST_BYTES + 1), {}, 413),
    "packed": (gzip.compress(b'{"text":"' + b"a" * 50_000_000 + b'"}'), PACKED, 415),
    "packed badly": (b"text", PACKED, 415),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "one"}])
async def test_a_hostile_body_is_a_problem_and_no_fault(
    own: Machine, name: str, key: dict[str, str]
) -> None:
    data, headers, status = HOSTILE[name]
    kind = {"Content-Type": "application/json", **headers, **key}
    response = await own.ask("POST", f"{OWN}/message", data=io.BytesIO(data), headers=kind)
    assert (response.status, response.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


async def test_what_no_route_takes_is_a_problem_too(own: Machine) -> None:
    response = await own.ask("DELETE", f"{OWN}/source")
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD, PUT")
    assert (await response.json(content_type=None))["title"] == "Method Not Allowed"


async def test_parts_that_do_not_fit_are_named(own: Machine) -> None:
    _, told = await own.post("/publish", {"text": 1, "cancel": -1}, If_Match="*")
    assert [each["pointer"] for each in told["errors"]] == ["/text", "/cancel"]
