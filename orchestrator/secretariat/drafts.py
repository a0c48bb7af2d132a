"""A record as the store keeps it: what was filled in, so that nothing is lost in what it means."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from orchestrator import languages, minutes
from orchestrator.minutes import Answers, Record

ANSWERS = TypeAdapter(Answers)


def content(filled: Answers, read: Record) -> dict[str, Any]:
    """Return what is kept of a filled form, with what is to be said about it in its language."""
    found = minutes.report(read.findings, languages.translator(read.language))
    return {"answers": ANSWERS.dump_python(filled, mode="json"), "findings": found}


def record(kept: Mapping[str, Any]) -> Record:
    """Return the record that was kept; once approved its decisions are numbered in the edition."""
    return minutes.numbered(minutes.record(filled_in(kept)), int(kept.get("first", 1)))


def filled_in(kept: Mapping[str, Any]) -> Answers:
    """Return the answers that were kept; a record, a page or a form is made of them."""
    return ANSWERS.validate_python(kept["answers"])
