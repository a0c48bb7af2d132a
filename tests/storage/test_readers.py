"""What assistants were told, links that end and open again, and what is forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from orchestrator.storage import Store, links, mails, meta, proposals, readers
from orchestrator.storage.deliveries import New
from tests.storage.rows import FORUM, NOW, queue, ready, telling


def copy(recipient: str, **given: Any) -> New:
    values: dict[str, Any] = {"copy": 1, "recipient": recipient, "details": {"language": "ru"}}
    return telling(**values | given)


async def told(store: Store, *, written_counts: bool = False) -> list[tuple[str, str, int]]:
    async with store.reading() as kept:
        found = await readers.copies(kept, FORUM, written_counts=written_counts)
    return [(each.recipient, each.language, each.publication) for each in found]


async def test_the_newest_copy_that_counts_as_told_is_named_for_each_reader(store: Store) -> None:
    await queue(
        store,
        telling(details={"language": "ru"}),
        copy("a@example.org"),
        copy("b@example.org", copy=2),
        copy("a@example.org", publication=2),
    )
    assert await told(store) == [("b@example.org", "ru", 1), ("a@example.org", "ru", 2)]


async def test_a_link_ends_and_opens_again_and_a_revoked_one_stays_shut(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        row = await links.ensure(
            kept, "one", forum=FORUM, scope="delegation:a@example.org", person="ivanov"
        )
        assert (row.kind, row.reader) == ("delegation", "a@example.org")
        await links.expire(kept, ["one"], NOW)
        ended = await links.get(kept, "one")
        await links.expire(kept, ["one"], None)
        back = await links.get(kept, "one")
    assert [each and each.expires for each in (ended, back)] == [NOW, None]


async def test_a_first_value_stands(store: Store) -> None:
    async with store.transaction() as kept:
        assert [await meta.first(kept, "key", each) for each in "ab"] == ["a", "a"]


async def test_old_letters_lose_their_words_unless_something_waits(store: Store) -> None:
    async with store.transaction() as kept:
        await ready(kept, FORUM)
        for digest in ("decided", "open"):
            mail = await mails.keep(
                kept, digest=digest, message_id=None, raw=b"words", received=NOW
            )
            asked = await proposals.add(kept, FORUM, kind="unclear", made=NOW, mail=mail)
            if digest == "decided":
                await proposals.close(kept, asked, NOW)
        assert await mails.wipe(kept, NOW - timedelta(seconds=1)) == 0
        assert await mails.wipe(kept, NOW) == 1
        assert await mails.wipe(kept, NOW) == 0
        assert await proposals.sweep(kept, NOW) == 1
        assert len(await proposals.of(kept, FORUM, closed=True)) == 1
