"""What served only a moment is removed in time; what proves what was sent to whom is kept."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from orchestrator.languages import translator
from orchestrator.secretariat import retention, serve
from orchestrator.secretariat.checkup import checkup
from orchestrator.storage import accounts, audit, mails, proposals, sign_ins, tables, tries
from tests.flows.office import Office

DAY = timedelta(days=1)
FORUM = "regions-2030"


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    """Return an office where somebody signed in, failed to, wrote and was answered, on one day."""
    office = Office(folder=tmp_path)
    await office.tell()
    async with office.desk.store() as store, store.transaction() as kept:
        ends = office.now
        who = await accounts.add(
            kept, role="organiser", forums=None, made=ends, once="o", once_expires=ends
        )
        await sign_ins.add(kept, hashed="h", account=who, agent="", at=office.now, expires=ends)
        await tries.add(kept, "somebody", office.now)
        for digest, closed in (("decided", office.now), ("open", None)):
            mail = await mails.keep(
                kept, digest=digest, message_id=None, raw=b"words", received=office.now
            )
            asked = await proposals.add(kept, FORUM, kind="unclear", made=office.now, mail=mail)
            if closed:
                await proposals.close(kept, asked, closed)
    return office


async def left(office: Office) -> dict[str, int]:
    async with office.desk.store() as store, store.reading() as kept:
        names = ("sign_ins", "tries", "proposals", "mails", "deliveries", "audit", "revisions")
        every = [tables.metadata.tables[name] for name in names]
        return {
            each.name: await kept.scalar(select(func.count()).select_from(each)) or 0
            for each in every
        }


async def tidied(office: Office, later: timedelta) -> dict[str, int]:
    before = await left(office)
    office.now += later
    async with office.desk.store() as store:
        await retention.tidy(office.desk, store)
    after = await left(office)
    return {name: count - after[name] for name, count in before.items() if count != after[name]}


async def test_sign_ins_and_tries_go_after_a_month_and_nothing_else(office: Office) -> None:
    assert await tidied(office, 29 * DAY) == {}
    assert await tidied(office, DAY) == {"sign_ins": 1, "tries": 1}


async def test_decided_questions_and_their_letters_go_after_a_year(office: Office) -> None:
    await tidied(office, 30 * DAY)
    assert await tidied(office, 334 * DAY) == {}
    assert await tidied(office, DAY) == {"proposals": 1}
    async with office.desk.store() as store, store.reading() as kept:
        found = [await mails.get(kept, number) for number in (1, 2)]
        assert [each and each.raw for each in found] == [b"", b"words"]
        assert await mails.known(kept, digest="decided")  # it is never read twice
        assert [deed.action for deed in await audit.latest(kept)] == ["publish"]


async def test_the_service_tidies_by_itself(office: Office) -> None:
    office.now += 400 * DAY
    async with serve.running(office.desk) as rounds:
        for _ in range(100):
            if rounds.scheduler.ages()["retention"] is not None:
                break
            await asyncio.sleep(0.05)
    assert (await left(office))["sign_ins"] == 0


async def test_doctor_says_what_is_kept_how_long(office: Office) -> None:
    found = {each.name: each.sentence for each in await checkup(office.desk, translator("en"))}
    assert "30 days" in found["retention"]
    assert "365 days" in found["retention"]
