"""Who is signed in, from where, since when; the store knows only the hash of what they hold."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from orchestrator.storage.reading import first, listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import sign_ins


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One browser that is signed in; `fresh` is when the password was last given."""

    id: int
    hash: str
    account: int
    agent: str
    made: datetime
    seen: datetime
    expires: datetime
    fresh: datetime


async def add(
    kept: Kept, *, hashed: str, account: int, agent: str, at: datetime, expires: datetime
) -> None:
    """Keep a sign-in."""
    row = {"hash": hashed, "account": account, "agent": agent, "expires": expires}
    await kept.execute(insert(sign_ins).values(**row, made=at, seen=at, fresh=at))


async def get(kept: Kept, hashed: str, now: datetime) -> SignIn | None:
    """Return the sign-in that has not ended."""
    valid = (sign_ins.c.hash == hashed) & (sign_ins.c.expires > now)
    return await first(kept, select(sign_ins).where(valid), SignIn)


async def of(kept: Kept, account: int, now: datetime) -> list[SignIn]:
    """Return the sign-ins of an account that have not ended, the newest first."""
    valid = (sign_ins.c.account == account) & (sign_ins.c.expires > now)
    return await listed(kept, select(sign_ins).where(valid).order_by(sign_ins.c.id.desc()), SignIn)


async def see(kept: Kept, hashed: str, *, at: datetime, expires: datetime) -> bool:
    """Note that somebody is still there; it ends later."""
    return await _set(kept, sign_ins.c.hash == hashed, seen=at, expires=expires)


async def freshen(kept: Kept, hashed: str, at: datetime) -> bool:
    """Note that the password was given once more."""
    return await _set(kept, sign_ins.c.hash == hashed, fresh=at)


async def end(kept: Kept, hashed: str) -> bool:
    """End a sign-in by what the browser holds."""
    return await _end(kept, sign_ins.c.hash == hashed)


async def revoke(kept: Kept, account: int, sign_in: int) -> bool:
    """End one sign-in of an account."""
    return await _end(kept, (sign_ins.c.account == account) & (sign_ins.c.id == sign_in))


async def end_all(kept: Kept, account: int, but: str = "") -> None:
    """End every sign-in of an account, but the one with this hash."""
    await _end(kept, (sign_ins.c.account == account) & (sign_ins.c.hash != but))


async def sweep(kept: Kept, now: datetime) -> None:
    """Forget the sign-ins that ended by themselves."""
    await _end(kept, sign_ins.c.expires <= now)


async def _end(kept: Kept, some: ColumnElement[bool]) -> bool:
    return (await kept.execute(delete(sign_ins).where(some))).rowcount > 0


async def _set(kept: Kept, one: ColumnElement[bool], **values: datetime) -> bool:
    return (await kept.execute(update(sign_ins).where(one).values(values))).rowcount == 1
