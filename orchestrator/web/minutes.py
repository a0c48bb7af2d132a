"""The rapporteur's page, by personal link or account: a session's form, filled and submitted."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web
from yarl import URL

from orchestrator import languages, minutes
from orchestrator.agendas.models import Person
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Finding, Phrase, phrase
from orchestrator.languages import TAGS, Translator
from orchestrator.minutes import Conflict, Joined, labels, marks
from orchestrator.running_orders import TimedSession
from orchestrator.secretariat import save as saving
from orchestrator.secretariat import submit as submitting
from orchestrator.secretariat.doubts import DoubtError
from orchestrator.secretariat.standing import (
    OPEN,
    STATES,
    Hand,
    Place,
    StaleError,
    Standing,
    StateError,
    Tag,
    standing,
)
from orchestrator.storage import records
from orchestrator.web import filling, forms, readers
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.filling import Posted
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.pages import paper
from orchestrator.web.sessions import led
from orchestrator.web.sheets import holder
from orchestrator.web.visits import Visit

MOST = 2 * 1024 * 1024  # bytes of a form as browsers send it
SAID = {
    "saved": N_("Saved."),
    "same": N_("Nothing was changed since it was last saved."),
    "taken": N_("The file was read, and what was changed in it is saved."),
    "submitted": N_("Thank you. The record is submitted and waits for the Chair."),
    "reopened": N_("The record is yours again."),
}
CALLED = {**labels.HEAD, **labels.ITEM, **labels.HEADINGS}
ANYWAY = "submit anyway"
SUBMITS = ("submit", ANYWAY)
NEEDED = N_("The page did not say which revision it changes. Open it again.")
# Beside which part of an item a finding is shown; all others stand under its heading.
BESIDE = {
    **dict.fromkeys(("W407", "W408", "W411", "W412"), "actions"),
    **dict.fromkeys(("W409", "W410", "W421"), "decisions"),
    **dict.fromkeys(("W414", "W415"), "attendance"),
    "W417": "summary",
    "W419": "hours",
}


class BaselessError(RequestError):
    """A change without a word on what it was made from (RFC 6585)."""

    status = 428


class ClosedError(RequestError):
    """Something is no longer to be changed, or not in this way."""

    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A form as a page shows it.

    `wrong` is what stands in the way, `doubts` what is to be confirmed, `conflicts` what to choose.
    """

    found: Standing
    wrong: Phrase | None = None
    doubts: Sequence[Finding] = ()
    conflicts: Sequence[Conflict] = ()
    told: Sequence[Finding] = ()
    status: int = 200


async def own_records(visit: Visit) -> web.Response:
    """Answer with the sessions whose record the reader writes."""
    person, order = writer(visit), visit.agenda.order
    mine = [each for each in order.sessions if person is None or _is_theirs(each, person)]
    if not mine:
        raise GoneError
    if person is not None and len(mine) == 1:
        return led(f"{base(visit)}/{mine[0].session.id}")
    async with visit.service.store.reading() as kept:
        newest = {
            each.session.id: await records.newest(kept, order.agenda.id, each.session.id)
            for each in mine
        }
    states = {name: STATES[row.state if row else "form"] for name, row in newest.items()}
    return await written_page(visit, "web/minutes-list.html", 200, sessions=mine, states=states)


def writer(visit: Visit) -> Person | None:
    """Return the person whom the link is for; None where an account writes."""
    return holder(visit) if visit.actor.link is not None else None


def _is_theirs(timed: TimedSession, person: Person) -> bool:
    """Tell whose record it is; an account writes those of all sessions."""
    return timed.session.rapporteur == person.id


def base(visit: Visit) -> str:
    """Return the page of all records that the reader writes."""
    if visit.actor.link is not None:
        return f"/r/{visit.named('token')}"
    return f"/desk/{visit.thing.forum}/records"


def words_for(visit: Visit) -> Translator:
    """Return the words of the reader's language: theirs, unless they asked for another one."""
    person = writer(visit)
    if person is None:
        return languages.translator(readers.language(visit.request))
    own = visit.agenda.order.agenda.language_of(person)
    return languages.translator(readers.told(visit.request, TAGS, own))


async def written_page(visit: Visit, template: str, status: int, **values: object) -> web.Response:
    """Answer with a page of the rapporteur's, in their language, written beside the loop."""
    words = words_for(visit)
    linked = visit.actor.link is not None
    given = {
        "order": visit.agenda.order,
        "base": base(visit),
        "linked": linked,
        "at": visit.named("token" if linked else "forum"),
        "me": writer(visit),
        "account": visit.actor.account,
        "owns": visit.actor.everywhere == "owner",
        "path": visit.request.path,
        "tags": TAGS,
        **values,
    }
    body = await asyncio.get_running_loop().run_in_executor(
        visit.service.hands, lambda: paper(words, template, **given)
    )
    told = headers(HTML, KEEP_NOTHING, Content_Language=words.language)
    return web.Response(body=body, status=status, headers=told)


def place(visit: Visit) -> Place:
    """Return whose record is asked for."""
    agenda = visit.agenda
    return Place(forum=agenda.forum, session=visit.named("session"), publication=agenda.number)


async def stands(visit: Visit) -> Standing:
    """Return the record as it stands."""
    async with visit.service.store.reading() as kept:
        found = await standing(kept, visit.service.library, place(visit))
    if found is None:
        raise GoneError
    return found


async def minutes_page(visit: Visit) -> web.Response:
    """Answer with the form, or with the record where it is written."""
    found = await stands(visit)
    return await page(visit, Shown(found=found, told=found.told))


async def page(visit: Visit, shown: Shown) -> web.Response:
    """Answer with a form and what is to be said about it."""
    found = shown.found
    words, own = words_for(visit), languages.translator(found.language)
    said = visit.request.query.get("said", "")
    record = found.record()
    findings = [*found.addressed(shown.told), *record.findings]
    template = "web/minutes.html" if found.state in OPEN else "web/minutes-closed.html"
    return await written_page(
        visit,
        template,
        shown.status,
        found=found,
        record=record,
        own=own,
        title=labels.called(record.kind),
        timed=next(each for each in found.order.sessions if each.session.id == found.place.session),
        state=STATES[found.state],
        labels=labels,
        called=called,
        body=minutes.body(record, own) if found.state not in OPEN else "",
        options=lambda name, text: filling.options(name, text, own, words),
        conflicts={
            filling.control(each.key, each.row, each.cell): each for each in shown.conflicts
        },
        findings=findings,
        beside=_beside(findings),
        more=visit.request.query.get("add", ""),
        wrong=shown.wrong,
        doubts=shown.doubts,
        said=phrase(SAID[said]) if said in SAID else None,
        saved=found.row.made if found.row else None,
    )


def called(key: str) -> str:
    """Return under which name people know a field or list."""
    return CALLED[marks.field_of(key)]


def _beside(findings: Sequence[Finding]) -> Mapping[tuple[str, str], list[Finding]]:
    """Return the findings by item and by what they are about in it."""
    found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        item = str(each.path[1]) if len(each.path) > 1 and each.path[0] == "items" else ""
        found[item, BESIDE.get(each.code, "")].append(each)
    return found


def hand(visit: Visit, **details: object) -> Hand:
    """Return who writes."""
    return Hand(by=visit.by, now=visit.service.now(), details=details)


async def save(visit: Visit) -> web.Response:
    """Keep what was written; then submit it, where that was the button."""
    form = await forms.read(visit.request)
    posted = filling.chosen((name, value) for name, value in form.items() if isinstance(value, str))
    tag = _tag(visit, posted)
    asks_json = "json" in visit.request.headers.get("Accept", "")
    service = visit.service
    try:
        new = await saving.save(
            service.store,
            service.library,
            place(visit),
            tag,
            lambda base: filling.written(base, posted),
            hand=hand(visit),
            seen=forms.said(form, "do") == "seen",
        )
        if forms.said(form, "do") in SUBMITS:
            by = replace(hand(visit), anyway=forms.said(form, "do") == ANYWAY)
            await submitting.submit(service.store, service.library, place(visit), new, by)
    except StaleError as stale:
        return _stale_json(stale) if asks_json else await stale_page(visit, stale)
    except submitting.UndecidedError as wrong:
        return await _refused(visit, wrong)
    except DoubtError as wrong:
        return await _refused(visit, wrong, wrong.doubts)
    except StateError as wrong:
        raise ClosedError(wrong.message, **wrong.values) from None
    if asks_json:
        return web.json_response({"tag": str(new)}, headers=_json_headers())
    return _back(visit, form, tag, new)


async def _refused(
    visit: Visit, wrong: OrchestratorError, doubts: Sequence[Finding] = ()
) -> web.Response:
    """Answer with the form as it was saved, and why it is not submitted."""
    found = await stands(visit)
    said = said_of(wrong)
    shown = Shown(found=found, wrong=said, doubts=doubts, told=found.told, status=422)
    return await page(visit, shown)


def said_of(wrong: OrchestratorError) -> Phrase:
    """Return what an error says, to be said in the reader's language."""
    return Phrase(text=wrong.message, values=wrong.values)


def _tag(visit: Visit, posted: Posted) -> Tag:
    """Return which state was changed: what the script says, else what stands in the form."""
    told = visit.request.headers.get("If-Match") or dict(posted).get("tag", "")
    tag = Tag.read(told)
    if tag is None:
        raise BaselessError(NEEDED)
    return tag


def _back(visit: Visit, form: forms.Form, old: Tag, new: Tag) -> web.Response:
    """Lead back to the page, to where a row was asked for."""
    added = forms.said(form, "add")
    if forms.said(form, "do") in SUBMITS:
        return led_back(visit, said="submitted")
    if filling.CELL.fullmatch(f"{added}:0:0"):
        return led_back(visit, added, add=added)
    return led_back(visit, said="same" if old == new else "saved")


def led_back(visit: Visit, at: str = "", **query: str) -> web.Response:
    """Lead back to the form, in the language in which it was read."""
    tag = readers.language(visit.request) if "language" in visit.request.query else ""
    page = URL(f"{base(visit)}/{visit.named('session')}")
    asked = {**query, **({"language": tag} if tag else {})}
    return led(str(page.with_query(asked).with_fragment(at)))


async def stale_page(visit: Visit, stale: StaleError) -> web.Response:
    """Answer with both changes in one form, and with what is to be chosen between."""
    found = replace(stale.head, answers=stale.joined.answers)
    return await page(
        visit,
        Shown(
            found=found,
            wrong=said_of(stale),
            conflicts=stale.joined.conflicts,
            told=stale.joined.answers.findings,
            status=412,
        ),
    )


def _stale_json(stale: StaleError) -> web.Response:
    body = {"tag": str(stale.head.tag), **_values(stale.joined)}
    return web.json_response(body, status=412, headers=_json_headers())


def _json_headers() -> dict[str, str]:
    told = headers("application/json", KEEP_NOTHING)
    del told["Content-Type"]  # aiohttp sets it
    return told


def _values(joined: Joined) -> dict[str, object]:
    """Return both changes in one for the script: it has the page that they belong to."""
    return {
        "fields": dict(joined.answers.fields),
        "lists": {
            key: [
                {"from": origin, "key": entry.key, "cells": entry.cells}
                for origin, entry in zip(joined.origins[key], entries, strict=True)
            ]
            for key, entries in joined.answers.lists.items()
        },
        "conflicts": [each.values() for each in joined.conflicts],
    }


async def withdraw(visit: Visit) -> web.Response:
    """Take a submitted record back, to write on."""
    form = await forms.read(visit.request)
    tag = Tag.read(forms.said(form, "tag"))
    if tag is None:
        raise BaselessError(NEEDED)
    service = visit.service
    try:
        await submitting.reopen(service.store, service.library, place(visit), tag, hand(visit))
    except StateError as wrong:
        raise ClosedError(wrong.message, **wrong.values) from None
    return led_back(visit, said="reopened")
