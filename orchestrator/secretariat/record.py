"""Read a filled form as the record of its session."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from orchestrator import languages, minutes, zones
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.layout.press import Press
from orchestrator.minutes import Answers, Record
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import fonts
from orchestrator.secretariat.check import Checked, check
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.files import write_new
from orchestrator.secretariat.source import Source
from orchestrator.secretariat.upload import upload

WRITTEN = (".pdf", ".docx", ".html", ".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A record as it was read; None where the agenda that it was held against has errors."""

    record: Record | None
    checked: Checked | None


async def record(
    desk: Desk, path: Path, agenda: Source | None, out: Path | None = None
) -> Recorded:
    """Read a filled form, held against an agenda file where one is at hand; write the record."""
    if out is not None:
        refuse(out)
    recorded = await _read(desk, path, agenda)
    if out is not None and recorded.record is not None:
        await asyncio.to_thread(write, desk, recorded.record, _zone(recorded), out)
    return recorded


def refuse(out: Path) -> None:
    """Raise where a record cannot be written under such a name."""
    if out.suffix.lower() not in WRITTEN:
        raise UsageError(
            N_("A record is written as .pdf, .docx, .html or .md, not as '{file}'."), file=out.name
        )


def _zone(recorded: Recorded) -> str:
    """Return the zone whose date the record carries: the forum's, where its agenda is at hand."""
    order = recorded.checked.order if recorded.checked else None
    return order.agenda.zone if order else "UTC"


def write(desk: Desk, read: Record, zone: str, out: Path) -> None:
    """Write a record to a new file, of the kind that its name says."""
    write_new(out, contents(desk, read, out.suffix.lower(), zone))


def contents(desk: Desk, read: Record, suffix: str, zone: str) -> bytes:
    """Return a record, in its own language, as the bytes of a file with that suffix."""
    words, dated = languages.translator(read.language), desk.dated()
    day = zones.local(dated, zone).date()
    if suffix == ".pdf":
        return Press(fonts.added(desk.fonts)).pdf(minutes.printed(read, words, day), dated)
    if suffix == ".docx":
        return minutes.write_docx(minutes.written(read, words, day), dated)
    if suffix == ".html":
        return minutes.page(read, words, day, "html").encode()
    return minutes.page(read, words).encode()


async def _read(desk: Desk, path: Path, agenda: Source | None) -> Recorded:
    mine = minutes.answers(await asyncio.to_thread(upload, path))
    if agenda is None:
        return Recorded(record=minutes.record(mine), checked=None)
    checked = await check(desk, agenda)
    if checked.order is None:
        return Recorded(record=None, checked=checked)
    _, read = await asyncio.to_thread(against, mine, checked.order)
    return Recorded(record=read, checked=checked)


def against(mine: Answers, order: RunningOrder) -> tuple[Answers, Record]:
    """Return a filled form held against an agenda: its answers, and the record that they are."""
    session = session_of(mine, order)
    fresh = minutes.form(order, session, languages.translator(mine.language))
    whole = minutes.merged(mine, minutes.answers(fresh))
    read = minutes.record(whole, to_decide(order, session))
    found = minutes.addressed(read.findings, whole, minutes.headings(order, session))
    return whole, replace(read, findings=found)


def to_decide(order: RunningOrder, session: str) -> tuple[str, ...]:
    """Return the items of a session that are there to be decided."""
    items = order.agenda.session[session].items
    return tuple(item.id for item in items if item.kind == "decision")


def session_of(mine: Answers, order: RunningOrder) -> str:
    """Return the session that a form is of: the one it names, else the one with its items."""
    named = mine.identity
    if named is None:
        shared = {
            each.session.id: len(mine.titles.keys() & {item.item.id for item in each.items})
            for each in order.sessions
        }
        return max(shared, key=shared.__getitem__)
    if named.forum != order.agenda.id or named.session not in order.agenda.session:
        raise OrchestratorError(
            N_("The form is of session '{session}' of forum '{forum}': this agenda has none such."),
            session=named.session,
            forum=named.forum,
        )
    return named.session
