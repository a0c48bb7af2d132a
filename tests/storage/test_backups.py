from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.storage import Store, audit, backups, entries, forums, in_file, marks
from orchestrator.storage.entries import Entry
from tests.storage import servers
from tests.storage.rows import (
    FORUM,
    ME,
    MINUTE,
    NOW,
    claim,
    everything,
    put,
    queue,
    reminding,
    telling,
    write,
)

SECRET = b"https://forum.example.org/p/very-personal-link" * 200


async def filled(path: Path) -> Store:
    store = await Store.open(in_file(path))
    await queue(store, telling("a"), telling("b"), telling("c"), reminding(due=NOW + MINUTE))
    [a, b] = await claim(store, limit=2)
    await write(store, a, b, body=SECRET)
    await put(store, marks.sent(a.id, ME, now=NOW))
    async with store.transaction() as kept:
        entry = Entry(forum=FORUM, person="a", thing="day", uid="u", sequence=2, changed=1)
        await entries.keep(kept, [entry])
    return store


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_of_a_running_store_comes_back_on_hold(tmp_path: Path) -> None:
    store = await filled(tmp_path / "store.db")
    copy = tmp_path / "copy.db"
    await backups.backup(store, copy)
    await queue(store, telling("later"))
    await store.close()

    target = tmp_path / "new" / "store.db"
    restored = await backups.restore(copy, str(in_file(target)), now=NOW, actor="cli")
    assert restored == backups.Restored(forums=(FORUM,), doubtful=2)
    again = await Store.open(in_file(target))
    found = [(row.person, row.state, row.doubt) for row in await everything(again)]
    assert found == [
        ("a", "sent", False),
        ("b", "leased", True),
        ("c", "pending", True),
        ("ivanov", "pending", False),
    ]
    assert await claim(again) == []
    async with again.reading() as kept:
        assert await forums.held(kept, FORUM)
        assert [deed.action for deed in await audit.latest(kept)] == ["restore"]
        [entry] = (await entries.of(kept, FORUM)).values()
        assert (entry.sequence, entry.changed) == (2 + backups.AHEAD, 1)
    await again.close()


async def test_a_backup_holds_no_bytes_of_messages_and_is_for_its_owner_only(
    tmp_path: Path,
) -> None:
    store = await filled(tmp_path / "store.db")
    copy = tmp_path / "copy.db"
    await backups.backup(store, copy)
    await store.close()
    assert b"very-personal-link" in (tmp_path / "store.db").read_bytes()
    assert b"very-personal-link" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["copy.db", "store.db"]


async def test_neither_takes_the_place_of_a_file(tmp_path: Path) -> None:
    store = await filled(tmp_path / "store.db")
    copy, there = tmp_path / "copy.db", tmp_path / "there"
    there.write_bytes(b"precious")
    with pytest.raises(OrchestratorError, match="is there already"):
        await backups.backup(store, there)
    await backups.backup(store, copy)
    await store.close()
    with pytest.raises(OrchestratorError, match="is there already"):
        await backups.restore(copy, str(in_file(there)), now=NOW, actor="cli")
    log = tmp_path / "moved.db-wal"
    log.write_bytes(b"old")
    with pytest.raises(OrchestratorError, match=r"moved\.db-wal' is there already"):
        await backups.restore(copy, str(in_file(tmp_path / "moved.db")), now=NOW, actor="cli")
    assert there.read_bytes() == b"precious"
    assert names(tmp_path) == ["copy.db", "moved.db-wal", "store.db", "there"]


async def test_a_backup_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    store = await filled(tmp_path / "store.db")
    whole = tmp_path / "whole.db"
    await backups.backup(store, whole)
    await store.close()
    torn, foreign = tmp_path / "torn.db", tmp_path / "foreign.db"
    torn.write_bytes(whole.read_bytes()[:9000])
    foreign.write_text("no database", encoding="ascii")
    before = names(tmp_path)
    for path in (torn, foreign, tmp_path / "missing.db"):
        with pytest.raises(OrchestratorError, match="no backup of this program"):
            await backups.restore(path, str(in_file(tmp_path / "x.db")), now=NOW, actor="cli")
    assert names(tmp_path) == before


async def test_a_backup_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    store = await filled(tmp_path / "store.db")
    with pytest.raises(OrchestratorError, match="cannot be written: it does not exist"):
        await backups.backup(store, tmp_path / "none" / "copy.db")
    await store.close()


async def test_a_server_is_backed_up_with_its_own_programs(
    server: servers.Server, tmp_path: Path
) -> None:
    url = server.make("backed")
    store = await Store.open(url)
    with pytest.raises(OrchestratorError, match="pg_dump"):
        await backups.backup(store, tmp_path / "copy.db")
    await store.close()
    with pytest.raises(OrchestratorError, match="pg_restore"):
        await backups.restore(tmp_path / "copy.db", url, now=NOW, actor="cli")
    server.drop("backed")
