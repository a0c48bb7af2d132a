"""Taking what is due, one owner at a time, and taking back what its owner let lie."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, exists, literal, null, select, update

from orchestrator.storage.columns import DatabaseClock, Instant, clock_in
from orchestrator.storage.deliveries import (
    COLUMNS,
    INVITATIONS,
    REMINDERS,
    Delivery,
    Purpose,
    bytes_after,
)
from orchestrator.storage.overtaking import older, overtaken, same_reader
from orchestrator.storage.reading import listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import deliveries, forums

waiting = deliveries.alias("waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed(Delivery):
    """A row in our hands; `body` is there where it was made before: the same bytes go again."""

    body: bytes | None


async def claim(
    kept: Kept,
    *,
    now: datetime,
    owner: str,
    limit: int,
    lease: timedelta,
    purposes: Collection[Purpose] | None = None,
) -> list[Claimed]:
    """Take what is due for this owner, oldest first; nobody else gets it while the lease runs."""
    chosen = select(waiting.c.id).where(_free(), waiting.c.due <= now)
    if purposes is not None:
        chosen = chosen.where(waiting.c.purpose.in_(purposes))
    chosen = chosen.order_by(waiting.c.due, waiting.c.id).limit(limit)
    # A table expression runs once; a plain subquery may be run again and lock more than it takes.
    taken = chosen.with_for_update(skip_locked=True, of=waiting).cte("taken")
    change = (
        update(deliveries)
        .where(deliveries.c.id.in_(select(taken.c.id)))
        .values(
            state="leased",
            owner=owner,
            lease=clock_in(lease),
            attempts=deliveries.c.attempts + 1,
        )
        .returning(*COLUMNS, deliveries.c.body)
    )
    found = await listed(kept, change, Claimed)
    return sorted(found, key=lambda row: (row.due, row.id))


async def next_due(kept: Kept) -> datetime | None:
    """Return when something falls due next; it may lie behind us."""
    query = select(waiting.c.due).where(_free()).order_by(waiting.c.due).limit(1)
    found: datetime | None = await kept.scalar(query)
    return found


async def first_up(kept: Kept) -> Claimed | None:
    """Return what will be claimed next, without claiming it."""
    query = select(*[waiting.c[column.name] for column in COLUMNS], waiting.c.body)
    found = await listed(kept, query.where(_free()).order_by(waiting.c.due).limit(1), Claimed)
    return found[0] if found else None


def _free() -> ColumnElement[bool]:
    """Tell what waits, in a forum that is not on hold, with nothing older still on its way."""
    held = exists().where(forums.c.id == waiting.c.forum, forums.c.held)
    before = exists().where(
        older.c.forum == waiting.c.forum,
        older.c.person == waiting.c.person,
        older.c.thing == waiting.c.thing,
        same_reader(older, waiting),
        older.c.id < waiting.c.id,
        older.c.state == "leased",
        older.c.purpose.in_(INVITATIONS),
    )
    # Of two messages about one entry the newer must not overtake: people read the last one. An
    # older one may have come back while the newer was being queued: it is not sent any more.
    first = ~before & ~overtaken(waiting)
    return (waiting.c.state == "pending") & ~held & (waiting.c.purpose.not_in(INVITATIONS) | first)


async def clear(kept: Kept, *, now: datetime) -> int:
    """Give up what is due and has been overtaken; nobody claims it."""
    row = deliveries.c
    lies = (row.state == "pending") & (row.due <= now) & overtaken()
    end = {"state": "superseded", "body": bytes_after(), "ended": now}
    return (await kept.execute(update(deliveries).where(lies).values(end))).rowcount


async def catch_up(kept: Kept, *, now: datetime, longest: timedelta) -> int:
    """Make due what only a clock that was put back lets wait.

    Messages other than reminders are due when they are queued, and wait at most `longest` for
    their next try.
    """
    row = deliveries.c
    ahead = (row.due > now) & ((row.attempts == 0) | (row.due > now + longest))
    lies = (row.state == "pending") & row.purpose.not_in(REMINDERS) & ahead
    return (await kept.execute(update(deliveries).where(lies).values(due=now))).rowcount


async def reap(
    kept: Kept,
    *,
    now: datetime,
    hold: Collection[Purpose] = (),
    everything: bool = False,
) -> list[Delivery]:
    """Take back what was leased and let lie, and return it as it stands now.

    What had announced its DATA may have arrived: it is marked in doubt, and the purposes in `hold`
    wait for the organiser. `everything` also takes running leases: at the start of an only
    dispatcher there can be no other owner.
    """
    dead = deliveries.c.state == "leased"
    if not everything:
        dead &= deliveries.c.lease < DatabaseClock()
    row = deliveries.c
    # What has been overtaken is asked after the rows are ours: a publication may have held them.
    lying = select(row.id).where(dead).order_by(row.id).with_for_update(skip_locked=True)
    found = (await kept.execute(lying)).scalars().all()
    doubtful = row.intent.is_not(None)
    doubt = row.doubt | doubtful
    change = (
        update(deliveries)
        .where(row.id.in_(found))
        .values(
            state=case(
                (overtaken(), "superseded"),
                (doubtful & row.purpose.in_(hold), "held"),
                else_="pending",
            ),
            body=case((overtaken(), bytes_after(doubt=doubt)), else_=row.body),
            ended=case((overtaken(), literal(now, Instant)), else_=null()),
            doubt=doubt,
            owner=None,
            lease=None,
            intent=None,
        )
    )
    return await listed(kept, change.returning(*COLUMNS), Delivery)
