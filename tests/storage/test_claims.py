from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from orchestrator.storage import Store, claims, forums, marks
from orchestrator.storage.tables import deliveries as table
from tests.storage import servers
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
    reminding,
    states,
    telling,
    write,
)

OVER = timedelta(seconds=-1)


async def next_due(store: Store) -> object:
    async with store.reading() as kept:
        return await claims.next_due(kept)


async def reap(store: Store, **given: Any) -> list[str]:
    async with store.transaction() as kept:
        return [row.state for row in await claims.reap(kept, now=NOW, **given)]


async def test_what_is_due_is_claimed_oldest_first_and_once(store: Store) -> None:
    late, early, future = (NOW - MINUTE * n for n in (1, 2, -1))
    await queue(store, telling("a", due=late), telling("b", due=early), telling("c", due=future))
    assert [row.person for row in await claim(store, limit=1)] == ["b"]
    assert [row.person for row in await claim(store)] == ["a"]
    assert await claim(store) == []
    assert await next_due(store) == future
    one = (await everything(store))[0]
    assert (one.state, one.owner, one.attempts) == ("leased", ME, 1)
    assert one.lease is not None


async def test_a_claimed_row_brings_the_bytes_it_was_given_before(store: Store) -> None:
    await queue(store, telling())
    [row] = await claim(store)
    assert row.body is None
    await write(store, row, body=b"the same")
    await put(store, marks.deferred(row.id, ME, now=NOW, due=NOW, reason="451"))
    [again] = await claim(store)
    assert (again.body, again.message_id, again.attempts) == (b"the same", "<1@x>", 2)


async def test_only_the_purposes_asked_for_are_claimed(store: Store) -> None:
    await queue(store, telling(), reminding())
    assert [row.purpose for row in await claim(store, purposes=["reminder"])] == ["reminder"]
    assert [row.purpose for row in await claim(store)] == ["request"]


async def test_nothing_of_a_forum_on_hold_is_claimed(store: Store) -> None:
    await queue(store, telling())
    async with store.transaction() as kept:
        assert await forums.hold(kept, FORUM)
        assert not await forums.hold(kept, FORUM)
        assert await forums.held(kept, FORUM)
    assert await claim(store) == []
    assert await next_due(store) is None
    async with store.transaction() as kept:
        assert await forums.release(kept, FORUM)
    assert len(await claim(store)) == 1


async def test_claims_at_the_same_instant_share_the_rows(store: Store) -> None:
    await queue(store, *[telling(f"p{n}") for n in range(60)])
    found = await asyncio.gather(*[claim(store, owner=f"o{n}", limit=10) for n in range(8)])
    taken = [row.id for rows in found for row in rows]
    assert len(taken) == len(set(taken))
    rest = await claim(store)
    assert sorted(taken + ids(rest)) == list(range(1, 61))
    owners = {row.id: row.owner for rows in found for row in rows}
    rows = {row.id: row.owner for row in await everything(store)}
    assert owners.items() <= rows.items()


async def test_a_claim_does_not_wait_for_another_process(server: servers.Server) -> None:
    store = await Store.open(server.make("claims"))
    await queue(store, telling("a"), telling("b"))
    given: dict[str, Any] = {"now": NOW, "limit": 1, "lease": MINUTE}
    async with store.transaction() as first, store.transaction() as second:
        one = await claims.claim(first, owner="one", **given)
        async with asyncio.timeout(30):
            two = await claims.claim(second, owner="two", **given)
    assert ([row.person for row in one], [row.person for row in two]) == (["a"], ["b"])
    await store.close()
    server.drop("claims")


async def test_a_newer_message_about_an_entry_waits_for_the_one_on_its_way(store: Store) -> None:
    await queue(store, telling(publication=1))
    [first] = await claim(store)
    others = [telling("b"), telling(thing="b"), telling(copy=1), reminding()]
    await queue(store, telling(publication=2), *others)
    assert len(await claim(store)) == 4
    await put(store, marks.sent(first.id, ME, now=NOW))
    assert [row.publication for row in await claim(store)] == [2]


async def test_what_was_overtaken_while_on_its_way_is_not_tried_again(store: Store) -> None:
    await queue(store, telling(publication=1), reminding())
    [first, reminder] = await claim(store)
    await queue(store, telling(publication=2))
    later = NOW + MINUTE
    await write(store, first, reminder, body=b"old")
    await put(
        store,
        *[marks.deferred(id, ME, now=NOW, due=later, reason="451") for id in (1, 2)],  # noqa: A001
    )
    assert await states(store) == ["superseded", "pending", "pending"]
    one, two, _ = await everything(store)
    assert (one.ended, two.ended, two.due) == (NOW, None, later)


async def test_a_dead_lease_is_taken_back_and_a_running_one_is_not(store: Store) -> None:
    await queue(store, telling("a"))
    await claim(store, lease=OVER)
    await queue(store, telling("b"))
    await claim(store)
    assert await reap(store) == ["pending"]
    assert await states(store) == ["pending", "leased"]
    assert await reap(store, everything=True) == ["pending"]
    assert [row.owner for row in await everything(store)] == [None, None]


async def test_what_had_announced_its_data_is_in_doubt_and_keeps_its_bytes(store: Store) -> None:
    await queue(store, telling("a"), reminding("b"), telling("c"))
    rows = await claim(store)
    await write(store, *rows, body=b"x")
    announced = ids(rows)[:2]
    await put(store, *[marks.intent(row, ME, at=NOW, lease=MINUTE) for row in announced])
    assert sorted(await reap(store, everything=True, hold=["reminder"])) == [
        "held",
        "pending",
        "pending",
    ]
    found = [(row.state, row.doubt, row.intent) for row in await everything(store)]
    assert found == [("pending", True, None), ("held", True, None), ("pending", False, None)]
    assert [row.body for row in await claim(store)] == [b"x", b"x"]


async def test_what_was_overtaken_when_its_owner_died_is_superseded(store: Store) -> None:
    await queue(store, telling(publication=1))
    [row] = await claim(store)
    await write(store, row, body=b"old")
    await queue(store, telling(publication=2))
    assert await reap(store, everything=True) == ["superseded"]
    [again] = await claim(store)
    assert (again.publication, again.body) == (2, None)


async def test_neither_older_messages_nor_copies_nor_other_entries_overtake(store: Store) -> None:
    await queue(store, telling(publication=1))
    await put(store, *[marks.sent(row.id, ME, now=NOW) for row in await claim(store)])
    await queue(store, telling(publication=2))
    [second] = await claim(store)
    await queue(store, telling(publication=3, copy=1), telling("b"), telling(thing="b"))
    later = NOW + MINUTE
    await put(store, marks.deferred(second.id, ME, now=NOW, due=later, reason="451"))
    assert await states(store) == ["sent", "pending", "pending", "pending", "pending"]


async def test_a_message_that_failed_does_not_overtake(store: Store) -> None:
    await queue(store, telling(publication=1))
    await claim(store)
    await queue(store, telling(publication=2))
    async with store.transaction() as kept:
        await kept.execute(update(table).where(table.c.id == 2).values(state="failed"))
    assert await reap(store, everything=True) == ["pending"]


async def test_an_older_message_that_came_back_beside_a_newer_one_is_given_up(store: Store) -> None:
    await queue(store, telling(publication=1), telling(publication=2))
    assert [row.publication for row in await claim(store)] == [2]
    async with store.transaction() as kept:
        assert await claims.clear(kept, now=NOW) == 1
    assert await states(store) == ["superseded", "leased"]


async def test_who_has_a_new_address_is_called_off_at_the_old_one(store: Store) -> None:
    old = telling(purpose="cancel", recipient="old@example.org", publication=2)
    new = telling(recipient="new@example.org", publication=2)
    await queue(store, old, new)
    await claim(store)
    assert await reap(store, everything=True) == ["pending", "pending"]
    [first, second] = await claim(store)
    mark = marks.deferred(first.id, ME, now=NOW, due=NOW, reason="451")
    assert await put(store, mark) == {first.id}
    assert await states(store) == ["pending", "leased"]
    assert [row.id for row in await claim(store)] == [first.id]
    assert second.id > first.id


async def test_a_clock_that_was_put_back_lets_no_message_wait(store: Store) -> None:
    hour = 60 * MINUTE
    ahead = telling("a", due=NOW + hour)
    reminder = reminding("b", due=NOW + hour)
    await queue(store, ahead, reminder, telling("c"))
    [tried] = await claim(store)
    again = marks.deferred(tried.id, ME, now=NOW, due=NOW + 2 * hour, reason="451")
    await put(store, again)
    async with store.transaction() as kept:
        assert await claims.catch_up(kept, now=NOW, longest=3 * hour) == 1
        assert await claims.catch_up(kept, now=NOW, longest=hour) == 1
    assert [row.person for row in await claim(store)] == ["a", "c"]


async def test_what_comes_next_can_be_seen_without_taking_it(store: Store) -> None:
    async with store.reading() as kept:
        assert await claims.first_up(kept) is None
    await queue(store, telling("a", due=NOW + MINUTE), telling("b", due=NOW + 2 * MINUTE))
    async with store.reading() as kept:
        row = await claims.first_up(kept)
    assert row
    assert (row.person, row.state, row.attempts) == ("a", "pending", 0)
    assert await states(store) == ["pending", "pending"]
