"""Write a file whole or not at all: a new one never over one that exists, or in its place."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.system import reason

if sys.platform != "win32":
    import fcntl

CHANGED = N_("The forum has changed since. Read it again and look what is new.")


class ChangedError(OrchestratorError):
    """A file is not any more what was read of it; it was left as it is."""

    exit_code = 4


def write_new(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file that is not there yet; what cannot be written is told in one sentence."""
    try:
        _write(path, content, mode)
    except FileExistsError:
        raise OrchestratorError(
            N_("The file '{path}' exists already; nothing was written."), path=path
        ) from None
    except OSError as wrong:
        raise OrchestratorError(
            N_("The file '{path}' cannot be written: {reason}."), path=path, reason=reason(wrong)
        ) from None


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except BaseException:  # whoever interrupts it leaves nothing behind either
        path.unlink()  # half a file would be taken for one that exists already
        raise


def rewrite(path: Path, content: bytes, before: bytes | None) -> None:
    """Write a file anew in the place of what was read there, or leave what stands there now.

    `before` are the bytes that were read, None where there was no file.
    """
    target = Path(os.path.realpath(path))
    try:
        with _alone(target.parent):
            if _held(target) != before:
                raise ChangedError(CHANGED)
            _put(target, content)
    except OSError as wrong:
        raise OrchestratorError(
            N_("The file '{path}' cannot be written: {reason}."), path=path, reason=reason(wrong)
        ) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from writing files anew in a folder while the block runs.

    Not the file is locked, because it is replaced. Where folders cannot be locked (Windows, some
    network drives), the time between the look and the writing is short, and nothing more.
    """
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as held:
        with suppress(OSError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            held.callback(os.close, lock)  # lets it go
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _held(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None


def _put(target: Path, content: bytes) -> None:
    """Put a file in its place whole: nobody reads more of it than of the one that stood there."""
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    _write(fresh, content, 0o666 if mode is None else mode)
    try:
        if mode is not None:
            fresh.chmod(mode)  # what the umask took from it
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
