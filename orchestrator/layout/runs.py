"""Reads what the pen wrote for a page back into runs of text, for papers that are set in type.

So a name, a time or a fallen-back text is written once, by the pen, for every kind of paper.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import groupby
from typing import TypeAlias

from markupsafe import Markup

from orchestrator.layout.isolation import CLOSER, OPENERS, has_right_to_left, trusted

Style = dict[str, str]
# Text, or text with what is said of it: `language`, `fallback`, `whole`, `struck`, `small`, `url`,
# `strong`, or the `field` that an editor fills in its place.
Run: TypeAlias = str | Style
Line: TypeAlias = list[Run]

PIECE = re.compile(r"<(/?)([a-z]+)([^>]*)>|([^<]+)")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
# What a machine reads in a time says nothing on paper.
MOMENT = re.compile("</?time[^>]*>")
SPACES = re.compile(r"[ \t\r\n]+")
STRONG = frozenset({"L", "R", "AL"})
STEERING = re.compile("[\u2066-\u2069]")
# Older Word shows isolates (Unicode 6.3) as boxes; embeddings do the same with a mark of the page's
# direction behind each, without which two neighbours would run together. What runs as the page does
# needs none: LibreOffice draws letters over each other behind an embedding that turns nothing.
EMBEDDED = {False: "\u202b", True: "\u202a"}
CLOSED = {False: "\u202c\u200e", True: "\u202c\u200f"}


def lines(written: Markup, direction: str) -> list[Line]:
    """Return what a page shows; its small print stands in lines of its own."""
    parts = re.split(r"(?=<small>)", written)
    return [line(trusted(part), direction) for part in parts if part.strip()]


def line(written: Markup, direction: str) -> Line:
    """Return what the pen wrote for a page as runs; white space closes up, as on a page.

    Isolates stay, as the characters that Unicode has for them, where directions can meet.
    """
    # No line may begin with a dash that parts two thoughts: it stays with what it follows.
    text = MOMENT.sub("", SPACES.sub(" ", written)).strip().replace(" — ", "\N{NO-BREAK SPACE}— ")
    if "<" not in text and "&" not in text:
        return [text] if text else []
    pieces = _pieces(text, isolating=direction == "rtl" or has_right_to_left(text))
    joined = ((dict(style), "".join(text for _, text in same)) for style, same in _alike(pieces))
    found: Line = [{"text": text, **style} if style else text for style, text in joined if text]
    return [_bare(found[0], direction)] if len(found) == 1 else found


def capital(line: Line) -> Line:
    """Begin a line with a capital: Russian and Tajik names of days have none of their own."""
    if not line:
        return line
    first, *rest = line
    if isinstance(first, str):
        return [_capital(first), *rest]
    return [{**first, "text": _capital(first["text"])}, *rest]


def _capital(text: str) -> str:
    # An isolate may stand before the first letter.
    at = next((n for n, letter in enumerate(text) if letter.isalnum()), 0)
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def steered(line: Iterable[Run], *, right_to_left: bool) -> Iterator[Run]:
    """Yield a line for editors that know no isolates, or not all: its directions as embeddings."""
    opened: list[bool] = []
    runs = [_unbroken(run, right_to_left=right_to_left) for run in line]
    turning = iter(list(_turning("".join(map(text_of, runs)), right_to_left=right_to_left)))

    def turned(found: re.Match[str]) -> str:
        if found[0] != CLOSER:
            opened.append(next(turning))
            return EMBEDDED[right_to_left] if opened[-1] else ""
        return CLOSED[right_to_left] if opened and opened.pop() else ""

    for run in runs:
        text = STEERING.sub(turned, text_of(run))
        yield text if isinstance(run, str) else {**run, "text": text}


def text_of(run: Run) -> str:
    """Return the text of a run."""
    return run if isinstance(run, str) else run["text"]


def _unbroken(run: Run, *, right_to_left: bool) -> Run:
    if right_to_left and not isinstance(run, str) and "whole" in run:
        return {**run, "text": f"{OPENERS['ltr']}{run['text']}{CLOSER}"}
    return run


def _turning(text: str, *, right_to_left: bool) -> Iterator[bool]:
    """Tell of every isolate whether it runs against the page."""
    for found in STEERING.finditer(text):
        if found[0] == OPENERS["auto"]:
            kinds = (unicodedata.bidirectional(letter) for letter in text[found.end() :])
            first = next((kind for kind in kinds if kind in STRONG), None)
            yield first is not None and (first == "L") is right_to_left
        elif found[0] != CLOSER:
            yield (found[0] == OPENERS["ltr"]) is right_to_left


def _bare(run: Run, direction: str) -> Run:
    """Take the isolate of the paper's own direction off what stands alone in its line."""
    opener = OPENERS["rtl" if direction == "rtl" else "ltr"]
    alone = isinstance(run, str) and run.startswith(opener) and run.find(CLOSER) == len(run) - 1
    return run[1:-1] if alone and isinstance(run, str) else run


def _alike(
    pieces: Iterator[tuple[Style, str]],
) -> "groupby[tuple[tuple[str, str], ...], tuple[Style, str]]":
    return groupby(pieces, key=lambda piece: tuple(sorted(piece[0].items())))


def _pieces(written: str, *, isolating: bool) -> Iterator[tuple[Style, str]]:
    outer: list[tuple[Style, str]] = []
    style: Style = {}
    closer = ""
    for closing, name, given, text in PIECE.findall(written):
        if text:
            yield style, unescape(text)
        elif closing:
            inner_closer = closer
            style, closer = outer.pop()
            yield style, inner_closer
        else:
            outer.append((style, closer))
            attributes = dict(ATTRIBUTE.findall(given))
            opener = _opener(name, attributes) if isolating else ""
            closer = CLOSER if opener else ""
            yield style, opener
            style = style | _style(name, attributes)


def _opener(name: str, attributes: Style) -> str:
    """Return the isolate that an element opens; what stays whole is a box, and so isolated."""
    if attributes.get("class") == "whole" or not (name == "bdi" or "dir" in attributes):
        return ""
    return OPENERS[attributes.get("dir", "auto")]


def _style(name: str, attributes: Style) -> Style:
    style: Style = {}
    if "lang" in attributes:
        style["language"] = attributes["lang"]
    if attributes.get("class") in ("fallback", "whole"):
        style[attributes["class"]] = "yes"
    if "href" in attributes:
        style["url"] = unescape(attributes["href"])
    if name in ("s", "small"):
        style[{"s": "struck", "small": "small"}[name]] = "yes"
    return style
