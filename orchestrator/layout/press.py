"""The press: sets values into a PDF with typst, in our own fonts and nothing else.

Values travel as JSON, never as markup: no text of an agenda can become typst code.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from threading import Thread

import typst

from orchestrator import resources
from orchestrator.layout.coverage import NONE, lacking, refuse_unprintable

TYPST_REMEMBERS = 10
MOST_REMEMBERED = 300_000
BLANK = b"#set page(width: 1cm, height: 1cm)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is to be set: a template of `templates/papers/` and the values that fill it."""

    template: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Fonts that an installation adds to ours: a file or folder, and the characters they have."""

    path: PurePath | None = None
    characters: frozenset[str] = NONE


OURS_ALONE = Fonts()


class Press:
    """Sets papers one after the other, or several at once in threads; it loads the fonts once."""

    def __init__(self, also: Fonts = OURS_ALONE) -> None:
        self._folder = resources.folder("templates")
        self._also = also.characters
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(each) for each in (self._folder / "fonts", also.path) if each],
        )
        self._remembered = 0

    def pdf(self, paper: Print, dated: datetime) -> bytes:
        """Set a paper, tagged as PDF/UA-1; the same values and date give the same bytes."""
        data = json.dumps(paper.values, ensure_ascii=False)
        if lacking((data,), self._also):  # all at once first: papers rarely lack anything
            refuse_unprintable(paper.values, self._also)
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

        It forgets what it has not used in ten settings, and has no other way to be told. That
        takes as long as a short paper, and nobody need wait for it.
        """
        self._remembered += letters  # of two threads one may be lost: it is a measure, no account
        if self._remembered > MOST_REMEMBERED:
            self._remembered = 0
            Thread(target=self._set_blanks).start()

    def _set_blanks(self) -> None:
        compiler = self._compiler()
        for _ in range(TYPST_REMEMBERS + 1):
            compiler.compile(input=BLANK, format="pdf")
