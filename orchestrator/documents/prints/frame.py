"""The frame of every paper: the pen that writes lines of runs, title, colophon, page number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from orchestrator.documents.versions import Version, Who
from orchestrator.layout import Pen, frames
from orchestrator.layout.frames import Frame, Values, shortened
from orchestrator.layout.runs import Line, line, lines


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
    version = at.version
    colophon = [part for each in (at, *also) for part in _colophon(each, internal=internal)]
    frame = Frame(
        kind=kind,
        title=f"{version.words.lookup(kind)} – {version.title.text}",
        author=version.text(version.agenda.organizer.name).text,
        forum=at.line(version.title),
        running=at.line(replace(version.title, text=shortened(version.title.text))),
        colophon=[*colophon, at.line(dated)],
        nastaliq=nastaliq,
    )
    return frames.framed(at.pen, frame, content)
