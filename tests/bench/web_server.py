"""A service for the benchmark, in a process of its own; a line on stdin asks for its CPU time."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from orchestrator.secretariat import links
from orchestrator.secretariat.serve import SWITCH, settle
from orchestrator.storage import Store
from orchestrator.web import application, start
from tests.web.house import BASE, FORUM, KEY, NOW, desk_in, publish


async def feed(store: Store, person: str) -> str:
    """Return the path of somebody's calendar."""
    async with store.transaction() as kept:
        url = await links.url_for(
            kept, KEY, BASE, forum=FORUM, person=person, scope=links.FEED, now=NOW
        )
    return (url or "").removeprefix(BASE)


async def main() -> None:
    """Serve the forum of 2020 until stdin ends."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(Path(folder))
        async with desk.store() as store:
            order = await publish(store)
            feeds = [await feed(store, each.id) for each in order.agenda.people]
            serving = await start(application(desk, store), "127.0.0.1", 0)
            sys.setswitchinterval(SWITCH)  # as the service does
            settle()
            sys.stdout.write(f"{serving.url} {' '.join(feeds)}\n")
            sys.stdout.flush()
            while await asyncio.to_thread(sys.stdin.readline):
                sys.stdout.write(f"{time.process_time()}\n")
                sys.stdout.flush()
            await serving.stop()


if __name__ == "__main__":
    asyncio.run(main())
