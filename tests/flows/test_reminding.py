"""Reminders as people get them: at the right hour of their own clock, once, and only if of use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestrator import sandbox
from orchestrator.storage import entries
from tests.flows.office import FORUM, Office

RULES = FORUM.replace(
    "reminders:\n",
    "record: {sent: 1 h, due: 1 day}\n"
    "reminders:\n  - {id: answer, before: 3 days, to: unanswered}\n",
)
START = datetime(2030, 10, 10, 7, 0, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    office = Office(folder=tmp_path, text=RULES)
    await office.tell()
    return office


async def at(office: Office, moment: datetime) -> list[tuple[str, str]]:
    """Return who got what at a moment: address and the mark at the beginning of the subject."""
    office.now = moment
    await office.send()
    return [(each.to, each.subject.partition("]")[0] + "]") for each in office.mails()]


async def answer(office: Office, person: str, partstat: str) -> None:
    async with office.desk.store() as store, store.transaction() as kept:
        await entries.answer(
            kept,
            "regions-2030",
            person,
            "session-plenary",
            partstat=partstat,
            sequence=0,
            stamp=office.now,
            verified=True,
        )


async def test_ten_in_the_morning_is_everybodys_own(office: Office) -> None:
    day = START.replace(hour=0) - timedelta(days=1)
    await answer(office, "governor", "ACCEPTED")
    await at(office, day)  # the nudge of two days before
    assert [to for to, _ in await at(office, day + timedelta(hours=2))] == ["cn@example.org"]
    # Almaty, Yekaterinburg and Karachi are five hours ahead of UTC.
    assert [to for to, _ in await at(office, day + timedelta(hours=5))] == [
        "chair@example.org",
        "kz@example.org",
        "office.kz@example.org",
        "pk@example.org",
    ]
    assert await at(office, day + timedelta(hours=6)) == []


async def test_only_those_who_have_not_answered_are_asked_again(office: Office) -> None:
    await answer(office, "head-cn", "ACCEPTED")
    await answer(office, "head-pk", "DECLINED")
    await answer(office, "governor", "TENTATIVE")
    asked = await at(office, START - timedelta(days=3))
    assert [to for to, _ in asked] == ["kz@example.org", "office.kz@example.org"]


async def test_who_has_declined_is_not_reminded(office: Office) -> None:
    await at(office, START - timedelta(days=3))
    await answer(office, "head-cn", "DECLINED")
    assert await at(office, START.replace(hour=2) - timedelta(days=1)) == []


async def test_the_form_comes_an_hour_before_to_be_filled(office: Office) -> None:
    office.now = START - timedelta(hours=1)
    await office.send()
    form = next(each for each in office.mails() if "attachment" in str(each.mail))
    (file,) = form.mail.iter_attachments()
    data = file.get_payload(decode=True)
    assert isinstance(data, bytes)
    assert (form.to, file.get_filename()) == ("chair@example.org", "plenary.ru.docx")
    assert "regions-2030" in repr(sandbox.read(data, "docx"))


async def test_a_reminder_that_has_become_pointless_is_never_sent(office: Office) -> None:
    assert await at(office, START + timedelta(hours=1)) == []


async def test_a_moved_session_takes_its_reminders_along(office: Office) -> None:
    office.edit(("starts: 2030-10-10 12:00", "starts: 2030-10-12 12:00"))
    await office.tell()
    assert await at(office, START.replace(hour=2) - timedelta(days=1)) == []
    asked = await at(office, START.replace(day=11, hour=2))
    assert "cn@example.org" in [to for to, _ in asked]
