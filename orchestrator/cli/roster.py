"""Carry out `people`: show what a table would change, write it, and write people as a table."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from orchestrator import rosters
from orchestrator.cli.plans import ISOLATES
from orchestrator.cli.post import PARTLY
from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import ERRORS_IN_FILE, FINE, desk, tell_errors
from orchestrator.findings import N_, Finding
from orchestrator.languages import Translator, choose
from orchestrator.rosters import Cell, Entry, Field
from orchestrator.running_orders import person_names
from orchestrator.secretariat import check as checking
from orchestrator.secretariat import enrol
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.enrol import Meant, Proposed
from orchestrator.secretariat.files import rewrite, write_new
from orchestrator.secretariat.source import fetch

# A spreadsheet takes a table for another alphabet's unless it begins so.
MARK = "\ufeff"
PARTS: Mapping[rosters.Kind, str] = {
    "fault": N_("Rows with a fault"),
    "new": N_("New people"),
    "changed": N_("Changed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How `people import` was called."""

    columns: str
    headings: int | None
    encoding: str
    yes: bool
    out: Path | None


def take(terminal: Terminal, file: Path, table: Path, given: Given) -> int:
    """Show what a table would change; write it, if that is said."""
    source, own = fetch(file), desk(terminal)
    checked = asyncio.run(checking.check(own, source))
    if checked.order is None:
        return tell_errors(terminal, checked)
    found = asyncio.run(_proposed(own, checked, fetch(table).data, given))
    target = given.out or (file if given.yes else None)
    writes = target is not None and not found.stops and not found.is_empty
    if target is not None and writes:
        text = enrol.written(found, source)
        if given.out:
            write_new(target, text)
        else:
            rewrite(target, text, source.data)
    if terminal.json:
        said = {"file": str(target) if writes else None}
        terminal.result_json(said | enrol.values(found, terminal.words))
    else:
        _tell(terminal, found)
        _tell_end(terminal, found, target)
    if found.stops:
        return ERRORS_IN_FILE
    return PARTLY if target is not None and found.roster.of("fault") else FINE


async def _proposed(own: Desk, checked: Checked, data: bytes, given: Given) -> Proposed:
    table = await enrol.unpack(data, given.encoding)
    pairs = (each.partition("=") for each in given.columns.split(",") if each)
    columns = {name.strip().upper(): field.strip() for name, _, field in pairs}
    meant = Meant(headings=given.headings, columns=columns)
    return await enrol.propose_in(own, checked, partial(enrol.understood, table, meant))


def _tell(terminal: Terminal, found: Proposed) -> None:
    words, roster = terminal.words, found.roster
    for note in (*found.notes, *roster.wrong):
        terminal.warn(words.phrase(note).translate(ISOLATES))
    for line in _columns(found, words):
        terminal.talk(line.translate(ISOLATES))
    for kind, heading in PARTS.items():
        if roster.of(kind):
            terminal.result(words.say(heading))
        for entry in roster.of(kind):
            for line in _lines(entry, found, words):
                terminal.result(line.translate(ISOLATES))
    for each in found.others:
        terminal.warn(_finding(each, words))
    terminal.talk(_counted(found, words))
    if roster.missing:
        said = words.plural(
            "{n} person of the agenda is not in the table, and stays",
            "{n} people of the agenda are not in the table, and stay",
            len(roster.missing),
        )
        terminal.talk(said)


def _columns(found: Proposed, words: Translator) -> Iterator[str]:
    """Yield what each column is taken as: nobody sees else what was left out."""
    asked = found.asked
    if asked.table.sheet:
        yield words.say("Read from the sheet “{sheet}”.", sheet=asked.table.sheet)
    yield words.say("What each column is taken as")
    for number, field in enumerate(asked.columns):
        heading = asked.table.lines[asked.top].cell(number)
        label = rosters.label(field, words) if field else words.say("nothing: it is left out")
        yield f"  {rosters.letters(number)} {heading} → {label}"


def _lines(entry: Entry, found: Proposed, words: Translator) -> Iterator[str]:
    """Yield what a row says, cell by cell: what stands in the agenda, and what would."""
    row = words.say("Row {number}", number=entry.row)
    yield f"  {row}: {_who(entry, found, words)}"
    if entry.by:
        yield f"    {words.say(enrol.BY[entry.by])}"
    for name, cell in entry.shown.items():
        yield f"    {rosters.label(name, words)} ({cell.at}): {_change(name, cell, words)}"
        if cell.fault:
            yield f"      {_finding(cell.fault, words)}"
    for said in (*entry.faults, *entry.doubts):
        yield f"    {words.phrase(said)}"
    for each in found.findings.get(entry.person, ()):
        yield f"    {_finding(each, words)}"


def _who(entry: Entry, found: Proposed, words: Translator) -> str:
    """Return what the person of a row is called, with their id."""
    agenda = found.order.agenda
    known = agenda.person.get(entry.person)
    texts = person_names(agenda, known) if known else entry.called
    if not texts:
        return entry.person
    name = choose(texts, words.language, agenda.languages.official).text
    return words.say("{name} ({id})", name=name, id=entry.person) if entry.person else name


def _change(name: Field, cell: Cell, words: Translator) -> str:
    old, new = (rosters.shown(name, raw, words) for raw in (cell.old, cell.new))
    return f"{old} → {new}" if old and cell.is_changed else new


def _finding(found: Finding, words: Translator) -> str:
    sentence = f"{found.code} {words.phrase(found.message)}"
    return f"{sentence} — {words.phrase(found.hint)}" if found.hint else sentence


def _counted(found: Proposed, words: Translator) -> str:
    new, changed, same, fault = (
        len(found.roster.of(kind)) for kind in ("new", "changed", "same", "fault")
    )
    counts = [
        words.plural("{n} new person", "{n} new people", new),
        words.plural("{n} changed", "{n} changed", changed),
        words.plural("{n} unchanged", "{n} unchanged", same),
        words.plural("{n} row with a fault", "{n} rows with a fault", fault),
    ]
    return " · ".join(counts)


def _tell_end(terminal: Terminal, found: Proposed, target: Path | None) -> None:
    """Say what was written, or how it would be."""
    words = terminal.words
    if found.stops:
        terminal.warn(words.say(enrol.STANDS_AGAINST))
    elif found.is_empty:
        terminal.talk(words.say("There is nothing to take over."))
    elif target is None:
        terminal.talk(
            words.say("Nothing was written. Write it with --yes, or elsewhere with --out.")
        )
    else:
        terminal.result(str(target))
        terminal.talk(words.say("Next: orchestrator plan {file}", file=target))
    if target is not None and found.roster.of("fault") and not found.stops:
        said = words.plural(
            "{n} row with a fault is left out: correct it in the table and import it again.",
            "{n} rows with a fault are left out: correct them in the table and import it again.",
            len(found.roster.of("fault")),
        )
        terminal.warn(said)


def give(terminal: Terminal, file: Path, out: Path | None) -> int:
    """Write the people of an agenda file as a table."""
    checked = asyncio.run(checking.check(desk(terminal), fetch(file)))
    agenda = checked.reading.agenda
    if agenda is None:
        return tell_errors(terminal, checked)
    table = rosters.write(agenda, terminal.words)
    if out is not None:
        write_new(out, (MARK + table).encode())
    if terminal.json:
        written = {"file": str(out)} if out else {"table": table}
        terminal.result_json(written)
    else:
        terminal.result(str(out) if out else table.rstrip("\n"))
    return FINE
