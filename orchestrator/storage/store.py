"""The store: one database, opened once, written in transactions, read in snapshots."""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from orchestrator.storage import faults, migrating
from orchestrator.storage.faults import StoreError
from orchestrator.system import make_folder, reason

# What every query takes first: a connection inside its transaction.
Kept = AsyncConnection

BACKENDS = ("sqlite+aiosqlite", "postgresql+asyncpg")
WAIT = 20.0  # seconds until a database that others write to counts as busy
CONNECT = 10.0  # seconds until a server counts as unreachable
ANSWER = 60.0  # seconds until a server that does not answer counts as lost
PAUSE = 0.02  # seconds between two tries
OLDEST_SERVER = 15

T = TypeVar("T")


class Store:
    """One database of one installation; `open` makes it, `close` lets it go."""

    def __init__(self, url: URL, engine: AsyncEngine) -> None:
        self.url = url
        self.place = faults.place(url)
        self._file = _file_at(url)
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._turn: asyncio.Lock | None = None
        self._direct: Engine | None = None
        if self.is_sqlite:
            self._direct = _direct_engine(url)
            # SQLite has one writer: waiting here is fair and quick, waiting there is polling.
            self._turn = asyncio.Lock()
            self._reading = engine
        else:
            self._reading = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @classmethod
    async def open(cls, url: str | URL) -> Self:
        """Open the database, making it or bringing its schema up to date where needed."""
        address = parsed(url)
        store = cls(address, _engine(address))
        try:
            await store._prepare()
        except BaseException:
            await store.close()
            raise
        return store

    @property
    def is_sqlite(self) -> bool:
        """Tell whether there is one machine and one writer."""
        return self.url.get_backend_name() == "sqlite"

    def is_in_place(self) -> bool:
        """Tell whether the file that is open is still the one at its address.

        One that was moved or removed is written on all the same, and nobody will ever read it.
        """
        return self._file == _file_at(self.url)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        if self._direct is not None:
            await asyncio.to_thread(self._direct.dispose)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Kept]:
        """Write: everything in it is kept, or nothing. Do not open one inside another."""
        async with self._alone(), self._begun(self._writing) as kept:
            yield kept

    async def at_once(self, work: Callable[[Connection], T]) -> T:
        """Write in one go: everything that the work does is kept, or nothing.

        For what is written many times a second: on SQLite the whole transaction is one visit to
        another thread, where `transaction` pays for one with each step.
        """
        if self._direct is None:
            async with self.transaction() as kept:
                return await kept.run_sync(work)
        async with self._alone():
            return await asyncio.to_thread(self._straight, self._direct, work)

    def _straight(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        with faults.reached(self.place):
            connection = engine.connect()
        with faults.spoken(self.place), connection, connection.begin():
            return work(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Kept]:
        """Read one snapshot, whatever others write meanwhile."""
        async with self._begun(self._reading) as kept:
            yield kept

    async def schema(self) -> str:
        """Return the schema's name, for `status`."""
        async with self.reading() as kept:
            return await migrating.schema(kept) or ""

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        if self._turn is None:
            yield
            return
        try:
            async with asyncio.timeout(WAIT):
                await self._turn.acquire()
        except TimeoutError:
            raise StoreError(faults.BUSY, place=self.place) from None
        try:
            yield
        finally:
            self._turn.release()

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[Kept]:
        connection = engine.connect()
        with faults.reached(self.place):
            await connection.start()
        with faults.spoken(self.place), faults.answered(self.place):
            try:
                async with connection.begin():
                    yield connection
            finally:
                await asyncio.shield(connection.close())

    async def _prepare(self) -> None:
        if not self.is_sqlite:
            await self._check_server()
        async with self.reading() as kept:
            done = await migrating.current(kept, self.place)
        if self.is_sqlite:
            with faults.reached(self.place):
                await asyncio.to_thread(_use_log, self.place)
        if not done:
            await self._migrate()

    async def _migrate(self) -> None:
        async with (
            self._alone(),
            self._begun(self._writing.execution_options(migrates=True)) as kept,
        ):
            await migrating.migrate(kept, self.place)
        await self._engine.dispose()  # its connection has foreign keys switched off

    async def _check_server(self) -> None:
        async with self.reading() as kept:
            version = int(await kept.scalar(text("SHOW server_version_num")) or 0) // 10_000
        if version < OLDEST_SERVER:
            raise StoreError(faults.TOO_OLD, place=self.place, version=version)


def in_file(path: Path) -> URL:
    """Return the address of a SQLite file, whatever letters its name has."""
    return URL.create("sqlite+aiosqlite", database=str(path))


def parsed(url: str | URL) -> URL:
    """Return a database's address, refused where it is none that the store can use."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(faults.UNKNOWN_KIND, place=str(url).rpartition("@")[2]) from None
    if address.drivername not in BACKENDS or not address.database:
        raise StoreError(faults.UNKNOWN_KIND, place=address.render_as_string(hide_password=True))
    return address


class _File(sqlite3.Connection):
    """A connection that gives up its locks when it is closed.

    A task that is cancelled within a transaction may leave a cursor behind, and SQLite keeps a
    closed connection, with its transaction, for as long as there is one.
    """

    def close(self) -> None:
        """Roll back what is open, then close."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


def _file_at(url: URL) -> tuple[int, int] | None:
    """Return what tells a file from every other; None where none is, or a server."""
    if url.get_backend_name() != "sqlite":
        return None
    try:
        found = Path(url.database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        _make_file(Path(url.database or ""))
        engine = create_async_engine(
            url,
            connect_args={"timeout": WAIT, "factory": _File},
            pool_timeout=WAIT,
            hide_parameters=True,  # a traceback stands in logs, and parameters are people
        )
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        url,
        pool_pre_ping=True,  # a server may have been started again since
        pool_timeout=WAIT,
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT,
            "command_timeout": ANSWER,
            "server_settings": {"application_name": "orchestrator"},
        },
    )


def _direct_engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite"),
        connect_args={"timeout": WAIT, "factory": _File},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(writes=True)


def _make_file(path: Path) -> None:
    """Make the file readable by its owner only; SQLite gives its log the same mode.

    One that is there is not touched: closing it would drop the locks that this process has on it.
    """
    try:
        make_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as wrong:
        raise StoreError(faults.CLOSED, place=path, reason=reason(wrong)) from None


def _use_log(path: str) -> None:
    """Switch the file, for good, to a log: readers and the writer do not wait for each other."""
    with closing(sqlite3.connect(path)) as connection:
        until = time.monotonic() + WAIT
        while not _switched(connection):
            # Where two switch at once, SQLite refuses one of them without waiting.
            if time.monotonic() > until:
                raise StoreError(faults.BUSY, place=path)
            time.sleep(PAUSE)


def _switched(connection: sqlite3.Connection) -> bool:
    try:
        [mode] = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    except sqlite3.OperationalError as wrong:
        if wrong.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return bool(mode == "wal")


def _set_up_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's
    # The driver would begin transactions by its own lights: only _begin_sqlite does.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # wiped bodies hold personal links
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    told = connection.get_execution_options()
    if told.get("migrates"):
        # A step copies tables, and inside a transaction this would be without effect.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    # A transaction that begins by reading could not become a writer after somebody else wrote.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if told.get("writes") else "BEGIN")
