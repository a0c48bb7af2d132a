"""The ledger: every message to one person, from the publication that owes it to its end."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func, null, select, update

from orchestrator.storage.columns import one_of
from orchestrator.storage.reading import listed, portions
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import deliveries
from orchestrator.storage.upserting import Insert, insert

Purpose = Literal[
    "request", "cancel", "reminder", "nudge", "form", "chaser", "note", "message", "trial"
]
State = Literal["pending", "leased", "sent", "written", "failed", "superseded", "expired", "held"]
STATES: tuple[State, ...] = (
    "pending",
    "leased",
    "sent",
    "written",
    "failed",
    "superseded",
    "expired",
    "held",
)
INVITATIONS: tuple[Purpose, ...] = ("request", "cancel")
REMINDERS: tuple[Purpose, ...] = ("reminder", "nudge", "form", "chaser")
# Fewer than either database lets one statement have.
MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the ledger, without its bytes.

    `copy` is 0 for the person and n for their nth assistant; `intent` is when DATA was about to
    begin, `doubt` whether it may have arrived without our knowing.
    """

    id: int
    key: str
    forum: str
    person: str
    thing: str | None
    purpose: Purpose
    publication: int
    resend: int
    copy: int
    rule: str | None
    recipient: str
    domain: str
    state: State
    due: datetime
    expires: datetime | None
    attempts: int
    owner: str | None
    lease: datetime | None
    intent: datetime | None
    doubt: bool
    message_id: str | None
    details: Mapping[str, Any]
    reason: str | None
    declared: bool
    created: datetime
    ended: datetime | None
    settled: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A row to queue: facts, no words; those are made when it is claimed."""

    key: str
    forum: str
    person: str
    purpose: Purpose
    publication: int
    recipient: str
    due: datetime
    created: datetime
    thing: str | None = None
    resend: int = 0
    copy: int = 0
    rule: str | None = None
    expires: datetime | None = None
    message_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was last told about one thing; `settled` is the last that may have been read.

    What waits has not been read, unless it is in doubt.
    """

    newest: Delivery
    settled: Delivery | None


# What one publication, or resending, told one person of one thing: person, thing, both numbers.
Message = tuple[str, str, int, int]
COLUMNS = [column for column in deliveries.c if column.name != "body"]


async def queue(kept: Kept, rows: Iterable[New]) -> set[str]:
    """Queue rows and return the keys of those that were not queued before.

    A reminder that was superseded and is planned again for the same instant comes back to life:
    there and back must not lose it.
    """
    wanted = {row.key: row for row in rows}
    news = wanted.keys() - await _standing(kept, wanted)
    # The statement itself would also leave standing rows alone, but cannot quickly tell which.
    ready = _revive(insert(kept, deliveries))
    for some in portions(row for key, row in wanted.items() if key in news):
        await kept.execute(ready, [_values(row) for row in some])
    return news


async def _standing(kept: Kept, keys: Iterable[str]) -> set[str]:
    """Return the keys of rows that stand as they are."""
    found: set[str] = set()
    for some in portions(keys, MOST):
        query = select(deliveries.c.key).where(deliveries.c.key.in_(some), ~_revivable())
        found.update((await kept.execute(query)).scalars())
    return found


def _revivable() -> ColumnElement[bool]:
    """Tell which rows were taken back before anything of them can have been sent."""
    row = deliveries.c
    untouched = (row.state == "superseded") & row.doubt.is_(False) & row.intent.is_(None)
    return untouched & one_of(row.purpose, REMINDERS)


def _values(row: New) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in New.__slots__}
    domain = row.recipient.rpartition("@")[2].lower()
    return values | {"details": dict(row.details), "domain": domain}


def _revive(new: Insert) -> Insert:
    fresh = ("publication", "recipient", "domain", "due", "expires", "details", "created")
    return new.on_conflict_do_update(
        index_elements=["key"],
        set_={name: new.excluded[name] for name in fresh}
        | {"state": "pending", "attempts": 0, "reason": None, "ended": None},
        where=_revivable(),
    )


async def get(kept: Kept, delivery: int) -> Delivery | None:
    """Return one row."""
    found = await _found(kept, deliveries.c.id == delivery)
    return found[0] if found else None


async def of(
    kept: Kept,
    forum: str,
    *,
    person: str | None = None,
    states: Collection[State] | None = None,
    purposes: Collection[Purpose] | None = None,
) -> list[Delivery]:
    """Return a forum's rows, oldest first: all, or those of a person, of states, of purposes."""
    wanted = deliveries.c.forum == forum
    if person is not None:
        wanted &= deliveries.c.person == person
    if states is not None:
        wanted &= deliveries.c.state.in_(states)
    if purposes is not None:
        wanted &= deliveries.c.purpose.in_(purposes)
    return await _found(kept, wanted)


async def page(
    kept: Kept, forum: str, *, after: int, limit: int, state: State | None = None
) -> list[Delivery]:
    """Return some of a forum's rows, oldest first, those after one; all states or one."""
    wanted = (deliveries.c.forum == forum) & (deliveries.c.id > after)
    if state is not None:
        wanted &= deliveries.c.state == state
    query = select(*COLUMNS).where(wanted).order_by(deliveries.c.id).limit(limit)
    return await listed(kept, query, Delivery)


async def by_message(kept: Kept, message_id: str) -> list[Delivery]:
    """Return the rows that carried a Message-ID, for bounces and replies."""
    return await _found(kept, deliveries.c.message_id == message_id)


async def _found(kept: Kept, wanted: ColumnElement[bool]) -> list[Delivery]:
    query = select(*COLUMNS).where(wanted).order_by(deliveries.c.id)
    return await listed(kept, query, Delivery)


async def last_told(
    kept: Kept, forum: str, *, written_counts: bool
) -> dict[tuple[str, str | None], Told]:
    """Return what each person was last told of each thing; queued counts as told.

    What was only written to a folder counts if `written_counts`, or if it was declared told.
    """
    row = deliveries.c
    told = counts_as_told(written_counts=written_counts)
    waits = (row.state == "pending") & row.doubt.is_(False)
    of_thing = [row.person, row.thing]
    ranked = (
        select(
            *COLUMNS,
            waits.label("waits"),
            func.max(row.id).over(partition_by=of_thing).label("newest"),
            func.max(row.id).over(partition_by=[*of_thing, waits]).label("newest_alike"),
        )
        .where(row.forum == forum, row.copy == 0, row.purpose.in_(INVITATIONS), told)
        .subquery()
    )
    query = select(*[ranked.c[column.name] for column in COLUMNS]).where(
        (ranked.c.id == ranked.c.newest)
        | ((ranked.c.id == ranked.c.newest_alike) & ~ranked.c.waits)
    )
    return _by_thing(await listed(kept, query.order_by(ranked.c.id), Delivery))


def counts_as_told(*, written_counts: bool) -> ColumnElement[bool]:
    """Tell which rows count as told: their readers know them, or soon will."""
    row = deliveries.c
    written = row.state == "written"
    told = row.state.in_(["pending", "leased", "sent", "held"]) | (
        written if written_counts else written & row.declared
    )
    return told | ((row.state == "superseded") & row.doubt)  # it may have been read before


async def last_created(kept: Kept, forum: str) -> datetime | None:
    """Return when the forum's newest invitation or cancellation was made."""
    row = deliveries.c
    told = (row.forum == forum) & row.purpose.in_(INVITATIONS)
    found: datetime | None = await kept.scalar(select(func.max(row.created)).where(told))
    return found


def _by_thing(rows: Iterable[Delivery]) -> dict[tuple[str, str | None], Told]:
    told: dict[tuple[str, str | None], Told] = {}
    for row in rows:  # oldest first: the last one stands
        before = told.get((row.person, row.thing))
        waits = row.state == "pending" and not row.doubt
        settled = (before.settled if before else None) if waits else row
        told[row.person, row.thing] = Told(newest=row, settled=settled)
    return told


def bytes_after(*, doubt: ColumnElement[bool] = deliveries.c.doubt) -> ColumnElement[Any]:
    """Return what is left of a message that is superseded: its bytes, if it may have arrived.

    It goes out after all where what took its place is taken back, and then as the same bytes.
    """
    return case((doubt, deliveries.c.body), else_=null())


async def wipe(kept: Kept, before: datetime) -> int:
    """Remove the bytes of what was superseded in doubt so long ago; return of how many."""
    row = deliveries.c
    old = (row.state == "superseded") & row.body.is_not(None) & (row.ended < before)
    return (await kept.execute(update(deliveries).where(old).values(body=None))).rowcount


async def supersede(kept: Kept, ids: Iterable[int], *, now: datetime, reason: str = "") -> int:
    """Take back what still waits; return how many did. What is on its way goes on."""
    end = {"state": "superseded", "body": bytes_after(), "ended": now, "reason": reason or None}
    return await _change(kept, ids, was=("pending",), **end)


async def revive(kept: Kept, forum: str, messages: Collection[Message], *, now: datetime) -> int:
    """Send, copies too, what was given up for something newer that is not sent after all."""
    row = deliveries.c
    numbers = {message[2] for message in messages}
    one = (row.forum == forum) & row.publication.in_(numbers) & row.purpose.in_(INVITATIONS)
    named = select(row.id, row.person, row.thing, row.publication, row.resend).where(one)
    # Somebody may just be giving it up: whoever is first, the other sees what became of it.
    found = await kept.execute(named.order_by(row.id).with_for_update())
    ids = [name for name, *message in found if tuple(message) in messages]
    again = {"state": "pending", "due": now, "intent": None, "ended": None, "reason": None}
    return await _change(kept, ids, was=("superseded",), **again)


async def resume(kept: Kept, ids: Iterable[int], *, now: datetime) -> int:
    """Send what was kept back after all."""
    again = {"state": "pending", "due": now, "intent": None, "ended": None, "reason": None}
    return await _change(kept, ids, was=("held",), **again)


async def drop(kept: Kept, ids: Iterable[int], *, now: datetime, reason: str) -> int:
    """Give up what was kept back: it counts as never sent."""
    end = {"state": "failed", "body": None, "ended": now, "reason": reason}
    return await _change(kept, ids, was=("held",), **end)


async def adjust(
    kept: Kept, delivery: int, *, expires: datetime, details: Mapping[str, Any]
) -> None:
    """Keep a waiting row as it is, but useful until another moment."""
    waits = (deliveries.c.id == delivery) & (deliveries.c.state == "pending")
    values = {"expires": expires, "details": dict(details)}
    await kept.execute(update(deliveries).where(waits).values(values))


async def hasten(kept: Kept, *, now: datetime) -> int:
    """Make due now what was tried before and waits for its next try."""
    waits = (deliveries.c.state == "pending") & (deliveries.c.attempts > 0)
    change = update(deliveries).where(waits, deliveries.c.due > now).values(due=now)
    return (await kept.execute(change)).rowcount


async def declare(kept: Kept, forum: str, *, person: str | None = None) -> int:
    """Declare what was written to a folder as told; return how many rows that were news for."""
    wanted = (deliveries.c.forum == forum) & (deliveries.c.state == "written")
    wanted &= deliveries.c.declared.is_(False)
    if person is not None:
        wanted &= deliveries.c.person == person
    return (await kept.execute(update(deliveries).where(wanted).values(declared=True))).rowcount


async def declared(kept: Kept) -> int:
    """Return how many rows were written to a folder and declared told."""
    row = deliveries.c
    wanted = (row.state == "written") & row.declared
    return await kept.scalar(select(func.count()).select_from(deliveries).where(wanted)) or 0


async def bounced(kept: Kept, ids: Iterable[int], *, now: datetime, reason: str) -> int:
    """Note that what was sent came back: it failed after all."""
    return await _change(kept, ids, was=("sent",), state="failed", ended=now, reason=reason)


async def settle(kept: Kept, ids: Iterable[int], *, now: datetime) -> int:
    """Note that somebody saw to what had failed; it stays what it is."""
    return await _change(kept, ids, was=("failed",), settled=now)


async def _change(
    kept: Kept,
    ids: Iterable[int],
    *,
    was: Sequence[State],
    **values: Any,  # noqa: ANN401 - columns of many types
) -> int:
    count = 0
    for some in portions(ids, MOST):
        wanted = deliveries.c.id.in_(some) & deliveries.c.state.in_(was)
        count += (await kept.execute(update(deliveries).where(wanted).values(values))).rowcount
    return count


async def counts(kept: Kept, forum: str | None = None) -> dict[str, dict[str, int]]:
    """Return how many rows stand in each state, reminders apart, zeros included."""
    row = deliveries.c
    reminds = row.purpose.in_(REMINDERS)
    query = select(reminds.label("reminds"), row.state, row.doubt, func.count().label("count"))
    query = query.group_by(reminds, row.state, row.doubt)
    if forum is not None:
        query = query.where(row.forum == forum)
    found = dict.fromkeys((*STATES, "in_doubt"), 0)
    counted = {"deliveries": found, "reminders": dict(found)}
    for kind, state, doubt, count in await kept.execute(query):
        group = counted["reminders" if kind else "deliveries"]
        group[state] += count
        group["in_doubt"] += count if doubt else 0
    return counted
