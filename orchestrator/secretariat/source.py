"""Fetch an agenda file from disk, bounded in size."""

from dataclasses import dataclass
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.system import reason

# One byte more than a reader takes: it says itself that the file is too large.
MOST_BYTES = 8 * 1024 * 1024 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of an agenda file and the name its findings are shown under."""

    name: str
    data: bytes


def fetch(path: Path, most: int = MOST_BYTES) -> Source:
    """Read a file; what is no readable file is told in one sentence."""
    try:
        if path.exists() and not path.is_file():
            raise OrchestratorError(N_("'{path}' is not a file."), path=path)
        with path.open("rb") as file:
            return Source(name=str(path), data=file.read(most))
    except FileNotFoundError:
        raise OrchestratorError(N_("There is no file '{path}'."), path=path) from None
    except OSError as wrong:
        raise OrchestratorError(
            N_("The file '{path}' cannot be read: {reason}."), path=path, reason=reason(wrong)
        ) from None
