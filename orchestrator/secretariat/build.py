"""Build everything that an organiser hands out, on disk; nothing is sent."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orchestrator import documents, invites, languages, minutes
from orchestrator.invites.previews import Known
from orchestrator.languages import Translator
from orchestrator.layout.press import Press, Print
from orchestrator.layout.word import docx
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import folders, fonts
from orchestrator.secretariat.check import Checked, check
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.source import Source

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made; `out` is None where the file has errors and nothing was written."""

    checked: Checked
    out: Path | None
    files: tuple[str, ...]


async def build(
    desk: Desk,
    source: Source,
    out: Path | None = None,
    beside: Sequence[Pair] = (),
    *,
    nastaliq: bool = False,
) -> Built:
    """Build every document and calendar file of a forum into a folder (default: its id)."""
    checked = await check(desk, source)
    if checked.order is None:
        return Built(checked=checked, out=None, files=())
    target = out or Path(checked.order.agenda.id)
    folders.refuse_foreign(folders.real(target))
    known = await _known(desk, checked.order)
    files = await asyncio.to_thread(
        book, desk, checked.order, beside, nastaliq=nastaliq, known=known
    )
    await asyncio.to_thread(folders.replace, target, files, checked.order.agenda.id)
    return Built(checked=checked, out=target, files=tuple(sorted(files)))


async def _known(desk: Desk, order: RunningOrder) -> Known:
    """Return UID and SEQUENCE of the entries that people were told: the same in a build."""
    if not desk.kept():
        return {}
    # Late: the database takes a quarter of a second to import; most builds need none.
    from orchestrator.secretariat import ledger

    async with desk.store() as store, store.reading() as kept:
        found = await ledger.known(kept, order.agenda, written_counts=True)
    return {key: (each.uid, each.sequence) for key, each in found.items()}


def book(
    desk: Desk,
    order: RunningOrder,
    beside: Sequence[Pair] = (),
    *,
    nastaliq: bool = False,
    known: Known | None = None,
) -> dict[str, bytes]:
    """Return every file of a build by its path in the folder."""
    words = {tag: languages.translator(tag) for tag in order.agenda.languages.all}
    words |= {tag: languages.translator(tag) for tag in _readers(order)}
    dated = desk.dated()
    papers = dict(
        documents.prints.prints(
            order, translators=words, dated=dated, beside=beside, nastaliq=nastaliq
        )
    )
    press = Press(fonts.added(desk.fonts))
    with ThreadPoolExecutor() as hands:
        # typst works outside Python's lock: papers are set while pages are written.
        printed = {name: hands.submit(press.pdf, paper, dated) for name, paper in papers.items()}
        return {
            **_pages(desk, order, words, beside, known or {}),
            **dict(_to_edit(order, papers, dated)),
            **{name: setting.result() for name, setting in printed.items()},
        }


def _pages(
    desk: Desk,
    order: RunningOrder,
    words: Mapping[str, Translator],
    beside: Sequence[Pair],
    known: Known,
) -> dict[str, bytes]:
    dated = desk.dated()
    calendars = invites.previews(
        order, key=desk.key(), dtstamp=dated, translators=words, known=known
    )
    forms = dict(_forms(order, dated))
    pages = documents.book(
        order,
        translators=words,
        dated=dated,
        beside=beside,
        calendars=tuple(sorted(calendars)),
        forms=tuple(forms),
    )
    return {**pages, **calendars, **forms}


def _forms(order: RunningOrder, dated: datetime) -> Iterator[tuple[str, bytes]]:
    """Return the forms of the minutes in the record's language and the official ones."""
    own = order.agenda.record.language
    for tag in dict.fromkeys((*((own,) if own else ()), *order.agenda.languages.official)):
        for session, paper in minutes.forms(order, languages.translator(tag)).items():
            name = f"internal/minutes/{session}.{tag}"
            yield f"{name}.docx", minutes.write_docx(paper, dated)
            yield f"{name}.md", minutes.write_markdown(paper).encode()


def _to_edit(
    order: RunningOrder, papers: Mapping[str, Print], dated: datetime
) -> Iterator[tuple[str, bytes]]:
    """Return as Word what protocol departments edit of the papers that go to the press."""
    for name, printed in papers.items():
        paper = documents.word.paper(printed, order.agenda.id)
        if paper:
            yield f"{name.removesuffix('.pdf')}.docx", docx(paper, dated)


def _readers(order: RunningOrder) -> set[str]:
    return {order.agenda.language_of(person) for person in order.agenda.people}
