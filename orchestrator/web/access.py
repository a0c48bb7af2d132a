"""Who may do what: one question, asked by the router before every handler; unanswered means no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from orchestrator.secretariat.links import DELEGATION, FEED, RAPPORTEUR, SPEAKER
from orchestrator.storage.accounts import Account, Role
from orchestrator.storage.links import Link
from orchestrator.storage.sign_ins import SignIn
from orchestrator.storage.tokens import Token

Action = Literal[
    "fetch assets",
    "choose a language",
    "see the front",
    "read the help",
    "read an agenda",
    "read a sheet",
    "answer",
    "read a feed",
    "see own records",
    "write a record",
    "keep records",
    "approve a record",
    "sign in",
    "be signed in",
    "look at a forum",
    "edit a forum",
    "start a forum",
    "manage accounts",
    "learn of the interface",
    "list forums",
    "read as a machine",
    "write as a machine",
    "send as a machine",
]
# What is only for those who sign in: whoever has not yet is asked to.
SIGNED_IN = frozenset(
    {
        "be signed in",
        "look at a forum",
        "edit a forum",
        "start a forum",
        "manage accounts",
        "keep records",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: somebody with a link, somebody signed in (roles by forum), or anybody.

    `everywhere` is the role in every forum, also in those that are yet to be made.
    """

    link: Link | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    everywhere: Role | None = None
    account: Account | None = None
    sign_in: SignIn | None = None
    token: Token | None = None

    def role(self, forum: str) -> Role | None:
        """Return the role in a forum."""
        return self.roles.get(forum) or self.everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is asked for; `visibility` is empty where nothing of that name was published.

    `chair` and `rapporteur` are those of the session that is asked for, if one is.
    """

    forum: str = ""
    visibility: str = ""
    chair: str = ""
    rapporteur: str = ""


Rule = Callable[[Actor, Thing], bool]
ANYBODY = Actor()
NOTHING = Thing()


def _everybody(actor: Actor, thing: Thing) -> bool:  # noqa: ARG001 - a rule takes both
    return True


def _holder(*scopes: str) -> Rule:
    """Return the rule that a link of one of these scopes opens what belongs to its own forum."""

    def holds(actor: Actor, thing: Thing) -> bool:
        link = actor.link
        return link is not None and link.kind in scopes and link.forum == thing.forum

    return holds


def _rapporteur(actor: Actor, thing: Thing) -> bool:
    """Tell whether a link is the one of who writes the record of the session."""
    return _holder(RAPPORTEUR)(actor, thing) and _is(actor, thing.rapporteur)


def _approver(actor: Actor, thing: Thing) -> bool:
    """Tell whether somebody may approve: who chairs the session, by their own link, or the desk."""
    chairs = _holder(SPEAKER)(actor, thing) and _is(actor, thing.chair)
    return chairs or _has("owner", "organiser")(actor, thing)


def _is(actor: Actor, person: str) -> bool:
    return bool(person) and actor.link is not None and actor.link.person == person


def _reader(actor: Actor, thing: Thing) -> bool:
    """Tell whether somebody may read an agenda: everybody, a participant, or one with a role."""
    if not thing.visibility:
        return False
    if thing.visibility in ("public", "link") or actor.role(thing.forum):
        return True
    if _machine("read")(actor, thing):
        return True
    return _holder(SPEAKER, DELEGATION, RAPPORTEUR)(actor, thing)


def _signed_in(actor: Actor, thing: Thing) -> bool:  # noqa: ARG001 - a rule takes both
    return actor.account is not None


def _has(*roles: Role) -> Rule:
    """Return the rule that a role in the forum is enough."""
    return lambda actor, thing: bool(thing.forum) and actor.role(thing.forum) in roles


def _everywhere(*roles: Role) -> Rule:
    """Return the rule that a role in all forums is needed."""
    return lambda actor, _: actor.everywhere in roles


def _machine(scope: str) -> Rule:
    """Return the rule that a token with this scope opens its own forum, or every one."""

    def opens(actor: Actor, thing: Thing) -> bool:
        token = actor.token
        return token is not None and scope in token.scopes and token.forum in (None, thing.forum)

    return opens


def _reading_machine(actor: Actor, thing: Thing) -> bool:  # noqa: ARG001 - a rule takes both
    return actor.token is not None and "read" in actor.token.scopes


RULES: Mapping[str, Rule] = {
    "fetch assets": _everybody,
    "choose a language": _everybody,
    "see the front": _everybody,
    "read the help": _everybody,
    "read an agenda": _reader,
    "read a sheet": _holder(SPEAKER, DELEGATION),
    "answer": _holder(SPEAKER, DELEGATION),
    "read a feed": _holder(FEED),
    "see own records": _holder(RAPPORTEUR),
    "write a record": _rapporteur,
    "keep records": _has("owner", "rapporteur"),
    "approve a record": _approver,
    "sign in": _everybody,
    "be signed in": _signed_in,
    "look at a forum": _has("owner", "organiser", "viewer"),
    "edit a forum": _has("owner", "organiser"),
    "start a forum": _everywhere("owner", "organiser"),
    "manage accounts": _everywhere("owner"),
    "learn of the interface": _everybody,
    "list forums": _reading_machine,
    "read as a machine": _machine("read"),
    "write as a machine": _machine("write"),
    "send as a machine": _machine("send"),
}


def authorize(actor: Actor, action: str, thing: Thing) -> bool:
    """Tell whether somebody may do something; what no rule names nobody may."""
    rule = RULES.get(action)
    return rule is not None and rule(actor, thing)
