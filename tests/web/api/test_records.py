"""Records by machine: written of the state that was seen, submitted, approved, fetched."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from orchestrator.secretariat import links
from orchestrator.storage import audit
from orchestrator.web.minutes_files import WORD
from tests.minutes.pencil import Pencil
from tests.web.api.machine import OWN, Machine, machine
from tests.web.house import FORUM, LAST_USED, NOW, House, publish
from tests.web.recorded import CONSENSUS, SOURCE, bring

FORM = "/records/plenary/form"
DECISIONS = "o/outcome/decisions"
PLACE = "/lists/o~1outcome~1decisions"
NOTES = "o/outcome/notes"


@pytest.fixture
async def own(house: House) -> Machine:
    return await machine(house)


async def ask(
    own: Machine, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, Any, str]:
    """Return the status of a change, what it says, and the ETag."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = await own.ask(method, OWN + path, json=body, headers=named)
    told = await response.json(content_type=None)
    return response.status, told, response.headers.get("ETag", "")


def decided(*texts: str) -> dict[str, Any]:
    rows = [{"key": None, "cells": [text, CONSENSUS]} for text in texts]
    return {"lists": {DECISIONS: rows}}


async def test_what_is_written_is_kept_and_the_rest_stays(own: Machine) -> None:
    _, form, etag = await ask(own, "GET", FORM)
    body = {"fields": {NOTES: "One\r\nTwo"}, **decided("Adopted.")}
    status, told, after = await ask(own, "PATCH", FORM, body, If_Match=etag)
    wanted = form | {
        "revision": 1,
        "state": "draft",
        "made": "2020-10-20T07:00:00Z",
        "fields": form["fields"] | {NOTES: "One\nTwo"},
        "lists": form["lists"] | decided("Adopted.")["lists"],
    }
    assert (status, told, etag, after) == (200, wanted, '"0.1"', '"1.1"')
    assert await ask(own, "GET", FORM) == (200, wanted, after)


async def test_rows_that_nobody_wrote_are_taken_out_and_those_of_the_form_stay(
    own: Machine,
) -> None:
    _, form, _ = await ask(own, "GET", FORM)
    await ask(own, "PATCH", FORM, decided("Adopted.", "Noted."), If_Match="*")
    body: dict[str, Any] = {"lists": {DECISIONS: [], "h/attendance": []}}
    _, told, _ = await ask(own, "PATCH", FORM, body, If_Match="*")
    assert told["lists"] == form["lists"]


@pytest.mark.parametrize(
    ("etag", "status"),
    [(None, 428), ('"0.1"', 200), ("*", 200), ('"7.1"', 412), ('W/"0.1"', 412), ("0.1", 412)],
)
async def test_a_change_of_a_form_says_of_which_state_it_is_meant(
    own: Machine, etag: str | None, status: int
) -> None:
    headers = {"If_Match": etag} if etag else {}
    assert (await ask(own, "PATCH", FORM, decided("Adopted."), **headers))[0] == status


async def test_who_comes_late_is_shown_both_changes(own: Machine) -> None:
    await ask(own, "PATCH", FORM, {"fields": {NOTES: "Theirs."}}, If_Match='"0.1"')
    body = {"fields": {NOTES: "Mine."}, **decided("Adopted.")}
    status, told, _ = await ask(own, "PATCH", FORM, body, If_Match='"0.1"')
    (conflict,) = told["conflicts"]
    assert (status, conflict["key"], conflict["mine"], conflict["theirs"]) == (
        412,
        NOTES,
        "Mine.",
        "Theirs.",
    )
    assert (told["form"]["revision"], told["form"]["lists"][DECISIONS]) == (
        1,
        decided("Adopted.")["lists"][DECISIONS],
    )


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"fields": {"o/nowhere/notes": "x"}}, "/fields/o~1nowhere~1notes"),
        ({"lists": {"o/nowhere/decisions": []}}, "/lists/o~1nowhere~1decisions"),
        ({"lists": {DECISIONS: [{"cells": ["x"]}]}}, f"{PLACE}/0/cells"),
        ({"lists": {DECISIONS: [{"key": "d/ru", "cells": ["", ""]}]}}, f"{PLACE}/0/key"),
        (
            {"lists": {"h/attendance": [{"key": "d/in", "cells": ["", "", ""]}] * 2}},
            "/lists/h~1attendance/1/key",
        ),
        ({"fields": {NOTES: 1}}, f"/fields/{NOTES.replace('/', '~1')}"),
        ({"wrong": {}}, "/wrong"),
    ],
)
async def test_what_the_form_has_no_place_for_is_named(own: Machine, body: Any, where: str) -> None:
    status, told, _ = await ask(own, "PATCH", FORM, body, If_Match="*")
    assert (status, [each["pointer"] for each in told["errors"]]) == (422, [where])


async def test_a_record_goes_its_way_and_is_locked(own: Machine, house: House) -> None:
    _, _, draft = await ask(own, "PATCH", FORM, decided("Adopted.", "Noted."), If_Match='"0.1"')
    _, sent, submitted = await ask(own, "POST", "/records/plenary/submit", If_Match=draft)
    path = "/records/plenary/approve"
    status, doubted, _ = await ask(own, "POST", path, If_Match=submitted)
    assert (status, [each["code"] for each in doubted["doubts"]]) == (409, ["W424"])
    _, told, approved = await ask(own, "POST", f"{path}?anyway=true", If_Match=submitted)
    assert (sent["state"], told["state"], told["revision"]) == ("submitted", "approved", 3)
    for method, path, body in (
        ("PATCH", "form", decided("Later.")),
        ("POST", "submit", None),
        ("POST", "reopen", None),
        ("POST", "approve", None),
    ):
        status, _, _ = await ask(own, method, f"/records/plenary/{path}", body, If_Match=approved)
        assert status == 409
    record = (await own.get("/records/plenary"))["record"]
    assert [(each["number"], each["text"]) for each in record["decisions"]] == [
        (1, "Adopted."),
        (2, "Noted."),
    ]
    async with house.store.reading() as kept:
        deeds = [(each.actor, each.action) for each in await audit.latest(kept)][:3]
    assert deeds == [("token:1", "approve"), ("token:1", "submit"), ("token:1", "draft")]


async def test_decisions_are_numbered_on_through_the_edition(own: Machine, house: House) -> None:
    await bring(house, "approved", "expert-session", "First.")
    await ask(own, "PATCH", FORM, decided("Second."), If_Match="*")
    for step in ("submit", "approve"):
        await ask(own, "POST", f"/records/plenary/{step}?anyway=true", If_Match="*")
    record = (await own.get("/records/plenary"))["record"]
    assert [each["number"] for each in record["decisions"]] == [2]


async def test_another_state_than_the_one_that_was_seen_is_not_submitted(own: Machine) -> None:
    _, _, draft = await ask(own, "PATCH", FORM, decided("Adopted."), If_Match="*")
    await ask(own, "PATCH", FORM, decided("Refused."), If_Match=draft)
    assert (await ask(own, "POST", "/records/plenary/submit", If_Match=draft))[0] == 412
    assert (await ask(own, "POST", "/records/plenary/submit"))[0] == 428


async def test_an_item_that_is_not_decided_is_named(own: Machine) -> None:
    status, told, _ = await ask(own, "POST", "/records/plenary/submit", If_Match="*")
    assert (status, told["undecided"]) == (422, ["outcome"])


async def test_an_empty_record_is_submitted_only_where_it_is_said_that_it_is_meant(
    own: Machine,
) -> None:
    path = "/records/connection-test/submit"
    status, told, _ = await ask(own, "POST", path, If_Match="*", Accept_Language="ru")
    (doubt,) = told["doubts"]
    assert (status, doubt["code"], doubt["message"] != "") == (409, "W423", True)
    status, told, _ = await ask(own, "POST", f"{path}?anyway=true", If_Match="*")
    assert (status, told["state"]) == (200, "submitted")
    assert (await ask(own, "POST", f"{path}?anyway=perhaps", If_Match="*"))[0] == 422


async def word(house: House) -> Pencil:
    """Return the form as the rapporteur's page hands it out."""
    page = await house.link("secretary", links.RAPPORTEUR)
    response = await house.client.get(f"{page}/plenary/form.docx")
    return Pencil(await response.read())


async def hand_in(
    own: Machine, data: bytes, kind: str = WORD, query: str = "", session: str = "plenary"
) -> tuple[int, Any]:
    path = f"{OWN}/records/{session}/form{query}"
    response = await own.ask("POST", path, data=BytesIO(data), headers={"Content-Type": kind})
    return response.status, await response.json(content_type=None)


async def test_a_filled_form_that_a_machine_hands_in_is_kept(own: Machine, house: House) -> None:
    pencil = await word(house)
    pencil.fill(DECISIONS, 1, "Adopted.", CONSENSUS)
    status, told = await hand_in(own, pencil.saved())
    assert (status, told["revision"], told["state"]) == (200, 1, "draft")
    assert told["lists"][DECISIONS] == decided("Adopted.")["lists"][DECISIONS]
    assert await hand_in(own, pencil.saved()) == (200, told)
    _, form, _ = await ask(own, "GET", FORM)
    assert form == told


async def test_a_form_that_says_something_else_than_the_record_shows_both(
    own: Machine, house: House
) -> None:
    pencil = await word(house)
    pencil.write(NOTES, "Mine.")
    await ask(own, "PATCH", FORM, {"fields": {NOTES: "Theirs."}}, If_Match="*")
    status, told = await hand_in(own, pencil.saved())
    (conflict,) = told["conflicts"]
    assert (status, conflict["mine"], conflict["theirs"]) == (412, "Mine.", "Theirs.")
    status, told = await hand_in(own, pencil.saved(), query="?over=true")
    assert (status, told["fields"][NOTES]) == (200, "Mine.")


async def test_a_file_that_is_no_form_of_the_session_changes_nothing(
    own: Machine, house: House
) -> None:
    good = (await word(house)).saved()
    before = await house.digest({**LAST_USED, "tokens": frozenset({"used"})})
    found = [
        (await hand_in(own, data, kind, session=session))[0]
        for data, kind, session in (
            (good, WORD, "expert-session"),
            (b"PK\x03\x04 no form", WORD, "plenary"),
            (b"\xff\xfe", "text/markdown", "plenary"),
            (good, "application/octet-stream", "plenary"),
            (b"0" * (21 * 1024 * 1024), WORD, "plenary"),
            (good, WORD, "nowhere"),
        )
    ]
    assert found == [422, 422, 422, 415, 413, 404]
    assert await house.digest({**LAST_USED, "tokens": frozenset({"used"})}) == before


async def test_a_locked_record_takes_no_form(own: Machine, house: House) -> None:
    data = (await word(house)).saved()
    await bring(house, "submitted")
    assert (await hand_in(own, data))[0] == 409


async def test_a_draft_is_not_approved_and_has_no_file(own: Machine) -> None:
    status, told, _ = await ask(own, "POST", "/records/plenary/approve", If_Match="*")
    assert (status, "not submitted" in told["detail"]) == (409, True)
    status, told, _ = await ask(own, "GET", "/records/plenary/file/pdf")
    assert (status, "not approved yet" in told["detail"]) == (409, True)


async def test_a_record_given_back_is_written_on(own: Machine, house: House) -> None:
    await bring(house, "submitted")
    assert (await ask(own, "PATCH", FORM, decided("More."), If_Match="*"))[0] == 409
    assert (await ask(own, "POST", "/records/plenary/reopen", If_Match="*"))[0] == 200
    assert (await ask(own, "PATCH", FORM, decided("More."), If_Match="*"))[0] == 200


@pytest.mark.parametrize(
    ("kind", "start"),
    [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>"), ("md", b"# ")],
)
async def test_an_approved_record_is_fetched_as_a_file(
    own: Machine, house: House, kind: str, start: bytes
) -> None:
    await bring(house, "approved")
    path = f"{OWN}/records/plenary/file/{kind}"
    first = await own.ask("GET", path)
    again = await own.ask("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status, (await first.read())[: len(start)], again.status) == (200, start, 304)


async def test_the_record_of_a_session_that_is_gone_is_still_read(
    own: Machine, house: House
) -> None:
    await bring(house, "draft", "expert-session")
    head, _, rest = SOURCE.partition("  - id: expert-session\n")
    gone = head + "  - id: " + rest.partition("\n  - id: ")[2]
    await publish(house.store, gone)
    listed = [each["session"] for each in (await own.get("/records"))["items"]]
    assert "expert-session" in listed
    assert (await own.get("/records/expert-session"))["record"]["session"] == "expert-session"
    assert (await ask(own, "GET", "/records/expert-session/form"))[0] == 404


async def test_a_record_that_nobody_published_is_told_to_be_none(house: House) -> None:
    every = await machine(house, forum=None)
    other = f"{OWN.replace(FORUM, 'other')}/source"
    text = SOURCE.replace(f"id: {FORUM}", "id: other")
    begun = await every.ask("PUT", other, json={"text": text}, headers={"If-None-Match": "*"})
    assert (begun.status, NOW.year) == (200, 2020)
    for path in ("records/plenary", "records/plenary/form", "records/plenary/file/md"):
        response = await every.ask("GET", OWN.replace(FORUM, "other") + f"/{path}")
        assert response.status == 404
    listed = await every.ask("GET", OWN.replace(FORUM, "other") + "/records")
    assert (await listed.json())["items"] == []
