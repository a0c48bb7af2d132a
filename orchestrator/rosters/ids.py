"""Ids for new people: readable, for life, and nobody else's."""

import re
from collections.abc import Collection, Mapping

from anyascii import anyascii

from orchestrator.agendas.texts import DEVICES, RESERVED
from orchestrator.rosters.columns import APOSTROPHES

# The letters of these languages need the least guessing.
LATIN = ("en", "uz")
LONGEST = 40


def new_id(
    names: Mapping[str, str],
    offices: Mapping[str, str],
    delegation: str | None,
    *,
    head: bool,
    taken: Collection[str],
) -> str:
    """Return an id that nobody has or had: from the name, else from delegation and office."""
    wanted = _slug(_latin(names)) or _by_office(offices, delegation, head=head)
    number, found = 1, wanted
    while found in taken or found in RESERVED or DEVICES.fullmatch(found):
        number += 1
        found = f"{wanted}-{number}"
    return found


def _latin(texts: Mapping[str, str]) -> str:
    tag = next((tag for tag in (*LATIN, *texts) if tag in texts), "")
    return texts.get(tag, "")


def _by_office(offices: Mapping[str, str], delegation: str | None, *, head: bool) -> str:
    if head and delegation:
        return f"{delegation}-head"
    said = _slug(f"{delegation or ''} {_latin(offices)}")
    return said or "person"


def _slug(text: str) -> str:
    """Return a text in small Latin letters, its words joined by hyphens."""
    plain = anyascii(text.translate(APOSTROPHES)).casefold().translate(APOSTROPHES)
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return _cut(words)


def _cut(words: str) -> str:
    """Return as many whole words as an id has room for."""
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
