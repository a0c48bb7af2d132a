"""The tokens of machines, for the owners of an installation: made and shown once, shut for good."""

from aiohttp import web

from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.secretariat import tokens
from orchestrator.storage import tokens as rows
from orchestrator.web import forms, sessions
from orchestrator.web.faults import RequestError
from orchestrator.web.showing import phrase_of, shown
from orchestrator.web.visits import Visit

NO_TOKEN = N_("There is no such token, or it is shut already.")
SCOPES = {
    "read": N_("read agendas, answers and records"),
    "write": N_("write drafts, answers and records"),
    "send": N_("publish, and send messages"),
}


async def every(visit: Visit) -> web.Response:
    """Answer with all tokens, never with what they are."""
    return await _listed(visit)


async def _listed(visit: Visit, *, status: int = 200, **more: object) -> web.Response:
    async with visit.service.store.reading() as kept:
        found = await rows.every(kept)
    given = {"wrong": None, "held": None, "named": "", "chosen": ("read",), "where": "", **more}
    return await shown(
        visit,
        "web/desk/tokens.html",
        status=status,
        rows=found[::-1],
        forums=await visit.service.forums.every(),
        scopes=SCOPES,
        now=visit.service.now(),
        **given,
    )


async def make(visit: Visit) -> web.Response:
    """Make a token, and show it once."""
    form = await forms.read(visit.request)
    name, where = forms.said(form, "name"), forms.said(form, "forum")
    scopes = [str(each) for each in form.getall("scope", [])]
    try:
        async with visit.service.store.transaction() as kept:
            held = await tokens.make(
                kept,
                name=name,
                scopes=scopes,
                by=visit.by,
                now=visit.service.now(),
                forum=where or None,
                account=visit.account.id,
            )
    except UsageError as wrong:
        return await _listed(
            visit, status=422, wrong=phrase_of(wrong), named=name, chosen=scopes, where=where
        )
    return await _listed(visit, held=held)


async def shut(visit: Visit) -> web.Response:
    """Shut a token for good."""
    number = forms.number(await forms.read(visit.request), "token")
    async with visit.service.store.transaction() as kept:
        done = number is not None and await tokens.shut(
            kept, number, by=visit.by, now=visit.service.now()
        )
    if not done:
        raise RequestError(NO_TOKEN)
    return sessions.led("/tokens")
