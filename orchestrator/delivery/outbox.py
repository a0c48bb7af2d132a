"""The folder of `.eml` files that stands in for a mail server until one is set up."""

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestrator.delivery.mail import Mail, Mark
from orchestrator.delivery.outcomes import Fenced, Uncertain, Untried
from orchestrator.findings import N_

# Where it lies in the folder of the program's data.
FOLDER = "outbox"
# A message is written in less than a second: what is an hour old belongs to nobody who still runs.
STALE = 3600
UNWRITABLE = N_("The folder of outgoing mail cannot be written.")


def system_clock() -> datetime:
    """Return the time of the machine."""
    return datetime.now(UTC)


class FolderTransport:
    """Writes each message whole or not at all; what lies in a folder was told to nobody."""

    tells = False

    def __init__(self, folder: Path, now: Callable[[], datetime] = system_clock) -> None:
        """Write into `folder`, which is made at the first message."""
        self._folder = folder
        self._now = now
        self._last = datetime.min.replace(tzinfo=UTC)
        self._swept = False

    async def send(self, mail: Mail, before_data: Mark) -> str:
        """Write one message and return the name of its file."""
        if not self._swept:
            self._swept = True
            await _in_thread(_sweep, self._folder)
        name = self._name(mail)
        fresh = self._folder / f".{name}.{os.getpid()}.new"
        try:
            await _in_thread(_write, fresh, mail.data)
            if not await before_data():
                raise Fenced
            await _in_thread(fresh.rename, self._folder / name)
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        try:
            await asyncio.to_thread(_settle, self._folder)
        except OSError:
            raise Uncertain(UNWRITABLE) from None
        return name

    async def close(self) -> None:
        """Nothing is kept open."""

    def _name(self, mail: Mail) -> str:
        """Return a name that sorts by the time of writing and tells nothing about anybody."""
        # Two of one microsecond, or after the clock was set back, still sort as they were written.
        self._last = max(self._now().astimezone(UTC), self._last + timedelta(microseconds=1))
        mark = hashlib.sha256(mail.message_id.encode()).hexdigest()[:12]
        return f"{self._last:%Y%m%dT%H%M%S.%fZ}-{mark}.eml"


async def _in_thread(work: Callable[..., object], *values: object) -> None:
    try:
        await asyncio.to_thread(work, *values)
    except OSError:
        # The system's own words hold the path and help nobody who reads the desk.
        raise Untried(UNWRITABLE) from None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Messages hold personal links: readable by their owner only.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sweep(folder: Path) -> None:
    """Remove what writers that were killed have left: it holds personal links."""
    for left in folder.glob(".*.new"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()


def _settle(folder: Path) -> None:
    """Make the names in a folder outlast a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
