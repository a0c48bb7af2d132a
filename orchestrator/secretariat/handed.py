"""The personal links that were handed out: who holds which; shut one, or make new ones."""

from dataclasses import dataclass
from pathlib import Path

from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.secretariat import links
from orchestrator.secretariat.answers import instant
from orchestrator.secretariat.desk import MARK, Desk
from orchestrator.secretariat.dispatch import alone
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, audit, meta
from orchestrator.storage import links as rows
from orchestrator.storage.links import Link

NO_BASE = N_(
    "Nobody has a link: set ORCHESTRATOR_BASE_URL to the address of the service, then publish."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A link, whether it leads anywhere, and then its address, which is a key.

    Without an address of the service a link has none.
    """

    link: Link
    is_open: bool
    url: str | None

    def values(self, *, url: bool) -> dict[str, object]:
        """Return the link for JSON; its address only where it was asked for."""
        link = self.link
        return {
            "id": link.id,
            "person": link.person,
            "scope": link.kind,
            "reader": link.reader or None,
            "open": self.is_open,
            "expires": instant(link.expires),
            "revoked": instant(link.revoked),
            "used": instant(link.used),
            "url": self.url if url else None,
        }


async def handed(desk: Desk, named: str | None) -> tuple[str, tuple[Handed, ...]]:
    """Return a forum and its personal links, by person."""
    async with desk.store() as store, store.reading() as kept:
        forum = await which(kept, named)
        if desk.base_url is None:
            raise OrchestratorError(NO_BASE)
        return forum, await of(desk, kept, forum)


async def of(desk: Desk, kept: Kept, forum: str) -> tuple[Handed, ...]:
    """Return the personal links of a forum, by person."""
    key = desk.key()
    return tuple(_handed(desk, key, row) for row in await rows.of(kept, forum))


def _handed(desk: Desk, key: bytes, row: Link) -> Handed:
    is_open = links.is_open(row, desk.now())
    path = links.path(key, row.id, row.scope, row.generation)
    base = desk.base_url.rstrip("/") if desk.base_url else None
    return Handed(link=row, is_open=is_open, url=f"{base}{path}" if base and is_open else None)


async def revoke(desk: Desk, link: str, *, forum: str | None = None, actor: str = "cli") -> Handed:
    """Shut a link, of this forum if one is named: whoever holds it is led nowhere."""
    return await _change(desk, link, "revoke", forum, actor)


async def renew(desk: Desk, link: str, *, forum: str | None = None, actor: str = "cli") -> Handed:
    """Return a new link in the place of one that others may have seen."""
    return await _change(desk, link, "renew", forum, actor)


async def new_key(desk: Desk, *, actor: str = "cli") -> Path | None:
    """Make a new key for good, and return where the one before lies: every link is another now.

    Refused while a service runs on this SQLite store: it would go on with the old one.
    """
    async with desk.store() as store:
        with alone(desk, store):
            async with store.transaction() as kept:
                mark, before = desk.rekey()
                await meta.put(kept, MARK, mark)
                await audit.add(kept, at=desk.now(), actor=actor, action="new-key", object=mark)
    return before


async def _change(desk: Desk, link: str, action: str, forum: str | None, actor: str) -> Handed:
    async with desk.store() as store, store.transaction() as kept:
        row = await _known(kept, link, forum)
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
        row = await _known(kept, link, forum)
    return _handed(desk, desk.key(), row)


async def _known(kept: Kept, link: str, forum: str | None) -> Link:
    row = await rows.get(kept, link)
    if row is None or forum not in (None, row.forum):
        raise UsageError(N_("There is no link '{id}': 'orchestrator links' names them."), id=link)
    return row
