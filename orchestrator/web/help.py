"""The help page: what each reader can do here, the words used, and whom to write to."""

from dataclasses import dataclass

from aiohttp import web

from orchestrator.agendas.models import Organizer
from orchestrator.web.access import Thing, authorize
from orchestrator.web.desk.names import Names
from orchestrator.web.showing import shown, words_for
from orchestrator.web.visits import Visit

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who answers questions about a forum."""

    names: Names
    organizer: Organizer


async def help_page(visit: Visit) -> web.Response:
    """Answer with the help."""
    return await shown(visit, "web/help.html", offices=await _offices(visit))


async def _offices(visit: Visit) -> list[Office]:
    """Return who prepares the forums that everybody, or this reader, may know of."""
    language, found = words_for(visit).language, []
    for forum in await visit.service.forums.every():
        published = await visit.service.forums.get(forum)
        if published is None:
            continue
        agenda = published.order.agenda
        is_listed = agenda.visibility == "public"
        if is_listed or authorize(visit.actor, "look at a forum", Thing(forum=forum)):
            names = Names(order=published.order, language=language, forum=forum)
            found.append(Office(names=names, organizer=agenda.organizer))
    return found[:MOST]
