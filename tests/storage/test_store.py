from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from orchestrator.storage import Store, StoreError, forums, in_file, meta, migrating
from orchestrator.storage.columns import DatabaseClock
from orchestrator.storage.tables import metadata
from tests.storage import servers
from tests.storage.rows import NOW


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": False}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_the_steps_make_the_tables_that_the_queries_name(store: Store) -> None:
    async with store.reading() as kept:
        assert await kept.run_sync(differences) == []


async def test_every_foreign_key_and_index_of_the_tables_is_made(store: Store) -> None:
    def made(connection: Connection) -> dict[str, set[str | None]]:
        seen = inspect(connection)
        return {
            table: {index["name"] for index in seen.get_indexes(table)}
            | {key["name"] for key in seen.get_foreign_keys(table)}
            for table in metadata.tables
        }

    async with store.reading() as kept:
        found = await kept.run_sync(made)
    wanted = {
        name: {str(index.name) for index in table.indexes}
        | {str(key.name) for key in table.foreign_key_constraints}
        for name, table in metadata.tables.items()
    }
    assert [name for name in wanted if wanted[name] - found[name]] == []


def test_the_steps_that_are_named_are_those_that_lie_in_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.FOLDER))
    steps = ScriptDirectory.from_config(config).walk_revisions("base", "heads")
    assert tuple(reversed([step.revision for step in steps])) == migrating.SCHEMAS


async def test_a_store_opened_again_is_the_same_one(url: str) -> None:
    for expected in (None, "1"):
        store = await Store.open(url)
        async with store.transaction() as kept:
            assert await meta.get(kept, "seen") == expected
            await meta.put(kept, "seen", "1")
        assert await store.schema() == migrating.SCHEMAS[-1]
        await store.close()


async def test_stores_opened_at_the_same_instant_make_the_schema_once(url: str) -> None:
    stores = await asyncio.gather(*[Store.open(url) for _ in range(6)])
    assert [await store.schema() for store in stores] == [migrating.SCHEMAS[-1]] * 6
    for store in stores:
        await store.close()


async def test_a_transaction_that_fails_keeps_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction() as kept:
            await forums.ensure(kept, "forum", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.reading() as kept:
        assert await forums.every(kept) == []


async def test_a_reader_sees_one_state_whatever_is_written_meanwhile(store: Store) -> None:
    async with store.transaction() as kept:
        await meta.put(kept, "n", "1")
    async with store.reading() as before:
        assert await meta.get(before, "n") == "1"
        async with store.transaction() as kept:
            await meta.put(kept, "n", "2")
        assert await meta.get(before, "n") == "1"
    async with store.reading() as after:
        assert await meta.get(after, "n") == "2"


async def test_writers_of_one_process_and_of_several_stores_take_turns(url: str) -> None:
    first, second = await Store.open(url), await Store.open(url)

    async def count(store: Store) -> None:
        async with store.transaction() as kept:
            await kept.execute(text("UPDATE forums SET head = head + 1"))

    async with first.transaction() as kept:
        await forums.ensure(kept, "forum", NOW)
        await kept.execute(text("UPDATE forums SET head = 0"))
    await asyncio.gather(*[count(store) for store in (first, second) for _ in range(25)])
    async with first.reading() as kept:
        assert [forum.head for forum in await forums.every(kept)] == [50]
    await first.close()
    await second.close()


async def test_tasks_cancelled_within_a_transaction_leave_no_lock_behind(store: Store) -> None:
    finished = 0

    async def count() -> None:
        nonlocal finished
        async with store.transaction() as kept:
            await kept.scalar(text("SELECT head FROM forums"))
            await kept.execute(text("UPDATE forums SET head = head + 1"))
            await meta.put(kept, "n", "1")
        finished += 1

    async with store.transaction() as kept:
        await forums.ensure(kept, "forum", NOW)
        await kept.execute(text("UPDATE forums SET head = 0"))
    ended = []
    for turn in range(60):
        tasks = [asyncio.create_task(count()) for _ in range(8)]
        await asyncio.sleep(turn / 3_000)
        for task in tasks[::2]:
            task.cancel()
        ended += await asyncio.gather(*tasks, return_exceptions=True)
    wrong = [end for end in ended if isinstance(end, Exception)]
    async with store.reading() as kept:
        [forum] = await forums.every(kept)
    assert wrong == []
    # One that is cancelled while it commits may be kept, like one whose machine stops there.
    assert finished <= (forum.head or 0) <= len(ended)


async def test_the_databases_clock_runs(store: Store) -> None:
    async with store.reading() as kept:
        first = await kept.scalar(DatabaseClock().select())
        servers.wait(0.02)
        second = await kept.scalar(DatabaseClock().select())
    assert first is not None
    assert second is not None
    assert 10_000 < second - first < 10_000_000


async def test_a_server_that_does_not_answer_in_time_is_told(store: Store) -> None:
    async def wait() -> None:
        async with store.transaction():
            raise TimeoutError  # what the driver says

    with pytest.raises(StoreError, match="cannot be reached: TimeoutError"):
        await wait()


async def test_what_is_our_own_fault_keeps_its_traceback(store: Store) -> None:
    with pytest.raises(DBAPIError):
        async with store.transaction() as kept:
            await kept.execute(text("SELECT nothing FROM nowhere"))


async def told(url: str) -> str:
    """Return what a person is told who opens this."""
    with pytest.raises(StoreError) as wrong:
        await Store.open(url)
    assert wrong.value.exit_code == 1
    return re.sub(r"\s+", " ", str(wrong.value))


async def test_an_address_of_another_kind_is_refused() -> None:
    for address in ("mysql://example.org/x", "nothing", "sqlite+aiosqlite://"):
        assert "cannot be used" in await told(address)


async def test_an_address_that_is_refused_does_not_show_its_password() -> None:
    for address in ("mysql://me:secret@example.org/x", "://me:secret@example.org"):
        assert "secret" not in await told(address)


async def test_a_schema_of_a_newer_version_is_refused(url: str) -> None:
    store = await Store.open(url)
    async with store.transaction() as kept:
        await kept.execute(text("UPDATE alembic_version SET version_num = '999'"))
    await store.close()
    said = await told(url)
    assert "newer version of this program (schema 999)" in said


async def test_a_damaged_file_and_a_foreign_one_are_refused_and_left_alone(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"this is no database" * 999)
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE theirs (n)")
        other.commit()
    before = [path.read_bytes() for path in (damaged, foreign)]
    for path in (damaged, foreign):
        said = await told(f"sqlite+aiosqlite:///{path}")
        assert f"The database '{path}' is damaged or is no database of this program." in said
    assert [path.read_bytes() for path in (damaged, foreign)] == before


async def test_a_page_that_was_overwritten_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = await Store.open(in_file(path))
    await store.close()
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert "is damaged" in await told(f"sqlite+aiosqlite:///{path}")


async def test_a_place_where_nothing_can_be_made_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="ascii")
    said = await told(f"sqlite+aiosqlite:///{in_the_way}/store.db")
    assert "cannot be opened or written" in said
    assert "cannot be opened or written" in await told(f"sqlite+aiosqlite:///{tmp_path}")


async def test_a_full_disk_is_told_in_one_sentence_and_keeps_what_was_there(
    tmp_path: Path,
) -> None:
    store = await Store.open(in_file(tmp_path / "store.db"))

    async def fill() -> None:
        async with store.transaction() as kept:
            pages = (await kept.execute(text("PRAGMA page_count"))).scalar()
            await kept.execute(text(f"PRAGMA max_page_count = {pages}"))
            await meta.put(kept, "large", "x" * 100_000)

    with pytest.raises(StoreError, match="No room is left"):
        await fill()
    async with store.reading() as kept:
        assert await meta.get(kept, "large") is None
    await store.close()


async def test_a_file_that_another_program_keeps_locked_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = await Store.open(in_file(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with store.reading() as kept:
            await kept.execute(text("PRAGMA busy_timeout = 10"))
        with pytest.raises(StoreError, match="is busy"):
            async with store.transaction():
                pass
        other.execute("ROLLBACK")
    async with store.transaction() as kept:
        await meta.put(kept, "again", "yes")
    await store.close()


async def test_the_file_and_its_log_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store ?%.db"
    store = await Store.open(in_file(path))
    async with store.transaction() as kept:
        await meta.put(kept, "a", "b")
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == {path.name + end: 0o600 for end in ("", "-wal", "-shm")}
    await store.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def killed(path: Path) -> int:
    """Let a process die within its second transaction."""
    script = (
        "import asyncio, os, sys\n"
        "from pathlib import Path\n"
        "from orchestrator.storage import Store, in_file, meta\n"
        "async def main():\n"
        "    store = await Store.open(in_file(Path(sys.argv[1])))\n"
        "    async with store.transaction() as kept:\n"
        "        await meta.put(kept, 'kept', 'yes')\n"
        "    async with store.transaction() as kept:\n"
        "        await meta.put(kept, 'lost', 'yes')\n"
        "        os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    return subprocess.run([sys.executable, "-c", script, path], timeout=60, check=False).returncode


async def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    assert killed(path) == -9
    store = await Store.open(in_file(path))
    async with store.reading() as kept:
        assert (await meta.get(kept, "kept"), await meta.get(kept, "lost")) == ("yes", None)
    await store.close()


async def test_a_server_that_cannot_be_reached_is_told() -> None:
    port = servers.unreachable_port()
    said = await told(f"postgresql+asyncpg://me:secret@127.0.0.1:{port}/x")
    assert f"The database server 'postgresql+asyncpg://me:***@127.0.0.1:{port}/x'" in said
    assert "cannot be reached" in said


async def test_a_wrong_password_and_an_unknown_database_are_told(server: servers.Server) -> None:
    said = await told(server.url(password="wrong"))  # noqa: S106 - it is not one
    assert "refuses the sign-in: password authentication failed" in said
    assert "wrong" not in said
    assert 'refuses the sign-in: database "none" does not exist' in await told(server.url("none"))


async def test_a_server_that_was_started_again_is_used_on(server: servers.Server) -> None:
    database = "restarted"
    store = await Store.open(server.make(database))
    async with store.transaction() as kept:
        await meta.put(kept, "n", "1")
    server.stop()
    server.start()
    async with store.reading() as kept:
        assert await meta.get(kept, "n") == "1"
    server.stop()
    with pytest.raises(StoreError, match="cannot be reached"):
        async with store.reading() as kept:
            await meta.get(kept, "n")
    server.start()
    async with store.reading() as kept:
        assert await meta.get(kept, "n") == "1"
    await store.close()
    server.drop(database)


async def test_a_server_that_goes_away_within_a_transaction_is_told(
    server: servers.Server,
) -> None:
    database = "gone"
    store = await Store.open(server.make(database))
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'gone'"

    async def lose() -> None:
        async with store.transaction() as kept:
            await meta.put(kept, "n", "1")
            server.tell(end)
            await meta.put(kept, "n", "2")

    with pytest.raises(StoreError, match="cannot be reached"):
        await lose()
    async with store.reading() as kept:
        assert await meta.get(kept, "n") is None
    await store.close()
    server.drop(database)
