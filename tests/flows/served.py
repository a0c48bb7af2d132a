"""A served demonstration, as a process of its own: what it prints, what it logs, how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = ("signin", "desk", "agenda", "callsheet", "minutes", "feed", "api")
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A demonstration that runs; `urls` are the links it printed, by kind."""

    process: asyncio.subprocess.Process
    urls: Mapping[str, str]
    errors: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Return the address of the service."""
        return self.urls["agenda"].partition("/f/")[0]

    def logged(self) -> list[dict[str, Any]]:
        """Return what was logged so far."""
        return [json.loads(line) for line in self.errors if line.startswith("{")]

    async def end(self) -> int:
        """Tell the process to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


@asynccontextmanager
async def demo(folder: Path, **told: str) -> AsyncIterator[Demo]:
    """Serve the demonstration in a folder until the block ends."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "orchestrator", "demo", "--serve", "--port", "0"),
        cwd=folder,
        env={**os.environ, **told},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    errors: list[str] = []
    reading = asyncio.create_task(_read(process, errors))
    try:
        yield Demo(process=process, urls=await _printed(process, errors), errors=errors)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def _printed(process: asyncio.subprocess.Process, errors: list[str]) -> dict[str, str]:
    assert process.stdout
    found: dict[str, str] = {}
    async with asyncio.timeout(PATIENCE):
        while len(found) < len(KINDS):
            line = (await process.stdout.readline()).decode()
            assert line, errors
            kind, _, url = line.strip().partition(" ")
            found[kind] = url
    return found


async def _read(process: asyncio.subprocess.Process, errors: list[str]) -> None:
    assert process.stderr
    while line := await process.stderr.readline():
        errors.append(line.decode().rstrip("\n"))
