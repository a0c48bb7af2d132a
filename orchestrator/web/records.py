"""Records as those see them who do not write them: the Chair and the desk approve, others read."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web
from yarl import URL

from orchestrator import languages, minutes
from orchestrator.findings import N_, phrase
from orchestrator.languages import TAGS, Translator
from orchestrator.minutes import labels
from orchestrator.secretariat import approve as approving
from orchestrator.secretariat import doubts
from orchestrator.secretariat import submit as submitting
from orchestrator.secretariat.doubts import DoubtError
from orchestrator.secretariat.standing import (
    APPROVED,
    STATES,
    SUBMITTED,
    Standing,
    StateError,
    Tag,
)
from orchestrator.web import forms, readers
from orchestrator.web.access import authorize
from orchestrator.web.faults import GoneError
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.minutes import (
    NEEDED,
    BaselessError,
    ClosedError,
    hand,
    place,
    stands,
)
from orchestrator.web.pages import paper
from orchestrator.web.sessions import led
from orchestrator.web.visits import Visit

SAID = {
    "approved": N_("The record is approved. It is locked, and published with the agenda."),
    "returned": N_("The record went back to its rapporteur."),
}


async def record_page(visit: Visit) -> web.Response:
    """Answer with a record, and with its buttons to who may approve it."""
    found = await stands(visit)
    base = visit.request.path
    if not _may_see(visit, found):
        raise GoneError
    words = _words(visit, found)
    own = languages.translator(found.language)
    record = found.record()
    said = visit.request.query.get("said", "")
    given: Mapping[str, object] = {
        "found": found,
        "record": record,
        "own": own,
        "title": labels.called(record.kind),
        "timed": next(
            each for each in found.order.sessions if each.session.id == found.place.session
        ),
        "order": found.order,
        "body": minutes.body(record, own),
        "state": STATES[found.state],
        "approved": found.state == APPROVED,
        "waits": found.state == SUBMITTED,
        "may": authorize(visit.actor, "approve a record", visit.thing),
        "doubts": doubts.of(found, visit.service.now()) if found.state == SUBMITTED else (),
        "base": base,
        "account": visit.actor.account,
        "owns": visit.actor.everywhere == "owner",
        "path": base,
        "back": _back_to(visit),
        "said": phrase(SAID[said]) if said in SAID else None,
        "tags": TAGS,
    }
    body = await asyncio.get_running_loop().run_in_executor(
        visit.service.hands, lambda: paper(words, "web/record.html", **given)
    )
    told = headers(HTML, KEEP_NOTHING, Content_Language=words.language)
    return web.Response(body=body, headers=told)


def _may_see(visit: Visit, found: Standing) -> bool:
    """Tell whether somebody may see a record: approved it is everybody's who reads the agenda."""
    if found.state == APPROVED:
        return True
    inside = authorize(visit.actor, "look at a forum", visit.thing)
    chairs = authorize(visit.actor, "approve a record", visit.thing)
    return inside or (chairs and found.state == SUBMITTED)


def _words(visit: Visit, found: Standing) -> Translator:
    """Return the words of the reader; a participant is known, and so is their language."""
    if visit.actor.link is None:
        return languages.translator(readers.language(visit.request, default=found.language))
    agenda = visit.agenda.order.agenda
    person = agenda.person.get(visit.actor.link.person)
    own = agenda.language_of(person) if person else found.language
    return languages.translator(readers.told(visit.request, TAGS, own))


def _back_to(visit: Visit) -> str:
    """Return the page from which one comes to a record."""
    return visit.request.path.rpartition("/record/")[0]


async def approve(visit: Visit) -> web.Response:
    """Approve a record as it was looked at."""
    service = visit.service
    tag = await _tag(visit)
    form = await forms.read(visit.request)
    by = replace(hand(visit), anyway=forms.said(form, "anyway") == "yes")
    try:
        await approving.approve(service.store, service.library, place(visit), tag, by)
    except (StateError, DoubtError) as wrong:
        raise ClosedError(wrong.message, **wrong.values) from None
    service.forums.forget(visit.agenda.forum)
    return _back(visit, "approved")


async def give_back(visit: Visit) -> web.Response:
    """Give a record back to its rapporteur."""
    service = visit.service
    tag = await _tag(visit)
    try:
        await submitting.reopen(service.store, service.library, place(visit), tag, hand(visit))
    except StateError as wrong:
        raise ClosedError(wrong.message, **wrong.values) from None
    return _back(visit, "returned")


async def _tag(visit: Visit) -> Tag:
    tag = Tag.read(forms.said(await forms.read(visit.request), "tag"))
    if tag is None:
        raise BaselessError(NEEDED)
    return tag


def _back(visit: Visit, said: str) -> web.Response:
    tag = readers.language(visit.request) if "language" in visit.request.query else ""
    page = URL(visit.request.path.rpartition("/")[0])
    return led(str(page.with_query({"said": said, **({"language": tag} if tag else {})})))
