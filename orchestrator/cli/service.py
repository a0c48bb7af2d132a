"""Carry out `serve` and `demo --serve`: run until the process is told to end."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from orchestrator import bootstrap, web
from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import ENVIRONMENT, FINE, settings
from orchestrator.config import Networks
from orchestrator.findings import N_
from orchestrator.secretariat import accounts, staging
from orchestrator.secretariat import serve as serving
from orchestrator.secretariat.demo import DATA
from orchestrator.secretariat.desk import Desk
from orchestrator.web import journal, pages

LOOPBACK = "127.0.0.1"
# What a demonstration prints, in this order.
KINDS = ("signin", "desk", "agenda", "callsheet", "minutes", "feed", "api")
NOTICE = N_(
    "This is a demonstration: the forum of October 2020, its dates moved so that it meets in a "
    "week. No mail leaves this machine."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where to listen; `admin` is the port of the operator's pages, None for none."""

    host: str
    port: int
    admin: int | None = None
    proxies: Networks = ()


def serve(terminal: Terminal, host: str, port: int, *, pages: bool, admin: int | None) -> int:
    """Run the service; `ready` on stderr says that it works."""
    _log()
    chosen = settings(terminal)
    own = bootstrap.desk(chosen)
    where = Where(host=host, port=port, admin=admin, proxies=chosen.proxies)
    if pages:
        told = asyncio.run(_with_pages(terminal, own, where))
    else:
        told = asyncio.run(serving.serve(own, lambda: terminal.warn("ready")))
    return FINE if told else ENVIRONMENT


def _log() -> None:
    """Log one JSON object a line to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(journal.Lines())
    logging.basicConfig(handlers=[handler])
    logging.getLogger("orchestrator").setLevel(logging.INFO)


async def _with_pages(terminal: Terminal, own: Desk, where: Where) -> bool:
    with ExitStack() as taken, serving.told_to_end() as ended:
        # Whoever cannot listen must not begin to send either.
        pages = taken.enter_context(web.listening(where.host, where.port))
        watch = (
            None
            if where.admin is None
            else taken.enter_context(web.listening(LOOPBACK, where.admin))
        )
        async with serving.running(own) as rounds, AsyncExitStack() as open_:
            app = web.application(own, rounds.store, proxies=where.proxies)
            running = await web.start(app, where.host, where.port, pages)
            open_.push_async_callback(running.stop)
            journal.listening("pages", running.url)
            if watch is not None:
                watched = await web.start(web.admin(app[web.SERVICE]), LOOPBACK, 0, watch)
                open_.push_async_callback(watched.stop)
                journal.listening("admin", watched.url)
            once = await accounts.first_link(rounds.store, own.now())
            if once is not None:
                url = f"{own.base_url or running.url}/start/{once}"
                terminal.warn(
                    terminal.words.say("To open the first account, visit once: {url}", url=url)
                )
            terminal.warn("ready")
            return await rounds.until(ended)


def demo(terminal: Terminal, out: Path, port: int) -> int:
    """Serve the shipped forum on loopback with a store of its own, and print where to look."""
    chosen = settings(terminal)
    _log()
    staging.claim(out)
    pages.announce(NOTICE)
    with web.listening(LOOPBACK, port) as taken:
        base = f"http://{LOOPBACK}:{web.port_of(taken)}"
        own = bootstrap.demo_service(chosen, out / DATA, base)
        asyncio.run(_demonstrated(terminal, own, out, taken, chosen.proxies))
    return FINE


async def _demonstrated(
    terminal: Terminal, own: Desk, out: Path, taken: socket, proxies: Networks
) -> None:
    personal = await staging.stage(own, out)
    with serving.told_to_end() as ended:
        async with serving.running(own) as rounds:
            app = web.application(own, rounds.store, proxies=proxies)
            running = await web.start(app, LOOPBACK, 0, taken)
            try:
                for kind, url in _addresses(running.url, personal):
                    terminal.result(f"{kind} {url}")
                terminal.warn("ready")
                await ended.wait()
            finally:
                await running.stop()


def _addresses(base: str, personal: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Return every kind of page with its address, one of each."""
    known = {
        **personal,
        "desk": f"{base}/desk",
        "agenda": f"{base}/f/{staging.ID}",
        "api": f"{base}/api/v1",
    }
    yield from ((kind, known[kind]) for kind in KINDS)
