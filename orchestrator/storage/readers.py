"""The copies for those who do somebody's mail: what each of them was told of each entry."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from orchestrator.storage.deliveries import INVITATIONS, counts_as_told
from orchestrator.storage.reading import listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The newest copy of an entry that counts as told at an assistant's address."""

    person: str
    thing: str
    recipient: str
    language: str
    publication: int
    resend: int

    @property
    def message(self) -> tuple[int, int]:
        """Return which message it was a copy of; later ones are greater."""
        return self.publication, self.resend


async def copies(kept: Kept, forum: str, *, written_counts: bool) -> list[Read]:
    """Return what each assistant was last told of each entry; queued counts as told."""
    row = deliveries.c
    told = counts_as_told(written_counts=written_counts)
    of_reader = [row.person, row.thing, row.recipient]
    ranked = (
        select(
            *of_reader,
            row.details["language"].as_string().label("language"),
            row.publication,
            row.resend,
            row.id,
            func.max(row.id).over(partition_by=of_reader).label("newest"),
        )
        .where(row.forum == forum, row.copy > 0, row.purpose.in_(INVITATIONS), told)
        .subquery()
    )
    query = select(*[ranked.c[name] for name in Read.__slots__])
    newest = query.where(ranked.c.id == ranked.c.newest).order_by(ranked.c.id)
    return await listed(kept, newest, Read)


async def copied(
    kept: Kept, forum: str, publications: Collection[int]
) -> set[tuple[str, str | None, int]]:
    """Return person, thing and publication of which an assistant's copy may have been read."""
    row = deliveries.c
    gone = row.state.in_(["leased", "sent", "held"]) | row.doubt
    query = select(row.person, row.thing, row.publication).where(
        row.forum == forum,
        row.copy > 0,
        row.purpose.in_(INVITATIONS),
        row.publication.in_(publications),
        gone | ((row.state == "written") & row.declared),
    )
    return {(person, thing, number) for person, thing, number in await kept.execute(query)}
