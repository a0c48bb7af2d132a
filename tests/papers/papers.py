"""Sets papers and reads them back: what stands on each page, what the file says of itself."""

from __future__ import annotations

import io
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from orchestrator import resources
from orchestrator.documents.prints import prints
from orchestrator.layout.press import Press, Print
from orchestrator.running_orders import RunningOrder
from tests.documents import forums

ARABIC = "\u0600-\u06ff"
LETTERS = re.compile(
    rf"\d+|(?:[{ARABIC}](?<![\W\d_])[\u0610-\u065f\u0670]*)+"
    rf"|(?:[^\W\d_{ARABIC}][\u0300-\u036f\u0900-\u097f]*)+"
)
Pairs = tuple[tuple[str, str], ...]
BESIDE: Pairs = (("ru", "zh-Hans"), ("ur", "ru"))
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
# The paper's edge, in points, less what no printer reaches.
BOTTOM, TOP = 25, 842 - 25
# What a run of text says of itself is not shown.
UNSEEN = {
    "language",
    "url",
    "fallback",
    "whole",
    "struck",
    "small",
    "kind",
    "author",
    "page",
    "title",
}


@cache
def press() -> Press:
    """Return one press for all tests: it loads the fonts once."""
    return Press()


def made(
    order: RunningOrder, *, nastaliq: bool = False, beside: Pairs = BESIDE
) -> dict[str, Print]:
    """Return the papers of a forum as values."""
    return dict(
        prints(
            order,
            translators=forums.words(),
            dated=forums.DATED,
            beside=beside,
            nastaliq=nastaliq,
        )
    )


def pdf(paper: Print) -> bytes:
    """Set a paper."""
    return press().pdf(paper, forums.DATED)


def warnings(paper: Print) -> list[str]:
    """Set a paper without asking first whether it can be printed; return what typst minds."""
    folder = resources.folder("templates")
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder / "fonts"]
    )
    _, minded = typst.Compiler(
        root=folder, font_paths=fonts, ignore_system_fonts=True
    ).compile_with_warnings(
        input=folder / "papers" / f"{paper.template}.typ",
        format="pdf",
        sys_inputs={"data": json.dumps(paper.values)},
        pdf_standards=["ua-1"],
    )
    return [str(each) for each in minded]


def reader(data: bytes) -> PdfReader:
    """Open a paper."""
    return PdfReader(io.BytesIO(data))


def pages(data: bytes) -> list[str]:
    """Return the text of each page as pdftotext finds it, white space closed up."""
    run = subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60
    )
    return [" ".join(seen(page).split()) for page in run.stdout.decode().split("\f")[:-1]]


def text(path: Path) -> str:
    """Return the whole text of a paper on disk, read without poppler."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def seen(shown: str) -> str:
    """Return a text without the characters that only steer it, its ligatures taken apart."""
    plain = unicodedata.normalize("NFKC", shown)
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")


def words(shown: str) -> list[str]:
    """Return the words and numbers of a text.

    Digits beside letters are words of their own, and letters of two directions: in "5 min", where
    the direction turns, pdftotext puts the space at the other side.
    """
    return LETTERS.findall(seen(shown))


def lines(values: object) -> Iterator[str]:
    """Yield every line that a paper shows."""
    match values:
        case str():
            yield values
        case Mapping():
            for name, value in values.items():
                if not (name in UNSEEN and isinstance(value, str)):
                    yield from lines(value)
        case list() if values and all(map(_is_run, values)):
            yield "".join(run if isinstance(run, str) else run["text"] for run in values)
        case list() | tuple():
            for value in values:
                yield from lines(value)


def _is_run(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, Mapping) and "text" in value)


def faces(data: bytes) -> set[str]:
    """Return the names of the fonts that a paper carries with it."""
    held: list[Any] = list(reader(data).pages)
    every = (page["/Resources"]["/Font"].values() for page in held)
    named = (str(font.get_object()["/BaseFont"]) for fonts in every for font in fonts)
    # `/ABCDEF+NotoSans-Bold`: a part of a font begins with six letters of its own.
    return {name.partition("+")[2].removesuffix("-Identity-H") for name in named}


def off_the_page(data: bytes) -> list[str]:
    """Return what stands outside the margins, headers and footers included in them."""
    found: list[str] = []

    def look(text: str, outer: list[float], inner: list[float], *_: object) -> None:
        height = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
        if text.strip() and not BOTTOM < height < TOP:
            found.append(text)

    for page in reader(data).pages:
        page.extract_text(visitor_text=look)
    return found


def run_into_each_other(data: bytes) -> list[tuple[str, str]]:
    """Return pairs of words of which one stands upon the other."""
    run = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True, timeout=60
    )
    return [
        (one[4], other[4])
        for page in run.stdout.decode().split("<page ")[1:]
        for one, other in combinations(_boxes(page), 2)
        if _upon(one, other)
    ]


Box = tuple[float, float, float, float, str]


def _boxes(page: str) -> list[Box]:
    found = WORD.findall(page)
    return [
        (float(x), float(y), float(right), float(low), word) for x, y, right, low, word in found
    ]


def _upon(one: Box, other: Box) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    apart = abs(one[1] + one[3] - other[1] - other[3]) / 2
    height = min(one[3] - one[1], other[3] - other[1])
    # On one line Chinese brackets are moved together, and their boxes share half a character.
    return shared > (height if apart < height / 10 else 2) and apart < 0.75 * height
