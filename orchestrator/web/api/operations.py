"""What machines may ask for: each line is a route, and a part of the description of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from orchestrator.findings import N_
from orchestrator.secretariat.tokens import Scope
from orchestrator.web.api import changing, models, reading, records, sent
from orchestrator.web.api.models import Listed
from orchestrator.web.api.reading import ROOT
from orchestrator.web.api.talk import Handling

FORUM = "/forums/{forum:[a-z0-9][a-z0-9-]{0,63}}"
RECORD = f"{FORUM}/records/{{session:[a-z0-9][a-z0-9-]{{0,63}}}}"
# The action that the gate asks about, by the scope that a token needs for it.
ACTIONS = {
    "read": "read as a machine",
    "write": "write as a machine",
    "send": "send as a machine",
}
# Of which state a change is meant: it must say so, also of a forum that is new, or it can.
Condition = Literal["needed", "new", "possible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked for.

    `scope` is what a token needs, None where nobody needs one; `condition` whether a change says
    of which state it is meant; `once` whether it takes an Idempotency-Key; `refused` are errors
    that it meets besides those of its kind; `files` the kinds of file that it answers with.
    """

    name: str
    method: str
    path: str
    scope: Scope | None
    action: str
    summary: str
    answer: type[BaseModel] | None
    handler: Handling
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    condition: Condition | None = None
    once: bool = False
    refused: tuple[int, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def _get(
    name: str,
    path: str,
    answer: type[BaseModel] | None,
    handler: Handling,
    summary: str,
    *,
    query: type[BaseModel] | None = None,
    action: str = ACTIONS["read"],
    scope: Scope | None = "read",
    refused: tuple[int, ...] = (),
    files: Mapping[str, str] | None = None,
) -> Operation:
    return Operation(
        name=name,
        method="GET",
        path=ROOT + path,
        scope=scope,
        action=action,
        summary=summary,
        answer=answer,
        handler=handler,
        query=query,
        refused=refused,
        files=files or {},
    )


def _change(
    name: str,
    path: str,
    answer: type[BaseModel],
    handler: Handling,
    summary: str,
    *,
    scope: Scope,
    method: str = "POST",
    body: type[BaseModel] | None = None,
    condition: Condition | None = None,
    action: str | None = None,
    once: bool = False,
    refused: tuple[int, ...] = (),
) -> Operation:
    return Operation(
        name=name,
        method=method,
        path=ROOT + path,
        scope=scope,
        action=action or ACTIONS[scope],
        summary=summary,
        answer=answer,
        handler=handler,
        body=body,
        condition=condition,
        once=once,
        refused=refused,
    )


OPERATIONS = (
    _get(
        "index",
        "",
        models.Index,
        reading.index,
        N_("Where to look."),
        action="learn of the interface",
        scope=None,
    ),
    _get(
        "list forums",
        "/forums",
        Listed[models.Forum],
        reading.every_forum,
        N_("The forums that the token opens."),
        query=sent.Page,
        action="list forums",
    ),
    _get(
        "forum",
        FORUM,
        models.Forum,
        reading.forum,
        N_("A forum and its state; its ETag is what If-Match of a change names."),
    ),
    _get(
        "agenda",
        f"{FORUM}/agenda",
        models.Agenda,
        reading.agenda,
        N_("The published agenda: no addresses, no join links. Public forums need no token."),
        action="read an agenda",
        scope=None,
    ),
    _get(
        "running order",
        f"{FORUM}/running-order",
        models.RunningOrder,
        reading.running_order,
        N_("Every slot of the published agenda, with the reason for its place."),
    ),
    _get(
        "source",
        f"{FORUM}/source",
        models.Source,
        reading.source,
        N_("The newest text of the agenda file, published or not."),
    ),
    _get(
        "list entries",
        f"{FORUM}/entries",
        Listed[models.Entry],
        reading.every_entry,
        N_("The calendar entries, one for each person and session or slot."),
        query=sent.Page,
    ),
    _get(
        "answers",
        f"{FORUM}/answers",
        models.Answers,
        reading.answers,
        N_("Who has answered what, and how many have."),
        query=sent.Page,
        refused=(409,),
    ),
    _get(
        "list proposals",
        f"{FORUM}/proposals",
        Listed[models.Waiting],
        reading.every_proposal,
        N_("What waits for the organiser to decide: other times, answers in doubt."),
        query=sent.Page,
        refused=(409,),
    ),
    _get(
        "list deliveries",
        f"{FORUM}/deliveries",
        Listed[models.Delivery],
        reading.every_delivery,
        N_("The messages: to whom, about what, and what became of them."),
        query=sent.DeliveryPage,
    ),
    _change(
        "check",
        "/check",
        models.Checked,
        changing.check,
        N_("Say everything that is to be said about an agenda file; nothing is kept."),
        scope="read",
        body=sent.Text,
        action="list forums",
    ),
    _change(
        "draft",
        f"{FORUM}/source",
        models.Drafted,
        changing.draft,
        N_("Keep a text as the newest one, which nobody is told of; a new forum begins so."),
        scope="write",
        method="PUT",
        body=sent.Text,
        condition="new",
        once=True,
    ),
    _change(
        "plan",
        f"{FORUM}/plan",
        models.Plan,
        changing.plan,
        N_("Say who would be told what if a text were published; nothing is kept."),
        scope="read",
        body=sent.Wanted,
    ),
    _change(
        "publish",
        f"{FORUM}/publish",
        models.Published,
        changing.publish,
        N_("Publish a text and tell everybody whose own entries changed."),
        scope="send",
        body=sent.Publication,
        condition="new",
        once=True,
        refused=(409,),
    ),
    _change(
        "hold",
        f"{FORUM}/hold",
        models.Held,
        changing.hold,
        N_("Stop everything that the forum would send."),
        scope="write",
        condition="possible",
    ),
    _change(
        "release",
        f"{FORUM}/release",
        models.Held,
        changing.release,
        N_("Let the forum send again."),
        scope="send",
        condition="possible",
    ),
    _change(
        "resend",
        f"{FORUM}/resend",
        models.Queued,
        changing.resend,
        N_("Send a person once more what they were told."),
        scope="send",
        body=sent.Resending,
        condition="possible",
        once=True,
        refused=(409,),
    ),
    _change(
        "message",
        f"{FORUM}/message",
        models.Addressed,
        changing.message,
        N_("Send the organiser's own words to an audience; sent twice they arrive twice."),
        scope="send",
        body=sent.Message,
        condition="possible",
        once=True,
        refused=(409,),
    ),
    _get(
        "list records",
        f"{FORUM}/records",
        Listed[models.RecordState],
        records.every_record,
        N_("How far the record of every session has come."),
        query=sent.Page,
    ),
    _get(
        "record",
        RECORD,
        models.Record,
        records.record,
        N_("The record of one session; approved, its decisions are numbered in the edition."),
    ),
    _get(
        "form",
        f"{RECORD}/form",
        models.Form,
        records.form,
        N_("What can be filled in, and what stands there; its ETag is what changes name."),
    ),
    _change(
        "write record",
        f"{RECORD}/form",
        models.Form,
        records.write,
        N_("Keep what is written into a form; what is not sent stays as it is."),
        scope="write",
        method="PATCH",
        body=sent.Writing,
        condition="needed",
        once=True,
        refused=(409,),
    ),
    _change(
        "submit record",
        f"{RECORD}/submit",
        models.RecordState,
        records.submit,
        N_("Submit a record: it waits for the Chair. Each item for a decision needs one."),
        scope="write",
        condition="needed",
        once=True,
        refused=(409, 422),
    ),
    _change(
        "reopen record",
        f"{RECORD}/reopen",
        models.RecordState,
        records.reopen,
        N_("Give a submitted record back to its rapporteur."),
        scope="write",
        condition="needed",
        once=True,
        refused=(409,),
    ),
    _change(
        "approve record",
        f"{RECORD}/approve",
        models.RecordState,
        records.approve,
        N_("Approve a submitted record for the Chair: locked, numbered, and published."),
        scope="send",
        condition="needed",
        once=True,
        refused=(409,),
    ),
    _get(
        "record file",
        f"{RECORD}/file/{{kind:{'|'.join(records.KINDS)}}}",
        None,
        records.file,
        N_("An approved record as a file, in its own language."),
        refused=(409,),
        files=records.KINDS,
    ),
)
