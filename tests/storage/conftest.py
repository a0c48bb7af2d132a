"""One suite over both databases: a test that asks for `store` or `url` runs once on each."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from orchestrator.storage import Store, in_file
from orchestrator.storage.tables import metadata
from tests.storage import servers

NUMBERS = itertools.count(1)
EMPTY = (
    # The audit's guard is for people, not for tests.
    "SET session_replication_role = replica; "
    f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"
)


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
        yield str(in_file(tmp_path / "store.db"))
        return
    server: servers.Server = request.getfixturevalue("server")
    database = f"empty{next(NUMBERS)}"
    yield server.make(database)
    server.drop(database)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the schema in it: making it takes longer than most tests."""
    path = tmp_path_factory.mktemp("made") / "store.db"
    _make(str(in_file(path)))
    return path


@pytest.fixture(scope="session")
def shared(server: servers.Server) -> str:
    """Return the address of a server's database with the schema in it."""
    url = server.make("shared")
    _make(url)
    return url


def _make(url: str) -> None:
    async def make() -> None:
        await (await Store.open(url)).close()

    asyncio.run(make())


@pytest.fixture(params=["sqlite", "postgresql"])
def without_rows(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database with tables and no rows."""
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("made"), path)
        return str(in_file(path))
    shared: str = request.getfixturevalue("shared")
    server: servers.Server = request.getfixturevalue("server")
    server.tell(EMPTY, "shared")
    return shared


@pytest_asyncio.fixture
async def store(without_rows: str) -> AsyncIterator[Store]:
    """Return an open store."""
    opened = await Store.open(without_rows)
    yield opened
    await opened.close()
