"""What was sent, what waits, what is in doubt, and whether anybody sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator import zones
from orchestrator.findings import N_
from orchestrator.secretariat import dispatch, zone_shifts
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Kept, claims, deliveries, forums, meta
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.lock import Holder

ON_HOLD = N_("'{forum}' is on hold: orchestrator release {forum}")
# Of the messages that somebody must look at, as many as a screen holds.
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a store; `amiss` are messages that failed or are held in doubt, newest first.

    `declared` are the messages written to a folder that were declared told: `deliveries` has them
    under `written`. `shifted` counts, by forum, the entries whose hour is another than their people
    were told.
    """

    deliveries: Mapping[str, int]
    reminders: Mapping[str, int]
    declared: int
    last_sweep: str | None
    tzdata: str
    schema: str
    holder: Holder | None
    held: tuple[str, ...]
    amiss: tuple[Delivery, ...]
    next_due: datetime | None
    shifted: Mapping[str, int]


async def status(desk: Desk) -> Status:
    """Return the state of the store."""
    async with desk.store() as store:
        schema = await store.schema()
        async with store.reading() as kept:
            known = await forums.every(kept)
            counts = await _counts(kept, [forum.id for forum in known if forum.held])
            return Status(
                deliveries=counts["deliveries"],
                reminders=counts["reminders"],
                declared=await deliveries.declared(kept),
                last_sweep=await meta.get(kept, "last_sweep"),
                tzdata=zones.rules_version(),
                schema=schema,
                holder=await dispatch.running(desk),
                held=tuple(forum.id for forum in known if forum.held),
                amiss=await _amiss(kept, [forum.id for forum in known]),
                next_due=await claims.next_due(kept),
                shifted={
                    forum: len(moved)
                    for forum, moved in (await zone_shifts.look(desk, kept)).items()
                },
            )


async def _counts(kept: Kept, on_hold: list[str]) -> dict[str, dict[str, int]]:
    """Return how many messages are in each state; what waits in a forum on hold is held."""
    counts = await deliveries.counts(kept)
    for forum in on_hold:
        for group, own in (await deliveries.counts(kept, forum)).items():
            counts[group]["held"] += own["pending"]
            counts[group]["pending"] -= own["pending"]
    return counts


async def _amiss(kept: Kept, known: list[str]) -> tuple[Delivery, ...]:
    found: list[Delivery] = []
    for forum in known:
        found += await deliveries.of(kept, forum, states=["failed", "held"])
    return tuple(sorted(found, key=lambda row: -row.id)[:SHOWN])


def values(found: Status) -> dict[str, object]:
    """Return the state for JSON."""
    holder = found.holder
    return {
        "deliveries": dict(found.deliveries),
        "reminders": dict(found.reminders),
        "declared_told": found.declared,
        "last_sweep": found.last_sweep,
        "tzdata": found.tzdata,
        "schema": found.schema,
        "held_forums": [*found.held],
        "dispatcher": {"pid": holder.pid, "host": holder.host, "since": holder.since}
        if holder
        else None,
        "zone_shifts": dict(found.shifted),
        "next_due": zones.stamp(found.next_due) if found.next_due else None,
    }
