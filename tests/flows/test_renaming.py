"""Ids that change (`was:`): people keep their entries, whatever else happens to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import copies, holding, resend
from tests.flows.office import FORUM, Office

SPEAKERS = "[head-kz, head-cn, head-pk]"
PERSON = ("id: head-pk\n", "id: minister-pk\n    was: head-pk\n")
SPEAKS = (SPEAKERS, "[head-kz, head-cn, minister-pk]")


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    office = Office(folder=tmp_path)
    await office.tell()
    return office


async def test_a_renamed_person_who_is_then_taken_off_is_told(office: Office) -> None:
    office.edit(PERSON, SPEAKS)
    assert await office.tell() == []
    office.edit((SPEAKS[1], "[head-kz, head-cn]"))
    mails = await office.tell(cancel=2)
    assert [(each.to, each.method, each.sequence) for each in mails] == [
        ("pk@example.org", "CANCEL", 1)
    ] * 2


async def test_a_session_renamed_twice_and_cancelled_is_cancelled_for_all(office: Office) -> None:
    office.edit(("- id: plenary\n", "- id: main\n    was: plenary\n"))
    await office.tell()
    office.edit(("- id: main\n    was: plenary\n", "- id: grand\n    was: main\n"))
    await office.tell()
    office.edit(("status: confirmed", "status: cancelled"))
    assert {each.method for each in await office.tell(cancel=7)} == {"CANCEL"}
    assert (await office.plan()).steps == ()


async def test_an_item_renamed_while_a_speaker_is_taken_off_is_cancelled(office: Office) -> None:
    office.edit(
        ("- id: talks\n", "- id: speeches\n        was: talks\n"),
        (SPEAKERS, "[head-kz, head-cn]"),
    )
    told = [each for each in await office.tell(cancel=2) if each.to == "pk@example.org"]
    assert [each.method for each in told] == ["CANCEL", "CANCEL"]


async def test_an_invitation_that_waits_goes_out_to_a_person_renamed_meanwhile(
    tmp_path: Path,
) -> None:
    office = Office(folder=tmp_path)
    await office.publish()
    await holding.hold(office.desk, None)
    office.edit(PERSON, SPEAKS)
    await office.publish()
    await holding.release(office.desk, None)
    await office.send()
    assert [each.to for each in office.mails()].count("pk@example.org") == 2


async def test_nobody_takes_over_the_entries_of_somebody_who_had_their_id(office: Office) -> None:
    office.edit((SPEAKERS, "[head-kz, head-cn]"))
    await office.tell(cancel=2)
    office.text = FORUM.replace("id: head-pk\n", "id: old-pk\n")
    office.edit(
        (SPEAKERS, "[head-kz, head-pk]"),
        ("id: head-cn\n", "id: head-pk\n    was: head-cn\n"),
    )
    with pytest.raises(OrchestratorError, match="'head-pk' was somebody else's"):
        await office.publish()


async def test_what_is_sent_again_after_a_rename_names_the_session_it_belongs_to(
    office: Office,
) -> None:
    office.edit(PERSON, SPEAKS, ("10-10 12:00", "10-10 12:20"))
    first = [each for each in await office.tell() if each.to == "pk@example.org"]
    await resend.resend(office.desk, "minister-pk", None)
    await office.send()
    again = office.mails()
    whole = {each.uid for each in first if each.event and "RELATED-TO" not in each.event}
    slots = [each.event for each in again if each.event and "RELATED-TO" in each.event]
    assert {str(slot["RELATED-TO"]) for slot in slots} == whole


async def test_an_address_in_other_letters_is_the_same_mailbox(office: Office) -> None:
    office.edit(("email: pk@example.org", "email: PK@example.org"))
    assert await office.tell() == []


async def test_after_a_restore_every_object_is_newer_than_those_before(office: Office) -> None:
    office.edit((SPEAKERS, "[head-kz, head-cn]"))
    await office.tell(cancel=2)
    await copies.backup(office.desk, office.folder / "copy", with_key=False)
    office.edit(("[head-kz, head-cn]", SPEAKERS))
    ids = {each.mail["Message-ID"] for each in await office.tell()}
    office.edit(("10-10 12:00", "10-10 12:20"))
    late = await office.tell()
    ids |= {each.mail["Message-ID"] for each in late}
    for path in (office.folder / "data").glob("orchestrator.sqlite*"):
        path.unlink()
    await copies.restore(office.desk, office.folder / "copy")
    await holding.release(office.desk, None)
    again = await office.tell()
    known = {each.uid: each.sequence for each in late}
    assert {each.uid for each in again} == {*known}
    assert all(each.sequence > known[each.uid] for each in again)
    assert ids & {each.mail["Message-ID"] for each in again} == set()


async def test_a_store_that_was_emptied_is_not_taken_for_a_new_one(office: Office) -> None:
    for path in (office.folder / "data").glob("orchestrator.sqlite*"):
        path.unlink()
    with pytest.raises(OrchestratorError, match="the store is empty"):
        await office.publish()
