"""The preview of a table of people: whom each row means, and what it would change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestrator import rosters
from orchestrator.findings import Finding, Phrase, phrase
from orchestrator.languages import NAMES, Chosen, Translator, choose
from orchestrator.layout import Ltr
from orchestrator.rosters import Cell, Entry, Field
from orchestrator.running_orders import person_names
from orchestrator.secretariat.enrol import BY, Proposed
from orchestrator.web.desk.names import Names

TOPS = 10  # rows among which the headings may be
SAMPLE = 60
FRAGILE = re.compile(r"[0-9@+]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table: its heading, the first thing in it, and what it is taken as."""

    number: int
    letter: str
    heading: object
    sample: object
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field of a person before and after, each as a reader sees it."""

    label: str
    at: Ltr
    old: object
    new: object
    fault: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the preview."""

    entry: Entry
    who: object
    by: Phrase | None
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A table of people as the page shows it; `choices` are what a column can be taken as."""

    columns: tuple[Column, ...]
    choices: tuple[tuple[Field, str], ...]
    tops: tuple[tuple[int, str], ...]
    rows: Mapping[str, tuple[Row, ...]]
    missing: tuple[object, ...]
    table: str

    @property
    def count(self) -> int:
        """Return how many people would be new or changed."""
        return len(self.rows["new"]) + len(self.rows["changed"])


def preview(proposed: Proposed, names: Names, words: Translator) -> Preview:
    """Return what a page shows of a table before anything is taken from it."""
    asked, roster = proposed.asked, proposed.roster
    choices = rosters.fields(proposed.order.agenda)
    kinds: tuple[rosters.Kind, ...] = ("fault", "new", "changed", "same")
    return Preview(
        columns=tuple(_columns(proposed)),
        choices=tuple((each, rosters.label(each, words)) for each in choices),
        tops=tuple(_tops(proposed, words)),
        rows={
            kind: tuple(_row(each, proposed, names, words) for each in roster.of(kind))
            for kind in kinds
        },
        missing=tuple(names.person(each) for each in roster.missing),
        table=asked.table.model_dump_json(),
    )


def _columns(proposed: Proposed) -> Iterator[Column]:
    asked = proposed.asked
    below = asked.table.lines[asked.top + 1 :]
    for n, field in enumerate(asked.columns):
        sample = next((line.cell(n) for line in below if line.cell(n)), "")
        heading = asked.table.lines[asked.top].cell(n)
        if heading or sample:
            yield Column(
                number=n,
                letter=rosters.letters(n),
                heading=_told(heading),
                sample=_told(sample),
                field=field,
            )


def _tops(proposed: Proposed, words: Translator) -> Iterator[tuple[int, str]]:
    for n, line in enumerate(proposed.asked.table.lines[:TOPS]):
        # A list to choose from has no isolates, and headings need none: addresses and hours would.
        text = _short(" · ".join(cell for cell in line.cells if cell and not FRAGILE.search(cell)))
        yield n, words.say("Row {number}: {text}", number=line.number, text=text)


def _told(raw: object) -> object:
    """Return a cell as it was sent, in an isolate: what is of plain letters runs from the left."""
    text = _short("; ".join(map(str, raw)) if isinstance(raw, list) else str(raw))
    return Ltr(text=text) if text.isascii() else phrase("{text}", text=text)


def _short(text: str) -> str:
    return text if len(text) <= SAMPLE else f"{text[: SAMPLE - 1]}…"


def _row(entry: Entry, proposed: Proposed, names: Names, words: Translator) -> Row:
    changes = (_change(name, cell, names, words) for name, cell in entry.shown.items())
    return Row(
        entry=entry,
        who=_who(entry, proposed, names),
        by=phrase(BY[entry.by]) if entry.by else None,
        changes=tuple(changes),
        findings=proposed.findings.get(entry.person, ()),
    )


def _who(entry: Entry, proposed: Proposed, names: Names) -> object:
    """Return what the person of a row is called: as the agenda has it, else as the table does."""
    agenda = proposed.order.agenda
    known = agenda.person.get(entry.person)
    if known is not None:
        return choose(person_names(agenda, known), names.language, agenda.languages.official)
    if entry.called:
        return choose(entry.called, names.language, agenda.languages.official)
    return Ltr(text=entry.person)


def _change(name: Field, cell: Cell, names: Names, words: Translator) -> Change:
    return Change(
        label=rosters.label(name, words),
        at=Ltr(text=cell.at),
        old=_value(name, cell.old, names, words) if cell.is_changed else None,
        new=_told(cell.new) if cell.fault else _value(name, cell.new, names, words),
        fault=cell.fault,
    )


def _value(name: Field, raw: object, names: Names, words: Translator) -> object:
    """Return a value as a reader sees it: names by name, texts in their own language."""
    tag = name.partition(":")[2]
    if raw is None or raw == []:
        return None
    if tag:
        return Chosen(text=str(raw), language=tag)
    if name == "delegation":
        return names.delegation(str(raw))
    if name == "language" and raw in NAMES:
        return phrase(NAMES[str(raw)])
    text = rosters.shown(name, raw, words)
    return text if name == "head" else Ltr(text=text)
