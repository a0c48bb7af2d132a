"""The personal links: what each opens, and whether it still does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from orchestrator.storage.reading import first, listed, portions
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import links
from orchestrator.storage.upserting import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link; `person` is empty for the forum's own, a new `generation` shuts old ones.

    `scope` is what it opens, and behind a colon the address of the assistant whose own it is.
    """

    id: str
    forum: str
    person: str
    scope: str
    generation: int
    expires: datetime | None
    revoked: datetime | None
    used: datetime | None

    @property
    def kind(self) -> str:
        """Return what it opens, whoever holds it."""
        return self.scope.partition(":")[0]

    @property
    def holder(self) -> tuple[str, str]:
        """Return whose page it opens, and for which assistant."""
        return self.person, self.reader

    @property
    def reader(self) -> str:
        """Return the address of the assistant whose own it is; empty for everybody else's."""
        return self.scope.partition(":")[2]


async def ensure(
    kept: Kept,
    fresh: str,
    *,
    forum: str,
    scope: str,
    person: str = "",
    expires: datetime | None = None,
) -> Link:
    """Return the link of a person and scope, made under the id `fresh` if there is none."""
    row = {"id": fresh, "forum": forum, "person": person, "scope": scope, "expires": expires}
    new = insert(kept, links).values(row)
    await kept.execute(new.on_conflict_do_nothing(index_elements=["forum", "person", "scope"]))
    one = (links.c.forum == forum) & (links.c.person == person) & (links.c.scope == scope)
    return Link(**(await kept.execute(select(links).where(one))).mappings().one())


async def get(kept: Kept, link: str) -> Link | None:
    """Return one link, revoked or not."""
    return await first(kept, select(links).where(links.c.id == link), Link)


async def of(kept: Kept, forum: str, persons: Collection[str] | None = None) -> list[Link]:
    """Return a forum's links: all, or those of some people."""
    query = select(links).where(links.c.forum == forum).order_by(links.c.person, links.c.scope)
    if persons is not None:
        query = query.where(links.c.person.in_(persons))
    return await listed(kept, query, Link)


async def renew(kept: Kept, link: str, expires: datetime | None = None) -> bool:
    """Open a link anew: what was handed out before no longer opens anything."""
    new = {"generation": links.c.generation + 1, "revoked": None, "used": None, "expires": expires}
    change = update(links).where(links.c.id == link).values(new)
    return (await kept.execute(change)).rowcount == 1


async def revoke(kept: Kept, link: str, at: datetime) -> bool:
    """Shut a link; tell whether it was open."""
    return await _note(kept, (links.c.id == link) & links.c.revoked.is_(None), revoked=at)


async def expire(kept: Kept, ids: Iterable[str], at: datetime | None) -> None:
    """Let links end at a moment, or open again; one that was revoked stays so."""
    for some in portions(ids):
        await kept.execute(update(links).where(links.c.id.in_(some)).values(expires=at))


async def use(kept: Kept, link: str, at: datetime) -> bool:
    """Note when a link was last used."""
    return await _note(kept, links.c.id == link, used=at)


async def _note(kept: Kept, one: ColumnElement[bool], **values: datetime) -> bool:
    return (await kept.execute(update(links).where(one).values(values))).rowcount == 1
