"""The service without its pages: sends what falls due, reminds, reads what comes in, until told."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from orchestrator.scheduler import Scheduler
from orchestrator.secretariat import collect, retention, zone_shifts
from orchestrator.secretariat.desk import MARK, Desk
from orchestrator.secretariat.dispatch import LEASE, Dispatcher, alone
from orchestrator.secretariat.library import Library
from orchestrator.storage import Store, claims, meta

if TYPE_CHECKING:
    from orchestrator.delivery import Inbox, Letter

LAST_SWEEP = "last_sweep"  # the name under which the store remembers it

DAY = 86_400.0
# How often a sweep is noted: each note waits for the disk.
NOTE = timedelta(seconds=5)
# Letters, pages and calendars are built in threads: for so many seconds one may keep the loop
# waiting each time that it comes back from the network. Python's own 0.005 would halve what leaves.
SWITCH = 0.0005
# Seconds that a message which a server is taking has until we leave.
GRACE = 8.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a lease lasts, and how many seconds lie between two rounds of each kind.

    The exact moment of the next message is rung besides.
    """

    lease: timedelta = LEASE
    sweep: float = 1.0
    reap: float = 15.0
    poll: float = 30.0

    @property
    def extend(self) -> float:
        """Return how often leases are renewed: one that is renewed late must not have ended."""
        return self.lease.total_seconds() / 3


USUAL = Pace()


class Rounds:
    """What the service does again and again, with one store and one way out."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        dispatcher: Dispatcher,
        inboxes: Sequence["Inbox"],
        pace: Pace = USUAL,
    ) -> None:
        self._desk, self._dispatcher, self.store, self._pace = desk, dispatcher, store, pace
        self._inboxes, self._library = inboxes, Library()
        self._noted: datetime | None = None
        self._mark: str | None = None
        self._schema = ""
        self._outlived = asyncio.Event()
        # The desk's clock is the machine's: where it jumps, everything is looked at anew.
        self.scheduler = Scheduler(desk.now, wall=lambda: desk.now().timestamp())

    async def start(self) -> None:
        """Begin every round."""
        async with self.store.reading() as kept:
            self._mark = await meta.get(kept, MARK)
        self._schema = await self.store.schema()
        every, pace = self.scheduler.every, self._pace
        every(pace.sweep, self.sweep, "sweep")
        every(DAY, self._warm, "first words")
        every(pace.reap, self._dispatcher.reap, "reaper")
        every(pace.extend, self._dispatcher.extend, "leases")
        every(DAY, partial(zone_shifts.watch, self._desk, self.store), "zone rules")
        every(DAY, partial(retention.tidy, self._desk, self.store), "retention")
        for number, inbox in enumerate(self._inboxes, start=1):
            every(pace.poll, partial(self.poll, inbox), f"inbox {number}")
        self.scheduler.start()

    async def _warm(self) -> None:
        await self._dispatcher.warm()
        settle()

    async def sweep(self) -> None:
        """Begin to send what is due, and ring when the next message falls due."""
        began = self._desk.now()
        if not self.store.is_in_place():
            self._outlive("The store's file was moved or replaced: the service ends.")
            return
        await self._dispatcher.sweep()
        async with self.store.reading() as kept:
            due = await claims.next_due(kept)
        now = self._desk.now()
        # What was due and still lies there waits for something else: the next sweep looks again.
        self.scheduler.at(due if due and due > began else None, "sweep")
        if self._noted is None or abs(now - self._noted) >= NOTE:
            await self._note(now)

    async def _note(self, now: datetime) -> None:
        async with self.store.transaction() as kept:
            await meta.put(kept, LAST_SWEEP, f"{now:%Y-%m-%dT%H:%M:%SZ}")
            mark = await meta.get(kept, MARK)
        self._noted = now
        if mark != (self._mark or mark):
            # From another machine: what was to be shut would stay open here, and what is sent dead.
            self._outlive("The key of the store was replaced: the service ends, to begin anew.")
        elif await self.store.schema() != self._schema:
            self._outlive("A newer version of this program has changed the store: start that one.")

    def _outlive(self, said: str) -> None:
        if not self._outlived.is_set():
            log.error(said)
        self._outlived.set()

    async def until(self, ended: asyncio.Event) -> bool:
        """Wait for the end; True where we were told to, False where the store is ours no more."""
        waits = [asyncio.ensure_future(each.wait()) for each in (ended, self._outlived)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
        return not self._outlived.is_set()

    async def poll(self, inbox: "Inbox") -> None:
        """Take in what came; a letter that fails stays where it is and holds up no other."""
        for letter in await inbox.fetch():
            try:
                await self._take(letter)
            except Exception:
                log.exception("a letter could not be taken in; it is tried again")
            else:
                await inbox.done(letter.handle)

    async def _take(self, letter: "Letter") -> None:
        if letter.wrong:
            log.warning("a letter could not be read whole: %s", letter.wrong)
        await collect.take(self._desk, self.store, self._library, letter.raw)

    async def stop(self) -> None:
        """Begin nothing more, and end what is being handed over."""
        await asyncio.gather(self._dispatcher.stop(GRACE), self.scheduler.stop(GRACE))


def settle() -> None:
    """Take what there is by now as what stays until the process ends."""
    # Modules, templates and words: searched for garbage again and again, they would hold up
    # everybody for as long as it takes to answer a thousand requests.
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def running(desk: Desk, pace: Pace = USUAL) -> AsyncIterator[Rounds]:
    """Do what the service does while the block runs; on SQLite nobody else may."""
    sys.setswitchinterval(SWITCH)
    async with desk.store() as store:
        desk.key()  # one that is lost is told at once, and not by every message
        with alone(desk, store, stays=True):
            transport, inboxes = desk.transport(), desk.inboxes()
            dispatcher = Dispatcher(desk, store, transport, pace.lease)
            rounds = Rounds(desk, store, dispatcher, inboxes, pace)
            try:
                await dispatcher.reap(everything=store.is_sqlite)
                await rounds.start()
                yield rounds
            finally:
                await rounds.stop()
                for close in (transport.close, *(inbox.close for inbox in inboxes)):
                    await _closed(close)


async def _closed(close: Callable[[], Awaitable[None]]) -> None:
    try:
        async with asyncio.timeout(1):
            await close()
    except Exception as wrong:  # noqa: BLE001 - we leave: there is nothing more to lose
        log.warning("a connection could not be closed: %s", type(wrong).__name__)


async def serve(desk: Desk, ready: Callable[[], None], pace: Pace = USUAL) -> bool:
    """Run until the process is told to end (SIGTERM, SIGINT); call `ready` once it works.

    False is returned where it ended by itself, for its store is another now.
    """
    with told_to_end() as ended:
        async with running(desk, pace) as rounds:
            ready()
            return await rounds.until(ended)


@contextmanager
def told_to_end() -> Iterator[asyncio.Event]:
    """Set an event when the process is told to end; told twice it ends at once."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def end() -> None:
        ended.set()
        for each in signals:
            loop.remove_signal_handler(each)

    with suppress(NotImplementedError):  # on Windows a key press ends it, by KeyboardInterrupt
        for each in signals:
            loop.add_signal_handler(each, end)
    try:
        yield ended
    finally:
        with suppress(NotImplementedError):
            for each in signals:
                loop.remove_signal_handler(each)
