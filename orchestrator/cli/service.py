"""Carry out `serve`: run until the process is told to end."""

import asyncio
import logging

from orchestrator import web
from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk
from orchestrator.secretariat import serve as serving
from orchestrator.secretariat.desk import Desk


def serve(terminal: Terminal, host: str, port: int, *, pages: bool) -> int:
    """Run the service; `ready` on stderr says that it works."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("orchestrator").setLevel(logging.INFO)
    own = desk(terminal)
    if pages:
        asyncio.run(_with_pages(terminal, own, host, port))
    else:
        asyncio.run(serving.serve(own, lambda: terminal.warn("ready")))
    return FINE


async def _with_pages(terminal: Terminal, own: Desk, host: str, port: int) -> None:
    with serving.told_to_end() as ended:
        async with serving.running(own) as rounds:
            running = await web.start(web.application(own, rounds.store), host, port)
            try:
                terminal.warn("ready")
                await ended.wait()
            finally:
                await running.stop()
