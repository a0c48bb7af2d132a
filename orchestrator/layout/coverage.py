"""What the fonts of the papers have, and which characters of a text they lack."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from orchestrator import resources
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

# Characters that steer others and show nothing themselves, and those that only make room.
UNSEEN = frozenset({"Cf", "Zs", "Zl", "Zp"})
VARIANTS = range(0xFE00, 0xFE10)

EXCERPT = 40
NONE: frozenset[str] = frozenset()


class UnprintableError(OrchestratorError):
    """A text has a character that no font of the papers has."""


@cache
def printable() -> frozenset[str]:
    """Return every character that our fonts have."""
    found: set[str] = set()
    for row in resources.text("templates", "fonts/coverage.list").splitlines():
        if not row.startswith("#"):
            first, _, last = row.partition("-")
            found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def lacking(texts: Iterable[str], also: frozenset[str] = NONE) -> frozenset[str]:
    """Return the characters of some texts that no font has; `also` are those of added fonts."""
    met = set("".join(texts)) - printable() - also
    return frozenset(each for each in met if not _unseen(each))


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in UNSEEN or ord(character) in VARIANTS


def named(character: str) -> str:
    """Return the number of a character and its name in Unicode."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def around(text: str, at: int) -> str:
    """Return as much of a text as shows where in it a character stands."""
    return text[max(0, at - EXCERPT) : at + EXCERPT]


def refuse_unprintable(values: object, also: frozenset[str] = NONE) -> None:
    """Refuse a text that would show an empty box: name the character and the text."""
    held = tuple(texts(values))
    missing = lacking(held, also)
    for text in held if missing else ():
        at = next((at for at, each in enumerate(text) if each in missing), None)
        if at is not None:
            raise UnprintableError(
                N_(
                    "No font of the papers has the character {character} ({name}), which stands in "
                    "the text '{text}'. Write it in another way."
                ),
                character=text[at],
                name=named(text[at]),
                text=around(text, at),
            )


def texts(values: object) -> Iterator[str]:
    """Yield every text among values of any shape."""
    return (text for _, text in placed(values))


def placed(
    values: object, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text among values of any shape, with the path that leads to it."""
    match values:
        case str():
            yield path, values
        case Mapping():
            for name, value in values.items():
                yield from placed(value, (*path, name))
        case list() | tuple():
            for nth, value in enumerate(values):
                yield from placed(value, (*path, nth))
        case _:
            return
