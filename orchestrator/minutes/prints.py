"""The record for the press: as a ministry hands it out, in its own language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.layout import Pen
from orchestrator.layout.frames import Frame, Values, framed, shortened, too_long
from orchestrator.layout.press import Print
from orchestrator.layout.runs import Line, capital, line
from orchestrator.minutes import labels
from orchestrator.minutes.page import SIGNED, Section, head, loose, sections, status
from orchestrator.minutes.reading import Action, Attendance, Decision, Record


def printed(record: Record, words: Translator, dated: date, *, nastaliq: bool = False) -> Print:
    """Return the record as a paper in its own language."""
    at = _Desk(pen=Pen(words=words), record=record)
    content: Values = {
        "session": at.prose(record.head.get("session", "")),
        "facts": [
            (at.say(labels.HEAD[name]), [capital(at.prose(text)) for text in texts])
            for name, texts in head(record)
            if name not in ("forum", "session")
        ],
        "attendance": at.attendance(record.attendance) if record.attendance else None,
        "items": [at.section(each) for each in sections(record)],
        "notes": at.notes(loose(record)),
        "signatures": [
            {"label": at.say(labels.HEAD[name]), "name": at.prose(record.head[name])}
            for name in SIGNED
            if record.head.get(name)
        ],
    }
    return Print(template="minutes", values=framed(at.pen, at.frame(dated, nastaliq), content))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    pen: Pen
    record: Record

    def say(self, message: str, /, **values: object) -> Line:
        return line(self.pen.say(message, **values), self.pen.direction)

    def heading(self, part: str) -> Line:
        """Return the heading of a part of the record."""
        return self.say(labels.HEADINGS[part])

    def prose(self, text: str) -> Line:
        return line(self.pen.prose(text), self.pen.direction)

    def prose_lines(self, text: str) -> list[Line]:
        return [self.prose(part) for part in text.split("\n") if part.strip()]

    def frame(self, dated: date, nastaliq: bool) -> Frame:  # noqa: FBT001 - passed through
        forum, kind = self.record.head.get("forum", ""), labels.called(self.record.kind)
        own, day = self.pen.own_name(self.pen.language), self.pen.day(dated)
        session = self.record.head.get("session", "")
        return Frame(
            kind=kind,
            title=" – ".join(filter(None, (self.pen.words.lookup(kind), session, forum))),
            author=forum,
            forum=self.prose(forum),
            running=self.prose(shortened(forum)),
            colophon=[line(each, self.pen.direction) for each in (own, day)],
            nastaliq=nastaliq,
        )

    def attendance(self, rows: tuple[Attendance, ...]) -> Values:
        # Where nobody is represented, the column for it says nothing.
        width = 3 if any(each.by for each in rows) else 2
        return {
            "name": self.heading("attendance"),
            "columns": [self.say(text) for text in labels.COLUMNS["attendance"][:width]],
            "rows": [
                [self.prose(each.name), self.status(each.status), self.prose(each.by)][:width]
                for each in rows
            ],
        }

    def status(self, said: str | None) -> Line:
        return capital(self.prose(status(said, self.pen.words)))

    def section(self, each: Section) -> Values:
        return {
            "title": self.prose(each.title),
            "hours": line(each.hours(self.pen), self.pen.direction) or None,
            "entries": list(self.entries(each)),
            "decisions": self.decisions(each.decisions) if each.decisions else None,
            "actions": self.actions(each.actions) if each.actions else None,
            "notes": self.notes(each.notes),
        }

    def entries(self, of: Section) -> Iterator[Values]:
        for each in of.paragraphs:
            yield {
                "number": str(each.number),
                "speaker": None,
                "paragraphs": [self.prose(each.text)],
            }
        for said in of.statements:
            yield {
                "number": str(said.number),
                "speaker": self.prose(said.headed) if said.headed else None,
                "paragraphs": self.prose_lines(said.text),
            }

    def decisions(self, rows: tuple[Decision, ...]) -> Values:
        return {
            "name": self.heading("decisions"),
            "rows": [
                {
                    "number": str(each.number),
                    "paragraphs": self.prose_lines(each.text),
                    "adopted": self.status(each.adopted) or None,
                    "long": too_long(each.text),
                }
                for each in rows
            ],
        }

    def actions(self, rows: tuple[Action, ...]) -> Values:
        columns = (N_("No."), *labels.COLUMNS["actions"])
        return {
            "name": self.heading("actions"),
            "columns": [self.say(text) for text in columns],
            "rows": [self.action(each) for each in rows],
        }

    def action(self, each: Action) -> Values:
        due = line(self.pen.day(each.due), self.pen.direction) if each.due else None
        return {
            "number": str(each.number),
            "what": self.prose_lines(each.what),
            "who": self.prose_lines(each.who),
            "due": due or self.prose(each.written),
            "long": too_long((each.what, each.who)),
        }

    def notes(self, texts: Iterable[str]) -> Values | None:
        lines = [each for text in texts for each in self.prose_lines(text)]
        return {"name": self.say(labels.NOTES_HEADING), "lines": lines} if lines else None
