"""Write a new file whole or not at all, and never over one that exists."""

import os
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.system import reason


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
