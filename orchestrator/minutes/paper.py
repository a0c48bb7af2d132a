"""The record as a paper that people keep and edit: for Word, in its own language."""

from collections.abc import Iterator
from datetime import date

from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.layout import Pen
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.minutes import labels
from orchestrator.minutes.page import SIGNED, Section, head, loose, sections, status
from orchestrator.minutes.reading import Action, Decision, Record

NUMBERED = (1, 14)
PAIRS = (7, 19)
ACTIONS = (2, 11, 6, 5)


def written(record: Record, words: Translator, dated: date) -> Paper:
    """Return the record as a paper."""
    at = _Desk(record, words)
    kind, session = words.say(labels.called(record.kind)), record.head.get("session", "")
    own = str(at.pen.day(dated))
    return Paper(
        language=words.language,
        title=" – ".join(filter(None, (kind, session, record.head.get("forum", "")))),
        blocks=tuple(at.blocks(kind)),
        head=(Line(text=f"{kind}, {own}", style="Header"),),
    )


class _Desk:
    def __init__(self, record: Record, words: Translator) -> None:
        self.record, self.words = record, words
        self.pen = Pen(words=words, form="txt")

    def blocks(self, kind: str) -> Iterator[Block]:
        yield Line(text=kind, style="PaperKind")
        yield Line(text=self.record.head.get("session", ""), level=1)
        yield Line(text=self.record.head.get("forum", ""), style="When")
        yield Table(rows=tuple(self.facts()), widths=PAIRS)
        yield from self.attendance()
        for each in sections(self.record):
            yield from self.section(each)
        yield from self.notes(loose(self.record), 2)
        signed = [name for name in SIGNED if self.record.head.get(name)]
        if signed:
            rows = [self.pair(labels.HEAD[name], self.record.head[name]) for name in signed]
            yield Line()
            yield Table(rows=tuple(rows), widths=PAIRS)

    def pair(self, label: str, text: str) -> Row:
        return (Cell(text=self.words.say(label), label=True), Cell(text=text))

    def facts(self) -> Iterator[Row]:
        for name, texts in head(self.record):
            if name not in ("forum", "session"):
                yield self.pair(labels.HEAD[name], "\n".join(texts))

    def header(self, texts: tuple[str, ...]) -> Row:
        return tuple(Cell(text=self.words.say(text), label=True) for text in texts)

    def attendance(self) -> Iterator[Block]:
        if not self.record.attendance:
            return
        rows = [
            (Cell(text=each.name), Cell(text=status(each.status, self.words)), Cell(text=each.by))
            for each in self.record.attendance
        ]
        yield Line(text=self.words.say(labels.HEADINGS["attendance"]), level=2)
        columns = self.header(labels.COLUMNS["attendance"])
        yield Table(rows=(columns, *rows), widths=labels.WIDTHS["attendance"], header=True)

    def section(self, each: Section) -> Iterator[Block]:
        yield Line(text=each.title, level=2)
        hours = str(each.hours(self.pen))
        if hours:
            yield Line(text=hours, style="Note")
        said = [(part.number, part.text) for part in each.paragraphs]
        said += [
            (one.number, "\n".join(filter(None, (one.headed, one.text)))) for one in each.statements
        ]
        if said:
            yield Table(rows=tuple(_numbered(*one) for one in said), widths=NUMBERED)
        yield from self.decisions(each.decisions)
        yield from self.actions(each.actions)
        yield from self.notes(each.notes, 3)

    def decisions(self, found: tuple[Decision, ...]) -> Iterator[Block]:
        if found:
            yield Line(text=self.words.say(labels.HEADINGS["decisions"]), level=3)
            rows = [
                _numbered(
                    one.number, "\n".join(filter(None, (one.text, status(one.adopted, self.words))))
                )
                for one in found
            ]
            yield Table(rows=tuple(rows), widths=NUMBERED)

    def actions(self, found: tuple[Action, ...]) -> Iterator[Block]:
        if found:
            yield Line(text=self.words.say(labels.HEADINGS["actions"]), level=3)
            columns = self.header((N_("No."), *labels.COLUMNS["actions"]))
            rows = tuple(tuple(Cell(text=text) for text in self.action(one)) for one in found)
            yield Table(rows=(columns, *rows), widths=ACTIONS, header=True)

    def action(self, one: Action) -> tuple[str, ...]:
        due = str(self.pen.day(one.due)) if one.due else one.written
        return (str(one.number), one.what, one.who, due)

    def notes(self, texts: tuple[str, ...], level: int) -> Iterator[Block]:
        if texts:
            yield Line(text=self.words.say(labels.NOTES_HEADING), level=level)
            yield from (Line(text=text, style="Note") for text in texts)


def _numbered(number: int, text: str) -> Row:
    return (Cell(text=str(number), label=True), Cell(text=text))
