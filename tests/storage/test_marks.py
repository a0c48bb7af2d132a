from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import DBAPIError

from orchestrator.storage import Store, StoreError, claims, in_file, marks
from orchestrator.storage.columns import DatabaseClock, Instant
from orchestrator.storage.marks import Mark, Marks
from orchestrator.storage.tables import deliveries as table
from tests.storage.rows import ME, MINUTE, NOW, claim, everything, ids, put, queue, telling, write

T = TypeVar("T")

ALL = (
    marks.intent(1, ME, at=NOW, lease=MINUTE),
    marks.announced(1, ME, at=NOW, lease=MINUTE, body=b"x", message_id="m"),
    marks.extended(1, ME, lease=MINUTE),
    marks.sent(1, ME, now=NOW),
    marks.written(1, ME, now=NOW),
    marks.deferred(1, ME, now=NOW, due=NOW, reason="r"),
    marks.failed(1, ME, now=NOW, reason="r"),
    marks.expired(1, ME, now=NOW, reason="r"),
    marks.superseded(1, ME, now=NOW, reason="r"),
    marks.held(1, ME, reason="r"),
    marks.freed(1, ME),
)


async def test_a_mark_lands_only_while_its_owner_holds_the_row(store: Store) -> None:
    await queue(store, telling())
    for mark in ALL:
        assert await put(store, mark) == set(), mark  # pending: nobody's
    await claim(store, owner="somebody else")
    before = await everything(store)
    for mark in ALL:
        assert await put(store, mark) == set(), mark
    assert await everything(store) == before


async def test_a_row_taken_back_and_claimed_anew_refuses_its_first_owner(store: Store) -> None:
    await queue(store, telling())
    await claim(store)
    async with store.transaction() as kept:
        await kept.execute(update(table).values(state="pending", owner=None))
    await claim(store, owner="second")
    assert await put(store, marks.sent(1, ME, now=NOW)) == set()
    assert await put(store, marks.sent(1, "second", now=NOW, reply="250 ok")) == {1}
    [row] = await everything(store)
    assert (row.state, row.reason, row.owner, row.lease) == ("sent", "250 ok", None, None)


async def test_a_lease_runs_on_the_databases_clock_and_is_renewed_with_the_intent(
    store: Store,
) -> None:
    await queue(store, telling())
    await claim(store, lease=MINUTE)
    await put(store, marks.intent(1, ME, at=NOW, lease=timedelta(hours=1)))
    async with store.reading() as kept:
        now = Instant().process_result_value(
            await kept.scalar(DatabaseClock().select()), kept.dialect
        )
    [row] = await everything(store)
    assert row.lease is not None
    assert now is not None
    assert timedelta(minutes=59) < row.lease - now <= timedelta(hours=1)
    assert row.intent == NOW


async def test_an_intent_can_bring_the_bytes_along(store: Store) -> None:
    await queue(store, telling())
    await claim(store)
    await put(store, marks.announced(1, ME, at=NOW, lease=MINUTE, body=b"x", message_id="<1@x>"))
    async with store.transaction() as kept:
        [row] = await claims.reap(kept, now=NOW, everything=True)
    assert (row.doubt, row.message_id) == (True, "<1@x>")
    assert [row.body for row in await claim(store)] == [b"x"]


async def test_a_row_freed_untried_has_no_attempt_more(store: Store) -> None:
    await queue(store, telling())
    await claim(store)
    await put(store, marks.freed(1, ME))
    [row] = await everything(store)
    assert (row.state, row.attempts, row.owner) == ("pending", 0, None)


async def test_doubt_once_there_stays(store: Store) -> None:
    await queue(store, telling())
    for doubt in (True, False):
        await claim(store)
        await put(store, marks.deferred(1, ME, now=NOW, due=NOW, reason="r", doubt=doubt))
    await claim(store)
    await put(store, marks.sent(1, ME, now=NOW))
    assert [(row.state, row.doubt) for row in await everything(store)] == [("sent", True)]


class Counting(Store):
    """A store that counts its transactions."""

    transactions = 0

    async def at_once(self, work: Callable[[Connection], T]) -> T:
        self.transactions += 1
        return await super().at_once(work)


async def test_marks_of_many_tasks_share_few_transactions(without_rows: str) -> None:
    store = await Counting.open(without_rows)
    await queue(store, *[telling(f"p{n}") for n in range(300)])
    rows = ids(await claim(store, limit=300))
    store.transactions = 0
    group = Marks(store)
    found = await asyncio.gather(*[group.put(marks.sent(row, ME, now=NOW)) for row in rows])
    await group.close()
    assert found == [True] * 300
    assert store.transactions <= 2
    assert {row.state for row in await everything(store)} == {"sent"}
    await store.close()


async def test_marks_of_one_row_keep_their_order(store: Store) -> None:
    await queue(store, telling("a"), telling("b"))
    await claim(store)
    group = Marks(store)
    found = tuple(
        await asyncio.gather(
            group.put(marks.extended(1, ME, lease=MINUTE)),
            group.put(marks.sent(1, ME, now=NOW)),
            group.put(marks.failed(1, ME, now=NOW, reason="550")),
            group.put(marks.sent(2, ME, now=NOW)),
        )
    )
    assert found == (True, True, False, True)
    assert [row.state for row in await everything(store)] == ["sent", "sent"]


async def test_a_mark_that_cannot_be_set_does_not_fail_the_others(store: Store) -> None:
    await queue(store, *[telling(f"p{n}") for n in range(3)])
    await claim(store)
    wrong = Mark(kind="ended", id=2, owner=ME, values={"state": None, "ended": NOW, "reason": ""})
    group = Marks(store)
    one, two, three = await asyncio.gather(
        group.put(marks.sent(1, ME, now=NOW)),
        group.put(wrong),
        group.put(marks.sent(3, ME, now=NOW)),
        return_exceptions=True,
    )
    assert (one, three) == (True, True)
    assert isinstance(two, DBAPIError)
    assert [row.state for row in await everything(store)] == ["sent", "leased", "sent"]


async def test_who_gives_up_waiting_takes_no_other_mark_along(store: Store) -> None:
    await queue(store, telling("a"), telling("b"))
    await claim(store)
    group = Marks(store)
    hasty = asyncio.create_task(group.put(marks.sent(1, ME, now=NOW)))
    patient = asyncio.create_task(group.put(marks.sent(2, ME, now=NOW)))
    await asyncio.sleep(0)
    hasty.cancel()
    assert await patient
    with pytest.raises(asyncio.CancelledError):
        await hasty
    await group.close()


class Failing(Store):
    """A store whose disk is full until it is not."""

    full = True

    async def at_once(self, work: Callable[[Connection], T]) -> T:
        return await super().at_once(lambda connection: self._lost(work(connection)))

    def _lost(self, done: T) -> T:
        if self.full:
            raise StoreError("full")
        return done


async def test_a_store_that_fails_is_told_to_all_and_the_next_marks_are_set(
    without_rows: str,
) -> None:
    store = await Failing.open(without_rows)
    store.full = False
    await queue(store, telling("a"), telling("b"))
    await claim(store)
    store.full = True
    group = Marks(store)
    sent = [marks.sent(row, ME, now=NOW) for row in (1, 2)]
    failed = await asyncio.gather(*[group.put(mark) for mark in sent], return_exceptions=True)
    assert [type(wrong) for wrong in failed] == [StoreError, StoreError]
    store.full = False
    assert await asyncio.gather(*[group.put(mark) for mark in sent]) == [True, True]
    await store.close()


def content(path: Path) -> bytes:
    return path.read_bytes()


async def test_the_bytes_of_what_ended_lie_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = await Store.open(in_file(path))
    secret = b"https://forum.example.org/p/very-personal-link" * 200
    await queue(store, telling())
    await write(store, *await claim(store), body=secret)
    await put(store, marks.sent(1, ME, now=NOW))
    await store.close()
    assert b"very-personal-link" not in content(path)
