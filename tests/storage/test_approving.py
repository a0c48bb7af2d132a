"""Two who approve at once, on both databases: no number is given twice, and none is left out."""

from __future__ import annotations

import asyncio

from orchestrator.secretariat.approve import approve
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.standing import StateError
from orchestrator.storage import Store, records
from tests.web.house import FORUM, publish
from tests.web.recorded import SURE, at, brought

TEXTS = {"plenary": ("a", "b"), "expert-session": ("c",), "governors-meeting": ("d", "e", "f")}


async def test_records_approved_at_once_share_no_number_and_leave_none_out(store: Store) -> None:
    await publish(store)
    tags = {name: await brought(store, "submitted", name, *each) for name, each in TEXTS.items()}
    done = await asyncio.gather(
        *(approve(store, Library(), at(name), tags[name], SURE) for name in TEXTS for _ in "12"),
        return_exceptions=True,
    )
    assert sum(isinstance(each, StateError) for each in done) == len(TEXTS)
    async with store.reading() as kept:
        found = [row.content for row in await records.approved(kept, FORUM)]
    numbers = [int(each["first"]) + nth for each in found for nth in range(each["decisions"])]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
