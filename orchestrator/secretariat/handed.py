"""The personal links that were handed out: who holds which, shut one, or give a new one for it."""

from dataclasses import dataclass

from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.secretariat import links
from orchestrator.secretariat.answers import instant
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, audit
from orchestrator.storage import links as rows
from orchestrator.storage.links import Link

NO_BASE = N_(
    "Nobody has a link: set ORCHESTRATOR_BASE_URL to the address of the service, then publish."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A link, whether it leads anywhere, and its address, which is a key."""

    link: Link
    is_open: bool
    url: str

    def values(self, *, url: bool) -> dict[str, object]:
        """Return the link for JSON; its address only where it was asked for."""
        link = self.link
        return {
            "id": link.id,
            "person": link.person,
            "scope": link.scope,
            "open": self.is_open,
            "expires": instant(link.expires),
            "revoked": instant(link.revoked),
            "used": instant(link.used),
            "url": self.url if url and self.is_open else None,
        }


async def handed(desk: Desk, named: str | None) -> tuple[str, tuple[Handed, ...]]:
    """Return a forum and its personal links, by person."""
    base = _base(desk)
    async with desk.store() as store, store.reading() as kept:
        forum = await which(kept, named)
        found = await rows.of(kept, forum)
    return forum, tuple(_handed(desk, base, row) for row in found)


def _base(desk: Desk) -> str:
    if desk.base_url is None:
        raise OrchestratorError(NO_BASE)
    return desk.base_url.rstrip("/")


def _handed(desk: Desk, base: str, row: Link) -> Handed:
    path = links.path(desk.key(), row.id, row.scope, row.generation)
    return Handed(link=row, is_open=links.is_open(row, desk.now()), url=base + path)


async def revoke(desk: Desk, link: str, *, actor: str = "cli") -> Handed:
    """Shut a link: whoever holds it is led nowhere."""
    return await _change(desk, link, "revoke", actor)


async def renew(desk: Desk, link: str, *, actor: str = "cli") -> Handed:
    """Return a new link in the place of one that others may have seen."""
    return await _change(desk, link, "renew", actor)


async def _change(desk: Desk, link: str, action: str, actor: str) -> Handed:
    base = _base(desk)
    async with desk.store() as store, store.transaction() as kept:
        row = await _known(kept, link)
        if action == "revoke":
            await rows.revoke(kept, link, desk.now())
        else:
            await rows.renew(kept, link, row.expires)
        await audit.add(
            kept,
            at=desk.now(),
            actor=actor,
            action=action,
            forum=row.forum,
            object=link,
            details={"person": row.person, "scope": row.scope},
        )
        row = await _known(kept, link)
    return _handed(desk, base, row)


async def _known(kept: Kept, link: str) -> Link:
    row = await rows.get(kept, link)
    if row is None:
        raise UsageError(N_("There is no link '{id}': 'orchestrator links' names them."), id=link)
    return row
