"""Those who may sign in, with their roles; an account without a password has a one-time link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, insert, select, update

from orchestrator.storage.reading import first, listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import accounts

Role = Literal["owner", "organiser", "rapporteur", "viewer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account: `forums` None means all of them, `once` is the hash of its one-time link."""

    id: int
    name: str | None
    password: str | None = field(repr=False)
    role: Role
    forums: Sequence[str] | None
    made: datetime
    locked: datetime | None
    once: str | None = field(repr=False)
    once_expires: datetime | None


async def add(
    kept: Kept,
    *,
    role: Role,
    made: datetime,
    once: str,
    once_expires: datetime,
    name: str | None = None,
    forums: Sequence[str] | None = None,
) -> int:
    """Keep an account that waits for its one-time link to be used, and return its id."""
    row = {"name": name, "role": role, "made": made, "once": once, "once_expires": once_expires}
    held = None if forums is None else list(forums)
    new = insert(accounts).values(**row, forums=held).returning(accounts.c.id)
    return int(await kept.scalar(new) or 0)


async def get(kept: Kept, account: int) -> Account | None:
    """Return one account."""
    return await first(kept, select(accounts).where(accounts.c.id == account), Account)


async def named(kept: Kept, name: str) -> Account | None:
    """Return the account of that name."""
    return await first(kept, select(accounts).where(accounts.c.name == name), Account)


async def opened(kept: Kept, once: str, now: datetime) -> Account | None:
    """Return the account that a one-time link, by its hash, still opens."""
    return await first(kept, select(accounts).where(_open(once, now)), Account)


async def every(kept: Kept) -> list[Account]:
    """Return all accounts in the order in which they were made."""
    return await listed(kept, select(accounts).order_by(accounts.c.id), Account)


async def usable(kept: Kept) -> int:
    """Return how many owners can sign in: the last one must not be lost."""
    query = select(func.count()).select_from(accounts)
    owner = (accounts.c.role == "owner") & accounts.c.locked.is_(None)
    return await kept.scalar(query.where(owner, accounts.c.password.is_not(None))) or 0


async def settle(kept: Kept, once: str, *, name: str, password: str, now: datetime) -> bool:
    """Give an account its name and password by its one-time link; tell whether that was open."""
    values = {"name": name, "password": password, "once": None, "once_expires": None}
    return await _set(kept, _open(once, now), **values)


async def invite(kept: Kept, account: int, *, once: str, expires: datetime) -> bool:
    """Give an account a new one-time link; the one before no longer opens anything."""
    return await _set(kept, accounts.c.id == account, once=once, once_expires=expires)


async def rehash(kept: Kept, account: int, password: str) -> bool:
    """Keep a password under another hash."""
    return await _set(kept, accounts.c.id == account, password=password)


async def appoint(kept: Kept, account: int, *, role: Role, forums: Sequence[str] | None) -> bool:
    """Give an account a role in some forums, or in all."""
    held = None if forums is None else list(forums)
    return await _set(kept, accounts.c.id == account, role=role, forums=held)


async def lock(kept: Kept, account: int, at: datetime | None) -> bool:
    """Shut an account, or with None open it again."""
    return await _set(kept, accounts.c.id == account, locked=at)


def _open(once: str, now: datetime) -> ColumnElement[bool]:
    valid = accounts.c.once_expires > now
    return (accounts.c.once == once) & accounts.c.locked.is_(None) & valid


async def _set(kept: Kept, one: ColumnElement[bool], **values: object) -> bool:
    return (await kept.execute(update(accounts).where(one).values(**values))).rowcount == 1
