"""Who does a head's mail may change: the new one hears what stands, the former one nothing more."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator.secretariat import links
from orchestrator.storage import links as rows
from tests.flows.office import Office
from tests.flows.test_waiting_copies import BusyOffice

OLD = "office.kz@example.org"
NEW = "protocol.kz@example.org"
ONE = f"assistants: [{{email: {OLD}}}]"
BOTH = f"assistants: [{{email: {OLD}}}, {{email: {NEW}}}]"
ANOTHER = f"assistants: [{{email: {NEW}}}]"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(folder=tmp_path, base_url="https://forum.example.org")


async def opens(office: Office, text: str) -> bool:
    """Tell whether the personal link in a mail leads anywhere."""
    found = re.search(r"https://forum\.example\.org/s/(\w+)", text)
    assert found is not None, text
    async with office.desk.store() as store, store.reading() as kept:
        link = await links.opened(kept, office.desk.key(), found[1], office.now)
    return link is not None


async def test_a_new_assistant_alone_gets_the_invitations_that_stand(office: Office) -> None:
    first = await office.tell()
    office.edit((ONE, BOTH))
    planned = await office.plan()
    assert [(s.person, s.thing, s.change, s.method, s.sequence) for s in planned.steps] == [
        ("head-kz", "session-plenary", "assistant", "REQUEST", 0),
        ("head-kz", "slot-talks", "assistant", "REQUEST", 0),
    ]
    mails = await office.tell()
    assert [(mail.to, mail.method, mail.sequence) for mail in mails] == [(NEW, "REQUEST", 0)] * 2
    own = [mail for mail in first if mail.to == OLD]
    assert {mail.uid for mail in mails} == {mail.uid for mail in own}
    assert {mail.subject for mail in mails} == {mail.subject for mail in own}
    assert {mail.mail["In-Reply-To"] for mail in mails} == {None}
    assert (await office.plan()).is_empty


async def test_a_new_assistant_is_told_whatever_changes_after(office: Office) -> None:
    await office.tell()
    office.edit((ONE, BOTH))
    await office.tell()
    office.edit(("starts: 2030-10-10 12:00", "starts: 2030-10-10 12:20"))
    mails = [mail for mail in await office.tell() if mail.to in (OLD, NEW)]
    assert [(mail.to, mail.sequence) for mail in mails] == [(OLD, 1)] * 2 + [(NEW, 1)] * 2


async def test_a_new_assistant_is_reminded_with_the_others(office: Office) -> None:
    await office.tell()
    office.edit((ONE, BOTH))
    await office.tell()
    office.now += timedelta(days=39)
    await office.send()
    reminded = [mail.to for mail in office.mails() if mail.event is None and "kz" in mail.to]
    assert sorted(reminded) == ["kz@example.org", OLD, NEW]


async def test_what_the_new_assistant_could_not_get_is_planned_again(tmp_path: Path) -> None:
    office = BusyOffice(folder=tmp_path, later=())
    await office.tell()
    office.edit((ONE, BOTH))
    office.later = (NEW,)
    assert await office.tell() == []
    assert (await office.plan()).is_empty  # it waits
    office.edit((BOTH, ONE))
    gone = await office.plan()
    assert [(step.change, step.method, len(step.supersedes)) for step in gone.steps] == [
        ("unsent", None, 1),
        ("unsent", None, 1),
    ]
    office.later = ()
    assert await office.tell() == []
    office.edit((ONE, BOTH))
    assert [mail.to for mail in await office.tell()] == [NEW, NEW]


async def test_a_former_assistant_hears_nothing_more_and_their_link_ends(office: Office) -> None:
    first = await office.tell()
    office.edit((ONE, BOTH))
    second = await office.tell()
    office.edit((BOTH, ANOTHER))
    assert await office.tell() == []
    letters = {mail.to: mail.text for mail in (*first, *second)}
    assert [await opens(office, letters[each]) for each in ("kz@example.org", OLD, NEW)] == [
        True,
        False,
        True,
    ]
    async with office.desk.store() as store, store.reading() as kept:
        found = await rows.of(kept, "regions-2030")
    shut = {row.scope for row in found if not links.is_open(row, office.now)}
    assert shut == {f"delegation:{OLD}", f"feed:{OLD}"}
    office.edit(("starts: 2030-10-10 12:00", "starts: 2030-10-10 12:20"))
    assert {mail.to for mail in await office.tell() if "kz" in mail.to} == {"kz@example.org", NEW}


async def test_an_assistant_who_returns_hears_what_they_missed_and_their_link_opens(
    office: Office,
) -> None:
    first = await office.tell()
    office.edit((f"    {ONE}\n", ""))
    await office.tell()
    office.edit(("starts: 2030-10-10 12:00", "starts: 2030-10-10 12:20"))
    assert OLD not in {mail.to for mail in await office.tell()}
    office.edit(("    email: kz@example.org\n", f"    email: kz@example.org\n    {ONE}\n"))
    assert [(mail.to, mail.sequence) for mail in await office.tell()] == [(OLD, 1), (OLD, 1)]
    letter = next(mail.text for mail in first if mail.to == OLD)
    assert await opens(office, letter)


async def test_a_link_that_was_shut_by_hand_stays_shut(office: Office) -> None:
    first = await office.tell()
    async with office.desk.store() as store, store.transaction() as kept:
        for row in await rows.of(kept, "regions-2030"):
            if row.reader == OLD:
                await rows.revoke(kept, row.id, office.now)
    office.edit((ONE, ANOTHER))
    await office.tell()
    office.edit((ANOTHER, ONE))
    await office.tell()
    assert not await opens(office, next(mail.text for mail in first if mail.to == OLD))


async def test_an_assistant_listed_before_another_takes_nothing_from_them(tmp_path: Path) -> None:
    office = BusyOffice(folder=tmp_path, later=(OLD,))
    await office.tell()
    office.edit((ONE, f"assistants: [{{email: {NEW}}}, {{email: {OLD}}}]"))
    assert [mail.to for mail in await office.tell()] == [NEW, NEW]
    office.later = ()
    await office.send()
    assert [mail.to for mail in office.mails()] == [OLD, OLD]
