"""One process of the service, as `orchestrator serve --no-web` runs it, with a trap in its way."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, event

from orchestrator import bootstrap
from orchestrator.delivery import Mail, SmtpTransport, relay
from orchestrator.delivery.connections import Patience
from orchestrator.delivery.mail import Mark
from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.publish import Given, publish
from orchestrator.secretariat.serve import Pace, serve
from orchestrator.secretariat.source import fetch

# Moments of one message: it was claimed; its bytes were made; its recipient was accepted; the
# intent was committed; its last dot may have gone; the server has taken it; the note of that is
# about to be committed.
POINTS = ("claim", "made", "rcpt", "intent", "dot", "250", "mark")
# A server that hangs is given up after a second.
PATIENCE = Patience(turn=5, open=1, reply=1, data=1, pause=0.2, longest_pause=1)


log = logging.getLogger(__name__)


class Clock(Protocol):
    """Seconds by which the desk's clock goes before the machine's, the same in all processes."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a process is told: its settings, and where it dies, or is stopped, at which pass."""

    settings: Mapping[str, str]
    log: Path
    lease: float = 90
    reap: float = 15
    point: str = ""
    nth: int = 1
    stops: bool = False


class Trap:
    """Ends or stops the process at the nth pass of its point."""

    def __init__(self, orders: Orders) -> None:
        self._point, self._left, self._stops = orders.point, orders.nth, orders.stops
        self._answered = False

    def reach(self, point: str) -> None:
        """Pass a point."""
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                self.strike()

    def strike(self) -> None:
        """Be gone, as by `kill -9`, or stand still until told to go on."""
        if self._stops:
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            os._exit(9)

    def begun(self) -> None:
        """Strike a little later: about when the last dot goes."""
        if self._point == "dot":
            self._left -= 1
            if self._left == 0:
                soon = random.uniform(0, 0.03)  # noqa: S311 - chance, not a secret
                asyncio.get_running_loop().call_later(soon, self.strike)

    def answered(self) -> None:
        """Note that a server has taken a message: one of the next commits says so."""
        self.reach("250")
        self._answered = True

    def committing(self, _connection: object) -> None:
        """Pass the moment before a commit."""
        if self._answered:
            self.reach("mark")


class Trapped:
    """The mail server's transport, with the trap between its steps."""

    tells = True

    def __init__(self, inner: SmtpTransport, trap: Trap) -> None:
        self._inner, self._trap = inner, trap

    async def send(self, mail: Mail, before_data: Mark) -> str:
        """Send one message."""
        self._trap.reach("made")

        async def marked() -> bool:
            self._trap.reach("rcpt")
            ours = await before_data()
            self._trap.reach("intent")
            self._trap.begun()
            return ours

        reply = await self._inner.send(mail, marked)
        self._trap.answered()
        return reply

    async def close(self) -> None:
        """Say goodbye."""
        await self._inner.close()


def now(clock: Clock) -> Callable[[], datetime]:
    """Return the desk's clock."""
    return lambda: datetime.fromtimestamp(time.time() + clock.value, UTC)


def shut(pid: int, *, again: bool = False) -> None:
    """Let a process write to no file any more, as on a full disk, or let it write again.

    The kernel refuses each write (EFBIG, where a disk would say ENOSPC); this needs no leave.
    """
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if again else 0, most))


def publish_shut(settings: Mapping[str, str], clock: Clock, file: Path) -> None:
    """Publish a file where nothing can be written; end with 0 if that was refused in words."""
    own = replace(bootstrap.desk(bootstrap.settings(settings)), now=now(clock), dated=now(clock))
    source = fetch(file)
    shut(os.getpid())
    try:
        asyncio.run(publish(own, source, Given(cancel=99)))
    except OrchestratorError:
        return
    sys.exit(1)


def run(orders: Orders, clock: Clock, ready: Event) -> None:
    """Serve until told to end, or until the trap springs."""
    logging.raiseExceptions = False  # a log that cannot be written must not fill the screen
    logging.basicConfig(filename=orders.log, format="%(asctime)s %(process)d %(message)s")
    trap = Trap(orders)
    event.listen(Engine, "commit", trap.committing)
    chosen = bootstrap.settings(orders.settings)
    own = bootstrap.desk(chosen)

    def key() -> bytes:
        trap.reach("claim")  # it is asked for when the first word is about to be written
        return own.key()

    desk = replace(
        own,
        now=now(clock),
        key=key,
        transport=lambda: Trapped(SmtpTransport(relay(chosen.smtp_url or ""), PATIENCE), trap),
    )
    pace = Pace(lease=timedelta(seconds=orders.lease), reap=orders.reap)
    try:
        asyncio.run(serve(desk, ready.set, pace))
    except Exception:
        log.exception("the service ended")
        sys.exit(1)
