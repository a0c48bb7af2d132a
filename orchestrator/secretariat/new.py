"""Write a commented agenda file to start from."""

import os
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from orchestrator import agendas, languages
from orchestrator.agendas.texts import Id
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.secretariat.system import reason


def checked_id(given: str) -> str:
    """Return the id if it can be a forum's for life."""
    try:
        return TypeAdapter(Id).validate_python(given)
    except ValidationError:
        raise UsageError(
            N_("'{id}' cannot be an id: use small Latin letters, digits and hyphens."), id=given
        ) from None


async def new(path: Path, forum: str, language: str) -> None:
    """Write a starter file in a language; a file that exists is never written over."""
    text = agendas.starter(checked_id(forum), language, languages.translator(language))
    try:
        _write(path, text)
    except FileExistsError:
        raise OrchestratorError(
            N_("The file '{path}' exists already; nothing was written."), path=path
        ) from None
    except OSError as wrong:
        raise OrchestratorError(
            N_("The file '{path}' cannot be written: {reason}."), path=path, reason=reason(wrong)
        ) from None


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError:
        path.unlink()  # half a file would be taken for one that exists already
        raise
