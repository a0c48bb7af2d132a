"""Places in the organizer's own texts that are filled for each reader, such as `{person}`."""

import re
from collections.abc import Iterator, Mapping

# What an invitation may name. Nothing else can be asked for: no text reaches into the program.
KNOWN = (
    "person",
    "office",
    "forum",
    "session",
    "date",
    "time",
    "your_time",
    "join",
    "answer_by",
)

PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def names(text: str) -> Iterator[str]:
    """Return what stands between braces in a text; an empty name for a brace that stands alone."""
    for piece in PIECE.finditer(text):
        if piece[0] not in ("{{", "}}"):
            yield piece[1] or ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a checked text with its places filled; doubled braces become single ones."""
    return PIECE.sub(lambda piece: piece[0][0] if piece[1] is None else values[piece[1]], text)
