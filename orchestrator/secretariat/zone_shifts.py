"""Hold what people were told against the zone rules of today: at start, daily, and for `status`."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime

from orchestrator import zones
from orchestrator.running_orders import Facts, Shift, shifts
from orchestrator.running_orders.compare import Key
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Kept, Store, deliveries, forums, meta
from orchestrator.storage.deliveries import Told

RULES = "tzdata"  # the name under which the store remembers the rules it was last held against

log = logging.getLogger(__name__)


async def look(desk: Desk, kept: Kept) -> dict[str, tuple[Shift, ...]]:
    """Return the entries whose hour is another than their people were told, by forum.

    Publishing the forum again tells them, and moves their reminders.
    """
    found = {each.id: await of(desk, kept, each.id) for each in await forums.every(kept)}
    return {forum: moved for forum, moved in found.items() if moved}


async def of(desk: Desk, kept: Kept, forum: str) -> tuple[Shift, ...]:
    """Return the entries of one forum whose hour is another than their people were told."""
    rows = await deliveries.last_told(kept, forum, written_counts=not desk.tells)
    return await asyncio.to_thread(_shifts, rows, desk.now())


def _shifts(rows: Mapping[tuple[str, str | None], Told], now: datetime) -> tuple[Shift, ...]:
    newest = ((key, told.newest) for key, told in rows.items())
    told: dict[Key, Facts] = {
        (person, thing): Facts.from_dict(row.details["to"])
        for (person, thing), row in newest
        if thing and row.purpose == "request" and row.details.get("to")
    }
    return shifts(told, now)


async def watch(desk: Desk, store: Store) -> dict[str, tuple[Shift, ...]]:
    """Take up new zone rules, say in the log what they change, and remember their version."""
    zones.refresh()
    version = zones.rules_version()
    async with store.reading() as kept:
        before = await meta.get(kept, RULES)
        found = await look(desk, kept)
    if before != version:
        said = f"; they were those of {before}" if before else ""
        log.info("The zone rules are those of %s%s.", version, said)
        async with store.transaction() as kept:
            await meta.put(kept, RULES, version)
    for forum, moved in found.items():
        log.warning(
            "By the zone rules of %s, people of the forum %s were told a wrong hour of %d entries; "
            "publish it again.",
            version,
            forum,
            len(moved),
        )
    return found
