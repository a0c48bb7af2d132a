"""What becomes of messages that wait while the organiser goes on publishing."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestrator.delivery import Deferred, FolderTransport, Mail, Transport
from orchestrator.delivery.mail import Mark
from tests.flows.office import Mailing, Office

ASSISTANT = "office.kz@example.org"
HEAD = "kz@example.org"
START = "starts: 2030-10-10 12:00"
SEVEN = datetime(2030, 10, 10, 7, 0, tzinfo=UTC)


class Busy(Mailing):
    """A mail server that takes some people's mail later."""

    later: Container[str] = ()

    async def send(self, mail: Mail, before_data: Mark) -> str:
        if mail.recipient in self.later:
            raise Deferred("451 4.2.1 later")
        return await super().send(mail, before_data)


@dataclass(kw_only=True)
class BusyOffice(Office):
    """An office whose mail server takes some people's mail later."""

    later: Container[str] = (ASSISTANT,)

    def transport(self, kind: type[FolderTransport]) -> Transport:  # noqa: ARG002 - the office's
        found = Busy(self.folder / "told")
        found.later = self.later
        return found


@pytest.fixture
def office(tmp_path: Path) -> BusyOffice:
    return BusyOffice(folder=tmp_path)


async def test_an_assistants_copy_that_waits_goes_out_whatever_else_is_published(
    office: BusyOffice,
) -> None:
    await office.tell()
    office.edit(("{ru: Выступления, zh-Hans: 发言", "{ru: Выступления, zh-Hans: 讲话"))
    await office.publish()
    office.later = ()
    await office.send()
    told = [mail for mail in office.mails() if mail.to == ASSISTANT]
    assert len(told) == 2
    assert {mail.method for mail in told} == {"REQUEST"}


async def test_who_is_withdrawn_hears_of_it_though_a_copy_of_the_invitation_still_waits(
    office: BusyOffice,
) -> None:
    await office.tell()
    office.edit(("speakers: [head-kz, head-cn, head-pk]", "speakers: [head-cn, head-pk]"))
    office.later = ()
    found = await office.tell(cancel=9)
    called_off = [mail.to for mail in found if mail.method == "CANCEL" and "kz" in mail.to]
    assert sorted(called_off) == [HEAD, HEAD, ASSISTANT, ASSISTANT]  # of session and slot


async def test_what_only_an_assistant_has_read_is_taken_back_by_a_message(
    office: BusyOffice,
) -> None:
    office.later = ()
    await office.tell()
    office.edit((START, "starts: 2030-10-10 12:20"))
    await office.publish()
    office.later = (HEAD,)
    await office.send()
    office.mails()
    office.later = ()
    office.edit(("starts: 2030-10-10 12:20", START))
    found = [mail for mail in await office.tell() if mail.to == ASSISTANT]
    assert [mail.start for mail in found] == [SEVEN, SEVEN]


async def test_a_clock_that_was_put_back_does_not_make_the_newer_object_the_older(
    office: BusyOffice,
) -> None:
    office.later = ()
    first = await office.tell()
    office.now -= timedelta(hours=1)
    office.edit(("{ru: Пленарное заседание", "{ru: Заседание"))
    second = await office.tell()
    stamps = [
        [mail.event["DTSTAMP"].to_ical() for mail in told if mail.event] for told in (first, second)
    ]
    assert min(stamps[1]) > max(stamps[0])


async def test_a_copy_given_up_for_a_change_that_is_taken_back_goes_out_after_all(
    office: BusyOffice,
) -> None:
    await office.tell()
    office.edit((START, "starts: 2030-10-10 12:20"))
    await office.publish()
    office.edit(("starts: 2030-10-10 12:20", START))
    office.later = ()
    found = [mail for mail in await office.tell() if mail.to == ASSISTANT]
    assert [mail.start for mail in found] == [SEVEN, SEVEN]
