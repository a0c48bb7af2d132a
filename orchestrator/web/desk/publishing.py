"""Before the button: who would be told what; then a trial to oneself, or the publication."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.running_orders import Facts
from orchestrator.running_orders.compare import KINDS
from orchestrator.secretariat import editing, senders, trial
from orchestrator.secretariat import plan as planning
from orchestrator.secretariat import publish as publishing
from orchestrator.secretariat.plan import Proposal
from orchestrator.secretariat.publish import Given, RefusedError
from orchestrator.secretariat.steps import Step
from orchestrator.storage import StoreError, revisions
from orchestrator.web import forms
from orchestrator.web.desk.forums import back, may_edit, said
from orchestrator.web.desk.names import Names
from orchestrator.web.faults import GoneError
from orchestrator.web.showing import phrase_of, shown, words_for
from orchestrator.web.visits import Visit

MOST = 300
UNSENT = N_("taken back before it was sent")
METHODS = {
    "REQUEST": N_("invitation"),
    "CANCEL": N_("cancellation"),
    None: N_("nothing"),
}
CHANGED = N_(
    "Since you looked, something has changed: an answer came, or somebody saved. Look at it once "
    "more and publish then."
)
MISCOUNTED = N_("The number of withdrawals was not {n}. Nothing was published.")
MISSED = N_("{sent} messages went to {address}, {missed} could not be sent: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message of a plan, as a table shows it."""

    person: object
    thing: object
    changes: tuple[Phrase, ...]
    method: Phrase
    before: Facts | None
    after: Facts | None
    withdraws: bool


async def plan(visit: Visit) -> web.Response:
    """Answer with what publishing the newest text would send."""
    return await _planned(visit)


async def _head(visit: Visit) -> revisions.Revision:
    """Return the newest text; one of another forum's id would tell that forum's people."""
    async with visit.service.store.reading() as kept:
        head = await revisions.head(kept, visit.thing.forum)
    own = await asyncio.to_thread(editing.own_id, head.text) if head else None
    if head is None or own not in (None, visit.thing.forum):
        raise GoneError
    return head


async def _planned(visit: Visit, *, status: int = 200, wrong: Phrase | None = None) -> web.Response:
    head = await _head(visit)
    found = await planning.plan(visit.service.desk, editing.source(head))
    order = found.checked.order or (visit.published.order if visit.published else None)
    names = Names(order=order, language=words_for(visit).language, forum=visit.thing.forum)
    lines = _lines(found, names, visit)
    return await shown(
        visit,
        "web/desk/plan.html",
        status=status,
        names=names,
        head=head,
        plan=found,
        stands_against=found.checked.has_errors or bool(found.checked.counts["publish"]),
        lines=lines[:MOST],
        more=max(len(lines) - MOST, 0),
        people=len({step.person for step in found.steps if step.method}),
        reminders=found.reminders.counts(),
        sender=_sender(visit, found),
        edits=may_edit(visit),
        wrong=wrong,
        said=said(visit),
    )


def _sender(visit: Visit, found: Proposal) -> Phrase | None:
    """Return why no mail may go out in the organizer's name, if that is so."""
    if found.checked.order is None:
        return None
    try:
        senders.refuse(visit.service.desk, found.checked.order.agenda)
    except OrchestratorError as wrong:
        return phrase_of(wrong)
    return None


def _lines(found: Proposal, names: Names, visit: Visit) -> Sequence[Told]:
    old = visit.published.order if visit.published else None
    former = Names(order=old, language=names.language, forum=names.forum)
    return [_line(step, names if _stands(step, names) else former) for step in found.steps]


def _stands(step: Step, names: Names) -> bool:
    """Tell whether the new text still knows the person; who has left has their old name."""
    return names.order is not None and step.person in names.order.agenda.person


def _line(step: Step, names: Names) -> Told:
    return Told(
        person=names.person(step.person),
        thing=names.thing(step.thing),
        changes=tuple(phrase(KINDS.get(kind, UNSENT)) for kind in step.kinds),
        method=phrase(METHODS[step.method]),
        before=step.from_,
        after=step.to,
        withdraws=step.withdraws,
    )


async def try_(visit: Visit) -> web.Response:
    """Send everything to the organizer's own address, as a trial."""
    head = await _head(visit)
    try:
        tried = await trial.trial(visit.service.desk, editing.source(head))
    except StoreError:
        raise
    except OrchestratorError as wrong:
        return await _planned(visit, status=422, wrong=phrase_of(wrong))
    if tried.missed:
        wrong_ = phrase(
            MISSED,
            sent=tried.sent,
            address=tried.to,
            missed=len(tried.missed),
            reason=tried.missed[0],
        )
        return await _planned(visit, status=502, wrong=wrong_)
    return back(visit, "tried", "/publish")


async def publish(visit: Visit) -> web.Response:
    """Publish the newest text, as its plan was looked at."""
    form = await forms.read(visit.request)
    head = await _head(visit)
    expected, typed = forms.number(form, "withdrawn") or 0, forms.number(form, "cancel")
    if expected and typed != expected:
        return await _planned(visit, status=422, wrong=phrase(MISCOUNTED, n=expected))
    given = Given(
        agreed=forms.said(form, "plan"),
        cancel=typed or 0,
        actor=visit.by,
        filed=False,
        base=head.number,
    )
    try:
        done = await publishing.publish(visit.service.desk, editing.source(head), given)
    except RefusedError:
        return await _planned(visit, status=409, wrong=phrase(CHANGED))
    except StoreError:
        raise
    except OrchestratorError as wrong:
        return await _planned(visit, status=422, wrong=phrase_of(wrong))
    if done.refused:
        return await _planned(visit, status=422)
    visit.service.forums.forget(visit.thing.forum)
    return back(visit, "same" if done.proposal.is_empty else "published")
