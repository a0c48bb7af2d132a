"""The mail that would have been sent: what the folder holds where no mail server is set."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from orchestrator.delivery import FOLDER
from orchestrator.delivery import written as files
from orchestrator.delivery.written import Attached, Opened, Written
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import deliveries
from orchestrator.storage.deliveries import Delivery


async def listed(
    desk: Desk, forum: str, most: int
) -> tuple[tuple[Written, ...], Mapping[str, Delivery]]:
    """Return a forum's newest messages in the folder, and those of the ledger by Message-ID."""
    found = await asyncio.to_thread(files.written, _folder(desk), forum, most)
    async with desk.store() as store, store.reading() as kept:
        rows = await deliveries.of(kept, forum)
    return tuple(found), {each.message_id: each for each in rows if each.message_id}


async def opened(desk: Desk, forum: str, name: str) -> Opened | None:
    """Return one message of a forum as its reader would see it."""
    found = await asyncio.to_thread(files.opened, _folder(desk), name)
    return found if found is not None and found.head.forum == forum else None


async def attached(desk: Desk, forum: str, name: str, number: int) -> Attached | None:
    """Return one of the files that are attached to a message of a forum."""
    found = await asyncio.to_thread(files.attached, _folder(desk), name, number)
    return found if found is not None and found.head.forum == forum else None


def _folder(desk: Desk) -> Path:
    return desk.data / FOLDER
