from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from orchestrator.web.copies import Copies, Copy, copied
from orchestrator.web.forums import Fresh


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=2) as hands:
        yield hands


def copy(text: str) -> Copy:
    return copied(text.encode(), {"Content-Type": "text/plain"})


async def test_many_who_ask_at_once_wait_for_one_making(hands: ThreadPoolExecutor) -> None:
    copies, made, go = Copies(hands), [], threading.Event()

    def make() -> Copy:
        go.wait(5)
        made.append(1)
        return copy("page")

    asked = [asyncio.ensure_future(copies.of("key", make)) for _ in range(20)]
    await asyncio.sleep(0)
    go.set()
    assert {found.body for found in await asyncio.gather(*asked)} == {b"page"}
    assert len(made) == 1


async def test_who_goes_away_takes_nothing_from_the_others(hands: ThreadPoolExecutor) -> None:
    copies, go = Copies(hands), threading.Event()

    def make() -> Copy:
        go.wait(5)
        return copy("page")

    first, second = (asyncio.ensure_future(copies.of("key", make)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    go.set()
    assert (await second).body == b"page"


async def test_a_making_that_failed_is_tried_again(hands: ThreadPoolExecutor) -> None:
    copies, tries = Copies(hands), iter([True, False])

    def make() -> Copy:
        if next(tries):
            raise ValueError("no")
        return copy("page")

    with pytest.raises(ValueError, match="no"):
        await copies.of("key", make)
    assert (await copies.of("key", make)).body == b"page"


async def test_old_copies_go_when_room_is_needed(hands: ThreadPoolExecutor) -> None:
    copies = Copies(hands, room=20)
    for name in ("a", "b"):
        await copies.of(name, lambda name=name: copy(name * 10))  # type: ignore[misc] # bound now
    copies.get("a")  # asked for last, so b is the oldest
    await copies.of("c", lambda: copy("c" * 10))
    held = [name for name in "abc" if copies.get(name)]
    assert held == ["a", "c"]


class Seconds:
    """A clock for answers that hold for a moment."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_an_answer_holds_for_a_moment_only() -> None:
    asked, seconds = [], Seconds()

    async def ask(key: str) -> int:
        asked.append(key)
        return len(asked)

    fresh = Fresh(ask, fresh_for=1.0, clock=seconds)
    first, again = await fresh.get("a"), await fresh.get("a")
    seconds.now = 1.0
    later = await fresh.get("a")
    fresh.forget("a")
    assert (first, again, later, await fresh.get("a")) == (1, 1, 2, 3)


async def test_many_who_ask_at_once_ask_once() -> None:
    asked = []

    async def ask(key: str) -> int:
        asked.append(key)
        await asyncio.sleep(0)
        return len(asked)

    fresh = Fresh(ask, fresh_for=0.0, clock=Seconds())
    assert await asyncio.gather(*(fresh.get("a") for _ in range(10))) == [1] * 10


async def test_an_answer_that_was_under_way_when_things_changed_is_not_kept() -> None:
    asked: list[asyncio.Event] = []

    async def ask(key: str) -> str:
        asked.append(asyncio.Event())
        answer = f"{key} {len(asked)}"
        await asked[-1].wait()
        return answer

    fresh = Fresh(ask, fresh_for=60.0, clock=Seconds())
    for change in (fresh.drop, lambda: fresh.forget("a")):
        asked.clear()
        before = asyncio.create_task(fresh.get("a"))
        await _until(lambda: len(asked) == 1)
        change()
        after = asyncio.create_task(fresh.get("a"))
        await _until(lambda: len(asked) == 2)
        for each in reversed(asked):
            each.set()
        assert (await before, await after, await fresh.get("a")) == ("a 1", "a 2", "a 2")
        fresh.drop()


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0)
    pytest.fail("it never came true")


async def test_names_that_nobody_has_do_not_fill_the_memory() -> None:
    async def ask(_: int) -> None:
        return None

    fresh = Fresh(ask, fresh_for=60.0, clock=Seconds())
    for name in range(10_000):
        await fresh.get(name)
    assert len(fresh) <= 4096
