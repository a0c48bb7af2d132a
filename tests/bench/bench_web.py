"""Measures the service: pages and feeds per second, and what each costs the server."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from orchestrator import zones
from orchestrator.languages import TAGS
from tests.bench.bench_store import FUTURE, future, queue
from tests.bench.measure import Row, Timing, row, show
from tests.web.house import FORUM, desk_in

AGENDA = f"/f/{FORUM}"
CLIENTS = 8
CACHED = 12_000
RENDERED = 1_200
LARGEST = 40
STARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A service in a process of its own."""

    host: str
    port: int
    feeds: list[str]
    said: IO[str]
    asked: IO[str]

    def cpu(self) -> float:
        """Return the seconds of CPU that it has used."""
        self.asked.write("\n")
        self.asked.flush()
        return float(self.said.readline())


@contextmanager
def serving() -> Iterator[Server]:
    """Start the service."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.web_server"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError
    with process:
        url, *feeds = process.stdout.readline().split()
        parts = urlsplit(url)
        yield Server(
            host=parts.hostname or "",
            port=parts.port or 0,
            feeds=feeds,
            said=process.stdout,
            asked=process.stdin,
        )
        process.stdin.close()


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[bytes, int]:
    """Ask once over a kept connection; return the head of the answer and the size of its body."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    found = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    size = int(found) if found and b" 304 " not in head[:16] else 0
    await reader.readexactly(size)
    return head, size


def request(path: str, more: str = "") -> bytes:
    """Return a request as a browser writes it, in short."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n{more}\r\n".encode()


async def storm(server: Server, requests: list[bytes]) -> float:
    """Send all requests over a few connections at once; return how many a second were answered."""
    waiting = iter(requests)

    async def client() -> None:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        for each in waiting:
            head, _ = await ask(reader, writer, each)
            if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
                raise RuntimeError(head.decode())
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return len(requests) / (time.perf_counter() - began)


async def known(server: Server, path: str) -> tuple[bytes, int]:
    """Return the request of somebody who has the answer already, and its size."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    head, size = await ask(reader, writer, request(path))
    writer.close()
    tag = head.partition(b"ETag: ")[2].partition(b"\r\n")[0].decode()
    return request(path, f"If-None-Match: {tag}\r\n"), size


async def costs(server: Server, job: str, requests: list[bytes], *, at_least: float) -> list[Row]:
    """Return how many requests a second are answered, and the CPU that one costs the server."""
    before = server.cpu()
    rate = await storm(server, requests)
    cost = (server.cpu() - before) / len(requests) * 1e6
    return [
        Row(job=f"{job}, a second", figure=rate, unit="/s", target=at_least or None, at_least=True),
        Row(job=f"{job}, CPU each", figure=cost, unit="µs", target=None if at_least else 60),
    ]


async def patience(server: Server) -> Row:
    """Return how long a small request waits while others make the service build calendars."""
    cold = [request(f"{feed}?language={tag}") for tag in TAGS for feed in server.feeds]
    small, _ = await known(server, "/")
    others = asyncio.create_task(storm(server, cold))
    reader, writer = await asyncio.open_connection(server.host, server.port)
    waits = []
    while not others.done():
        began = time.perf_counter()
        await ask(reader, writer, small)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.001)
    writer.close()
    await others
    waits.sort()
    return Row(
        job=f"small request while {CLIENTS} fetch cold feeds, p99",
        figure=waits[int(len(waits) * 0.99)] * 1e3,
        unit="ms",
        target=20,
        spread=f"median {waits[len(waits) // 2] * 1e3:.1f}, of {len(waits)}",
    )


async def filled(folder: Path) -> None:
    """Lay reminders of the years to come into a store."""
    async with desk_in(folder).store() as store:
        await queue(store, future())


def compiled(folder: Path) -> dict[str, str]:
    """Return an environment in which modules are compiled once, as those of an installation are.

    A tree of sources, or a shell that forbids Python to write bytecode, would have all of them
    compiled at every start: half of its time, and nobody's who runs the service.
    """
    kept = {name: to for name, to in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder)}


def ready(folder: Path, environment: dict[str, str]) -> float:
    """Return the seconds from starting a service until it says that it is ready."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "orchestrator", "--data", str(folder), "serve", "--port", "0"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stderr is None:
            raise RuntimeError
        while (line := process.stderr.readline()) and line != "ready\n":
            pass
        took = time.perf_counter() - began
        process.terminate()
        process.stderr.read()
    return took


def readiness() -> Row:
    """Return how long a service takes to its work over a store with much that lies ahead."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as cache:
        asyncio.run(filled(Path(name)))
        environment = compiled(Path(cache))
        ready(Path(name), environment)
        runs = tuple(ready(Path(name), environment) for _ in range(STARTS))
    return row(f"ready with {FUTURE:,} future reminders", Timing(runs=runs), unit="s", target=2)


async def measured(server: Server) -> list[Row]:
    """Measure everything once."""
    names = islice(cycle(sorted(zones.known())), RENDERED)
    cold = [
        request(f"{AGENDA}?zone={zone}&language={tag}")
        for zone, tag in zip(names, cycle(TAGS), strict=False)
    ]
    page, size = await known(server, f"{AGENDA}?language=ru")
    feed, _ = await known(server, server.feeds[0])
    asked = request(f"{AGENDA}?language=ru")
    return [
        await patience(server),
        Row(job="agenda page", figure=size / 1024, unit="KB", target=LARGEST),
        *await costs(server, "agenda, rendered", cold, at_least=300),
        *await costs(server, "agenda, cached", [asked] * CACHED, at_least=3000),
        *await costs(server, "agenda, 304", [page] * CACHED, at_least=0),
        *await costs(server, "feed, 304", [feed] * CACHED, at_least=0),
        *await costs(server, "feed, cached", [request(server.feeds[0])] * CACHED, at_least=0),
    ]


def main() -> list[Row]:
    """Measure the service over loopback."""
    with serving() as server:
        rows = asyncio.run(measured(server))
    return [*rows, readiness()]


if __name__ == "__main__":
    show(main())
