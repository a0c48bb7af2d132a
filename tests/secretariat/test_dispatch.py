from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from orchestrator.secretariat.dispatch import Dispatcher
from orchestrator.storage import Kept, Store, deliveries
from orchestrator.storage.deliveries import New
from tests.secretariat.post import FORUM, NOW, Post


class Slow(Store):
    """A store in which nothing can be read until somebody lets it."""

    open_again: asyncio.Event

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Kept]:
        if hasattr(self, "open_again"):
            await self.open_again.wait()
        async with super().reading() as kept:
            yield kept


def words() -> New:
    return New(
        key="words",
        forum=FORUM,
        person="uz-head",
        purpose="message",
        publication=1,
        recipient="head@example.org",
        due=NOW,
        created=NOW,
        message_id="<words@example.org>",
        details={"language": "en", "own": {"en": "Hello."}, "headline": None},
    )


async def test_what_is_still_being_written_keeps_its_lease(tmp_path: Path) -> None:
    post = Post(folder=tmp_path)
    await post.publish()
    store = await Slow.open(post.url)
    async with store.transaction() as kept:
        await deliveries.queue(kept, [words()])
    dispatcher = Dispatcher(post.desk, store, post.desk.transport(), timedelta(minutes=1))
    store.open_again = asyncio.Event()
    sweeping = asyncio.create_task(dispatcher.sweep())
    before = await leased(post)
    await asyncio.sleep(0.05)
    await dispatcher.extend()
    assert await leased(post) > before
    store.open_again.set()
    await sweeping
    await dispatcher.settle()
    assert dispatcher.tally.written == 1
    await store.close()


async def leased(post: Post) -> timedelta:
    """Return when the lease of the words ends, once they are leased."""
    while True:
        (row,) = [each for each in await post.deliveries() if each.key == "words"]
        if row.lease is not None:
            return row.lease - NOW
        await asyncio.sleep(0.01)
