"""The verbs for machines: check, draft, plan, publish, hold, release, resend, message."""

import asyncio

from aiohttp import web

from orchestrator import languages
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.secretariat import check as checking
from orchestrator.secretariat import editing, holding
from orchestrator.secretariat import message as writing
from orchestrator.secretariat import plan as planning
from orchestrator.secretariat import publish as publishing
from orchestrator.secretariat import resend as again
from orchestrator.secretariat.editing import Draft
from orchestrator.secretariat.plan import Proposal
from orchestrator.secretariat.publish import RefusedError
from orchestrator.secretariat.senders import SenderError
from orchestrator.secretariat.source import Source
from orchestrator.storage import forums
from orchestrator.storage.forums import Forum
from orchestrator.web import readers
from orchestrator.web.api import talk
from orchestrator.web.api.refusals import (
    RefusalError,
    StaleError,
    StandingError,
    UnusableError,
    usable,
)
from orchestrator.web.api.sent import Message, Publication, Resending, Text, Wanted
from orchestrator.web.api.talk import Plain
from orchestrator.web.visits import Visit

FILE = "agenda.yaml"  # the name under which findings show the text that was sent
OTHER = N_("The text is the agenda of forum '{id}', not of this one.")
UNPUBLISHED = N_("The forum is not published yet.")
NOBODY = N_("The forum has no person '{id}'.")


async def check(visit: Visit) -> web.Response:
    """Answer with everything that is to be said about a text."""
    sent = await talk.body(visit, Text)
    checked = await checking.check(visit.service.desk, _source(sent))
    return talk.done({"findings": checking.report(checked, _words(visit))})


async def draft(visit: Visit) -> web.Response:
    """Keep a text as the newest revision that nobody was told of, whatever is to be said of it."""
    sent = await talk.body(visit, Text)
    known = await _known(visit)
    talk.refuse_stale(visit, known, needed=True)
    source = await _own(visit, sent)
    revision = await _keep(visit, sent.text, known)
    checked = await checking.check(visit.service.desk, source)
    values = {
        "forum": visit.named("forum"),
        "revision": revision,
        "findings": checking.report(checked, _words(visit)),
    }
    return talk.done(values, talk.mark(await talk.known(visit)))


async def _keep(visit: Visit, text: str, known: Forum | None) -> int:
    desk, forum = visit.service.desk, visit.named("forum")
    with usable():
        if known is None:
            await editing.begin(desk, text, forum, actor=visit.by)
            visit.service.forums.forget(forum)
            return 1
        whole = Draft(forum=forum, text=text, base=known.head)
        try:
            return await editing.save(desk, whole, actor=visit.by)
        except editing.StaleError:
            raise StaleError from None


async def _known(visit: Visit) -> Forum | None:
    async with visit.service.store.reading() as kept:
        return await forums.get(kept, visit.named("forum"))


async def plan(visit: Visit) -> web.Response:
    """Answer with what publishing a text would send."""
    sent = await talk.body(visit, Wanted)
    source = await _own(visit, sent)
    with usable():
        proposal = await planning.plan(visit.service.desk, source, sent.only)
    _refuse_wrong(visit, proposal, proposal.checked.has_errors)
    return talk.done(_plan(visit, proposal))


async def publish(visit: Visit) -> web.Response:
    """Publish a text, if the forum is still in the state of which it was meant."""
    sent = await talk.body(visit, Publication)
    known = await _known(visit)
    talk.refuse_stale(visit, known, needed=True)
    given = publishing.Given(
        agreed=sent.plan,
        only=sent.only,
        cancel=sent.cancel,
        actor=visit.by,
        filed=False,
        base=known.head if known else None,
    )
    source = await _own(visit, sent)
    with usable():
        try:
            published = await publishing.publish(visit.service.desk, source, given)
        except (RefusedError, SenderError) as refused:
            raise RefusalError(refused) from None
    visit.service.forums.forget(visit.named("forum"))
    _refuse_wrong(visit, published.proposal, published.refused)
    values = _plan(visit, published.proposal)
    values |= {"revision": published.revision, "queued": published.queued}
    return talk.done(values, talk.mark(await talk.known(visit)))


async def hold(visit: Visit) -> web.Response:
    """Stop everything that the forum would send."""
    return await _hold(visit, held=True)


async def release(visit: Visit) -> web.Response:
    """Let the forum send again."""
    return await _hold(visit, held=False)


async def _hold(visit: Visit, *, held: bool) -> web.Response:
    found = await talk.known(visit)
    talk.refuse_stale(visit, found, needed=False)
    verb = holding.hold if held else holding.release
    await verb(visit.service.desk, found.id, actor=visit.by)
    return talk.done({"forum": found.id, "held": held}, talk.mark(await talk.known(visit)))


async def resend(visit: Visit) -> web.Response:
    """Send somebody once more what they were told."""
    sent = await talk.body(visit, Resending)
    found = await _published(visit)
    if sent.person not in visit.agenda.order.agenda.person:
        raise UnusableError(NOBODY, id=sent.person)
    _, count = await again.resend(visit.service.desk, sent.person, found.id, actor=visit.by)
    return talk.done({"forum": found.id, "queued": count})


async def message(visit: Visit) -> web.Response:
    """Send the organiser's own words to an audience."""
    sent = await talk.body(visit, Message)
    found = await _published(visit)
    words = writing.Words(subject=_filled(sent.subject), text=_filled(sent.text))
    if not words.text:
        raise UnusableError(N_("The message has no words."))
    with usable():
        try:
            done = await writing.message(
                visit.service.desk, words, sent.audience, found.id, actor=visit.by
            )
        except SenderError as refused:
            raise RefusalError(refused) from None
    persons = [person.id for person in done.persons]
    return talk.done({"forum": found.id, "queued": len(done.rows), "persons": persons})


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {tag: text.strip() for tag, text in texts.items() if text.strip()}


async def _published(visit: Visit) -> Forum:
    found = await talk.known(visit)
    talk.refuse_stale(visit, found, needed=False)
    if visit.published is None:
        raise RefusalError(OrchestratorError(UNPUBLISHED))
    return found


def _source(sent: Text) -> Source:
    return Source(name=FILE, data=sent.text.encode())


async def _own(visit: Visit, sent: Text) -> Source:
    """Return the text, refused where it is that of another forum: a token opens one."""
    other = await asyncio.to_thread(editing.own_id, sent.text)
    if other not in (None, visit.named("forum")):
        raise UnusableError(OTHER, id=other)
    return _source(sent)


def _refuse_wrong(visit: Visit, proposal: Proposal, wrong: bool) -> None:  # noqa: FBT001 - said by the verb
    if wrong:
        found = checking.report(proposal.checked, _words(visit))
        raise StandingError(found)


def _plan(visit: Visit, proposal: Proposal) -> Plain:
    found = checking.report(proposal.checked, _words(visit))
    return {**planning.values(proposal), "findings": found}


def _words(visit: Visit) -> Translator:
    return languages.translator(readers.language(visit.request))
