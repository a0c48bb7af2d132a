"""The press: sets values into a PDF with typst, in our own fonts and nothing else.

Values travel as JSON, never as markup: no text of an agenda can become typst code.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import typst

from orchestrator import resources
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

# Characters that steer others and show nothing themselves, and those that only make room.
UNSEEN = frozenset({"Cf", "Zs", "Zl", "Zp"})
VARIANTS = range(0xFE00, 0xFE10)

EXCERPT = 40

TYPST_REMEMBERS = 10
MOST_REMEMBERED = 300_000
BLANK = b"#set page(width: 1cm, height: 1cm)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is to be set: a template of `templates/papers/` and the values that fill it."""

    template: str
    values: Mapping[str, object]


class UnprintableError(OrchestratorError):
    """A text has a character that no font of the papers has."""


class Press:
    """Sets papers one after the other, or several at once in threads; it loads the fonts once."""

    def __init__(self) -> None:
        self._folder = resources.folder("templates")
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[self._folder / "fonts"],
        )
        self._remembered = 0

    def pdf(self, paper: Print, dated: datetime) -> bytes:
        """Set a paper, tagged as PDF/UA-1; the same values and date give the same bytes."""
        refuse_unprintable(paper.values)
        data = json.dumps(paper.values, ensure_ascii=False)
        made = self._compiler().compile(
            input=self._folder / "papers" / f"{paper.template}.typ",
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["ua-1"],
            timestamp=int(dated.timestamp()),
        )
        if not isinstance(made, bytes):  # several files come of pictures only
            raise TypeError(paper.template)
        self._forget(len(data))
        return made

    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(root=self._folder, font_paths=self._fonts, ignore_system_fonts=True)

    def _forget(self, letters: int) -> None:
        """Make typst drop what it remembers of long papers, once that may be 100 MB or so.

        It forgets what it has not used in ten settings, and has no other way to be told.
        """
        self._remembered += letters  # of two threads one may be lost: it is a measure, no account
        if self._remembered > MOST_REMEMBERED:
            self._remembered = 0
            compiler = self._compiler()
            for _ in range(TYPST_REMEMBERS + 1):
                compiler.compile(input=BLANK, format="pdf")


def refuse_unprintable(values: object) -> None:
    """Refuse a text that would show an empty box: name the character and the text."""
    texts = tuple(_texts(values))
    if set("".join(texts)) <= printable():
        return
    for text in texts:
        at = next((at for at, each in enumerate(text) if not _printable(each)), None)
        if at is not None:
            raise UnprintableError(
                N_(
                    "No font of the papers has the character {character} ({name}), which stands in "
                    "the text '{text}'. Write it in another way."
                ),
                character=text[at],
                name=f"U+{ord(text[at]):04X} {unicodedata.name(text[at], '')}".strip(),
                text=text[max(0, at - EXCERPT) : at + EXCERPT],
            )


def _printable(character: str) -> bool:
    return character in printable() or (
        unicodedata.category(character) in UNSEEN or ord(character) in VARIANTS
    )


@cache
def printable() -> frozenset[str]:
    """Return every character that our fonts have."""
    found: set[str] = set()
    for row in resources.text("templates", "fonts/coverage.list").splitlines():
        if not row.startswith("#"):
            first, _, last = row.partition("-")
            found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def _texts(values: object) -> Iterator[str]:
    match values:
        case str():
            yield values
        case Mapping():
            for value in values.values():
                yield from _texts(value)
        case list() | tuple():
            for value in values:
                yield from _texts(value)
        case _:
            return
