"""The front page: the forums that everybody may read, soonest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from aiohttp import web

from orchestrator import languages, zones
from orchestrator.findings import N_
from orchestrator.languages import Chosen, choose
from orchestrator.web import forms, readers
from orchestrator.web.agendas import VARIES
from orchestrator.web.copies import Copy, copied, handed
from orchestrator.web.faults import RequestError
from orchestrator.web.headers import ASK_AGAIN, HTML, KEEP_NOTHING, headers
from orchestrator.web.pages import paper
from orchestrator.web.sessions import PLACES
from orchestrator.web.visits import Visit

MOST = 200
BAD_CHOICE = N_("This language or this page cannot be chosen.")
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A forum on the front page."""

    forum: str
    number: int
    title: Mapping[str, str]
    official: tuple[str, ...]
    start: datetime | None
    zone: str

    def called(self, language: str) -> Chosen:
        """Return the title as a reader of that language finds it."""
        return choose(self.title, language, self.official)

    @property
    def day(self) -> date | None:
        """Return the date of its first session on the forum's clock."""
        return zones.local(self.start, self.zone).date() if self.start else None


async def front(visit: Visit) -> web.Response:
    """Answer with the list of public forums."""
    cards = [await _card(visit, forum) for forum in (await visit.service.forums.every())[:MOST]]
    shown = tuple(sorted(filter(None, cards), key=lambda card: (card.start or LAST, card.forum)))
    tag = readers.language(visit.request)
    key = ("front", tag, tuple((card.forum, card.number) for card in shown))
    copy = await visit.service.copies.of(key, lambda: _page(shown, tag))
    return handed(copy, visit.request)


async def _card(visit: Visit, forum: str) -> Card | None:
    published = await visit.service.forums.get(forum)
    if published is None or published.order.agenda.visibility != "public":
        return None
    agenda = published.order.agenda
    starts = [
        each.start for each in published.order.sessions if each.start and not each.is_rehearsal
    ]
    return Card(
        forum=forum,
        number=published.number,
        title=agenda.title,
        official=agenda.languages.official,
        start=min(starts, default=None),
        zone=agenda.zone,
    )


def _page(cards: tuple[Card, ...], tag: str) -> Copy:
    body = paper(languages.translator(tag), "web/front.html", cards=cards, tags=languages.TAGS)
    return copied(body, headers(HTML, ASK_AGAIN, Vary=VARIES, Content_Language=tag))


# Where a language can be chosen, by the name of the route; an address from outside leads anywhere.
NEXT = {
    "front": "/",
    "help": "/help",
    "agenda": "/f/{at}",
    "sheet": "/s/{at}",
    "minutes": "/r/{at}",
    "sign in": "/sign-in",
    **PLACES,
}


async def choose_language(visit: Visit) -> web.Response:
    """Remember the language of a reader, and lead back to where they were."""
    given = await forms.read(visit.request)
    tag = languages.match(str(given.get("language", "")))
    place = NEXT.get(str(given.get("next", "")))
    at = str(given.get("at", ""))
    if (
        tag is None
        or place is None
        or not at.isascii()
        or not (at + "0").replace("-", "").isalnum()
    ):
        raise RequestError(BAD_CHOICE)
    response = web.Response(status=303, headers=headers(HTML, KEEP_NOTHING))
    response.headers["Location"] = place.format(at=at)
    secure = (visit.service.base_url or "").startswith("https:")
    response.set_cookie(
        readers.COOKIE,
        tag,
        max_age=readers.YEAR,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
    return response
