"""The records of sessions for machines: read, written, submitted, approved, fetched as files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aiohttp import web

from orchestrator import languages, minutes
from orchestrator.findings import N_
from orchestrator.minutes import Answers, marks
from orchestrator.secretariat import approve as approving
from orchestrator.secretariat import drafts
from orchestrator.secretariat import record as recording
from orchestrator.secretariat import save as saving
from orchestrator.secretariat import standing as states
from orchestrator.secretariat import submit as submitting
from orchestrator.secretariat.answers import instant
from orchestrator.secretariat.doubts import DoubtError
from orchestrator.secretariat.minuting import Step
from orchestrator.secretariat.standing import APPROVED, FORM, Standing, StateError, Tag
from orchestrator.secretariat.submit import UndecidedError
from orchestrator.storage import records
from orchestrator.storage.records import Record
from orchestrator.web import filling, readers
from orchestrator.web.api import talk
from orchestrator.web.api.refusals import (
    MOST_WRONG,
    NO_FORM,
    RefusalError,
    StaleError,
    UnconditionalError,
    UnusableError,
    pointer,
)
from orchestrator.web.api.sent import NewRow, Page, Sure, Writing
from orchestrator.web.api.talk import Plain
from orchestrator.web.copies import Copy, copied, handed
from orchestrator.web.faults import GoneError
from orchestrator.web.filling import Posted
from orchestrator.web.headers import ASK_AGAIN_PRIVATE, headers
from orchestrator.web.minutes import hand, place, stands
from orchestrator.web.visits import Visit

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
CHANGED = N_("The record has changed since. Read its form again and look what is new.")
PARTS = N_("The form has no such parts: 'errors' names each of them.")
NOT_YET = N_("The record is not approved yet: there is no file of it.")
NO_KEY = N_("the form has no field or list of this key")
NO_ROW = N_("the list has no row of this key, or it was named before")
NO_CELLS = N_("a row of this list has another number of cells")


async def every_record(visit: Visit) -> web.Response:
    """Answer with how far the record of every session has come."""
    wanted = talk.query(visit, Page)
    after = talk.place(wanted.after, str)
    name = (await talk.known(visit)).id
    own = visit.published.order if visit.published else None
    async with visit.service.store.reading() as kept:
        every = {*await records.sessions(kept, name), *(own.agenda.session if own else ())}
        sessions = sorted(each for each in every if after is None or each > after[0])
        rows = {each: await records.newest(kept, name, each) for each in sessions[: wanted.limit]}
    tongue = states.language(own) if own else ""
    items = [_row(row) if row else _blank(each, tongue) for each, row in rows.items()]
    after_this = talk.paged(sessions, wanted.limit, lambda each: [each])
    return talk.told(visit, {"items": items, "next": after_this})


def _row(row: Record) -> Plain:
    return {
        "session": row.session,
        "revision": row.revision,
        "language": row.language,
        "state": row.state,
        "made": instant(row.made),
    }


def _blank(session: str, language: str) -> Plain:
    return {
        "session": session,
        "revision": 0,
        "language": language,
        "state": FORM,
        "made": None,
    }


def _state(found: Standing) -> Plain:
    return _row(found.row) if found.row else _blank(found.place.session, found.language)


async def record(visit: Visit) -> web.Response:
    """Answer with the record of a session as it stands."""
    words = languages.translator(readers.language(visit.request))
    if visit.published and visit.named("session") in visit.published.order.agenda.session:
        found = await stands(visit)
        return talk.told(visit, _state(found) | {"record": minutes.values(found.said(), words)})
    # The agenda has no such session any more, or is read by nobody yet: the record is kept.
    name = (await talk.known(visit)).id
    async with visit.service.store.reading() as kept:
        row = await records.newest(kept, name, visit.named("session"))
    if row is None:
        raise GoneError
    read = minutes.values(drafts.record(row.content), words)
    return talk.told(visit, _row(row) | {"record": read})


async def form(visit: Visit) -> web.Response:
    """Answer with everything that can be filled in, and what stands there."""
    found = await stands(visit)
    return talk.told(visit, _form(found, found.answers), etag=_mark(found.tag))


def _form(found: Standing, answers: Answers) -> Plain:
    lists = {
        key: [{"key": each.key, "cells": [*each.cells]} for each in rows]
        for key, rows in answers.lists.items()
    }
    titles, fields = dict(answers.titles), dict(answers.fields)
    return _state(found) | {"titles": titles, "fields": fields, "lists": lists}


def _mark(tag: Tag) -> str:
    """Return the ETag of a record's state."""
    return f'"{tag}"'


async def write(visit: Visit) -> web.Response:
    """Keep what was written into a form as the next revision of its record."""
    sent = await talk.body(visit, Writing)
    tag, service = _meant(visit, await stands(visit)), visit.service
    try:
        await saving.save(
            service.store,
            service.library,
            place(visit),
            tag,
            lambda base: _written(base, sent),
            hand=hand(visit),
            seen=sent.seen,
        )
    except states.StaleError as stale:
        raise joined(stale) from None
    except StateError as wrong:
        raise RefusalError(wrong) from None
    return await kept(visit)


def joined(stale: states.StaleError) -> StaleError:
    """Return what a machine is told where both have changed a record: both changes in one form."""
    both = replace(stale.head, answers=stale.joined.answers)
    found = [each.values() for each in stale.joined.conflicts]
    return StaleError(CHANGED, {"form": _form(both, both.answers), "conflicts": found})


async def kept(visit: Visit) -> web.Response:
    """Answer with the form as it stands after a change."""
    after = await stands(visit)
    return talk.done(_form(after, after.answers), _mark(after.tag))


def _meant(visit: Visit, found: Standing) -> Tag:
    """Return of which state a change is meant; what no state ever had is stale."""
    wanted = visit.request.headers.get("If-Match")
    if wanted is None:
        raise UnconditionalError(NO_FORM)
    named = {each.strip() for each in wanted.split(",")}
    if named & {"*", _mark(found.tag)}:
        return found.tag
    told = Tag.read(wanted) if wanted.startswith('"') else None
    if told is None or not _was(told, found.tag):
        raise StaleError(CHANGED)
    return told


def _was(told: Tag, now: Tag) -> bool:
    return told.revision <= now.revision and 0 < told.publication <= now.publication


def _written(base: Answers, sent: Writing) -> Answers:
    wrong = [{"pointer": where, "detail": why} for where, why in _misplaced(base, sent)]
    if wrong:
        refused = UnusableError(PARTS)
        refused.more = {"errors": wrong[:MOST_WRONG]}
        raise refused
    return filling.written(base, [*_posted(sent)])


def _misplaced(base: Answers, sent: Writing) -> Iterator[tuple[str, str]]:
    yield from ((pointer(("fields", key)), NO_KEY) for key in sent.fields.keys() - base.fields)
    for key, rows in sent.lists.items():
        if key not in base.lists:
            yield pointer(("lists", key)), NO_KEY
            continue
        yield from _misplaced_rows(key, rows, {each.key for each in base.lists[key]})


def _misplaced_rows(
    key: str, rows: Sequence[NewRow], known: set[str | None]
) -> Iterator[tuple[str, str]]:
    left = {*known, None}
    for at, row in enumerate(rows):
        if row.key not in left:
            yield pointer(("lists", key, at, "key")), NO_ROW
        if len(row.cells) != marks.LISTS[marks.field_of(key)]:
            yield pointer(("lists", key, at, "cells")), NO_CELLS
        left -= {row.key} - {None}


def _posted(sent: Writing) -> Posted:
    """Return what was sent as a page would post it."""
    found = [(key, filling.clean(text)) for key, text in sent.fields.items()]
    for key, rows in sent.lists.items():
        # A list without a row is one whose rows were taken out.
        for at, row in enumerate(rows or (NewRow(cells=("",) * marks.LISTS[marks.field_of(key)]),)):
            found += _cells(key, at, row)
    return found


def _cells(key: str, at: int, row: NewRow) -> Sequence[tuple[str, str]]:
    cells = enumerate(filling.clean(each) for each in row.cells)
    told = [(filling.control(key, at, cell), text) for cell, text in cells]
    return [(filling.control(key, at, "key"), row.key or ""), *told]


async def submit(visit: Visit) -> web.Response:
    """Submit a record as it was looked at."""
    return await _step(visit, submitting.submit, anyway=talk.query(visit, Sure).anyway)


async def reopen(visit: Visit) -> web.Response:
    """Give a submitted record back to its rapporteur."""
    return await _step(visit, submitting.reopen)


async def approve(visit: Visit) -> web.Response:
    """Approve a record as it was looked at."""
    return await _step(visit, approving.approve, anyway=talk.query(visit, Sure).anyway)


async def _step(visit: Visit, verb: Step, *, anyway: bool = False) -> web.Response:
    service, found = visit.service, await stands(visit)
    tag = _meant(visit, found)
    if tag != found.tag:
        raise StaleError(CHANGED)
    by = replace(hand(visit), anyway=anyway)
    try:
        await verb(service.store, service.library, place(visit), tag, by)
    except DoubtError as wrong:
        doubted = RefusalError(wrong)
        words = languages.translator(readers.language(visit.request))
        told = [{name: each[name] for name in ("code", "message")} for each in wrong.told(words)]
        doubted.more = {"doubts": told}
        raise doubted from None
    except UndecidedError as wrong:
        refused = UnusableError(wrong.message, **wrong.values)
        refused.more = {"undecided": [*wrong.items]}
        raise refused from None
    except StateError as wrong:
        raise RefusalError(wrong) from None
    service.forums.forget(visit.agenda.forum)
    after = await stands(visit)
    return talk.done(_state(after), _mark(after.tag))


async def file(visit: Visit) -> web.Response:
    """Answer with an approved record as a file."""
    found, kind = await stands(visit), visit.named("kind")
    if found.state != APPROVED:
        raise RefusalError(StateError(NOT_YET))
    desk, at = visit.service.desk, found.place
    key = ("record", at.forum, at.session, found.tag, kind, desk.dated().date())

    def made() -> Copy:
        name = f"{at.forum}.{at.session}.{found.language}.{kind}"
        told = headers(
            KINDS[kind],
            ASK_AGAIN_PRIVATE,
            Vary="Authorization",
            Content_Disposition=f'attachment; filename="{name}"',
        )
        zone = found.order.agenda.zone
        return copied(recording.contents(desk, found.record(), f".{kind}", zone), told)

    return handed(await visit.service.copies.of(key, made), visit.request)
