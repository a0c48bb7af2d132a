"""The call sheet behind a personal link: when, after whom, how to join, what to answer."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from orchestrator import languages, zones
from orchestrator.agendas.models import Person
from orchestrator.documents.call_sheets import Duty, duties, sheet_name
from orchestrator.documents.sittings import Sitting
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import Translator
from orchestrator.running_orders.entries import session_thing
from orchestrator.secretariat import links
from orchestrator.secretariat.standing import APPROVED, SUBMITTED
from orchestrator.storage import Kept, answers, entries, proposals, records
from orchestrator.storage import links as rows
from orchestrator.storage.entries import Entry
from orchestrator.storage.proposals import Proposal
from orchestrator.web import readers
from orchestrator.web.agendas import webcal
from orchestrator.web.faults import GoneError
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.pages import paper
from orchestrator.web.visits import Visit

ANSWERED = {
    "ACCEPTED": N_("Your answer: you will take part."),
    "TENTATIVE": N_("Your answer: not certain yet."),
    "DECLINED": N_("Your answer: you will not take part."),
}
# What a page may be asked to say after a form was sent; anything else in the address says nothing.
SAID = {
    "answered": N_("Thank you. Your answer has reached the secretariat."),
    "earlier": N_(
        "The session has changed since you opened the page. Please look at it and answer."
    ),
    "overtaken": N_("A newer answer of yours was there already: it stands."),
    "proposed": N_(
        "Thank you. Your proposal has reached the secretariat, which will write to you."
    ),
    "withdrawn": N_("Your proposal is withdrawn."),
    "decided": N_("This was decided already."),
}
# What became of another time that was proposed; whoever took one back knows it.
DECIDED: Mapping[str | None, str] = {
    "taken": N_(
        "The secretariat follows your proposal. What counts is the time on this page and in your "
        "calendar: they change once it is published."
    ),
    "declined": N_("The secretariat keeps the time as it is."),
    None: N_("The secretariat has seen your proposal and closed it."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Another time that somebody has proposed; `said` is None while nobody has decided."""

    number: int
    start: datetime | None
    written: str
    comment: str
    said: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A session to which somebody says yes or no, and what they said last."""

    sitting: Sitting
    thing: str
    sequence: int
    partstat: str
    comment: str
    by: datetime | None
    offer: Offer | None

    @property
    def said(self) -> Phrase | None:
        """Return the answer that stands."""
        return phrase(ANSWERED[self.partstat]) if self.partstat in ANSWERED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """Until when to count, and in which words."""

    until: str
    far: str
    near: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows of a person: their entries, last words, and calendar address."""

    entries: Mapping[str, Entry]
    comments: Mapping[str, str]
    offers: Mapping[str | None, Offer]
    feed: str | None
    records: tuple[str, ...]


async def sheet(visit: Visit) -> web.Response:
    """Answer with the call sheet of the person whom the link is for."""
    published, person = visit.agenda, holder(visit)
    async with visit.service.store.reading() as kept:
        known = await _known(kept, visit, person)
    own = published.order.agenda.language_of(person)
    tag = readers.told(visit.request, published.offered, own)
    body = await asyncio.get_running_loop().run_in_executor(
        visit.service.hands, _page, visit, person, known, languages.translator(tag)
    )
    return web.Response(body=body, headers=headers(HTML, KEEP_NOTHING, Content_Language=tag))


def holder(visit: Visit) -> Person:
    """Return the person whom the link is for, as the agenda has them now."""
    person = visit.agenda.order.agenda.person.get(visit.link.person)
    if person is None:
        raise GoneError
    return person


async def _known(kept: Kept, visit: Visit, person: Person) -> Known:
    forum = visit.agenda.forum
    own = await entries.own(kept, forum, person.id)
    given = await answers.of(kept, forum, person.id)
    comments = {each.thing: each.comment or "" for each in given if each.applied}
    feed = next(
        (
            row
            for row in await rows.of(kept, forum)
            if (row.person, row.scope) == (person.id, links.feed(visit.link.scope))
        ),
        None,
    )
    is_open = feed is not None and links.is_open(feed, visit.service.now())
    address = (
        links.path(visit.service.key, feed.id, feed.scope, feed.generation)
        if feed and is_open
        else None
    )
    records_ = tuple([each async for each in _records(kept, visit, person)])
    return Known(
        entries=own,
        comments=comments,
        offers=dict(_offers(await proposals.by(kept, forum, person.id))),
        feed=address,
        records=records_,
    )


def _offers(made: Iterable[Proposal]) -> Iterator[tuple[str | None, Offer]]:
    """Yield what was proposed for each entry, the last of it last."""
    for each in made:
        if each.decision not in ("withdrawn", "replaced"):
            said = phrase(DECIDED[each.decision]) if each.closed else None
            comment = str(each.details.get("comment") or "")
            yield (
                each.thing,
                Offer(
                    number=each.id,
                    start=each.start,
                    written=each.said,
                    comment=comment,
                    said=said,
                ),
            )


async def _records(kept: Kept, visit: Visit, person: Person) -> AsyncIterator[str]:
    """Yield the sessions whose record somebody may read, or who chairs them is to approve."""
    states = await records.states(kept, visit.agenda.forum)
    for timed in visit.agenda.order.sessions:
        state = states.get(timed.session.id)
        chairs = timed.session.chair == person.id and visit.link.scope == links.SPEAKER
        if state == APPROVED or (state == SUBMITTED and chairs):
            yield timed.session.id


def _page(visit: Visit, person: Person, known: Known, words: Translator) -> bytes:
    published, now = visit.agenda, visit.service.now()
    order = published.order
    version = published.version(order, words)
    held = duties(version, person)
    base_url = visit.service.base_url
    return paper(
        words,
        "web/sheet.html",
        name=sheet_name(order, person),
        version=version,
        who=version.person(person),
        mine=order.agenda.zone_of(person),
        me=person.id,
        duties=held,
        questions={each.sitting.id: each for each in _questions(held, known, now)},
        countdown=_countdown(held, now, words),
        token=visit.named("token"),
        feed=known.feed,
        records=known.records,
        waiting=[each for each in known.records if each not in published.recorded],
        subscribed=webcal(base_url),
        said=phrase(SAID[said]) if (said := visit.request.query.get("said")) in SAID else None,
        assistant=visit.link.kind == links.DELEGATION,
        number=published.number,
        dated=zones.local(published.at, order.agenda.zone).date(),
    )


def _questions(held: tuple[Duty, ...], known: Known, now: datetime) -> Iterator[Question]:
    """Return the sessions that can still be answered: invited to, standing, and not over."""
    for duty in held:
        thing = session_thing(duty.sitting.timed.session)
        entry = known.entries.get(thing)
        over = duty.sitting.end is not None and duty.sitting.end <= now
        if entry is not None and duty.sitting.standing and not over:
            yield Question(
                sitting=duty.sitting,
                thing=thing,
                sequence=entry.sequence,
                partstat=entry.partstat,
                comment=known.comments.get(thing, ""),
                by=duty.answer_by,
                offer=known.offers.get(thing),
            )


def _countdown(held: tuple[Duty, ...], now: datetime, words: Translator) -> Countdown | None:
    """Return what the script in the page needs to count down; the words have places to fill."""
    until = _next(held, now)
    if until is None:
        return None
    return Countdown(
        until=zones.stamp(until),
        far=words.lookup(N_("{days} d {hours} h")),
        near=words.lookup(N_("{hours} h {minutes} min")),
    )


def _next(held: tuple[Duty, ...], now: datetime) -> datetime | None:
    """Return when the person is next needed."""
    starts = (part.start for duty in held for part in duty.parts if duty.sitting.standing)
    whole = (duty.sitting.start for duty in held if duty.whole and duty.sitting.standing)
    return min((each for each in (*starts, *whole) if each and each > now), default=None)
