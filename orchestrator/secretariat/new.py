"""Write a commented agenda file to start from."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from orchestrator import agendas, languages
from orchestrator.agendas.texts import Id
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.secretariat.files import write_new


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
    write_new(path, text.encode())
