"""What machines may ask for: each line is a route, and a part of the description of all of them."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from orchestrator.findings import N_
from orchestrator.secretariat.tokens import Scope
from orchestrator.web.api import changing, models, reading, sent
from orchestrator.web.api.models import Listed
from orchestrator.web.api.reading import ROOT
from orchestrator.web.visits import Handler

FORUM = "/forums/{forum:[a-z0-9][a-z0-9-]{0,63}}"
SESSION = "/{session:[a-z0-9][a-z0-9-]{0,63}}"
# The action that the gate asks about, by the scope that a token needs for it.
ACTIONS = {
    "read": "read as a machine",
    "write": "write as a machine",
    "send": "send as a machine",
}
Condition = Literal["needed", "possible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked for.

    `scope` is what a token needs; `public` whether nobody needs one where the forum is public;
    `condition` whether a change must, or can, say of which state it is meant.
    """

    name: str
    method: str
    path: str
    scope: Scope | None
    action: str
    summary: str
    answer: type[BaseModel] | None
    handler: Handler
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    condition: Condition | None = None


def _get(
    name: str,
    path: str,
    answer: type[BaseModel],
    handler: Handler,
    summary: str,
    *,
    query: type[BaseModel] | None = None,
    action: str = ACTIONS["read"],
    scope: Scope | None = "read",
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
    )


def _post(
    name: str,
    path: str,
    answer: type[BaseModel],
    handler: Handler,
    summary: str,
    *,
    scope: Scope,
    body: type[BaseModel] | None = None,
    condition: Condition | None = None,
    action: str | None = None,
) -> Operation:
    return Operation(
        name=name,
        method="POST",
        path=ROOT + path,
        scope=scope,
        action=action or ACTIONS[scope],
        summary=summary,
        answer=answer,
        handler=handler,
        body=body,
        condition=condition,
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
        N_("Who has answered what, and what waits for a decision."),
    ),
    _get(
        "list deliveries",
        f"{FORUM}/deliveries",
        Listed[models.Delivery],
        reading.every_delivery,
        N_("The messages: to whom, about what, and what became of them."),
        query=sent.DeliveryPage,
    ),
    _get(
        "list records",
        f"{FORUM}/records",
        Listed[models.RecordState],
        reading.every_record,
        N_("The records of the sessions, each in its newest revision."),
        query=sent.Page,
    ),
    _get(
        "record",
        f"{FORUM}/records{SESSION}",
        models.Record,
        reading.record,
        N_("The record of one session."),
    ),
    _post(
        "check",
        "/check",
        models.Checked,
        changing.check,
        N_("Say everything that is to be said about an agenda file; nothing is kept."),
        scope="read",
        body=sent.Text,
        action="list forums",
    ),
    _post(
        "plan",
        f"{FORUM}/plan",
        models.Plan,
        changing.plan,
        N_("Say who would be told what if a text were published; nothing is kept."),
        scope="read",
        body=sent.Wanted,
    ),
    _post(
        "publish",
        f"{FORUM}/publish",
        models.Published,
        changing.publish,
        N_("Publish a text and tell everybody whose own entries changed."),
        scope="send",
        body=sent.Publication,
        condition="needed",
    ),
    _post(
        "hold",
        f"{FORUM}/hold",
        models.Held,
        changing.hold,
        N_("Stop everything that the forum would send."),
        scope="write",
        condition="possible",
    ),
    _post(
        "release",
        f"{FORUM}/release",
        models.Held,
        changing.release,
        N_("Let the forum send again."),
        scope="send",
        condition="possible",
    ),
    _post(
        "resend",
        f"{FORUM}/resend",
        models.Queued,
        changing.resend,
        N_("Send a person once more what they were told."),
        scope="send",
        body=sent.Resending,
        condition="possible",
    ),
    _post(
        "message",
        f"{FORUM}/message",
        models.Addressed,
        changing.message,
        N_("Send the organiser's own words to an audience; sent twice they arrive twice."),
        scope="send",
        body=sent.Message,
        condition="possible",
    ),
)
