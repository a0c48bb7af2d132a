"""A message reaches whom it names: a group, or one person, even one who has left the forum."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.errors import UsageError
from orchestrator.secretariat.message import NOBODY, Words, message, preview, proofs
from tests.flows.office import Office

WORDS = Words(subject={}, text={"ru": "Благодарим за участие, {person}."})
LEFT = "  - id: head-pk\n"


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    office = Office(folder=tmp_path)
    await office.tell()
    start = office.text.index(LEFT)
    person = office.text[start : office.text.index("sessions:\n")]
    following = person.find("\n  - id: ", 1)
    office.edit((person if following < 0 else person[: following + 1], ""), (", head-pk]", "]"))
    await office.tell(cancel=9)
    return office


async def test_somebody_who_has_left_is_written_to_by_their_own_id(office: Office) -> None:
    sent = await message(office.desk, WORDS, "head-pk", None)
    assert [person.id for person in sent.persons] == ["head-pk"]
    assert [each.readers for each in proofs(sent)] == [1]
    await office.send()
    assert [mail.to for mail in office.mails()] == ["pk@example.org"]


async def test_no_group_means_somebody_who_has_left(office: Office) -> None:
    found = await preview(office.desk, WORDS, "everyone", None)
    assert "head-pk" not in [person.id for person in found.persons]


async def test_who_was_never_told_anything_is_nobody(office: Office) -> None:
    with pytest.raises(UsageError):
        await preview(office.desk, WORDS, "head-ru", None)


async def test_a_message_that_reaches_nobody_is_not_sent(office: Office) -> None:
    with pytest.raises(UsageError) as refused:
        await preview(office.desk, WORDS, "observers", None)
    assert refused.value.message == NOBODY
