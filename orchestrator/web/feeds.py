"""Calendars of one person: to subscribe to by an address of its own, or to download."""

from aiohttp import web

from orchestrator import invites, languages
from orchestrator.invites import Stamp
from orchestrator.storage import entries
from orchestrator.web import readers
from orchestrator.web.copies import Copy, copied, handed
from orchestrator.web.forums import Published
from orchestrator.web.headers import ASK_AGAIN_PRIVATE, CALENDAR, headers
from orchestrator.web.sheets import holder
from orchestrator.web.visits import Visit

Names = dict[tuple[str, str], str]
Numbers = dict[tuple[str, str], int]


async def own_calendar(visit: Visit) -> web.Response:
    """Answer with everything that one person is to keep, under the UIDs of their invitations."""
    published, person, service = visit.agenda, holder(visit), visit.service
    order = published.order
    tag = readers.told(visit.request, published.offered, order.agenda.language_of(person))
    key = ("own", published.forum, published.number, person.id, tag)
    copy = service.copies.get(key)
    if copy is None:
        async with service.store.reading() as kept:
            own = await entries.own(kept, published.forum, person.id)
        uids: Names = {(person.id, thing): row.uid for thing, row in own.items()}
        sequences: Numbers = {(person.id, thing): row.sequence for thing, row in own.items()}
        stamp = Stamp(key=service.key, dtstamp=published.at, uids=uids)
        copy = await service.copies.of(
            key, lambda: _calendar(published, person.id, tag, stamp, sequences)
        )
    return handed(copy, visit.request)


def _calendar(
    published: Published, person: str, tag: str, stamp: Stamp, sequences: Numbers
) -> Copy:
    own = invites.own_entries(published.order).get(person, ())
    words = languages.translator(tag)
    body = invites.personal_calendar(published.order, own, words, stamp=stamp, sequences=sequences)
    name = f'inline; filename="{published.forum}.ics"'
    return copied(body, headers(CALENDAR, ASK_AGAIN_PRIVATE, Content_Disposition=name))
