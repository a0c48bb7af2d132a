"""The record as a readable page, and as values for machines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Literal, TypeVar

from markupsafe import Markup

from orchestrator.findings import Finding
from orchestrator.languages import Translator
from orchestrator.layout import Pen
from orchestrator.minutes import labels
from orchestrator.minutes.answers import Note
from orchestrator.minutes.reading import Action, Decision, Item, Paragraph, Record, Statement

Form = Literal["html", "md"]
Values = dict[str, object]
Report = Sequence[Mapping[str, object]]
Row = TypeVar("Row", Statement, Decision, Action, Note)

# Who signs the record, in the order in which they do.
SIGNED = ("chair", "rapporteur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """All that the record says under one item."""

    item: Item
    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the heading of the item, its id where that was deleted."""
        return self.item.title or self.item.id

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the summary's paragraphs."""
        return self.item.paragraphs

    def hours(self, pen: Pen) -> Markup:
        """Return when it really began and ended, empty where nobody wrote it down."""
        start, end = self.item.start, self.item.end
        if start and end:
            return pen.whole(f"{start:%H:%M}\u2013{end:%H:%M}")
        name, moment = ("start", start) if start else ("end", end)
        if moment is None:
            return Markup()
        value = pen.whole(f"{moment:%H:%M}")
        return pen.say("{label}: {value}", label=pen.say(labels.ITEM[name]), value=value)


def sections(record: Record) -> tuple[Section, ...]:
    """Return the record item by item."""
    said = _by_item(record.statements)
    decided, asked = _by_item(record.decisions), _by_item(record.actions)
    notes = _by_item(record.notes)
    return tuple(
        Section(
            item=item,
            statements=tuple(said[item.id]),
            decisions=tuple(decided[item.id]),
            actions=tuple(asked[item.id]),
            notes=tuple(note.text for note in notes[item.id]),
        )
        for item in record.items
    )


def _by_item(rows: Iterable[Row]) -> Mapping[str | None, list[Row]]:
    found: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.item].append(row)
    return found


def loose(record: Record) -> tuple[str, ...]:
    """Return the notes that belong to no item of the record."""
    items = {item.id for item in record.items}
    return tuple(note.text for note in record.notes if note.item not in items)


def head(record: Record) -> tuple[tuple[str, list[str]], ...]:
    """Return the filled fields of the head, line by line."""
    return tuple(
        (name, record.head[name].split("\n")) for name in labels.HEAD if record.head.get(name)
    )


def status(said: str | None, words: Translator) -> str:
    """Return how a delegation attended or a decision was adopted, in words; as written, if odd."""
    spoken = (labels.ADOPTED | labels.ATTENDED).get(said or "")
    return words.say(spoken[-1]) if spoken else said or ""


def page(record: Record, words: Translator, dated: date | None = None, form: Form = "md") -> str:
    """Return the record as a page in its own language, as Markdown or for a browser."""
    values_ = _shown(record, words)
    return Pen(words=words, form=form).paper(f"minutes/record.{form}", dated=dated, **values_)


def body(record: Record, words: Translator) -> Markup:
    """Return the record in its own language, to stand in a page that may be in another."""
    return Pen(words=words).write("minutes/record-body.html", **_shown(record, words))


def _shown(record: Record, words: Translator) -> Values:
    return {
        "record": record,
        "title": labels.called(record.kind),
        "named": labels.HEAD,
        "facts": head(record),
        "headings": labels.HEADINGS,
        "columns": labels.COLUMNS,
        "notes_heading": labels.NOTES_HEADING,
        "signed": [name for name in SIGNED if record.head.get(name)],
        "sections": sections(record),
        "loose": loose(record),
        "status": partial(status, words=words),
    }


def values(record: Record, words: Translator) -> Values:
    """Return the record as values for JSON; its findings are said in the reader's language."""
    return {
        "forum": record.forum,
        "session": record.session,
        "language": record.language,
        "kind": record.kind,
        "head": record.head,
        "attendance": [
            {"delegation": each.delegation, "name": each.name, "status": each.status, "by": each.by}
            for each in record.attendance
        ],
        "items": [_item(each) for each in record.items],
        "statements": [
            {
                "number": each.number,
                "item": each.item,
                "person": each.person,
                "speaker": each.speaker,
                "text": each.text,
                "filled": each.filled,
            }
            for each in record.statements
        ],
        "decisions": [
            {"number": each.number, "item": each.item, "text": each.text, "adopted": each.adopted}
            for each in record.decisions
        ],
        "actions": [_action(each) for each in record.actions],
        "notes": [_note(each) for each in record.notes],
        "findings": report(record.findings, words),
    }


def _item(each: Item) -> Values:
    return {
        "id": each.id,
        "title": each.title,
        "planned": each.planned,
        "start": _hour(each.start),
        "end": _hour(each.end),
        "paragraphs": [{"number": part.number, "text": part.text} for part in each.paragraphs],
    }


def _action(each: Action) -> Values:
    return {
        "number": each.number,
        "item": each.item,
        "what": each.what,
        "who": each.who,
        "due": _day(each.due),
        "written": each.written,
    }


def _note(note: Note) -> Values:
    return {"item": note.item, "text": note.text}


def _hour(moment: time | None) -> str | None:
    return f"{moment:%H:%M}" if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def report(found: Iterable[Finding], words: Translator) -> Report:
    """Return findings about a form as values, in the words of a language."""
    return [
        {
            "code": each.code,
            "severity": each.severity,
            "path": each.pointer,
            "message": words.phrase(each.message),
            "hint": words.phrase(each.hint) if each.hint else None,
        }
        for each in found
    ]
