"""A form that comes after its sign-in has ended: what was written is handed back, not lost."""

import json
from collections.abc import Iterator

from aiohttp import web

from orchestrator import languages
from orchestrator.findings import N_, phrase
from orchestrator.web import faults, forms, sessions
from orchestrator.web.headers import KEEP_NOTHING, PROBLEM, headers
from orchestrator.web.showing import shown, words_for
from orchestrator.web.visits import Visit

AGAIN = N_("Sign in again")
ENDED = N_(
    "You are not signed in any more, so nothing was done. What you wrote is not lost: sign in, "
    "come back to this page, and send it again."
)
# These are asked for anew, and never written into a page.
SECRET = frozenset({"password", "wanted"})
LONG = 40  # characters, of what a reader would miss
SHOWN = 4_000  # characters; the form itself carries all of them


async def lapsed(visit: Visit) -> web.Response:
    """Answer with what was sent, to be sent again once its writer is signed in."""
    if faults.wants_json(visit.request):
        return _problem(visit)
    # Of whoever was never signed in nothing is read.
    was = sessions.was_held(visit)
    fields = tuple(_fields(await forms.read(visit.request))) if was else ()
    return await shown(
        visit,
        "web/lapsed.html",
        status=403,
        said=phrase(ENDED),
        to=str(visit.request.rel_url),
        fields=fields,
        written=[(text[:SHOWN], _side(name)) for name, text in fields if len(text) > LONG],
    )


def _problem(visit: Visit) -> web.Response:
    """Tell a script, whose page still holds what was written."""
    words = words_for(visit)
    said = {"title": words.say(AGAIN), "status": 403, "detail": words.say(ENDED)}
    body = json.dumps({"type": "about:blank", **said}, ensure_ascii=False)
    return web.Response(body=body.encode(), status=403, headers=headers(PROBLEM, KEEP_NOTHING))


def _side(name: str) -> str:
    """Return where a text begins: a field for one language is named by it."""
    tag = name.partition("-")[2]
    return languages.direction(tag if tag in languages.TAGS else languages.TAGS[0])


def _fields(form: forms.Form) -> Iterator[tuple[str, str]]:
    """Yield what was typed and chosen; a file has to be chosen again."""
    for name, value in form.items():
        if isinstance(value, str) and name not in SECRET:
            yield name, value
