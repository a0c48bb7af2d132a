"""Send what is due: claim, write, announce, hand over, mark; nothing lost, nothing doubled unsaid.

A message is claimed under a lease, its bytes are kept, the recipient is put to the server, the
intent is committed, and only then is the message itself handed over. Whoever dies after the intent
leaves it in doubt, and what is in doubt goes out again under the same Message-ID, or is held.
"""

import asyncio
import itertools
import logging
import random
import secrets
import socket
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import getpid
from pathlib import Path

from orchestrator.delivery import (
    Fenced,
    Mail,
    Outcome,
    Rejected,
    Transport,
    Uncertain,
    Untried,
)
from orchestrator.findings import N_
from orchestrator.secretariat import rendering
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.rendering import Pointless
from orchestrator.storage import Store, claims, deliveries, lock, marks
from orchestrator.storage.claims import Claimed
from orchestrator.storage.deliveries import Purpose
from orchestrator.storage.faults import StoreError
from orchestrator.storage.lock import Holder
from orchestrator.storage.marks import Mark, Marks

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
BATCH = 250  # claimed, written and marked together
MOST = 500  # in hand at once
# Minutes until the next try after 4xx; the last one again and again until it is pointless.
BACKOFF = (1, 5, 15, 30, 60)
LONGEST = timedelta(minutes=BACKOFF[-1]) * 1.2
SOON = timedelta(seconds=3)  # until the next try where no server was reached at all
AGAIN = 0.5  # seconds until a mark is tried again that the database could not take
# What may have arrived and must not arrive twice waits for the organiser.
WAITS, WAIT = 300, 0.2  # how often, and for how many seconds, to wait for who sends once
HELD_IN_DOUBT: frozenset[Purpose] = frozenset({"message"})
EXPIRED = N_("it is too late for it")
UNWRITTEN = N_("the message could not be written; the log says why")
IN_DOUBT = N_("the connection was lost while it was handed over: it may have arrived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the messages that were tried; `amiss` are left lying, or held in doubt."""

    sent: int = 0
    written: int = 0
    pending: int = 0
    failed: int = 0
    amiss: int = 0
    other: int = 0

    @property
    def whole(self) -> bool:
        """Tell whether everything that was tried has come to the end it should."""
        return not (self.pending or self.failed or self.amiss)

    @property
    def total(self) -> int:
        """Return how many were tried."""
        return self.sent + self.written + self.pending + self.failed + self.amiss + self.other


class Dispatcher:
    """Sends the messages of one store; on SQLite the only one."""

    def __init__(
        self, desk: Desk, store: Store, transport: Transport, lease: timedelta = LEASE
    ) -> None:
        self._desk, self._store, self._transport, self._lease = desk, store, transport, lease
        self._library, self._marks = Library(), Marks(store)
        self._owner = f"{socket.gethostname()}:{getpid()}:{secrets.token_hex(6)}"
        self._claims = itertools.count(1)
        self._under_way: dict[tuple[int, str], asyncio.Task[str]] = {}
        self._being_written: frozenset[tuple[int, str]] = frozenset()
        self._room = asyncio.Event()  # there is room for another batch
        self._room.set()
        self._counts: dict[str, int] = {}
        self._beginning = asyncio.Lock()
        self._stopping = False

    async def reap(self, *, everything: bool = False) -> int:
        """Take back what others let lie; on SQLite's start everything was. Set right what waits."""
        async with self._store.transaction() as kept:
            now = self._desk.now()
            found = await claims.reap(kept, now=now, hold=HELD_IN_DOUBT, everything=everything)
            await claims.clear(kept, now=now)
            await claims.catch_up(kept, now=now, longest=LONGEST)
        if found:
            log.warning(
                "took back %d messages, %d in doubt", len(found), sum(f.doubt for f in found)
            )
        return len(found)

    async def warm(self) -> None:
        """Write the next message and throw it away: the first words take half a second."""
        async with self._store.reading() as kept:
            row = await claims.first_up(kept)
        if row is not None:
            await self._written([row])

    async def sweep(self) -> None:
        """Begin to send everything that is due; returns when all of it is in hand or under way."""
        now = self._desk.now()
        while not self._stopping:
            async with self._beginning:
                rows = await self._claim(now)
                # Should this take longer than a lease, whoever took it then would do no better.
                self._being_written = frozenset((row.id, _owner(row)) for row in rows)
                try:
                    await self._begin(rows)
                finally:
                    self._being_written = frozenset()
            if not rows:
                return
            await self._room.wait()

    async def settle(self) -> None:
        """Wait until everything under way has its end."""
        async with self._beginning:
            pass  # what was claimed is under way
        while self._under_way:
            await asyncio.wait(self._under_way.values())
        await self._marks.close()

    async def stop(self, grace: float) -> None:
        """Take no more work, and finish within so many seconds what a server is taking."""
        self._stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self.settle()
        rest = list(self._under_way.values())
        for task in rest:
            task.cancel()  # its row stays leased: in doubt if its message had begun
        await asyncio.gather(*rest, return_exceptions=True)
        await self._marks.close()

    async def extend(self) -> None:
        """Hold on to all that is in hand: neither its writing nor its wait may end a lease."""
        in_hand = self._being_written | self._under_way.keys()
        held = [marks.extended(row, owner, lease=self._lease) for row, owner in in_hand]
        await asyncio.gather(*(self._marks.put(mark) for mark in held))

    @property
    def tally(self) -> Tally:
        """Return what became of what was tried so far."""
        count = self._counts.get
        named = {name: count(name, 0) for name in ("sent", "written", "pending", "failed")}
        named["amiss"] = count("lying", 0) + count("held", 0)
        return Tally(**named, other=sum(self._counts.values()) - sum(named.values()))

    async def _claim(self, now: datetime) -> list[Claimed]:
        # Each claim has a name of its own: what we lost and took again, our earlier self must not
        # mark any more.
        owner = f"{self._owner}:{next(self._claims)}"
        async with self._store.transaction() as kept:
            return await claims.claim(kept, now=now, owner=owner, limit=BATCH, lease=self._lease)

    async def _begin(self, rows: Sequence[Claimed]) -> None:
        in_time = []
        for row in rows:
            if self._is_late(row):
                self._run(row, self._end(row, "expired", marks.expired, EXPIRED))
            else:
                in_time.append(row)
        mails = await self._written([row for row in in_time if row.body is None])
        for row in in_time:
            self._run(row, self._carry(row, mails.get(row.id)))

    def _is_early(self, row: Claimed) -> bool:
        """Tell whether a clock that ran ahead, and is right again, made it seem due."""
        return row.due > self._desk.now()

    def _is_late(self, row: Claimed) -> bool:
        return row.expires is not None and row.expires <= self._desk.now()

    async def _written(self, rows: Sequence[Claimed]) -> Mapping[int, Mail | Pointless | Exception]:
        if not rows:
            return {}
        try:
            async with self._store.reading() as kept:
                files = await rendering.gather(kept, self._library, rows)
        except Exception as wrong:  # noqa: BLE001 - a forum that cannot be read fails alone, below
            return await self._one_by_one(rows, wrong)
        return await rendering.written(self._desk, files, rows)

    async def _one_by_one(
        self, rows: Sequence[Claimed], wrong: Exception
    ) -> Mapping[int, Mail | Pointless | Exception]:
        if len(rows) == 1:
            return {rows[0].id: wrong}
        found: dict[int, Mail | Pointless | Exception] = {}
        for row in rows:
            found |= await self._written([row])
        return found

    def _run(self, row: Claimed, work: Coroutine[object, object, str]) -> None:
        task = asyncio.create_task(self._counted(row, work))
        name = (row.id, _owner(row))
        self._under_way[name] = task
        task.add_done_callback(lambda _: self._leave(name))
        if len(self._under_way) > MOST - BATCH:
            self._room.clear()

    def _leave(self, name: tuple[int, str]) -> None:
        self._under_way.pop(name, None)
        if len(self._under_way) <= MOST - BATCH:
            self._room.set()

    async def _counted(self, row: Claimed, work: Coroutine[object, object, str]) -> str:
        try:
            end = await work
        except StoreError as wrong:
            # The row stays leased: whoever reaps it tries again, in doubt if it had begun.
            log.error("message %d was left lying: %s", row.id, wrong)  # noqa: TRY400 - no fault of ours
            end = "lying"
        except Exception:
            log.exception("message %d was left lying", row.id)
            end = "lying"
        self._counts[end] = self._counts.get(end, 0) + 1
        return end

    async def _carry(self, row: Claimed, made: Mail | Pointless | Exception | None) -> str:
        match made:
            case Pointless():
                end = "expired" if row.purpose in deliveries.REMINDERS else "superseded"
                mark = marks.expired if end == "expired" else marks.superseded
                return await self._end(row, end, mark, made.reason)
            case Exception():
                log.error("message %d could not be written", row.id, exc_info=made)
                return await self._end(row, "failed", marks.failed, UNWRITTEN)
            case Mail():
                return await self._hand_over(row, made)
            case _:
                return await self._hand_over(row, rendering.again(row))

    async def _hand_over(self, row: Claimed, mail: Mail) -> str:
        async def announced() -> bool:
            # It may have waited long for its turn, and the clock may be another by now.
            if self._stopping or self._is_late(row) or self._is_early(row):
                return False
            return await self._noted(self._intent(row, mail))

        if self._stopping:
            return await self._let_go(row)
        try:
            reply = await self._transport.send(mail, announced)
        except Fenced:
            if self._is_late(row):
                return await self._end(row, "expired", marks.expired, EXPIRED)
            return await self._let_go(row)
        except Outcome as outcome:
            return await self._missed(row, outcome)
        name, end = ("sent", marks.sent) if self._transport.tells else ("written", marks.written)
        return await self._end(row, name, end, reply)

    def _intent(self, row: Claimed, mail: Mail) -> Mark:
        """Return the mark before DATA; the first one keeps the bytes that every retry sends."""
        now, owner = self._desk.now(), _owner(row)
        if row.body is not None:
            return marks.intent(row.id, owner, at=now, lease=self._lease)
        return marks.announced(
            row.id,
            owner,
            at=now,
            lease=self._lease,
            body=mail.data,
            message_id=mail.message_id,
        )

    async def _let_go(self, row: Claimed) -> str:
        """Give back what we would not begin to hand over; what was taken from us is not ours."""
        return "freed" if await self._keep(marks.freed(row.id, _owner(row))) else "fenced"

    async def _noted(self, mark: Mark) -> bool:
        """Set a mark without which nothing goes out; False where it cannot be set now."""
        try:
            return await self._marks.put(mark)
        except StoreError as wrong:
            log.warning("message %d waits: %s", mark.id, wrong)
            return False

    async def _keep(self, mark: Mark) -> bool:
        """Set a mark that says what has happened; a database that is away comes back."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._lease.total_seconds()
        while True:
            try:
                return await self._marks.put(mark)
            except StoreError:
                if loop.time() > until:
                    raise
                await asyncio.sleep(AGAIN)

    async def _missed(self, row: Claimed, outcome: Outcome) -> str:
        match outcome:
            case Rejected():
                return await self._end(row, "failed", marks.failed, outcome.reply)
            case Uncertain():
                return await self._doubted(row, outcome.reply)
            case Untried():
                return await self._later(row, SOON, outcome.reply)
            case _:
                return await self._later(row, _backoff(row.attempts), outcome.reply)

    async def _doubted(self, row: Claimed, reply: str) -> str:
        if row.purpose in HELD_IN_DOUBT:
            await self._keep(marks.held(row.id, _owner(row), reason=IN_DOUBT, doubt=True))
            return "held"
        return await self._later(row, SOON, reply or IN_DOUBT, doubt=True)

    async def _later(
        self, row: Claimed, span: timedelta, reply: str, *, doubt: bool = False
    ) -> str:
        now = self._desk.now()
        due = now + span * random.uniform(0.9, 1.1)  # noqa: S311 - spreads tries, protects nothing
        mark = marks.deferred(row.id, _owner(row), now=now, due=due, reason=reply, doubt=doubt)
        await self._keep(mark)
        return "pending"

    async def _end(self, row: Claimed, name: str, end: Callable[..., Mark], said: str) -> str:
        # Each end calls what it is told otherwise: a reply, a file's name, a reason.
        word = {"sent": "reply", "written": "name"}.get(name, "reason")
        mark = end(row.id, _owner(row), now=self._desk.now(), **{word: said})
        return name if await self._keep(mark) else "fenced"


def _owner(row: Claimed) -> str:
    """Return the name under which a row was claimed."""
    return row.owner or ""


def _backoff(attempts: int) -> timedelta:
    return timedelta(minutes=BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1])


@contextmanager
def alone(desk: Desk, store: Store, *, stays: bool = False) -> Iterator[None]:
    """Be the only dispatcher of a SQLite store; PostgreSQL takes any number."""
    if not store.is_sqlite:
        yield
        return
    with lock.dispatching(lock_path(desk), desk.now(), stays=stays):
        yield


def lock_path(desk: Desk) -> Path:
    """Return where the dispatcher of a data folder writes who it is."""
    return desk.data / "dispatcher.lock"


async def once(desk: Desk) -> Tally:
    """Try every message that is due once, those that wait for their next try too."""
    async with desk.store() as store:
        desk.key()  # one that is lost is told at once, and not by every message
        with alone(desk, store):
            transport = desk.transport()
            dispatcher = Dispatcher(desk, store, transport)
            try:
                await dispatcher.reap(everything=store.is_sqlite)
                async with store.transaction() as kept:
                    await deliveries.hasten(kept, now=desk.now())
                await dispatcher.sweep()
            finally:
                await dispatcher.settle()
                await transport.close()
    return dispatcher.tally


async def who_stays(desk: Desk) -> Holder | None:
    """Return who goes on sending; whoever only sends once is waited for, for a while."""
    for _ in range(WAITS):
        holder = await running(desk)
        if holder is None or holder.stays:
            return holder
        await asyncio.sleep(WAIT)
    return None  # sending says itself who is in the way


async def running(desk: Desk) -> Holder | None:
    """Return who dispatches from this data folder, None where nobody does."""
    return await asyncio.to_thread(lock.holder, lock_path(desk))
