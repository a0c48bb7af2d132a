"""Buttons of the to-do list: what becomes of a message that failed, and of a proposal."""

from collections.abc import Mapping

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import deciding
from orchestrator.storage.proposals import Decision
from orchestrator.web import forms
from orchestrator.web.desk.forums import back, told
from orchestrator.web.faults import RequestError
from orchestrator.web.visits import Visit

UNCLEAR = N_("This cannot be understood: choose one of the buttons.")

# What becomes of a proposal by the button that closes it.
CLOSED: Mapping[str, Decision | None] = {"close": None, "taken": "taken", "declined": "declined"}


async def delivery(visit: Visit) -> web.Response:
    """Send what is in doubt after all, or give up what failed."""
    form = await forms.read(visit.request)
    number, wanted = forms.number(form, "delivery"), forms.said(form, "do")
    desk, forum = visit.service.desk, visit.thing.forum
    if number is None or wanted not in ("send", "give up"):
        raise RequestError(UNCLEAR)
    try:
        if wanted == "send":
            await deciding.send_after_all(desk, forum, number, actor=visit.by)
        else:
            await deciding.give_up(desk, forum, number, actor=visit.by)
    except OrchestratorError as wrong:
        raise told(wrong) from None
    return back(visit, "resent" if wanted == "send" else "given-up")


async def proposal(visit: Visit) -> web.Response:
    """Close a proposal, or enter what it means as an answer."""
    form = await forms.read(visit.request)
    number, wanted = forms.number(form, "proposal"), forms.said(form, "do")
    desk, forum = visit.service.desk, visit.thing.forum
    if number is None:
        raise RequestError(UNCLEAR)
    try:
        if wanted in CLOSED:
            await deciding.close(desk, forum, number, actor=visit.by, decision=CLOSED[wanted])
            return back(visit, "closed" if wanted == "close" else "decided")
        answered = await deciding.enter(desk, forum, number, wanted, actor=visit.by)
    except OrchestratorError as wrong:
        raise told(wrong) from None
    return back(visit, "entered" if answered.verdict == "applied" else "overtaken")
