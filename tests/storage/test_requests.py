"""What machines asked for under keys of their own, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from orchestrator.storage import Store, requests, tokens

NOW = datetime(2030, 10, 1, 8, 0, tzinfo=UTC)


async def token(store: Store, name: str = "one") -> int:
    async with store.transaction() as kept:
        return await tokens.add(kept, hashed=name, name=name, scopes=["send"], made=NOW)


async def begin(store: Store, token: int, key: str = "key") -> requests.Request | None:
    async with store.transaction() as kept:
        return await requests.begin(kept, token=token, key=key, digest="digest", now=NOW)


async def test_the_first_is_let_through_and_the_next_is_told_its_end(store: Store) -> None:
    own = await token(store)
    assert await begin(store, own) is None
    running = await begin(store, own)
    assert running is not None
    assert (running.digest, running.status, running.body) == ("digest", None, None)
    async with store.transaction() as kept:
        await requests.end(kept, own, "key", status=200, etag='"1"', body=b"{}")
    ended = await begin(store, own)
    assert ended is not None
    assert (ended.status, ended.etag, ended.body) == (200, '"1"', b"{}")


async def test_of_many_at_once_one_is_the_first(store: Store) -> None:
    own = await token(store)
    found = await asyncio.gather(*(begin(store, own) for _ in range(6)))
    assert [each is None for each in found].count(True) == 1


async def test_keys_are_apart_by_token(store: Store) -> None:
    first, second = await token(store), await token(store, "two")
    assert [await begin(store, each) for each in (first, second)] == [None, None]


async def test_what_led_to_nothing_is_forgotten_and_so_is_what_is_old(store: Store) -> None:
    own = await token(store)
    await begin(store, own)
    async with store.transaction() as kept:
        await requests.drop(kept, own, "key")
    assert await begin(store, own) is None
    async with store.transaction() as kept:
        await requests.sweep(kept, NOW - timedelta(seconds=1))
    assert await begin(store, own) is not None
    async with store.transaction() as kept:
        await requests.sweep(kept, NOW)
    assert await begin(store, own) is None
