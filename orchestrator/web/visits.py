"""One request, with what the router already knows of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

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

    def named(self, name: str) -> str:
        """Return a part of the path by its name in the route."""
        return self.request.match_info[name]


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A line of the routing table: who may, what, where, and what answers."""

    name: str
    method: str
    path: str
    action: str
    handler: Handler
