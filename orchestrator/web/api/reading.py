"""Readings for machines: forums, agendas, orders, entries, answers, messages."""

from aiohttp import web

from orchestrator import languages
from orchestrator.documents.machine import agenda_json, running_order_json
from orchestrator.secretariat import answers as answering
from orchestrator.secretariat.answers import Answers, Line, instant
from orchestrator.storage import deliveries, entries, forums, revisions
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.entries import Entry
from orchestrator.storage.forums import Forum
from orchestrator.web import readers
from orchestrator.web.api import talk
from orchestrator.web.api.sent import DeliveryPage, Page
from orchestrator.web.api.talk import JSON, Plain
from orchestrator.web.copies import copied, handed
from orchestrator.web.faults import GoneError
from orchestrator.web.headers import ASK_AGAIN, headers
from orchestrator.web.visits import Visit

ROOT = "/api/v1"


async def index(visit: Visit) -> web.Response:
    """Answer with where to look."""
    places = {name: f"{ROOT}/{name}" for name in ("docs", "forums")}
    return talk.told(visit, {"openapi": f"{ROOT}/openapi.json", **places})


async def every_forum(visit: Visit) -> web.Response:
    """Answer with the forums that the token opens."""
    wanted = talk.query(visit, Page)
    after = talk.place(wanted.after, str)
    token = visit.actor.token
    own = token.forum if token else ""
    async with visit.service.store.reading() as kept:
        every = await forums.every(kept)
    found = [
        each for each in every if own in (None, each.id) and (after is None or each.id > after[0])
    ]
    items = [await _forum(visit, each) for each in found[: wanted.limit]]
    after_this = talk.paged(found, wanted.limit, lambda each: [each.id])
    return talk.told(visit, {"items": items, "next": after_this})


async def forum(visit: Visit) -> web.Response:
    """Answer with the state of a forum; its ETag is what a change is meant of."""
    found = await talk.known(visit)
    return talk.told(visit, await _forum(visit, found), etag=talk.mark(found))


async def _forum(visit: Visit, found: Forum) -> Plain:
    published = await visit.service.forums.get(found.id)
    agenda = published.order.agenda if published else None
    return {
        "forum": found.id,
        "title": dict(agenda.title) if agenda else {},
        "visibility": agenda.visibility if agenda else None,
        "held": found.held,
        "head": found.head,
        "published": {"revision": published.number, "at": instant(published.at)}
        if published
        else None,
    }


async def source(visit: Visit) -> web.Response:
    """Answer with the newest text of the agenda file."""
    found = await talk.known(visit)
    async with visit.service.store.reading() as kept:
        head = await revisions.head(kept, found.id)
    if head is None:
        raise GoneError
    values = {
        "forum": head.forum,
        "revision": head.number,
        "published": instant(head.published),
        "made": instant(head.made),
        "text": head.text,
    }
    return talk.told(visit, values, etag=talk.mark(found))


async def agenda(visit: Visit) -> web.Response:
    """Answer with the agenda as everybody may read it."""
    published = visit.agenda
    key = ("machine agenda", published.forum, published.number)
    kind = headers(JSON, ASK_AGAIN)
    copy = await visit.service.copies.of(
        key, lambda: copied(agenda_json(published.order).encode(), kind)
    )
    return handed(copy, visit.request)


async def running_order(visit: Visit) -> web.Response:
    """Answer with every slot and the reason for its place."""
    published = visit.agenda
    key = ("machine order", published.forum, published.number)
    kind = headers(JSON, ASK_AGAIN, Vary="Authorization")
    copy = await visit.service.copies.of(
        key, lambda: copied(running_order_json(published.order).encode(), kind)
    )
    return handed(copy, visit.request)


async def every_entry(visit: Visit) -> web.Response:
    """Answer with the calendar entries."""
    wanted = talk.query(visit, Page)
    after = talk.place(wanted.after, str, str)
    name = (await talk.known(visit)).id
    async with visit.service.store.reading() as kept:
        known = await entries.of(kept, name)
    keys = sorted(key for key in known if after is None or key > after)
    items = [_entry(known[key]) for key in keys[: wanted.limit]]
    return talk.told(visit, {"items": items, "next": talk.paged(keys, wanted.limit, tuple)})


def _entry(row: Entry) -> Plain:
    return {
        "person": row.person,
        "entry": row.thing,
        "uid": row.uid,
        "sequence": row.sequence,
        "answer": row.partstat,
        "verified": row.verified,
    }


async def answers(visit: Visit) -> web.Response:
    """Answer with who has answered what."""
    wanted = talk.query(visit, Page)
    after = talk.place(wanted.after, str, str)
    found = await _answers(visit)
    lines = sorted(found.lines, key=_whose)
    lines = [each for each in lines if after is None or _whose(each) > after]
    values = {
        "forum": found.forum,
        "counts": {each: found.counts(each) for each in found.order.agenda.session},
        "answers": [answering.answer(each) for each in lines[: wanted.limit]],
        "next": talk.paged(lines, wanted.limit, _whose),
    }
    return talk.told(visit, values)


async def _answers(visit: Visit) -> Answers:
    service, published = visit.service, visit.agenda
    return await answering.in_store(service.store, published.forum, service.library)


def _whose(line: Line) -> tuple[str, str]:
    return line.session, line.person


async def every_proposal(visit: Visit) -> web.Response:
    """Answer with what waits for the organiser, oldest first."""
    wanted = talk.query(visit, Page)
    after = talk.place(wanted.after, int)
    found = [
        each for each in (await _answers(visit)).waiting if after is None or each.id > after[0]
    ]
    items = [answering.proposal(each) for each in found[: wanted.limit]]
    after_this = talk.paged(found, wanted.limit, lambda each: [each.id])
    return talk.told(visit, {"items": items, "next": after_this})


async def every_delivery(visit: Visit) -> web.Response:
    """Answer with the messages, oldest first."""
    wanted = talk.query(visit, DeliveryPage)
    after = talk.place(wanted.after, int)
    name = (await talk.known(visit)).id
    async with visit.service.store.reading() as kept:
        found = await deliveries.page(
            kept,
            name,
            after=after[0] if after else 0,
            limit=wanted.limit + 1,
            state=wanted.state,
        )
    words = languages.translator(readers.language(visit.request))
    items = [
        _delivery(row) | {"reason": words.lookup(row.reason) if row.reason else None}
        for row in found[: wanted.limit]
    ]
    after_this = talk.paged(found, wanted.limit, lambda row: [row.id])
    return talk.told(visit, {"items": items, "next": after_this})


def _delivery(row: Delivery) -> Plain:
    return {
        "id": row.id,
        "person": row.person,
        "entry": row.thing,
        "purpose": row.purpose,
        "revision": row.publication,
        "copy": row.copy,
        "state": row.state,
        "due": instant(row.due),
        "expires": instant(row.expires),
        "ended": instant(row.ended),
        "attempts": row.attempts,
        "in_doubt": row.doubt,
        "declared": row.declared,
    }
