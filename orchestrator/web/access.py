"""Who may do what: one question, asked by the router before every handler; unanswered means no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from orchestrator.secretariat.links import DELEGATION, FEED, RAPPORTEUR, SPEAKER
from orchestrator.storage.links import Link

Role = Literal["owner", "organiser", "rapporteur", "viewer"]
Action = Literal[
    "fetch assets",
    "choose a language",
    "see the front",
    "read an agenda",
    "read a sheet",
    "answer",
    "read a feed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: somebody with a link, somebody signed in (roles by forum), or anybody."""

    link: Link | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is asked for; `visibility` is empty where nothing of that name was published."""

    forum: str = ""
    visibility: str = ""


Rule = Callable[[Actor, Thing], bool]
ANYBODY = Actor()
NOTHING = Thing()


def _everybody(actor: Actor, thing: Thing) -> bool:  # noqa: ARG001 - a rule takes both
    return True


def _holder(*scopes: str) -> Rule:
    """Return the rule that a link of one of these scopes opens what belongs to its own forum."""

    def holds(actor: Actor, thing: Thing) -> bool:
        link = actor.link
        return link is not None and link.scope in scopes and link.forum == thing.forum

    return holds


def _reader(actor: Actor, thing: Thing) -> bool:
    """Tell whether somebody may read an agenda: everybody, a participant, or one with a role."""
    if not thing.visibility:
        return False
    if thing.visibility in ("public", "link") or thing.forum in actor.roles:
        return True
    return _holder(SPEAKER, DELEGATION, RAPPORTEUR)(actor, thing)


RULES: Mapping[str, Rule] = {
    "fetch assets": _everybody,
    "choose a language": _everybody,
    "see the front": _everybody,
    "read an agenda": _reader,
    "read a sheet": _holder(SPEAKER, DELEGATION),
    "answer": _holder(SPEAKER, DELEGATION),
    "read a feed": _holder(FEED),
}


def authorize(actor: Actor, action: str, thing: Thing) -> bool:
    """Tell whether somebody may do something; what no rule names nobody may."""
    rule = RULES.get(action)
    return rule is not None and rule(actor, thing)
