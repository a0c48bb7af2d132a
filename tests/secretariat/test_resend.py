"""What somebody was told is sent again on purpose, and only where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import handed
from orchestrator.secretariat.resend import MOVED_AWAY, resend
from tests.flows.office import Office

NEW = "kz2@example.org"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(folder=tmp_path)


async def test_what_was_told_goes_out_again_to_the_person_and_the_assistant(office: Office) -> None:
    await office.tell()
    assert await resend(office.desk, "head-kz", None) == ("regions-2030", 4)
    await office.send()
    assert {mail.to for mail in office.mails()} == {"kz@example.org", "office.kz@example.org"}


async def test_who_was_told_before_the_service_had_an_address_gets_a_link(tmp_path: Path) -> None:
    before = Office(folder=tmp_path)
    await before.tell()
    office = Office(folder=tmp_path, read=before.read, base_url="https://forum.example.org")
    await resend(office.desk, "head-kz", None)
    await office.send()
    own = {each.url for each in (await handed.handed(office.desk, None))[1] if each.url}
    assert len(own) == 4  # the page and the calendar, for the head and for the office
    assert all(any(url in mail.text for url in own) for mail in office.mails())


async def test_an_address_that_was_not_told_yet_is_for_publishing(office: Office) -> None:
    await office.tell()
    office.edit(("email: kz@example.org", f"email: {NEW}"))
    assert await office.tell(only=("head-cn",)) == []
    with pytest.raises(OrchestratorError) as refused:
        await resend(office.desk, "head-kz", None)
    assert refused.value.message == MOVED_AWAY
    told = await office.tell(only=("head-kz",))
    assert sorted({(mail.to, mail.method) for mail in told if "office" not in mail.to}) == [
        ("kz2@example.org", "REQUEST"),
        ("kz@example.org", "CANCEL"),
    ]
    assert await resend(office.desk, "head-kz", None) == ("regions-2030", 4)
