"""One thing that machines may ask for: its route, and its part of the description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from orchestrator.secretariat.tokens import Scope
from orchestrator.web.api import talk
from orchestrator.web.api.reading import ROOT
from orchestrator.web.api.talk import Handling

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
    that it meets besides those of its kind; `files` the kinds of file that it answers with, and
    `taken` those that it is sent, none above `most` bytes.
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
    taken: Mapping[str, str] = field(default_factory=dict)
    most: int = talk.MOST_BYTES

    @property
    def has_body(self) -> bool:
        """Tell whether something is sent along."""
        return bool(self.body or self.taken)


def get(
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
    """Return an operation that reads."""
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


def change(
    name: str,
    path: str,
    answer: type[BaseModel],
    handler: Handling,
    summary: str,
    *,
    scope: Scope,
    method: str = "POST",
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    condition: Condition | None = None,
    action: str | None = None,
    once: bool = False,
    refused: tuple[int, ...] = (),
    taken: Mapping[str, str] | None = None,
    most: int = talk.MOST_BYTES,
) -> Operation:
    """Return an operation that is sent a body, or changes something."""
    return Operation(
        name=name,
        method=method,
        path=ROOT + path,
        scope=scope,
        action=action or ACTIONS[scope],
        summary=summary,
        answer=answer,
        handler=handler,
        query=query,
        body=body,
        condition=condition,
        once=once,
        refused=refused,
        taken=taken or {},
        most=most,
    )
