"""`serve` as an operator runs it: what it logs, what its admin port says, how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

PATIENCE = 60.0
# A service that was told to end has nothing to hand over here.
SOON = 5.0


async def lines(process: asyncio.subprocess.Process, last: str) -> list[str]:
    """Return what a process says on stderr until it says a word."""
    assert process.stderr
    found: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while last not in found:
            line = (await process.stderr.readline()).decode()
            assert line, found
            found.append(line.rstrip("\n"))
    return found


async def serve(folder: Path, *more: str, **told: str) -> asyncio.subprocess.Process:
    """Start a service on free ports."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orchestrator", "serve", "--port", "0", *more),
        cwd=folder,
        env={**os.environ, **told},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


def logged(said: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said if line.startswith("{")]


async def test_an_operator_watches_on_a_port_of_its_own(tmp_path: Path) -> None:
    process = await serve(tmp_path, "--admin-port", "0")
    try:
        told = logged(await lines(process, "ready"))
        places = {each["what"]: each["url"] for each in told if each["said"] == "listening"}
        async with aiohttp.ClientSession() as client:
            await client.get(f"{places['pages']}/")
            found = {
                name: (await client.get(f"{places['admin']}/{name}")).status
                for name in ("livez", "readyz", "metrics")
            }
            counted = await (await client.get(f"{places['admin']}/metrics")).text()
            hidden = [
                (await client.get(f"{places['pages']}/{name}")).status
                for name in ("livez", "readyz", "metrics")
            ]
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        took = time.monotonic() - began
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert found == {"livez": 200, "readyz": 200, "metrics": 200}
    assert 'orchestrator_http_requests_total{route="/",method="GET",status="200"} 1' in counted
    assert hidden == [404, 404, 404]
    assert took < SOON


async def test_a_visitor_whom_a_known_proxy_names_stands_in_the_log(tmp_path: Path) -> None:
    process = await serve(tmp_path, ORCHESTRATOR_PROXIES="127.0.0.0/8")
    try:
        told = logged(await lines(process, "ready"))
        (place,) = (each for each in told if each["said"] == "listening")
        async with aiohttp.ClientSession() as client:
            await client.get(f"{place['url']}/", headers={"X-Forwarded-For": "203.0.113.9"})
        process.terminate()
        _, rest = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    answered = [each for each in logged(rest.decode().splitlines()) if "route" in each]
    assert [(each["route"], each["client"]) for each in answered] == [("/", "203.0.113.9")]


async def test_without_being_asked_nothing_is_watched_and_every_line_for_machines_is_json(
    tmp_path: Path,
) -> None:
    process = await serve(tmp_path)
    try:
        said = await lines(process, "ready")
    finally:
        process.kill()
        await process.wait()
    whats = [each["what"] for each in logged(said) if each["said"] == "listening"]
    plain = [line for line in said if not line.startswith("{")]
    assert whats == ["pages"]
    assert [line.partition(":")[0] for line in plain] == [
        "To open the first account, visit once",
        "ready",
    ]
    assert {"at", "level", "logger", "said"} <= set.intersection(*map(set, logged(said)))


def move(data: Path) -> None:
    """Do as who takes the store away under a service that runs."""
    data.rename(data.with_name("elsewhere"))


def rekey(data: Path) -> None:
    """Do as another machine that makes a new key for the store of both."""
    with closing(sqlite3.connect(data / "orchestrator.sqlite")) as store, store:
        store.execute("UPDATE meta SET value = 'another' WHERE name = 'key'")


def upgrade(data: Path) -> None:
    """Do as a newer version of the program that is called beside the service."""
    with closing(sqlite3.connect(data / "orchestrator.sqlite")) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '99'")


@pytest.mark.parametrize("pages", [(), ("--no-web",)])
@pytest.mark.parametrize(
    ("change", "said"),
    [(move, "file was moved"), (rekey, "key of the store"), (upgrade, "newer version")],
)
async def test_a_service_whose_store_is_another_now_ends_and_says_why(
    tmp_path: Path, change: Callable[[Path], None], said: str, pages: tuple[str, ...]
) -> None:
    process = await serve(tmp_path, *pages)
    try:
        await lines(process, "ready")
        change(tmp_path / ".orchestrator")
        async with asyncio.timeout(PATIENCE):
            _, rest = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    errors = [each["said"] for each in logged(rest.decode().splitlines()) if is_error(each)]
    assert process.returncode == 1
    assert [said in each for each in errors].count(True) == 1


def is_error(line: dict[str, Any]) -> bool:
    return bool(line["level"] == "error")


@pytest.mark.parametrize("admin", [False, True])
async def test_a_service_whose_port_is_taken_says_so_and_begins_nothing(
    tmp_path: Path, *, admin: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        # The last one counts: --port 0 stands before it.
        process = await serve(tmp_path, "--admin-port" if admin else "--port", port)
        try:
            async with asyncio.timeout(PATIENCE):
                _, said = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert process.returncode == 1
    assert f"127.0.0.1:{port}" in said.decode()
    assert not (tmp_path / ".orchestrator").exists()
