"""Rows come back as values, a few at a time: long lists must not hold up the event loop."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Executable

from orchestrator.storage.store import Kept

AT_ONCE = 250  # rows that are turned into values, or values into rows, in a few milliseconds

T = TypeVar("T")


async def listed(kept: Kept, query: Executable, kind: Callable[..., T]) -> list[T]:
    """Run a query and return its rows as values of a kind."""
    found: list[T] = []
    result = await kept.execute(query)
    for some in result.mappings().partitions(AT_ONCE):
        found += [kind(**row) for row in some]
        await asyncio.sleep(0)
    return found


async def first(kept: Kept, query: Executable, kind: Callable[..., T]) -> T | None:
    """Run a query and return its first row as a value of a kind."""
    row = (await kept.execute(query)).mappings().first()
    return kind(**row) if row else None


def portions(values: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """Cut a list into lists that one statement can take."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
