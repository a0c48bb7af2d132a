"""One request, with what the router already knows of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from orchestrator.secretariat import accounts, tokens
from orchestrator.storage.accounts import Account
from orchestrator.storage.links import Link
from orchestrator.web.access import Actor, Thing
from orchestrator.web.faults import GoneError
from orchestrator.web.forums import Published
from orchestrator.web.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request that was let in; `published` is the agenda of the forum that it is about."""

    request: web.Request
    service: Service
    actor: Actor
    thing: Thing
    published: Published | None

    @property
    def agenda(self) -> Published:
        """Return the published agenda, without which there is nothing to show."""
        if self.published is None:
            raise GoneError
        return self.published

    @property
    def link(self) -> Link:
        """Return the link that was used."""
        if self.actor.link is None:
            raise GoneError
        return self.actor.link

    @property
    def account(self) -> Account:
        """Return who is signed in."""
        if self.actor.account is None:
            raise GoneError
        return self.actor.account

    @property
    def by(self) -> str:
        """Return how the audit names who does something."""
        if self.actor.link is not None:
            return f"link:{self.actor.link.id}"
        token = self.actor.token
        return tokens.actor(token.id) if token else accounts.actor(self.account.id)

    def named(self, name: str) -> str:
        """Return a part of the path by its name in the route."""
        return self.request.match_info[name]


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A line of the routing table: who may, what, where, and what answers.

    `fresh` asks for the password again where it was given a while ago; `most` bytes are taken;
    at a `bearer` route nothing counts but a machine's token, and every error is a problem.
    """

    name: str
    method: str
    path: str
    action: str
    handler: Handler
    fresh: bool = False
    most: int | None = None
    bearer: bool = False
