"""Send what is due: claim, write, announce, hand over, mark; nothing lost, nothing doubled unsaid.

A message is claimed under a lease, its bytes are kept, the recipient is put to the server, the
intent is committed, and only then is the message itself handed over. Whoever dies after the intent
leaves it in doubt, and what is in doubt goes out again under the same Message-ID, or is held.
"""

import asyncio
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
from orchestrator.storage.lock import Holder
from orchestrator.storage.marks import Mark, Marks

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
BATCH = 250  # claimed, written and marked together
MOST = 500  # in hand at once
# Minutes until the next try after 4xx; the last one again and again until it is pointless.
BACKOFF = (1, 5, 15, 30, 60)
SOON = timedelta(seconds=3)  # until the next try where no server was reached at all
# What may have arrived and must not arrive twice waits for the organiser.
HELD_IN_DOUBT: frozenset[Purpose] = frozenset({"message"})
EXPIRED = N_("it is too late for it")
UNWRITTEN = N_("the message could not be written; the log says why")
IN_DOUBT = N_("the connection was lost while it was handed over: it may have arrived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the messages that were tried."""

    sent: int = 0
    written: int = 0
    pending: int = 0
    failed: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """Return how many were tried."""
        return self.sent + self.written + self.pending + self.failed + self.other


class Dispatcher:
    """Sends the messages of one store; on SQLite the only one."""

    def __init__(
        self, desk: Desk, store: Store, transport: Transport, lease: timedelta = LEASE
    ) -> None:
        self._desk, self._store, self._transport, self._lease = desk, store, transport, lease
        self._library, self._marks = Library(), Marks(store)
        self._owner = f"{socket.gethostname()}:{getpid()}:{secrets.token_hex(6)}"
        self._under_way: dict[int, asyncio.Task[str]] = {}
        self._counts: dict[str, int] = {}
        self._stopping = False

    async def reap(self, *, everything: bool = False) -> int:
        """Take back what others let lie; on SQLite's start everything was."""
        async with self._store.transaction() as kept:
            found = await claims.reap(
                kept, now=self._desk.now(), hold=HELD_IN_DOUBT, everything=everything
            )
        if found:
            log.warning(
                "took back %d messages, %d in doubt", len(found), sum(f.doubt for f in found)
            )
        return len(found)

    async def sweep(self) -> None:
        """Begin to send everything that is due; returns when all of it is in hand or under way."""
        now = self._desk.now()
        while not self._stopping:
            rows = await self._claim(now)
            if not rows:
                return
            await self._begin(rows)
            while len(self._under_way) > MOST - BATCH:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def settle(self) -> None:
        """Wait until everything under way has its end."""
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
        """Hold on to everything under way: waiting for a turn must not end a lease."""
        held = [marks.extended(row, self._owner, lease=self._lease) for row in self._under_way]
        await asyncio.gather(*(self._marks.put(mark) for mark in held))

    @property
    def tally(self) -> Tally:
        """Return what became of what was tried so far."""
        count = self._counts.get
        named = {name: count(name, 0) for name in ("sent", "written", "pending", "failed")}
        return Tally(**named, other=sum(self._counts.values()) - sum(named.values()))

    async def _claim(self, now: datetime) -> list[Claimed]:
        async with self._store.transaction() as kept:
            return await claims.claim(
                kept, now=now, owner=self._owner, limit=BATCH, lease=self._lease
            )

    async def _begin(self, rows: Sequence[Claimed]) -> None:
        now = self._desk.now()
        late = [row for row in rows if row.expires and row.expires <= now]
        for row in late:
            self._run(row, self._end(row, "expired", marks.expired, EXPIRED))
        in_time = [row for row in rows if row not in late]
        mails = await self._written([row for row in in_time if row.body is None])
        for row in in_time:
            self._run(row, self._carry(row, mails.get(row.id)))

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
        self._under_way[row.id] = task
        task.add_done_callback(lambda _: self._under_way.pop(row.id, None))

    async def _counted(self, row: Claimed, work: Coroutine[object, object, str]) -> str:
        try:
            end = await work
        except Exception:
            # The row stays leased: whoever reaps it tries again, in doubt if it had begun.
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
                mail = made
                kept = marks.rendered(
                    row.id, self._owner, body=made.data, message_id=made.message_id
                )
                if not await self._marks.put(kept):
                    return "fenced"
            case _:
                mail = rendering.again(row)
        return await self._hand_over(row, mail)

    async def _hand_over(self, row: Claimed, mail: Mail) -> str:
        async def announced() -> bool:
            if self._stopping:
                return False
            mark = marks.intent(row.id, self._owner, at=self._desk.now(), lease=self._lease)
            return await self._marks.put(mark)

        try:
            reply = await self._transport.send(mail, announced)
        except Fenced:
            return await self._let_go(row)
        except Outcome as outcome:
            return await self._missed(row, outcome)
        name, end = ("sent", marks.sent) if self._transport.tells else ("written", marks.written)
        return await self._end(row, name, end, reply)

    async def _let_go(self, row: Claimed) -> str:
        """Give back what we would not begin to hand over; what was taken from us is not ours."""
        return "freed" if await self._marks.put(marks.freed(row.id, self._owner)) else "fenced"

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
            await self._marks.put(marks.held(row.id, self._owner, reason=IN_DOUBT, doubt=True))
            return "held"
        return await self._later(row, SOON, reply or IN_DOUBT, doubt=True)

    async def _later(
        self, row: Claimed, span: timedelta, reply: str, *, doubt: bool = False
    ) -> str:
        now = self._desk.now()
        due = now + span * random.uniform(0.9, 1.1)  # noqa: S311 - spreads tries, protects nothing
        mark = marks.deferred(row.id, self._owner, now=now, due=due, reason=reply, doubt=doubt)
        await self._marks.put(mark)
        return "pending"

    async def _end(self, row: Claimed, name: str, end: Callable[..., Mark], said: str) -> str:
        # Each end calls what it is told otherwise: a reply, a file's name, a reason.
        word = {"sent": "reply", "written": "name"}.get(name, "reason")
        mark = end(row.id, self._owner, now=self._desk.now(), **{word: said})
        return name if await self._marks.put(mark) else "fenced"


def _backoff(attempts: int) -> timedelta:
    return timedelta(minutes=BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1])


@contextmanager
def alone(desk: Desk, store: Store) -> Iterator[None]:
    """Be the only dispatcher of a SQLite store; PostgreSQL takes any number."""
    if not store.is_sqlite:
        yield
        return
    with lock.dispatching(lock_path(desk), desk.now()):
        yield


def lock_path(desk: Desk) -> Path:
    """Return where the dispatcher of a data folder writes who it is."""
    return desk.data / "dispatcher.lock"


async def once(desk: Desk) -> Tally:
    """Try every message that is due once, those that wait for their next try too."""
    async with desk.store() as store:
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


async def running(desk: Desk) -> Holder | None:
    """Return who dispatches from this data folder, None where nobody does."""
    return await asyncio.to_thread(lock.holder, lock_path(desk))
