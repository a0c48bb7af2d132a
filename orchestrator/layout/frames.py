"""The frame of a paper for the press: its name on every page, its colophon, its page numbers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestrator.findings import N_
from orchestrator.layout.pen import Pen
from orchestrator.layout.runs import Line, line

Values = dict[str, object]

# Two thirds of a page or so, in a narrow column less: what is longer would run off its end.
LETTERS_KEPT_TOGETHER = 1200
LETTERS_IN_HEAD = 90
WIDE = re.compile("[\u2e80-\U0010ffff]")

PAGE = N_("Page {page} of {pages}")
FALLBACK = N_("Underlined with dots: not yet translated, shown in another language.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a paper: what it is, of which forum (and how its head says it), worth."""

    kind: str
    title: str
    author: str
    forum: Line
    running: Line
    colophon: Iterable[Line]
    nastaliq: bool = False


def framed(pen: Pen, frame: Frame, content: Mapping[str, object]) -> Values:
    """Return the values of a whole paper: its frame around its content."""
    fallback = any(_has_fallback(value) for value in content.values())
    return {
        "language": pen.language,
        "nastaliq": frame.nastaliq,
        "title": frame.title,
        "author": frame.author,
        "paper": line(pen.say(frame.kind), pen.direction),
        "forum": frame.forum,
        "running": frame.running,
        "page": pen.words.lookup(PAGE),
        "colophon": list(frame.colophon),
        "legend": line(pen.say(FALLBACK), pen.direction) if fallback else None,
        **content,
    }


def shortened(text: str) -> str:
    """Return a title that fits the head of every page."""
    if letters(text) <= LETTERS_IN_HEAD:
        return text
    fits = next(n for n in range(len(text)) if letters(text[: n + 1]) > LETTERS_IN_HEAD)
    return f"{text[:fits].rstrip()}…"


def too_long(value: object) -> bool:
    """Tell whether values fill so much of a page that they must be allowed to break."""
    return letters(value) > LETTERS_KEPT_TOGETHER


def letters(value: object) -> int:
    """Count letters as they take room: a Chinese character is as wide as two others."""
    match value:
        case str():
            return len(value) if value.isascii() else len(value) + len(WIDE.findall(value))
        case dict():
            return sum(map(letters, value.values()))
        case list() | tuple():
            return sum(map(letters, value))
        case _:
            return 0


def _has_fallback(value: object) -> bool:
    match value:
        case dict():
            return "fallback" in value or any(map(_has_fallback, value.values()))
        case list() | tuple():
            return any(map(_has_fallback, value))
        case _:
            return False
