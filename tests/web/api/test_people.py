"""People for machines: a table is previewed, then taken into a draft of the state that was seen."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from orchestrator import agendas
from orchestrator.storage import revisions
from tests.web.api.machine import OWN, Machine, machine
from tests.web.house import FORUM, House

TABLE = "Id;E-mail;Страна\nteksler;new@example.org;\nkim;kim@example.org;Нигде\n"


def sheet(text: str = TABLE, coding: str = "utf-8", **more: Any) -> dict[str, Any]:
    return {"table": base64.b64encode(text.encode(coding)).decode(), **more}


@pytest.fixture
async def own(house: House) -> Machine:
    return await machine(house)


async def test_a_preview_keeps_nothing(own: Machine, house: House) -> None:
    before = await house.digest({"tokens": frozenset({"used"})})
    status, told = await own.post("/people/preview", sheet(coding="utf-16"))
    assert (status, told["stands"], told["base"]) == (200, True, 1)
    assert told["counts"] == {"new": 0, "changed": 1, "same": 0, "fault": 1}
    assert await house.digest({"tokens": frozenset({"used"})}) == before


async def test_what_is_taken_is_a_draft_that_nobody_is_told_of(own: Machine, house: House) -> None:
    status, told = await own.post("/people", sheet(), If_Match=await own.mark())
    assert (status, told["revision"]) == (200, 2)
    async with house.store.reading() as kept:
        head = await revisions.head(kept, FORUM)
    assert head is not None
    found = agendas.read(head.text.encode()).agenda
    assert found is not None
    assert (found.person["teksler"].email, head.published) == ("new@example.org", None)


async def test_of_another_state_nothing_is_taken(own: Machine) -> None:
    mark = await own.mark()
    assert (await own.post("/people", sheet()))[0] == 428
    assert (await own.post("/people", sheet(), If_Match=mark))[0] == 200
    assert (await own.post("/people", sheet(), If_Match=mark))[0] == 412


@pytest.mark.parametrize(
    "body",
    [
        {"table": "?"},
        sheet(columns={"A": "colour"}),
        sheet(columns={"1": "email"}),
        sheet(headings=99),
        sheet(encoding="klingon"),
        sheet("\n"),
        sheet(columns={"A": "email", "B": "email"}),
    ],
)
async def test_what_is_of_no_use_is_refused(own: Machine, body: dict[str, Any]) -> None:
    status, _ = await own.post("/people", body, If_Match=await own.mark())
    assert status == 422


async def test_the_people_are_read_as_a_table_that_changes_nothing(own: Machine) -> None:
    response = await own.ask("GET", f"{OWN}/people")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    status, told = await own.post("/people/preview", sheet(await response.text("utf-8")))
    assert (status, set(told["counts"].items())) == (
        200,
        {("new", 0), ("changed", 0), ("same", len(told["rows"])), ("fault", 0)},
    )
