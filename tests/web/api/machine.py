"""A machine before the house: its tokens, and what it asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse

from orchestrator.secretariat import tokens
from tests.web.house import FORUM, NOW, House, opened

ROOT = "/api/v1"
OWN = f"{ROOT}/forums/{FORUM}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine that holds one token."""

    house: House
    held: str

    async def ask(self, method: str, path: str, **more: Any) -> ClientResponse:
        """Ask as the machine."""
        headers = {"Authorization": f"Bearer {self.held}", **more.pop("headers", {})}
        return await self.house.client.request(method, path, headers=headers, **more)

    async def get(self, path: str, **headers: str) -> Any:
        """Return what is read at a path of the forum."""
        response = await self.ask("GET", OWN + path, headers=headers)
        assert response.status == 200, (response.status, await response.text())
        return await response.json()

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return the status of a change, and what it says."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = await self.ask("POST", OWN + path, json=body, headers=named)
        return response.status, await response.json(content_type=None)

    async def mark(self) -> str:
        """Return the ETag of the forum."""
        response = await self.ask("GET", OWN)
        return response.headers["ETag"]


async def machine(
    house: House, scopes: Sequence[str] = tokens.SCOPES, forum: str | None = FORUM
) -> Machine:
    """Return a machine with a token that was just made."""
    async with house.store.transaction() as kept:
        held = await tokens.make(
            kept, name="calendar of the office", scopes=scopes, forum=forum, by="cli", now=NOW
        )
    return Machine(house=house, held=held)


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Machine]:
    """Open a house with a machine that may do everything."""
    async with opened(folder) as house:
        yield await machine(house)
