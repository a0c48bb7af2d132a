"""A text that is to be rewritten: read once, changed by places, and read again to be sure.

The parser only says where things stand, and the text is cut there: what is not moved keeps every
byte. ruamel.yaml 0.19.1 keeps comments, but hangs each on what stands before it: the comment above
an item stays behind when the item moves. It also gives a whole file one indentation and one width.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from orchestrator.agendas.decoding import BREAK, decode
from orchestrator.agendas.places import Raw
from orchestrator.agendas.rewriting.nodes import Node
from orchestrator.agendas.walking import LOADER, walk
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

MARK = "\ufeff"
UNREAD = N_("Line {line} of the text cannot be read: mend it in the text first.")
UNSAFE = N_(
    "The text around line {line} is written in a way that cannot be changed from here without "
    "touching more than is meant: change it in the text."
)

# From which character to which, and what takes its place.
Edit = tuple[int, int, str]


class RewritingError(OrchestratorError):
    """A text that cannot be changed safely: the person is told to do it in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A text without faults of form: its data, its nodes, and its lines with their ends.

    `starts` has where each line begins, and at last where the text ends; `first` and `last` stand
    around the text and are not its own: a byte order mark, and a line end that was missing.
    """

    text: str
    data: Raw
    root: Node
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    first: str
    last: str

    @property
    def line_end(self) -> str:
        """Return how the text ends its lines."""
        found = BREAK.search(self.text)
        return found[0] if found else "\n"

    def unsafe(self, line: int) -> RewritingError:
        """Return the error that a place cannot be changed; lines count from 0."""
        return RewritingError(UNSAFE, line=line + 1)


def sound(text: str) -> Sound:
    """Read a text that is to be rewritten; with a fault of form it is refused."""
    first = MARK if text.startswith(MARK) else ""
    bare = text.removeprefix(MARK)
    data = _data(bare)
    last = "" if bare.endswith(("\n", "\r")) else "\n"
    whole = bare + last
    starts = (0, *(each.end() for each in BREAK.finditer(whole)))
    ends = (*starts[1:], len(whole))
    return Sound(
        text=whole,
        data=data,
        root=yaml.compose(whole, Loader=LOADER),
        lines=tuple(whole[a:b] for a, b in zip(starts, ends, strict=True) if b > a),
        starts=starts,
        first=first,
        last=last,
    )


def _data(text: str) -> Raw:
    decoded = decode(text.encode())
    faults = decoded.findings
    if decoded.text is not None and not faults:
        tree = walk(text, tuple(BREAK.split(text)))
        faults = tree.findings
        if not faults and tree.data is not None:
            return tree.data
    line, _ = faults[0].mark or (1, 1)
    raise RewritingError(UNREAD, line=line)


def rewritten(of: Sound, edits: Iterable[Edit], expected: Raw) -> str:
    """Return the text with its edits, once it is certain that it says what is meant."""
    made, changed = of.text, 0
    for start, end, new in sorted(edits, key=lambda each: each[0], reverse=True):
        made = made[:start] + new + made[end:]
        changed = start
    # A block of text that has come to the end of the file needs the line end that was missing.
    for told in dict.fromkeys((made.removesuffix(of.last), made)):
        if _says(told, expected):
            return of.first + told
    raise of.unsafe(of.text.count("\n", 0, changed))


def _says(text: str, expected: Raw) -> bool:
    try:
        return bool(_data(text) == expected)
    except RewritingError:
        return False
