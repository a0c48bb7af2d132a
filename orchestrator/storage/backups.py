"""Copies of a store, without the bytes of messages, and stores made from copies."""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, or_, update

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.storage import audit, faults, meta
from orchestrator.storage.store import WAIT, Store, in_file, parsed
from orchestrator.storage.tables import deliveries, entries, forums
from orchestrator.system import reason

# More publications than anybody makes between a backup and its return: a calendar that saw them
# would ignore a SEQUENCE that is not above theirs, and keep a wrong hour.
AHEAD = 100

# Entries made since the backup are unknown, and their UIDs are not: what is new begins this high.
FLOOR = "sequence_floor"
# Numbers of publications begin again: what stands in Message-IDs besides must not.
EPOCH = "epoch"

# A store with none of these holds nothing that anybody did.
KEPT = ("forums", "mails", "tokens", "accounts WHERE name IS NOT NULL")

PRESENT = N_("The file '{path}' is there already. Move it away or choose another name.")
UNWRITABLE = N_("The file '{path}' cannot be written: {reason}.")
UNREADABLE = N_(
    "The file '{path}' is damaged or is no backup of this program: take another, made with "
    "'orchestrator backup'."
)
OF_SERVER = N_(
    "A PostgreSQL database is backed up with pg_dump and brought back with pg_restore, "
    "not with this command."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: the forums, all on hold, and how many messages may have gone already."""

    forums: tuple[str, ...]
    doubtful: int


async def backup(store: Store, path: Path) -> None:
    """Write a consistent copy beside the running store; personal links in messages stay out."""
    source = _file(store.url)
    with _placed(path) as fresh:
        await asyncio.to_thread(_copy, source, fresh)


async def restore(path: Path, url: str | URL, *, now: datetime, actor: str) -> Restored:
    """Make the store at this address from a backup, with every forum on hold.

    What was due since the backup was made may have been sent: it is marked in doubt.
    """
    target = _file(parsed(url))
    target.parent.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(_give_way, target)
    _refuse_remains(target)
    with _placed(target) as fresh:
        await asyncio.to_thread(_take, path, fresh)
        return await _calmed(fresh, now=now, actor=actor)


async def _calmed(path: Path, *, now: datetime, actor: str) -> Restored:
    store = await Store.open(in_file(path))
    try:
        async with store.transaction() as kept:
            held = await kept.execute(update(forums).values(held=True).returning(forums.c.id))
            names = tuple(sorted(held.scalars()))
            waits = or_(deliveries.c.state == "pending", deliveries.c.state == "leased")
            gone = update(deliveries).where(waits, deliveries.c.due <= now).values(doubt=True)
            doubtful = (await kept.execute(gone)).rowcount
            await kept.execute(update(entries).values(sequence=entries.c.sequence + AHEAD))
            floor = int(await meta.get(kept, FLOOR) or 0) + AHEAD
            await meta.put(kept, FLOOR, str(floor))
            await meta.put(kept, EPOCH, secrets.token_hex(8))
            await audit.add(kept, at=now, actor=actor, action="restore")
    finally:
        await store.close()
    return Restored(forums=names, doubtful=doubtful)


def _file(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        raise OrchestratorError(OF_SERVER)
    return Path(url.database or "")


def _give_way(target: Path) -> None:
    """Remove a store that holds nothing: it was begun, and nothing was done with it."""
    with suppress(sqlite3.Error):  # what cannot be looked into stays where it is
        if target.is_file() and _is_empty(target):
            target.unlink()


def _is_empty(target: Path) -> bool:
    with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as connection:
        if any(connection.execute(f"SELECT 1 FROM {kept} LIMIT 1").fetchone() for kept in KEPT):  # noqa: S608 - our own words
            return False
        # Its log can be closed only while no other process has the store open.
        [mode] = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        return bool(mode == "delete")


def _refuse_remains(target: Path) -> None:
    """Refuse the log of a database that was moved away: it would be played into the new one."""
    for end in ("-wal", "-shm"):
        log = target.with_name(target.name + end)
        if log.exists():
            raise OrchestratorError(PRESENT, path=log)


@contextmanager
def _placed(target: Path) -> Iterator[Path]:
    """Yield the name of a file to write, which takes its place when it is whole."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _make(target)  # reserves the name; a link would do that too, but not on every disk
        try:
            _make(fresh)
            yield fresh
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            target.unlink(missing_ok=True)
            raise
    except FileExistsError as wrong:
        raise OrchestratorError(PRESENT, path=wrong.filename) from None
    except OSError as wrong:
        raise OrchestratorError(UNWRITABLE, path=target, reason=reason(wrong)) from None


def _make(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _copy(source: Path, target: Path) -> None:
    with faults.reached(str(source)), closing(sqlite3.connect(source, timeout=WAIT)) as original:
        _copy_open(original, target)


def _copy_open(original: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        original.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        copy.execute("UPDATE deliveries SET body = NULL")
        copy.execute("VACUUM")  # what was wiped must not lie in free pages


def _take(path: Path, fresh: Path) -> None:
    """Copy a backup that is whole; a damaged one is found here and not later."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as original:
            found = original.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise OrchestratorError(UNREADABLE, path=path)
            _copy_open(original, fresh)
    except sqlite3.DatabaseError:
        raise OrchestratorError(UNREADABLE, path=path) from None
