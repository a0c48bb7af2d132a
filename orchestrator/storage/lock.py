"""Exactly one dispatcher per SQLite database: a lock that names its holder and dies with it."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.system import make_folder, reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows locks bytes, and locked ones cannot be read: this one lies behind the description.
BEHIND = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who dispatches: a process on a machine since an instant; one that `stays` goes on."""

    pid: int
    host: str
    since: str
    stays: bool = False


class DispatcherRunsError(OrchestratorError):
    """Another process dispatches from this data folder."""

    def __init__(self, holder: Holder, path: Path) -> None:
        super().__init__(
            N_(
                "Messages of this data folder are already being sent by process {pid} on {host} "
                "since {since} ({path}). Stop it first, or let it go on."
            ),
            pid=holder.pid,
            host=holder.host,
            since=holder.since,
            path=path,
        )
        self.holder = holder


@contextmanager
def dispatching(path: Path, now: datetime, *, stays: bool = False) -> Iterator[Holder]:
    """Be the only dispatcher while the block runs, or raise naming who is."""
    file = _open(path)
    try:
        if not _lock(file):
            raise DispatcherRunsError(_described(file), path)
        holder = Holder(
            pid=os.getpid(),
            host=socket.gethostname(),
            since=f"{now:%Y-%m-%dT%H:%M:%SZ}",
            stays=stays,
        )
        _describe(file, holder)
        yield holder
    finally:
        os.close(file)  # lets the lock go; the file stays, because another may wait for it


def holder(path: Path) -> Holder | None:
    """Return who dispatches, None where nobody does."""
    if not path.exists():
        return None
    file = _open(path)
    try:
        return None if _lock(file) else _described(file)
    finally:
        os.close(file)


def _open(path: Path) -> int:
    try:
        make_folder(path.parent)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as wrong:
        raise OrchestratorError(
            N_("The lock '{path}' cannot be opened: {reason}."),
            path=path,
            reason=reason(wrong),
        ) from None


def _lock(file: int) -> bool:
    with suppress(OSError):
        if sys.platform == "win32":
            os.lseek(file, BEHIND, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _describe(file: int, holder: Holder) -> None:
    said = json.dumps(asdict(holder))
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, said.encode())
    os.ftruncate(file, len(said.encode()))


def _described(file: int) -> Holder:
    """Return what the holder wrote; one that has only just begun may not have."""
    os.lseek(file, 0, os.SEEK_SET)
    try:
        return Holder(**json.loads(os.read(file, BEHIND)))
    except (ValueError, TypeError):
        return Holder(pid=0, host="?", since="?")
