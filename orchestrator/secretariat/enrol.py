"""Take people from a table into an agenda: a preview first, then a draft that nobody is told of."""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from orchestrator import rosters, sandbox
from orchestrator.agendas import rewriting
from orchestrator.agendas.models import Agenda
from orchestrator.agendas.places import value_at
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_, Finding, Phrase, phrase, stops_build
from orchestrator.languages import Translator
from orchestrator.rosters import Cell, Entry, Field, Roster, Table
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import check, editing
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.editing import Draft
from orchestrator.secretariat.source import Source
from orchestrator.storage import entries, revisions
from orchestrator.storage.revisions import Revision

UNREADABLE = N_(
    "The agenda has errors. Correct them first: people are taken into one that can be read."
)
STANDS_AGAINST = N_(
    "With these people the agenda could not be built. Correct the table, and import it again."
)

NO_COLUMN = N_(
    "Columns are said as A=email,B=name:ru, by their letters; '{given}' is not that. A column can "
    "be: {known}."
)
NO_ROW = N_("The table has no row {row} that says anything.")
BY: Mapping[str, str] = {
    "id": N_("known by the id"),
    "email": N_("known by the address"),
    "name": N_("known by the name"),
}
GUESSED = N_(
    "The file does not say its encoding; it was read as {coding}. If letters are wrong, name the "
    "right encoding, or save the table as “CSV UTF-8”."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A table as it is to be read: the place of its headings, and the field of each column.

    `fixed` are the columns of which somebody has said what they are.
    """

    table: Table
    top: int
    columns: tuple[Field, ...]
    fixed: frozenset[int] = frozenset()

    @property
    def digest(self) -> str:
        """Return what changes with anything in it: nobody takes what they have not seen."""
        said = (self.table.model_dump_json(), self.top, self.columns)
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What would become of an agenda: its people, its text, and what `check` would newly say.

    `findings` are those about people of the table, by id; `others` are about anything else.
    """

    before: Draft
    order: RunningOrder
    asked: Asked
    roster: Roster
    text: str
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    others: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would change."""
        return self.text == self.before.text

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """Return what should be known of the file before its rows are believed."""
        coding = self.asked.table.coding
        guess = (phrase(GUESSED, coding=coding),) if coding else ()
        return (*guess, *rosters.notes(self.asked.table))

    @property
    def stops(self) -> bool:
        """Tell whether it must not be taken as it is."""
        found = (*self.others, *(each for several in self.findings.values() for each in several))
        return bool(self.roster.wrong) or stops_build(found)


async def unpack(data: bytes, coding: str = "") -> Table:
    """Read the table of a file, where it can do no harm; a text in a coding, if one is named."""
    return await asyncio.to_thread(sandbox.read_table, data, coding)


async def people(desk: Desk, forum: str) -> tuple[Revision, Checked]:
    """Return the newest text of a forum, with what can be read of it."""
    async with desk.store() as store, store.reading() as kept:
        head = await revisions.head(kept, forum)
    if head is None:
        raise OrchestratorError(N_("The forum '{forum}' has no revision yet."), forum=forum)
    return head, await check.check(desk, editing.source(head))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What somebody says of a table: the number of the row with its headings, and columns."""

    headings: int | None = None
    columns: Mapping[str, Field] = field(default_factory=dict)


def understood(table: Table, meant: Meant, agenda: Agenda) -> Asked:
    """Return how a table is meant: as is said of it, and guessed where nothing is."""
    known = rosters.fields(agenda)
    chosen: dict[int, Field] = {}
    for name, named in meant.columns.items():
        at = rosters.placed(f"{name}1")
        if at is None or named not in (rosters.NONE, *known):
            raise UsageError(NO_COLUMN, given=f"{name}={named}", known=", ".join(known))
        if at[1] >= table.width:
            there = map(rosters.letters, range(table.width))
            raise UsageError(NO_COLUMN, given=f"{name}={named}", known=", ".join(there))
        chosen[at[1]] = named
    return guess(table, agenda, _top(table, meant.headings), chosen)


def _top(table: Table, row: int | None) -> int | None:
    """Return the place of a row by its number in the spreadsheet."""
    if row is None:
        return None
    top = next((n for n, line in enumerate(table.lines) if line.number == row), None)
    if top is None:
        raise UsageError(NO_ROW, row=row)
    return top


def guess(
    table: Table, agenda: Agenda, top: int | None = None, chosen: Mapping[int, Field] | None = None
) -> Asked:
    """Return how a table is most likely meant, its headings where they seem or are said to be.

    `chosen` are the columns (from 0) of which somebody has said what they are.
    """
    last = len(table.lines) - 1
    where = rosters.heading(table) if top is None else min(top, last)
    guessed = dict(enumerate(rosters.guessed(table, where, agenda))) | dict(chosen or {})
    columns = tuple(guessed.get(column, rosters.NONE) for column in range(table.width))
    return Asked(table=table, top=where, columns=columns, fixed=frozenset(chosen or ()))


async def propose(desk: Desk, forum: str, ask: Callable[[Agenda], Asked]) -> Proposed:
    """Return what a table would change in the newest text; `ask` says how it is meant."""
    head, checked = await people(desk, forum)
    draft = Draft(forum=forum, text=head.text, base=head.number)
    return await _proposed(desk, draft, checked, ask)


async def propose_in(desk: Desk, checked: Checked, ask: Callable[[Agenda], Asked]) -> Proposed:
    """Return what a table would change in an agenda file that was checked."""
    forum = checked.order.agenda.id if checked.order else ""
    text = "\n".join(checked.reading.lines)
    return await _proposed(desk, Draft(forum=forum, text=text, base=None), checked, ask)


async def _proposed(
    desk: Desk, draft: Draft, before: Checked, ask: Callable[[Agenda], Asked]
) -> Proposed:
    agenda = before.reading.agenda
    if agenda is None or before.order is None:
        raise OrchestratorError(UNREADABLE)
    async with desk.store() as store, store.reading() as kept:
        # Whoever was once invited under an id keeps it, even when the agenda names them no more.
        taken = {person for person, _ in await entries.of(kept, draft.forum)}
    meant = _known(await asyncio.to_thread(ask, agenda), agenda)
    found = await asyncio.to_thread(_rewritten, draft, before.order, meant, taken)
    return found if found.is_empty else await _checked(desk, found, before)


def _known(asked: Asked, agenda: Agenda) -> Asked:
    """Return a table without the fields that nobody has."""
    fields = rosters.fields(agenda)
    columns = tuple(each if each in fields else rosters.NONE for each in asked.columns)
    return replace(asked, columns=columns)


def _rewritten(
    before: Draft, order: RunningOrder, asked: Asked, taken: Collection[str]
) -> Proposed:
    agenda = order.agenda
    usual = rosters.guessed(asked.table, asked.top, agenda)
    # What is otherwise than it would be guessed was chosen, on a page that sends all columns.
    chosen = {n for n, field in enumerate(asked.columns) if field != usual[n]}
    fixed = asked.fixed | chosen
    roster = rosters.enrol(asked.table, asked.top, asked.columns, agenda, taken, fixed=fixed)
    taking = (*roster.of("changed"), *roster.of("new"))
    people_ = {each.person: rosters.shaped(each.changes) for each in taking}
    text = rewriting.put_people(before.text, people_) if people_ else before.text
    return Proposed(before=before, order=order, asked=asked, roster=roster, text=text)


async def _checked(desk: Desk, found: Proposed, before: Checked) -> Proposed:
    """Return a proposal with what `check` would say of it, and does not say yet."""
    after = await check.check(desk, Source(name=found.before.forum, data=found.text.encode()))
    known = {_said(each.finding) for each in before.findings}
    new = [each.finding for each in after.findings if _said(each.finding) not in known]
    met = {each.person for each in found.roster.entries if each.person}
    by_person: dict[str, tuple[Finding, ...]] = {}
    others = []
    for person, each in _named(new, after):
        if person in met:
            by_person[person] = (*by_person.get(person, ()), each)
        else:
            others.append(each)
    roster = _judged(found.roster, by_person)
    return replace(found, roster=roster, findings=by_person, others=tuple(others))


def _judged(roster: Roster, found: Mapping[str, tuple[Finding, ...]]) -> Roster:
    """Return the rows; what stops the agenda on account of a row is a fault of that row."""
    entries = (
        replace(each, kind="fault") if stops_build(found.get(each.person, ())) else each
        for each in roster.entries
    )
    return replace(roster, entries=tuple(entries))


def _said(found: Finding) -> str:
    return repr((found.code, found.path, found.message))


def _named(found: list[Finding], after: Checked) -> Iterator[tuple[str, Finding]]:
    """Return findings with the ids of the people whom they are about."""
    for each in found:
        is_of_person = each.path[:1] == ("people",) and len(each.path) > 1
        name = value_at(after.reading.data, (*each.path[:2], "id")) if is_of_person else ""
        yield str(name or ""), each


async def enrol(desk: Desk, proposed: Proposed, *, actor: str) -> int:
    """Keep the agenda with its new and changed people as a draft; return its revision."""
    if proposed.stops:
        raise OrchestratorError(STANDS_AGAINST)
    return await editing.save(desk, replace(proposed.before, text=proposed.text), actor=actor)


def written(proposed: Proposed, source: Source) -> bytes:
    """Return an agenda file with its new and changed people, its lines ended as they were."""
    if proposed.stops:
        raise OrchestratorError(STANDS_AGAINST)
    wide = b"\r\n" in source.data
    return (proposed.text.replace("\n", "\r\n") if wide else proposed.text).encode()


def values(found: Proposed, words: Translator) -> dict[str, object]:
    """Return what a table would change as values for JSON, in the words of a language."""
    roster, asked = found.roster, found.asked
    return {
        "base": found.before.base,
        "table": {
            "sheet": asked.table.sheet or None,
            "encoding": asked.table.coding or None,
            "headings": asked.table.lines[asked.top].number,
            "columns": [*_columns(asked)],
            "notes": [words.phrase(each) for each in found.notes],
        },
        "counts": {kind: len(roster.of(kind)) for kind in get_args(rosters.Kind)},
        "rows": [_row(each, found, words) for each in roster.entries],
        "missing": [*roster.missing],
        "faults": [words.phrase(each) for each in roster.wrong],
        "findings": [_finding(each, words) for each in found.others],
    }


def _columns(asked: Asked) -> Iterator[dict[str, object]]:
    headings = asked.table.lines[asked.top]
    for number, name in enumerate(asked.columns):
        yield {
            "column": rosters.letters(number),
            "heading": headings.cell(number),
            "field": name or None,
        }


def _row(entry: Entry, found: Proposed, words: Translator) -> dict[str, object]:
    findings = found.findings.get(entry.person, ())
    return {
        "row": entry.row,
        "kind": entry.kind,
        "person": entry.person or None,
        "by": entry.by or None,
        "cells": [_cell(name, cell, words) for name, cell in entry.shown.items()],
        "faults": [words.phrase(each) for each in entry.faults],
        "doubts": [words.phrase(each) for each in entry.doubts],
        "findings": [_finding(each, words) for each in findings],
    }


def _cell(name: Field, cell: Cell, words: Translator) -> dict[str, object]:
    fault = _finding(cell.fault, words) if cell.fault else None
    return {"cell": cell.at, "field": name, "old": cell.old, "new": cell.new, "fault": fault}


def _finding(found: Finding, words: Translator) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": found.severity,
        "message": words.phrase(found.message),
        "hint": words.phrase(found.hint) if found.hint else None,
    }
