"""Filled forms that came by mail: read where they can do no harm, kept as drafts."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from orchestrator import minutes, sandbox
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.invites.replies import Attached, Trust
from orchestrator.minutes import Answers
from orchestrator.minutes import Record as Read
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import drafts, standing, take
from orchestrator.secretariat.cases import Case, Done, propose
from orchestrator.secretariat.record import against, session_of, to_decide
from orchestrator.secretariat.standing import OPEN, Place
from orchestrator.storage import Kept, audit, records
from orchestrator.storage.records import Record

KEPT = N_("The form that {person} filled is kept as draft {revision}: {entry}.")
NOT_THEIRS = N_(
    "A filled form came from {address}, who does not take the record; it waits for the organiser: "
    "{entry}."
)
LOCKED = N_(
    "{person} sent a filled form, but the record is no draft any more; it waits for the organiser: "
    "{entry}."
)
REFUSED = N_("The file '{name}' is not taken as a form; it waits for the organiser. {reason}")
FAULT = phrase(N_("The program failed over it: this is a fault of the program."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A file of a mail: the answers in it, or why there are none."""

    name: str
    answers: Answers | None = None
    refused: Phrase | None = None

    @property
    def forum(self) -> str | None:
        """Return the forum that the form names."""
        named = self.answers.identity if self.answers else None
        return named.forum if named else None


def unpack(attached: Iterable[Attached]) -> tuple[Filled, ...]:
    """Read the files of a mail, each in a process of its own."""
    return tuple(_unpack(each) for each in attached)


def _unpack(file: Attached) -> Filled:
    try:
        found = minutes.answers(sandbox.read(file.data, file.kind))
    except OrchestratorError as wrong:
        return Filled(name=file.name, refused=phrase(wrong.message, **wrong.values))
    except (RuntimeError, ValueError):
        # A mail that nobody can read must not keep all others from being read.
        return Filled(name=file.name, refused=FAULT)
    return Filled(name=file.name, answers=found)


async def draft(kept: Kept, case: Case, form: Filled) -> Done | None:
    """Keep a filled form as a draft of its record, where its rapporteur sent it."""
    forum = form.forum or _asked(case)
    order = case.orders.get(forum or "")
    if forum is None or order is None:
        return None  # anybody's letter: no form of ours, and none was asked for
    if form.answers is None:
        return await _refuse(kept, case, form, forum, form.refused or FAULT)
    try:
        session = session_of(form.answers, order)
    except OrchestratorError as wrong:
        return await _refuse(kept, case, form, forum, phrase(wrong.message, **wrong.values))
    try:
        return await _of_session(kept, case, form.answers, order, session)
    except take.TongueError as wrong:
        return await _refuse(kept, case, form, forum, phrase(wrong.message, **wrong.values))


def _asked(case: Case) -> str | None:
    """Return the forum whose form a mail answers, where it says so."""
    asked = (row.forum for row in case.named if row.purpose in ("form", "chaser"))
    return next(asked, None)


async def _refuse(kept: Kept, case: Case, form: Filled, forum: str, why: Phrase) -> Done:
    said = phrase(REFUSED, name=form.name, reason=why)
    details = {"file": form.name}
    return await propose(kept, case, "form", said, forum=forum, details=details)


def _whole(answers: Answers, order: RunningOrder, newest: Record | None) -> tuple[Answers, Read]:
    """Return a form held against the agenda, and joined to the draft that is there already.

    What was changed in the file stands, because its sender can be asked nothing; the draft's words
    are in the revision before.
    """
    if newest is None:
        return against(answers, order)
    place = Place(forum=newest.forum, session=newest.session, publication=0)
    joined = take.join(answers, None, standing.stands(order, place, newest)).answers
    return joined, minutes.record(joined, to_decide(order, newest.session))


async def _of_session(
    kept: Kept, case: Case, answers: Answers, order: RunningOrder, session: str
) -> Done:
    forum, thing = order.agenda.id, f"session-{session}"
    rapporteur = order.agenda.session[session].rapporteur
    values = {"entry": case.title(forum, thing), "address": case.mail.sender or "?"}
    if rapporteur is None or case.trust(forum, rapporteur) is Trust.NONE:
        said = phrase(NOT_THEIRS, **values)
        return await propose(kept, case, "form", said, forum=forum, thing=thing)
    values["person"] = case.names(forum, rapporteur)
    newest = await records.newest(kept, forum, session)
    if newest is not None and newest.state not in OPEN:
        said = phrase(LOCKED, **values)
        return await propose(kept, case, "form", said, forum=forum, person=rapporteur, thing=thing)
    whole, read = await asyncio.to_thread(_whole, answers, order, newest)
    revision = await records.add(
        kept,
        forum,
        session,
        language=whole.language,
        state="draft",
        content=drafts.content(whole, read),
        by=rapporteur,
        made=case.now,
    )
    about = {"revision": revision, "way": "mail", "mail": case.number}
    await audit.add(
        kept,
        at=case.now,
        actor=rapporteur,
        action="draft",
        forum=forum,
        object=session,
        details=about,
    )
    said = phrase(KEPT, revision=revision, **values)
    return Done(outcome="draft", said=said, forum=forum, person=rapporteur, thing=thing)
