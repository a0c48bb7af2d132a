"""What a sink has taken, kept where it outlasts the sink."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that the sink took, whether or not the sender was told so."""

    at: float
    message_id: str
    sender: str
    recipient: str
    size: int
    digest: str
    told: bool
    data: bytes = field(repr=False, default=b"")


class Log:
    """Lines in a file, on the disk before the sender is answered; many share one fsync."""

    def __init__(self, path: Path) -> None:
        """Go on at the end of what is there."""
        self._file = path.open("ab", buffering=0)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def put(self, taken: Taken) -> None:
        """Return once the line is on the disk."""
        row = {name: value for name, value in asdict(taken).items() if name != "data"}
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((json.dumps(row).encode() + b"\n", written))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await written

    async def close(self) -> None:
        """Finish the lines that wait."""
        if self._writer is not None:
            await self._writer
        self._file.close()

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await asyncio.to_thread(self._store, b"".join(line for line, _ in batch))
            for _, written in batch:
                if not written.done():
                    written.set_result(None)

    def _store(self, lines: bytes) -> None:
        self._file.write(lines)
        os.fsync(self._file.fileno())


def read(path: Path) -> list[Taken]:
    """Return what a log says was taken; a last line cut short was not."""
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return [Taken(**json.loads(line)) for line in lines]
