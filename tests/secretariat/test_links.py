from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestrator.secretariat import links
from orchestrator.storage import Store, forums
from orchestrator.storage import links as rows

KEY = b"a key for tests"
NOW = datetime(2020, 10, 20, 7, 0, tzinfo=UTC)
BASE = "https://forum.example.org/"


def counting() -> Callable[[int], bytes]:
    """Return a source of chance that counts."""
    numbers = iter(range(256))
    return lambda length: bytes([next(numbers)] * length)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
    async with opened.transaction() as kept:
        await forums.ensure(kept, "forum", NOW)
    yield opened
    await opened.close()


async def link(
    store: Store, *, person: str = "head-in", scope: str = links.SPEAKER, base: str | None = BASE
) -> str | None:
    async with store.transaction() as kept:
        return await links.url_for(
            kept, KEY, base, forum="forum", person=person, scope=scope, now=NOW, chance=counting()
        )


async def opens(store: Store, text: str, now: datetime = NOW) -> str | None:
    async with store.reading() as kept:
        found = await links.opened(kept, KEY, text, now)
    return found.person if found else None


def test_a_token_is_34_letters_that_no_mail_client_cuts_off() -> None:
    made = links.token(KEY, links.fresh(counting()), links.SPEAKER, 1)
    assert len(made) == 34
    assert links.LETTERS.issuperset(made)


def test_the_same_row_gives_the_same_token() -> None:
    assert links.token(KEY, "0" * 12, "speaker", 1) == links.token(KEY, "0" * 12, "speaker", 1)


@pytest.mark.parametrize(
    ("key", "link", "scope", "generation"),
    [
        (b"another key", "0" * 12, "speaker", 1),
        (KEY, "1" * 12, "speaker", 1),
        (KEY, "0" * 12, "feed", 1),
        (KEY, "0" * 12, "speaker", 2),
    ],
)
def test_a_seal_holds_for_one_key_link_scope_and_generation(
    key: bytes, link: str, scope: str, generation: int
) -> None:
    parts = links.split(links.token(KEY, "0" * 12, "speaker", 1))
    assert parts is not None
    assert links.verify(KEY, parts[0], parts[1], "speaker", 1)
    assert not links.verify(key, link, parts[1], scope, generation)


def test_a_token_typed_from_paper_is_understood() -> None:
    typed = "O1I" + "l" * 9 + "A" * 22
    assert links.split(typed) == ("011" + "1" * 9, "a" * 22)


@pytest.mark.parametrize("text", ["", "0" * 33, "0" * 35, "u" * 34, "0" * 33 + "é", "-" * 34])
def test_what_can_be_no_token_is_none(text: str) -> None:
    assert links.split(text) is None


async def test_a_link_stays_the_same_when_it_is_told_again(store: Store) -> None:
    first, again = await link(store), await link(store)
    assert first == again
    assert first is not None
    assert first.startswith("https://forum.example.org/s/")


@pytest.mark.parametrize(
    ("scope", "shape"),
    [
        (links.SPEAKER, r"/s/\w{34}"),
        (links.DELEGATION, r"/s/\w{34}"),
        (links.RAPPORTEUR, r"/r/\w{34}"),
        (links.FEED, r"/c/\w{34}\.ics"),
    ],
)
def test_each_scope_leads_to_its_page(scope: str, shape: str) -> None:
    assert re.fullmatch(shape, links.path(KEY, "0" * 12, scope, 1))


async def test_whoever_gets_a_page_gets_a_calendar_with_it(store: Store) -> None:
    await link(store)
    async with store.reading() as kept:
        found = [(row.person, row.scope) for row in await rows.of(kept, "forum")]
    assert found == [("head-in", "feed"), ("head-in", "speaker")]


async def test_without_a_base_url_there_is_no_link_and_no_row(store: Store) -> None:
    assert await link(store, base=None) is None
    async with store.reading() as kept:
        assert await rows.of(kept, "forum") == []


async def test_a_link_opens_what_it_was_made_for(store: Store) -> None:
    url = await link(store)
    assert url is not None
    assert await opens(store, url[-34:]) == "head-in"


async def test_a_forged_seal_opens_nothing(store: Store) -> None:
    url = await link(store)
    assert url is not None
    last = "0" if url[-1] != "0" else "1"
    assert await opens(store, url[-34:-1] + last) is None


async def test_an_id_without_a_row_opens_nothing(store: Store) -> None:
    assert await opens(store, links.token(KEY, "0" * 12, "speaker", 1)) is None


async def test_a_revoked_link_opens_nothing_and_is_not_told_again(store: Store) -> None:
    url = await link(store)
    assert url is not None
    async with store.transaction() as kept:
        await rows.revoke(kept, url[-34:-22], NOW)
    assert await opens(store, url[-34:]) is None
    assert await link(store) is None


async def test_a_renewed_link_shuts_the_old_one(store: Store) -> None:
    old = await link(store)
    assert old is not None
    async with store.transaction() as kept:
        await rows.renew(kept, old[-34:-22])
    new = await link(store)
    assert new is not None
    assert (await opens(store, old[-34:]), await opens(store, new[-34:])) == (None, "head-in")


async def test_a_link_is_shut_at_the_instant_it_expires(store: Store) -> None:
    url = await link(store)
    assert url is not None
    end = NOW + timedelta(days=1)
    async with store.transaction() as kept:
        await rows.renew(kept, url[-34:-22], expires=end)
    url = await link(store)
    assert url is not None
    before = end - timedelta(microseconds=1)
    assert (await opens(store, url[-34:], before), await opens(store, url[-34:], end)) == (
        "head-in",
        None,
    )
