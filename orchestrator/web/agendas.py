"""The agenda as a page: in any language of the forum, on any clock; made once per revision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from aiohttp import web

from orchestrator import invites, languages, zones
from orchestrator.documents.agendas import shown
from orchestrator.documents.sittings import Clock, Sitting
from orchestrator.documents.versions import Version
from orchestrator.invites import Stamp
from orchestrator.running_orders import RunningOrder
from orchestrator.web import readers
from orchestrator.web.copies import Copy, copied, handed
from orchestrator.web.forums import Published
from orchestrator.web.headers import (
    ASK_AGAIN,
    ASK_AGAIN_PRIVATE,
    CALENDAR,
    HTML,
    headers,
)
from orchestrator.web.pages import paper
from orchestrator.web.readers import EACH, OWN
from orchestrator.web.visits import Visit

VARIES = "Accept-Language, Cookie"
UTC = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a reader chose: a language of the forum, and a clock."""

    language: str
    zone: str


async def agenda(visit: Visit) -> web.Response:
    """Answer with the agenda."""
    published = visit.agenda
    choice = _choice(visit.request, published)
    base_url, public = visit.service.base_url, _is_open(visit)
    # Behind a link the records are read by that link: this page is beside them.
    records = f"/f/{published.forum}/record" if visit.actor.link is None else "record"
    told, asked = (published.number, published.recorded), (choice.language, choice.zone)
    copy = await visit.service.copies.of(
        ("agenda", published.forum, *told, *asked, public, records),
        lambda: page(published, choice, base_url=base_url, public=public, records=records),
    )
    return handed(copy, visit.request)


async def calendar(visit: Visit) -> web.Response:
    """Answer with the calendar for everybody, to subscribe to or to download."""
    published, service = visit.agenda, visit.service
    tag = _choice(visit.request, published).language
    public = _is_open(visit)
    key = ("calendar", published.forum, published.number, tag, public)
    copy = await service.copies.of(key, lambda: feed(published, tag, service.key, public=public))
    return handed(copy, visit.request)


def _is_open(visit: Visit) -> bool:
    """Tell whether the page is everybody's: not behind a link, nor behind a sign-in."""
    return visit.actor.link is None and visit.thing.visibility != "private"


def _choice(request: web.Request, published: Published) -> Choice:
    tag = readers.language(request, published.offered, published.offered[0])
    return Choice(language=tag, zone=readers.zone(request))


def page(
    published: Published, choice: Choice, *, base_url: str | None, public: bool, records: str
) -> Copy:
    """Return the agenda as a page."""
    order, words = published.order, languages.translator(choice.language)
    version = published.version(on_clock(order, choice.zone), words)
    body = paper(
        words,
        "web/agenda.html",
        version=version,
        sittings=shown(version),
        zone=choice.zone,
        zones=clocks(version, choice.zone),
        together=_grouping(choice.zone),
        calendar=f"/f/{published.forum}/calendar.ics" if public else None,
        subscribed=webcal(base_url) if public else None,
        forum=published.forum,
        recorded=published.recorded,
        records=records,
        number=published.number,
        dated=zones.local(published.at, order.agenda.zone).date(),
    )
    keep = ASK_AGAIN if public else ASK_AGAIN_PRIVATE
    return copied(body, headers(HTML, keep, Vary=VARIES, Content_Language=choice.language))


def webcal(base_url: str | None) -> str | None:
    """Return the beginning of an address that opens a calendar program."""
    return f"webcal://{base_url.partition('://')[2].rstrip('/')}" if base_url else None


def feed(published: Published, tag: str, key: bytes, *, public: bool = True) -> Copy:
    """Return the calendar for everybody in one language."""
    stamp = Stamp(key=key, dtstamp=published.at)
    body = invites.public_calendar(published.order, languages.translator(tag), stamp=stamp)
    name = f'inline; filename="{published.forum}.{tag}.ics"'
    keep = ASK_AGAIN if public else ASK_AGAIN_PRIVATE
    told = headers(CALENDAR, keep, Vary=VARIES, Content_Disposition=name)
    return copied(body, told)


def on_clock(order: RunningOrder, zone: str) -> RunningOrder:
    """Return the running order with every session shown on the clock of one zone."""
    if zone in (OWN, EACH):
        return order
    return replace(order, sessions=tuple(replace(each, zone=zone) for each in order.sessions))


def clocks(version: Version, chosen: str) -> tuple[str, ...]:
    """Return the zones to choose from: UTC, the states' in protocol order, the chosen one."""
    states = (each.zone for each in version.members if each.zone)
    picked = () if chosen in (OWN, EACH) else (chosen,)
    return tuple(dict.fromkeys((UTC, *states, *picked)))


Group = tuple[str, tuple[str, ...]]


def _grouping(zone: str) -> Callable[[Sitting], tuple[Group, ...]]:
    """Return what tells the states' clocks of a session, where the reader wants all of them."""
    return (lambda sitting: _together(sitting.clocks)) if zone == EACH else lambda _: ()


def _together(held: Iterable[Clock]) -> tuple[Group, ...]:
    """Return the clocks that show the same time as one: a zone for the time, all for the names."""
    by_time = sorted(held, key=lambda each: zones.offset(each.moment, each.zone))
    groups = groupby(by_time, key=lambda each: zones.offset(each.moment, each.zone))
    named = (tuple(dict.fromkeys(each.zone for each in group)) for _, group in groups)
    return tuple((same[0], same) for same in named)
