"""The record as a readable page in Markdown, and as values for machines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from orchestrator.findings import Finding
from orchestrator.languages import Translator
from orchestrator.layout import Pen
from orchestrator.minutes import labels
from orchestrator.minutes.answers import Note
from orchestrator.minutes.reading import Action, Item, Record

Form = dict[str, object]
Report = Sequence[Mapping[str, object]]


def page(record: Record, words: Translator) -> str:
    """Return the record as a page in its own language."""
    return Pen(words=words, form="md").paper(
        "minutes/record.md",
        record=record,
        title=labels.TITLES.get(record.kind, labels.TITLES["summary"]),
        head=labels.HEAD,
        headings=labels.HEADINGS,
        item_labels=labels.ITEM,
        meanings={name: spoken[-1] for name, spoken in (labels.ADOPTED | labels.ATTENDED).items()},
    )


def values(record: Record, words: Translator) -> Form:
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


def _item(each: Item) -> Form:
    return {
        "id": each.id,
        "title": each.title,
        "planned": each.planned,
        "start": _hour(each.start),
        "end": _hour(each.end),
        "paragraphs": [{"number": part.number, "text": part.text} for part in each.paragraphs],
    }


def _action(each: Action) -> Form:
    return {
        "number": each.number,
        "item": each.item,
        "what": each.what,
        "who": each.who,
        "due": _day(each.due),
        "written": each.written,
    }


def _note(note: Note) -> Form:
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
