from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from orchestrator.storage import (
    Conflict,
    Store,
    claims,
    deliveries,
    forums,
    keys,
    marks,
    revisions,
)
from orchestrator.storage.tables import deliveries as table
from tests.storage.rows import (
    FORUM,
    ME,
    MINUTE,
    NOW,
    claim,
    everything,
    ids,
    put,
    queue,
    ready,
    reminding,
    states,
    telling,
    write,
)


def test_the_same_person_thing_and_publication_make_the_same_key() -> None:
    key = keys.telling("f", "p", "t", "request", 3)
    assert key == keys.telling("f", "p", "t", "request", 3)
    others = {
        keys.telling("f", "p", "t", "request", 4),
        keys.telling("f", "p", "t", "cancel", 3),
        keys.telling("f", "p", "t", "request", 3, resend=1),
        keys.telling("f", "p", "t", "request", 3, copy=1),
        keys.telling("f", "p", "u", "request", 3),
        keys.telling("f", "q", "t", "request", 3),
        keys.telling("g", "p", "t", "request", 3),
        keys.reminding("f", "p", "t", "request", NOW),
    }
    assert key not in others
    assert len(others) == 8


def test_a_reminder_of_the_same_instant_has_the_same_key_in_every_zone() -> None:
    there = NOW.astimezone(tz=None)
    key = keys.reminding("f", "p", "t", "r", NOW)
    assert key == keys.reminding("f", "p", "t", "r", there)
    assert key != keys.reminding("f", "p", "t", "r", NOW + MINUTE)


async def test_a_row_queued_twice_is_there_once(store: Store) -> None:
    row = telling(details={"to": {"day": "Шанба"}})
    assert await queue(store, row, row) == {row.key}
    assert await queue(store, row) == set()
    [found] = await everything(store)
    assert (found.key, found.state, found.domain, found.attempts) == (
        row.key,
        "pending",
        "example.org",
        0,
    )
    assert (found.due, found.details, found.doubt) == (NOW, {"to": {"day": "Шанба"}}, False)


async def test_a_thousand_rows_are_queued_at_once(store: Store) -> None:
    rows = [telling(f"person-{n}") for n in range(2_500)]
    assert len(await queue(store, *rows)) == 2_500
    assert [row.key for row in await everything(store)] == [row.key for row in rows]


async def test_only_what_still_waits_can_be_taken_back(store: Store) -> None:
    await queue(store, telling("a"), telling("b", due=NOW + MINUTE))
    await claim(store)
    rows = await everything(store)
    async with store.transaction() as kept:
        assert await deliveries.supersede(kept, ids(rows), now=NOW) == 1
    assert await states(store) == ["leased", "superseded"]


async def test_a_reminder_planned_anew_for_its_old_instant_comes_back_to_life(
    store: Store,
) -> None:
    first, second = reminding(due=NOW), reminding(due=NOW + MINUTE)
    await queue(store, first)
    async with store.transaction() as kept:
        await deliveries.supersede(kept, [1], now=NOW)
        await deliveries.queue(kept, [second])
    async with store.transaction() as kept:
        await deliveries.supersede(kept, [2], now=NOW)
        there_and_back = reminding(due=NOW, publication=3, details={"n": 3})
        assert await deliveries.queue(kept, [there_and_back]) == {first.key}
    one, two = await everything(store)
    assert (one.state, one.publication, one.details, one.ended) == ("pending", 3, {"n": 3}, None)
    assert two.state == "superseded"


async def test_what_was_sent_or_may_have_been_is_never_queued_again(store: Store) -> None:
    sent, doubtful, invitation = reminding("a"), reminding("b"), telling("c")
    await queue(store, sent, doubtful, invitation)
    [one, two, three] = await claim(store)
    await put(
        store,
        marks.sent(one.id, ME, now=NOW),
        marks.deferred(two.id, ME, now=NOW, due=NOW, reason="lost", doubt=True),
        marks.freed(three.id, ME),
    )
    async with store.transaction() as kept:
        await deliveries.supersede(kept, [two.id, three.id], now=NOW)
        assert await deliveries.queue(kept, [sent, doubtful, invitation]) == set()
    assert await states(store) == ["sent", "superseded", "superseded"]


@pytest.mark.parametrize(
    ("state", "declared", "written_counts", "told"),
    [
        ("pending", False, False, True),
        ("leased", False, False, True),
        ("sent", False, False, True),
        ("held", False, False, True),
        ("written", False, False, False),
        ("written", False, True, True),
        ("written", True, False, True),
        ("failed", False, True, False),
        ("superseded", False, True, False),
        ("expired", False, True, False),
    ],
)
async def test_what_counts_as_told(
    store: Store, state: str, *, declared: bool, written_counts: bool, told: bool
) -> None:
    await queue(store, telling())
    async with store.transaction() as kept:
        await kept.execute(update(table).values(state=state, declared=declared))
        found = await deliveries.last_told(kept, FORUM, written_counts=written_counts)
    assert list(found) == ([("ivanov", "day")] if told else [])


async def test_the_newest_is_told_and_beside_it_what_cannot_be_taken_back(store: Store) -> None:
    await queue(store, telling(publication=1), telling(publication=2), telling("b"))
    async with store.transaction() as kept:
        await kept.execute(update(table).where(table.c.publication == 1).values(state="sent"))
        await deliveries.queue(kept, [telling("c", publication=3)])
        told = await deliveries.last_told(kept, FORUM, written_counts=False)
    found = {
        person: (of.newest.publication, of.settled and of.settled.publication)
        for (person, _), of in told.items()
    }
    assert found == {"ivanov": (2, 1), "b": (1, 1), "c": (3, None)}


async def test_copies_trials_and_reminders_tell_nobody(store: Store) -> None:
    await queue(store, telling(copy=1), telling(purpose="trial"), reminding(), telling("z"))
    await queue(store, telling("z", purpose="cancel", publication=2))
    async with store.reading() as kept:
        told = await deliveries.last_told(kept, FORUM, written_counts=True)
    assert {key: of.newest.purpose for key, of in told.items()} == {("z", "day"): "cancel"}


async def test_every_state_is_counted_and_reminders_apart(store: Store) -> None:
    await queue(store, telling("a"), telling("b"), reminding("a"))
    [a, _, reminder] = await claim(store)
    await put(
        store,
        marks.sent(a.id, ME, now=NOW),
        marks.deferred(reminder.id, ME, now=NOW, due=NOW, reason="lost", doubt=True),
    )
    zeros = dict.fromkeys((*deliveries.STATES, "in_doubt"), 0)
    expected = {
        "deliveries": zeros | {"leased": 1, "sent": 1},
        "reminders": zeros | {"pending": 1, "in_doubt": 1},
    }
    async with store.reading() as kept:
        assert await deliveries.counts(kept) == expected
        assert await deliveries.counts(kept, FORUM) == expected
        assert await deliveries.counts(kept, "other") == {"deliveries": zeros, "reminders": zeros}


async def test_what_is_kept_back_goes_on_or_is_given_up(store: Store) -> None:
    await queue(store, telling("a"), telling("b"))
    [a, b] = await claim(store)
    await put(store, *[marks.held(row.id, ME, reason="may have arrived") for row in (a, b)])
    async with store.transaction() as kept:
        assert await deliveries.resume(kept, [a.id], now=NOW + MINUTE) == 1
        assert await deliveries.drop(kept, [a.id, b.id], now=NOW, reason="by hand") == 1
    one, two = await everything(store)
    assert (one.state, one.due, one.reason) == ("pending", NOW + MINUTE, None)
    assert (two.state, two.ended, two.reason) == ("failed", NOW, "by hand")


async def test_what_lies_in_a_folder_is_declared_told_once(store: Store) -> None:
    await queue(store, telling("a"), telling("b"), telling("c"))
    [a, b, c] = await claim(store)
    await put(store, *[marks.written(row.id, ME, now=NOW, name="x") for row in (a, b)])
    await put(store, marks.sent(c.id, ME, now=NOW))
    async with store.transaction() as kept:
        assert await deliveries.declare(kept, FORUM, person="a") == 1
        assert await deliveries.declare(kept, FORUM) == 1
        assert await deliveries.declare(kept, FORUM) == 0
    assert [row.declared for row in await everything(store)] == [True, True, False]


async def test_what_came_back_failed_and_is_found_by_its_message(store: Store) -> None:
    await queue(store, telling("a"), telling("b"))
    [a, b] = await claim(store)
    await write(store, a, body=b"x", message_id="<1@example.org>")
    await put(store, marks.sent(a.id, ME, now=NOW))
    async with store.transaction() as kept:
        [found] = await deliveries.by_message(kept, "<1@example.org>")
        assert found.id == a.id
        assert await deliveries.bounced(kept, [a.id, b.id], now=NOW, reason="unknown") == 1
        again = await deliveries.get(kept, a.id)
    assert again is not None
    assert (again.state, again.reason) == ("failed", "unknown")


async def test_every_end_wipes_the_bytes(store: Store) -> None:
    await queue(store, *[telling(name) for name in "abcdefg"])
    rows = await claim(store)
    await write(store, *rows, body=b"link")
    one, two, three, four, five, six, seven = ids(rows)
    await put(
        store,
        marks.sent(one, ME, now=NOW),
        marks.written(two, ME, now=NOW),
        marks.failed(three, ME, now=NOW, reason="550"),
        marks.expired(four, ME, now=NOW, reason="late"),
        marks.superseded(five, ME, now=NOW, reason="newer"),
        marks.freed(six, ME),
        marks.held(seven, ME, reason="doubt"),
    )
    async with store.transaction() as kept:
        await deliveries.supersede(kept, [six], now=NOW)
        await deliveries.drop(kept, [seven], now=NOW, reason="by hand")
        bodies = (await kept.execute(select(table.c.body))).scalars().all()
        ends = (await kept.execute(select(table.c.ended))).scalars().all()
    assert list(bodies) == [None] * 7
    assert list(ends) == [NOW] * 7


async def test_a_head_that_moved_is_a_conflict(store: Store) -> None:
    given: dict[str, Any] = {"digest": "d", "origin": "file", "by": "cli", "made": NOW}
    async with store.transaction() as kept:
        await ready(kept, "a", "b")
        await revisions.expect_head(kept, "a", None)
        assert await revisions.add(kept, "a", text="one", published=NOW, **given) == 1
        assert await revisions.add(kept, "a", text="two", **given) == 2
        assert await revisions.add(kept, "b", text="other", **given) == 1
        await revisions.expect_head(kept, "a", 2)
        with pytest.raises(Conflict) as wrong:
            await revisions.expect_head(kept, "a", 1)
        assert (wrong.value.head, wrong.value.exit_code) == (2, 4)
        head, published = await revisions.head(kept, "a"), await revisions.published(kept, "a")
        assert head is not None
        assert published is not None
        assert (head.text, published.text) == ("two", "one")
        await revisions.publish(kept, "a", 2, NOW + timedelta(days=1))
        newest, gone = await revisions.published(kept, "a"), await revisions.get(kept, "a", 3)
        assert (newest and newest.number, gone) == (2, None)
        forum = await forums.get(kept, "a")
    assert forum is not None
    assert (forum.head, forum.held) == (2, False)


async def test_what_was_superseded_in_doubt_may_have_been_read(store: Store) -> None:
    await queue(store, telling(publication=1))
    [row] = await claim(store)
    again = marks.deferred(row.id, ME, now=NOW, due=NOW, reason="lost", doubt=True)
    await put(store, again)
    async with store.transaction() as kept:
        await deliveries.supersede(kept, [row.id], now=NOW)
    await queue(store, telling(publication=2))
    async with store.reading() as kept:
        told = (await deliveries.last_told(kept, FORUM, written_counts=False))["ivanov", "day"]
    assert (told.newest.publication, told.settled and told.settled.id) == (2, row.id)


async def _given_up(store: Store, way: str, row: deliveries.Delivery) -> None:
    """Let a message that may have arrived be superseded, one way or another."""
    if way == "deferred":
        await queue(store, telling(publication=2))
        again = marks.deferred(row.id, ME, now=NOW, due=NOW, reason="lost", doubt=True)
        await put(store, again)
        return
    await put(store, marks.intent(row.id, ME, at=NOW, lease=MINUTE))
    if way == "reaped":
        await queue(store, telling(publication=2))
    async with store.transaction() as kept:
        await claims.reap(kept, now=NOW, everything=True)
        if way == "taken back":
            await deliveries.supersede(kept, [row.id], now=NOW)
    if way == "cleared":
        await queue(store, telling(publication=2))
        async with store.transaction() as kept:
            await claims.clear(kept, now=NOW)


@pytest.mark.parametrize("way", ["deferred", "reaped", "cleared", "taken back"])
async def test_what_may_have_arrived_goes_out_after_all_as_the_same_bytes(
    store: Store, way: str
) -> None:
    await queue(store, telling(publication=1))
    [row] = await claim(store)
    await write(store, row, body=b"as it went out")
    await _given_up(store, way, row)
    first, *rest = await everything(store)
    assert (first.state, first.doubt) == ("superseded", True)
    async with store.transaction() as kept:
        await deliveries.supersede(kept, ids(rest), now=NOW)
        assert await deliveries.revive(kept, FORUM, {("ivanov", "day", 1, 0)}, now=NOW) == 1
    assert [again.body for again in await claim(store)] == [b"as it went out"]


async def test_what_is_not_sent_again_after_a_month_loses_its_bytes(store: Store) -> None:
    await queue(store, telling(publication=1))
    [row] = await claim(store)
    await write(store, row, body=b"link")
    await _given_up(store, "taken back", row)
    async with store.transaction() as kept:
        assert await deliveries.wipe(kept, NOW) == 0
        assert await deliveries.wipe(kept, NOW + MINUTE) == 1
        assert await kept.scalar(select(table.c.body)) is None
