"""Copies of what is kept, and an installation made from one."""

import secrets
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import memory
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.files import write_new
from orchestrator.secretariat.source import fetch
from orchestrator.storage import backups
from orchestrator.storage.backups import Restored

KEY_BYTES = 4096


def _key_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.key")


async def backup(desk: Desk, file: Path, *, with_key: bool) -> tuple[Path, ...]:
    """Write a copy of the store, and of the key if asked for; return what was written."""
    if not desk.kept():
        raise OrchestratorError(
            N_("There is nothing to back up yet in '{folder}'."), folder=desk.data
        )
    async with desk.store() as store:
        await backups.backup(store, file)
    if not with_key:
        return (file,)
    copy = _key_of(file)
    desk.key()
    write_new(copy, fetch(desk.data / "key", KEY_BYTES).data, mode=0o600)
    return file, copy


async def restore(desk: Desk, file: Path) -> Restored:
    """Make the store from a copy; a key that lies beside it comes back too.

    Another key that is there is of a store that held nothing: it is kept under a new name.
    """
    key, copy = desk.data / "key", _key_of(file)
    fetch(file, 1)  # what is no file that can be read is told first
    if not key.exists() and not copy.exists():
        # With a new key every entry would get a new UID, and be doubled in every calendar.
        raise OrchestratorError(
            N_("The key is missing: put it to '{path}' before you restore."), path=key
        )
    found = await backups.restore(file, desk.database(), now=desk.now(), actor="cli")
    memory.forget(desk)
    if copy.exists():
        _put_back(fetch(copy, KEY_BYTES).data, key)
    return found


def _put_back(own: bytes, key: Path) -> None:
    if key.exists():
        if fetch(key, KEY_BYTES).data == own:
            return
        key.rename(key.with_name(f"key.{secrets.token_hex(4)}"))
    write_new(key, own, mode=0o600)
