"""The frame of every paper: the pen that writes lines of runs, title, colophon, page number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from orchestrator.documents.versions import Version, Who
from orchestrator.findings import N_
from orchestrator.languages import Chosen
from orchestrator.layout import Pen
from orchestrator.layout.runs import Line, line, lines

Values = dict[str, object]

# Two thirds of a page or so, in a narrow column less: what is longer would run off its end.
LETTERS_KEPT_TOGETHER = 1200
LETTERS_IN_HEAD = 90
WIDE = "\u2e80"

PAGE = N_("Page {page} of {pages}")
FALLBACK = N_("Underlined with dots: not yet translated, shown in another language.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One version of the agenda and the pen that writes it."""

    version: Version
    pen: Pen
    written: dict[Who, Values] = field(default_factory=dict)

    def line(self, value: object) -> Line:
        """Write a value as a line of runs."""
        return line(self.pen.show(value), self.pen.direction)

    def say(self, message: str, /, **values: object) -> Line:
        """Write a message as a line of runs."""
        return line(self.pen.say(message, **values), self.pen.direction)

    def lines(self, template: str, **values: object) -> list[Line]:
        """Write a part of a page; its small print stands in lines of its own."""
        return lines(self.pen.write(template, **values), self.pen.direction)

    def who(self, who: Who) -> Values:
        """Write a speaker: what to find them by, and the lines beneath."""
        if who not in self.written:  # a round names everybody, and most are named again
            beneath = [self.line(self.pen.detailed(each)) for each in who.lines]
            self.written[who] = {"label": self.line(who.label), "lines": beneath}
        return self.written[who]


def desk(version: Version) -> Desk:
    """Return the desk on which a version is written."""
    return Desk(version=version, pen=Pen(words=version.words))


def _colophon(at: Desk, *, internal: bool) -> Iterator[Line]:
    yield at.line(at.pen.own_name(at.version.language))
    worth = at.version.caveat if internal else at.version.worth
    if worth:
        yield at.line(worth)


def framed(
    at: Desk,
    kind: str,
    dated: date,
    content: Values,
    *,
    nastaliq: bool,
    also: Iterable[Desk] = (),
    internal: bool = False,
) -> Values:
    """Return the values of a whole paper: its frame around its content."""
    version, words = at.version, at.version.words
    colophon = [part for each in (at, *also) for part in _colophon(each, internal=internal)]
    fallback = any(_has_fallback(value) for value in content.values())
    return {
        "language": version.language,
        "nastaliq": nastaliq,
        "title": f"{words.lookup(kind)} – {version.title.text}",
        "author": version.text(version.agenda.organizer.name).text,
        "paper": at.say(kind),
        "forum": at.line(version.title),
        "running": at.line(_shortened(version.title)),
        "page": words.lookup(PAGE),
        "colophon": [*colophon, at.line(dated)],
        "legend": at.say(FALLBACK) if fallback else None,
        **content,
    }


def _shortened(title: Chosen) -> Chosen:
    """Return a title that fits the head of every page."""
    if letters(title.text) <= LETTERS_IN_HEAD:
        return title
    fits = next(n for n in range(len(title.text)) if letters(title.text[: n + 1]) > LETTERS_IN_HEAD)
    return replace(title, text=f"{title.text[:fits].rstrip()}…")


def too_long(value: object) -> bool:
    """Tell whether values fill so much of a page that they must be allowed to break."""
    return letters(value) > LETTERS_KEPT_TOGETHER


def letters(value: object) -> int:
    """Count letters as they take room: a Chinese character is as wide as two others."""
    match value:
        case str():
            return len(value) if value.isascii() else sum(1 + (each >= WIDE) for each in value)
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
