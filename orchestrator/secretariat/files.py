"""Write a file whole or not at all: a new one never over one that exists, or in its place."""

import os
import secrets
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.system import reason


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
    except OSError:
        path.unlink()  # half a file would be taken for one that exists already
        raise


def rewrite(path: Path, content: bytes) -> None:
    """Write a file anew, in the place of what stands there, or leave that as it is."""
    target = Path(os.path.realpath(path))
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(content)
        if target.exists():
            fresh.chmod(target.stat().st_mode & 0o777)
        fresh.replace(target)
    except OSError as wrong:
        fresh.unlink(missing_ok=True)
        raise OrchestratorError(
            N_("The file '{path}' cannot be written: {reason}."), path=path, reason=reason(wrong)
        ) from None
