from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, delete, update
from sqlalchemy.exc import DBAPIError

from orchestrator.storage import (
    Kept,
    Store,
    answers,
    audit,
    entries,
    forums,
    links,
    mails,
    meta,
    proposals,
    records,
)
from orchestrator.storage.answers import Answer
from orchestrator.storage.entries import Entry
from orchestrator.storage.tables import audit as audit_table
from tests.storage.rows import FORUM, MINUTE, NOW, ready

DAY = timedelta(days=1)


def entry(person: str = "ivanov", thing: str = "day", **given: Any) -> Entry:
    values: dict[str, Any] = {"uid": f"{person}.{thing}@x", "sequence": 0, "changed": 0} | given
    return Entry(forum=FORUM, person=person, thing=thing, **values)


def answer(person: str = "ivanov", **given: Any) -> Answer:
    values: dict[str, Any] = {
        "partstat": "ACCEPTED",
        "sequence": 0,
        "stamp": NOW,
        "given": NOW,
        "way": "mail",
    }
    row: dict[str, Any] = {
        "forum": FORUM,
        "person": person,
        "thing": "day",
        "trust": 2,
        "applied": True,
    }
    return Answer(**(row | values | given))


async def answered(kept: Kept, person: str = "ivanov", partstat: str = "ACCEPTED") -> bool:
    given: dict[str, Any] = {"partstat": partstat, "sequence": 0, "stamp": NOW, "verified": True}
    return await entries.answer(kept, FORUM, person, "day", **given)


async def test_forums_are_known_once_and_listed_by_id(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, "b", "a", "b")
        assert [forum.id for forum in await forums.every(kept)] == ["a", "b"]
        assert await forums.get(kept, "c") is None
        assert not await forums.held(kept, "c")


async def test_an_entry_is_raised_under_its_old_name_and_its_answers_time_stays(
    store: Store,
) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        await entries.keep(kept, [])
        await entries.keep(kept, [entry(), entry("petrov")])
        assert await answered(kept)
        assert not await answered(kept, "nobody")
        await entries.keep(kept, [entry(sequence=1, changed=1, thread="<1@x>")])
        found = await entries.of(kept, FORUM)
    assert list(found) == [("ivanov", "day"), ("petrov", "day")]
    raised = found["ivanov", "day"]
    assert (raised.sequence, raised.changed, raised.thread) == (1, 1, "<1@x>")
    assert (raised.partstat, raised.verified) == ("NEEDS-ACTION", False)
    assert (raised.answer_sequence, raised.answer_stamp) == (0, NOW)


async def test_a_persons_own_entries_are_theirs_in_that_forum_by_thing(store: Store) -> None:
    own = [entry(), entry(thing="item-1")]
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        await entries.keep(kept, [*own, entry("petrov")])
        assert await entries.own(kept, FORUM, "ivanov") == {each.thing: each for each in own}
        assert await entries.own(kept, "another", "ivanov") == {}


async def test_an_entry_is_found_by_its_uid_unless_two_forums_claim_it(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM, "other")
        await entries.keep(kept, [entry()])
        assert await entries.by_uid(kept, "ivanov.day@x") == entry()
        assert await entries.get(kept, FORUM, "ivanov", "day") == entry()
        assert await entries.by_uid(kept, "unknown@x") is None
        assert await entries.get(kept, FORUM, "ivanov", "night") is None
        other = Entry(
            forum="other", person="a", thing="b", uid="ivanov.day@x", sequence=0, changed=0
        )
        await entries.keep(kept, [other])
        assert await entries.by_uid(kept, "ivanov.day@x") is None


async def test_two_entries_of_one_forum_never_share_a_uid(store: Store) -> None:
    async def keep() -> None:
        async with store.transaction() as kept:
            await ready(kept, FORUM)
            await entries.keep(kept, [entry(uid="same"), entry("petrov", uid="same")])

    with pytest.raises(DBAPIError):
        await keep()


async def test_every_answer_is_kept_and_the_newest_applied_one_stands(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        for given in (
            answer(),
            answer(partstat="DECLINED", comment="болен\0\ud800"),
            answer(partstat="TENTATIVE", applied=False),
            answer("petrov", way="page"),
        ):
            await answers.add(kept, given)
        found = await answers.of(kept, FORUM)
        newest = await answers.newest(kept, FORUM)
        assert [row.id for row in await answers.of(kept, FORUM, "petrov")] == [4]
    assert [row.partstat for row in found] == ["ACCEPTED", "DECLINED", "TENTATIVE", "ACCEPTED"]
    assert {key[0]: row.partstat for key, row in newest.items()} == {
        "ivanov": "DECLINED",
        "petrov": "ACCEPTED",
    }
    assert found[1].comment == "болен\ufffd\ufffd"


async def test_a_proposal_stays_open_until_it_is_closed_once(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        first = await proposals.add(
            kept, FORUM, kind="counter", made=NOW, person="ivanov", details={"начало": "12:00"}
        )
        second = await proposals.add(kept, FORUM, kind="stranger", made=NOW)
        assert await proposals.close(kept, first, NOW)
        assert not await proposals.close(kept, first, NOW + DAY)
        assert [row.id for row in await proposals.of(kept, FORUM)] == [second]
        one, two = await proposals.of(kept, FORUM, closed=True)
    assert (one.details, one.closed, two.details) == ({"начало": "12:00"}, NOW, {})


async def test_what_became_of_a_proposal_is_decided_once(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        details = {"start": "2020-10-30T07:00:00Z", "comment": "праздник"}
        made: dict[str, Any] = {
            "kind": "counter",
            "made": NOW,
            "person": "ivanov",
            "details": details,
        }
        first = await proposals.add(kept, FORUM, **made)
        await proposals.add(kept, FORUM, **made | {"person": "petrov"})
        closed = [await proposals.close(kept, first, NOW, each) for each in ("taken", "declined")]
        (one,) = await proposals.by(kept, FORUM, "ivanov")
    assert (closed, one.decision, one.details) == (
        [True, False],
        "taken",
        {**details, "decision": "taken"},
    )


async def test_a_mail_read_before_is_known_by_its_digest(store: Store) -> None:
    given: dict[str, Any] = {"message_id": "<1@x>", "raw": b"\0\xffFrom: a", "received": NOW}
    async with store.transaction() as kept:
        assert not await mails.known(kept, digest="d")
        first = await mails.keep(kept, digest="d", **given)
        assert await mails.keep(kept, digest="d", **given) is None
        assert await mails.known(kept, digest="d")
        assert first is not None
        await mails.close(kept, first, "applied")
        found = await mails.get(kept, first)
        assert await mails.get(kept, 99) is None
    assert found is not None
    assert (found.raw, found.outcome, found.received) == (b"\0\xffFrom: a", "applied", NOW)


async def test_a_record_has_revisions_each_with_its_state(store: Store) -> None:
    given: dict[str, Any] = {"language": "ru", "state": "draft", "by": "rapporteur", "made": NOW}
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        assert await records.newest(kept, FORUM, "day") is None
        assert await records.add(kept, FORUM, "day", content={"n": 1}, **given) == 1
        assert await records.add(kept, FORUM, "day", content={"n": 2}, **given) == 2
        assert await records.add(kept, FORUM, "eve", content={}, **given) == 1
        step = {"was": "draft", "state": "approved"}
        assert await records.advance(kept, FORUM, "day", 2, **step)
        assert not await records.advance(kept, FORUM, "day", 2, **step)
        found = [(row.revision, row.state) for row in await records.of(kept, FORUM, "day")]
        newest = await records.newest(kept, FORUM, "day")
        assert await records.sessions(kept, FORUM) == ["day", "eve"]
    assert found == [(2, "approved"), (1, "draft")]
    assert newest is not None
    assert newest.content == {"n": 2}


async def test_a_link_is_made_once_used_and_opened_anew(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        link = await links.ensure(kept, "a1", forum=FORUM, person="ivanov", scope="page")
        again = await links.ensure(kept, "a2", forum=FORUM, person="ivanov", scope="page")
        own = await links.ensure(kept, "a3", forum=FORUM, scope="feed")
        assert again == link
        assert await links.ensure(kept, "a4", forum=FORUM, scope="feed") == own
        assert await links.use(kept, "a1", NOW)
        assert await links.use(kept, "a1", NOW + MINUTE)
        assert await links.revoke(kept, "a1", NOW)
        assert not await links.revoke(kept, "a1", NOW)
        assert await links.get(kept, "a2") is None
        assert [row.id for row in await links.of(kept, FORUM)] == ["a3", "a1"]
        assert await links.renew(kept, "a1", NOW + DAY)
        found = await links.get(kept, "a1")
        assert not await links.renew(kept, "a2")
    assert found is not None
    assert (found.generation, found.used, found.revoked) == (2, None, None)
    assert found.expires == NOW + DAY


async def test_what_was_done_is_listed_newest_first(store: Store) -> None:
    async with store.transaction() as kept:
        await audit.add(kept, at=NOW, actor="cli", action="publish", forum="a")
        await audit.add(kept, at=NOW, actor="cli", action="hold", forum="b", details={"n": 1})
        assert [(row.action, row.details) for row in await audit.latest(kept)] == [
            ("hold", {"n": 1}),
            ("publish", {}),
        ]
        assert [row.action for row in await audit.latest(kept, forum="a")] == ["publish"]
        assert len(await audit.latest(kept, limit=1)) == 1


@pytest.mark.parametrize("wish", [update(audit_table).values(actor="nobody"), delete(audit_table)])
async def test_the_audit_can_only_be_added_to(store: Store, wish: Executable) -> None:
    async with store.transaction() as kept:
        await audit.add(kept, at=NOW, actor="cli", action="publish")
    with pytest.raises(DBAPIError, match="the audit is only added to"):
        async with store.transaction() as kept:
            await kept.execute(wish)
    async with store.reading() as kept:
        assert [row.actor for row in await audit.latest(kept)] == ["cli"]


async def test_the_last_value_under_a_name_is_remembered(store: Store) -> None:
    async with store.transaction() as kept:
        assert await meta.get(kept, "tzdata") is None
        await meta.put(kept, "tzdata", "2025a")
        await meta.put(kept, "tzdata", "2026a")
        assert await meta.get(kept, "tzdata") == "2026a"
