"""Pages for one reader, made for every request: the desk's, and those of signing in."""

import asyncio

from aiohttp import web

from orchestrator import languages
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase
from orchestrator.languages import Translator
from orchestrator.web import readers
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.pages import paper
from orchestrator.web.visits import Visit

ROLES = {
    "owner": N_("Owner"),
    "organiser": N_("Organiser"),
    "rapporteur": N_("Rapporteur"),
    "viewer": N_("Reader"),
}


def words_for(visit: Visit) -> Translator:
    """Return the words of the reader's language."""
    return languages.translator(readers.language(visit.request))


async def shown(
    visit: Visit, template: str, *, status: int = 200, **values: object
) -> web.Response:
    """Answer with a page in the reader's language, written beside the loop."""
    words, actor = words_for(visit), visit.actor
    given = {
        "account": actor.account,
        "roles": ROLES,
        "starts": actor.everywhere in ("owner", "organiser"),
        "owns": actor.everywhere == "owner",
        "path": visit.request.path,
        "tags": languages.TAGS,
        **values,
    }
    body = await asyncio.get_running_loop().run_in_executor(
        visit.service.hands, lambda: paper(words, template, **given)
    )
    told = headers(HTML, KEEP_NOTHING, Content_Language=words.language)
    return web.Response(body=body, status=status, headers=told)


def phrase_of(wrong: OrchestratorError) -> Phrase:
    """Return what an error says, to be said in the reader's language."""
    return Phrase(text=wrong.message, values=wrong.values)
