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
    """Return a text with its places filled once; doubled braces become single ones.

    What is no place of ours stays as it is written: a check has named it before.
    """

    def put(piece: re.Match[str]) -> str:
        return piece[0][0] if piece[1] is None else values.get(piece[1], piece[0])

    return PIECE.sub(put, text)
