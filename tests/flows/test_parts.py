"""What people are told of their part in a session: the chair, the rapporteur, who is to answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.office import Office
from tests.flows.test_publishing import session_of


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(folder=tmp_path)


async def test_the_chair_hears_of_a_turn_of_their_own_that_moved(office: Office) -> None:
    office.edit(("speakers: [head-kz, head-cn, head-pk]", "speakers: [head-kz, governor, head-cn]"))
    first = await office.tell()
    office.edit(("[head-kz, governor, head-cn]", "[governor, head-kz, head-cn]"))
    mails = await office.tell()
    told = session_of(mails, "chair@example.org")
    assert {each.to for each in mails} == {
        "chair@example.org",
        "kz@example.org",
        "office.kz@example.org",
    }
    assert (told.sequence, told.uid) == (0, session_of(first, "chair@example.org").uid)
    assert "12:10–12:20 Выступления" in told.text
    assert "12:00–12:10 Выступления" in told.text


async def test_a_new_rapporteur_and_a_new_chair_hear_what_they_are_to_do(office: Office) -> None:
    await office.tell()
    office.edit(("rapporteur: governor", "rapporteur: head-kz"))
    mails = await office.tell()
    assert [each.to for each in mails] == [
        "chair@example.org",
        "kz@example.org",
        "office.kz@example.org",
    ]
    assert "Вы ведёте протокол" in session_of(mails, "kz@example.org").text
    assert {each.sequence for each in mails} == {0}


async def test_a_new_deadline_is_told_to_all_who_are_asked(office: Office) -> None:
    office.edit(("    chair: governor\n", "    answer_by: 2030-10-05 18:00\n    chair: governor\n"))
    await office.tell()
    office.edit(("2030-10-05 18:00", "2030-10-01 18:00"))
    told = session_of(await office.tell(), "cn@example.org")
    assert (told.sequence, "2030年10月5日" in told.text, "2030年10月1日" in told.text) == (
        0,
        True,
        True,
    )
