"""One suite over both databases: a test that asks for `store` runs once on each."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from orchestrator.storage import Store
from tests.storage import servers

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """Return a PostgreSQL server of our own."""
    programs = servers.programs()
    if programs is None:
        pytest.skip(servers.HINT)
    with servers.running(programs) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
        return
    server: servers.Server = request.getfixturevalue("server")
    database = f"store{next(NUMBERS)}"
    yield server.make(database)
    server.drop(database)


@pytest_asyncio.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """Return an open store."""
    opened = await Store.open(url)
    yield opened
    await opened.close()
