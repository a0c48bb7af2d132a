"""The people of a forum: a list, a table to take away, and a table to take people from."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from aiohttp.web import FileField
from pydantic import ValidationError

from orchestrator import rosters
from orchestrator.agendas.models import Agenda, Person
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import Chosen, choose
from orchestrator.running_orders import RunningOrder, delegation_names, person_names
from orchestrator.secretariat import answers, enrol, links
from orchestrator.secretariat.answers import Line
from orchestrator.secretariat.editing import StaleError
from orchestrator.secretariat.enrol import Asked, Proposed
from orchestrator.storage import StoreError
from orchestrator.storage import links as rows
from orchestrator.web import forms
from orchestrator.web.desk import enrolment
from orchestrator.web.desk.editor import NEEDED, BaselessError
from orchestrator.web.desk.forums import back, known, may_edit, said
from orchestrator.web.desk.names import Names
from orchestrator.web.faults import RequestError
from orchestrator.web.forms import Form
from orchestrator.web.headers import KEEP_NOTHING, headers
from orchestrator.web.showing import phrase_of, shown, words_for
from orchestrator.web.visits import Visit

CSV = "text/csv; charset=utf-8"
# A spreadsheet takes a table for another alphabet's unless it begins so.
MARK = "\ufeff"
# A file may have 8 MiB, and its table comes back as text between two pages.
MOST = 10 * 1024 * 1024
FILELESS = N_("Choose a file first: a table as CSV or as an Excel workbook (.xlsx).")
UNCLEAR = N_("The table was damaged on its way. Send the file again.")
CHANGED = N_("What would be taken over is not what you saw. Look at it once more.")
OLDER = N_("Somebody else has saved revision {number} meanwhile. Look at it once more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Somebody who takes part, as the desk lists them; `sheet` leads to their call sheet."""

    person: Person
    name: Chosen
    delegation: Chosen | None
    language: str
    zone: str
    lines: tuple[Line, ...]
    sheet: str | None


async def listed(visit: Visit) -> web.Response:
    """Answer with the people of the newest text."""
    return await _listed(visit)


async def _listed(visit: Visit, *, status: int = 200, wrong: Phrase | None = None) -> web.Response:
    await known(visit)
    head, checked = await enrol.people(visit.service.desk, visit.thing.forum)
    agenda = checked.reading.salvage
    return await shown(
        visit,
        "web/desk/people.html",
        status=status,
        names=_names(visit, checked.order),
        head=head,
        people=[each async for each in _people(visit, agenda)] if agenda else [],
        can_be_read=checked.order is not None,
        edits=may_edit(visit),
        codings=rosters.CODINGS,
        SAID=answers.SAID,
        wrong=wrong,
        said=said(visit),
    )


def _names(visit: Visit, order: RunningOrder | None) -> Names:
    shown_order = order or (visit.published.order if visit.published else None)
    return Names(order=shown_order, language=words_for(visit).language, forum=visit.thing.forum)


async def _people(visit: Visit, agenda: Agenda) -> AsyncIterator[Shown]:
    language, official = words_for(visit).language, agenda.languages.official
    answered, sheets = await _answered(visit), await _sheets(visit)
    for person in agenda.people:
        own = agenda.delegation_of(person)
        yield Shown(
            person=person,
            name=choose(person_names(agenda, person), language, official),
            delegation=choose(delegation_names(agenda, own), language, official) if own else None,
            language=agenda.language_of(person),
            zone=agenda.zone_of(person),
            lines=tuple(line for line in answered if line.person == person.id),
            sheet=sheets.get(person.id),
        )


async def _answered(visit: Visit) -> tuple[Line, ...]:
    if visit.published is None:
        return ()
    service = visit.service
    found = await answers.in_store(service.store, visit.thing.forum, service.library)
    return found.lines


async def _sheets(visit: Visit) -> Mapping[str, str]:
    """Return where the call sheets of people are; only who may hand them out is told."""
    if not may_edit(visit):
        return {}
    service = visit.service
    async with service.store.reading() as kept:
        found = await rows.of(kept, visit.thing.forum)
    base = (service.base_url or "").rstrip("/")
    return {
        each.person: base + links.path(service.key, each.id, each.scope, each.generation)
        for each in found
        if each.person and each.scope == links.SPEAKER and links.is_open(each, service.now())
    }


async def table(visit: Visit) -> web.Response:
    """Answer with the people as a table, which changes nothing when it is imported again."""
    await known(visit)
    _, checked = await enrol.people(visit.service.desk, visit.thing.forum)
    agenda = checked.reading.agenda
    if agenda is None:
        raise OrchestratorError(enrol.UNREADABLE)
    body = await asyncio.to_thread(rosters.write, agenda, words_for(visit))
    name = f'attachment; filename="{visit.thing.forum}.people.csv"'
    told = headers(CSV, KEEP_NOTHING, Content_Disposition=name)
    return web.Response(body=(MARK + body).encode(), headers=told)


async def take(visit: Visit) -> web.Response:
    """Show what a table would change, or take it over into a draft."""
    await known(visit)
    form = await forms.read(visit.request)
    desk, forum = visit.service.desk, visit.thing.forum
    try:
        if forms.said(form, "do") == "upload":
            data = await asyncio.to_thread(_uploaded, form)
            table_ = await enrol.unpack(data, forms.said(form, "coding"))
            return await _page(
                visit, await enrol.propose(desk, forum, partial(enrol.guess, table_))
            )
        asked = _asked(form)
        # Other headings mean other columns: what was chosen for the old ones is of no use.
        is_same = forms.number(form, "was") == asked.top
        ask = partial(enrol.guess, asked.table, top=asked.top)
        proposed = await enrol.propose(desk, forum, (lambda _: asked) if is_same else ask)
        if forms.said(form, "do") == "take":
            return await _taken(visit, form, proposed)
        return await _page(visit, proposed)
    except (StoreError, RequestError):
        raise
    except OrchestratorError as wrong:
        return await _listed(visit, status=422, wrong=phrase_of(wrong))


def _uploaded(form: Form) -> bytes:
    file = form.get("file")
    if not isinstance(file, FileField):
        raise OrchestratorError(FILELESS)
    with file.file as opened:
        data = opened.read(MOST)
    if not data:
        raise OrchestratorError(FILELESS)
    return data


def _asked(form: Form) -> Asked:
    """Return the table that went to the browser and back, read with the same care again."""
    try:
        found = rosters.Table.model_validate_json(forms.whole(form, "table"))
    except ValidationError:
        raise OrchestratorError(UNCLEAR) from None
    top = forms.number(form, "top")
    if top is None or not 0 <= top < len(found.lines):
        raise OrchestratorError(UNCLEAR)
    columns = tuple(forms.said(form, f"column-{n}") for n in range(found.width))
    return Asked(table=found, top=top, columns=columns)


async def _taken(visit: Visit, form: Form, proposed: Proposed) -> web.Response:
    """Keep what was seen, and nothing else."""
    base, head = forms.number(form, "base"), proposed.before.base
    if base is None:
        raise BaselessError(NEEDED)
    if base != head:
        return await _page(visit, proposed, status=412, wrong=phrase(OLDER, number=head))
    if forms.said(form, "seen") != proposed.asked.digest:
        return await _page(visit, proposed, status=409, wrong=phrase(CHANGED))
    try:
        await enrol.enrol(visit.service.desk, proposed, actor=visit.by)
    except StaleError as stale:
        newer = await enrol.propose(visit.service.desk, visit.thing.forum, lambda _: proposed.asked)
        told = phrase(OLDER, number=stale.head.number)
        return await _page(visit, newer, status=412, wrong=told)
    return back(visit, "enrolled", "/people")


async def _page(
    visit: Visit, proposed: Proposed, *, status: int = 200, wrong: Phrase | None = None
) -> web.Response:
    words = words_for(visit)
    names = _names(visit, proposed.order)
    preview = await asyncio.to_thread(enrolment.preview, proposed, names, words)
    return await shown(
        visit,
        "web/desk/enrolment.html",
        status=status,
        names=names,
        proposed=proposed,
        preview=preview,
        wrong=wrong,
    )
