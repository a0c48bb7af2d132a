"""Where the shipped folders stand: templates, locales and agenda files."""

from functools import cache
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Return the shipped folder of that name, from a wheel or from a checkout."""
    shipped = PACKAGE / "_shared" / name
    if shipped.is_dir():
        return shipped
    beside = PACKAGE.parent / name
    if (PACKAGE.parent / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    raise OrchestratorError(
        N_("The folder '{name}' of the program is missing. Install the program again."), name=name
    )


@cache
def text(name: str, path: str) -> str:
    """Return the text of one shipped file."""
    return (folder(name) / path).read_text(encoding="utf-8")
