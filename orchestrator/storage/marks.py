"""The marks an owner sets on what it holds, fenced: none lands on a row that was taken back.

Marks of many messages travel in one transaction, because each transaction waits for the disk.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Select,
    Update,
    bindparam,
    case,
    null,
    select,
    update,
)

from orchestrator.storage.columns import MICROSECOND, DatabaseClock, Instant
from orchestrator.storage.deliveries import bytes_after
from orchestrator.storage.faults import StoreError
from orchestrator.storage.overtaking import overtaken
from orchestrator.storage.store import Store
from orchestrator.storage.tables import deliveries

Kind = Literal["intent", "announced", "extended", "ended", "deferred", "held", "freed"]
MOST = 250  # marks in one transaction: more would hold up those behind them
# Seconds until a transaction begins: what comes together is marked together. Begun at the first
# mark, every second transaction held one alone.
GATHER = 0.002

# A row that leaves its owner's hands has neither owner nor lease.
LET_GO: Mapping[str, Any] = {"owner": None, "lease": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One change to one row that `owner` holds."""

    kind: Kind
    id: int
    owner: str
    values: Mapping[str, Any]


def intent(delivery: int, owner: str, *, at: datetime, lease: timedelta) -> Mark:
    """Note that DATA is about to begin, with a fresh lease to finish it in."""
    values = {"intent": at, "lease": lease // MICROSECOND}
    return Mark(kind="intent", id=delivery, owner=owner, values=values)


def announced(
    delivery: int, owner: str, *, at: datetime, lease: timedelta, body: bytes, message_id: str
) -> Mark:
    """Note the intent and keep the bytes at once: both must only be there before DATA."""
    values = {"intent": at, "lease": lease // MICROSECOND, "body": body, "message_id": message_id}
    return Mark(kind="announced", id=delivery, owner=owner, values=values)


def extended(delivery: int, owner: str, *, lease: timedelta) -> Mark:
    """Hold on to a row for longer."""
    return Mark(kind="extended", id=delivery, owner=owner, values={"lease": lease // MICROSECOND})


def sent(delivery: int, owner: str, *, now: datetime, reply: str = "") -> Mark:
    """Note that the server took it."""
    return _ended(delivery, owner, "sent", now, reply)


def written(delivery: int, owner: str, *, now: datetime, name: str = "") -> Mark:
    """Note that it lies in a folder: not told."""
    return _ended(delivery, owner, "written", now, name)


def failed(delivery: int, owner: str, *, now: datetime, reason: str) -> Mark:
    """Note that the server refused it for good."""
    return _ended(delivery, owner, "failed", now, reason)


def expired(delivery: int, owner: str, *, now: datetime, reason: str) -> Mark:
    """Note that it has become pointless."""
    return _ended(delivery, owner, "expired", now, reason)


def superseded(delivery: int, owner: str, *, now: datetime, reason: str) -> Mark:
    """Note that something newer says it, or that there is nothing left to say."""
    return _ended(delivery, owner, "superseded", now, reason)


def deferred(
    delivery: int, owner: str, *, now: datetime, due: datetime, reason: str, doubt: bool = False
) -> Mark:
    """Try again later, unless something newer stands: then it is superseded."""
    values = {"due": due, "reason": reason, "doubt": doubt, "ended": now}
    return Mark(kind="deferred", id=delivery, owner=owner, values=values)


def held(delivery: int, owner: str, *, reason: str, doubt: bool = False) -> Mark:
    """Keep it back until the organiser decides."""
    return Mark(kind="held", id=delivery, owner=owner, values={"reason": reason, "doubt": doubt})


def freed(delivery: int, owner: str) -> Mark:
    """Put it back untried: the dispatcher stops."""
    return Mark(kind="freed", id=delivery, owner=owner, values={})


def _ended(delivery: int, owner: str, state: str, now: datetime, reason: str) -> Mark:
    values = {"state": state, "ended": now, "reason": reason or None}
    return Mark(kind="ended", id=delivery, owner=owner, values=values)


def apply(connection: Connection, marks: Sequence[Mark]) -> set[int]:
    """Set marks, at most one per row; return the ids of those rows that were still held."""
    ours = _ours(connection, marks)
    for kind in sorted({mark.kind for mark in marks}):
        rows = [_row(mark) for mark in marks if mark.kind == kind and mark.id in ours]
        if rows:
            connection.execute(_statement(kind), rows)
    return ours


def _ours(connection: Connection, marks: Iterable[Mark]) -> set[int]:
    """Lock the rows and tell which of them are still their mark's owner's."""
    owners = {mark.id: mark.owner for mark in marks}
    found = connection.execute(_held(), {"ids": list(owners)})
    return {delivery for delivery, owner in found if owners[delivery] == owner}


@cache
def _held() -> Select[int, str]:
    row = deliveries.c
    among = row.id.in_(bindparam("ids", expanding=True))
    query = select(row.id, row.owner).where(among, row.state == "leased")
    return query.order_by(row.id).with_for_update()


def _row(mark: Mark) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in mark.values.items()} | {"its_id": mark.id}


@cache
def _statement(kind: Kind) -> Update:
    change = update(deliveries).where(deliveries.c.id == bindparam("its_id", type_=BigInteger))
    return change.values(_SETS[kind]())


def _new(name: str) -> Any:  # noqa: ANN401 - a value of any column
    return bindparam(f"new_{name}", type_=deliveries.c[name].type)


def _lease() -> Any:  # noqa: ANN401 - an expression for a column of another type
    return DatabaseClock() + bindparam("new_lease", type_=BigInteger)


def _doubt() -> Any:  # noqa: ANN401 - an expression for a column
    return deliveries.c.doubt | bindparam("new_doubt", type_=Boolean)


def _deferral() -> dict[str, Any]:
    row, now = deliveries.c, bindparam("new_ended", type_=Instant)
    return {
        "state": case((overtaken(), "superseded"), else_="pending"),
        "body": case((overtaken(), bytes_after(doubt=_doubt())), else_=row.body),
        "ended": case((overtaken(), now), else_=null()),
        "due": _new("due"),
        "reason": _new("reason"),
        "doubt": _doubt(),
        "intent": None,
        **LET_GO,
    }


_SETS: dict[Kind, Callable[[], dict[str, Any]]] = {
    "intent": lambda: {"intent": _new("intent"), "lease": _lease()},
    "announced": lambda: (
        {name: _new(name) for name in ("body", "message_id", "intent")} | {"lease": _lease()}
    ),
    "extended": lambda: {"lease": _lease()},
    "ended": lambda: (
        {name: _new(name) for name in ("state", "ended", "reason")} | {"body": None, **LET_GO}
    ),
    "deferred": _deferral,
    "held": lambda: {"state": "held", "reason": _new("reason"), "doubt": _doubt(), **LET_GO},
    "freed": lambda: {
        "state": "pending",
        "attempts": deliveries.c.attempts - 1,
        "intent": None,
        **LET_GO,
    },
}


class Marks:
    """Sets marks of many tasks: those that come while one transaction is written share the next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[tuple[Mark, asyncio.Future[bool]]] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def put(self, mark: Mark) -> bool:
        """Set one mark durably; return False where the row is no longer its owner's."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((mark, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await done

    async def close(self) -> None:
        """Wait until everything that was put is kept."""
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER)
            batch = self._batch()
            marks = [mark for mark, _ in batch]
            try:
                hits = await self._together(marks)
            except Exception as wrong:  # noqa: BLE001 - whatever it is, those who wait must hear of it
                if isinstance(wrong, StoreError) or len(batch) == 1:
                    _fail(batch, wrong)
                else:
                    await self._singly(batch)
            else:
                _tell(batch, hits)

    def _batch(self) -> list[tuple[Mark, asyncio.Future[bool]]]:
        """Take what waits, in order, until a row would be marked twice."""
        batch: list[tuple[Mark, asyncio.Future[bool]]] = []
        rows: set[int] = set()
        while self._waiting and len(batch) < MOST and self._waiting[0][0].id not in rows:
            batch.append(self._waiting.popleft())
            rows.add(batch[-1][0].id)
        return batch

    async def _together(self, marks: Sequence[Mark]) -> set[int]:
        return await self._store.at_once(lambda connection: apply(connection, marks))

    async def _singly(self, batch: Sequence[tuple[Mark, asyncio.Future[bool]]]) -> None:
        """Find the one that cannot be set: it must not fail the others."""
        for one in batch:
            try:
                hits = await self._together([one[0]])
            except Exception as wrong:  # noqa: BLE001 - the same
                _fail([one], wrong)
            else:
                _tell([one], hits)


def _tell(batch: Iterable[tuple[Mark, asyncio.Future[bool]]], hits: set[int]) -> None:
    for mark, done in batch:
        if not done.done():
            done.set_result(mark.id in hits)


def _fail(batch: Iterable[tuple[Mark, asyncio.Future[bool]]], wrong: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(wrong)
