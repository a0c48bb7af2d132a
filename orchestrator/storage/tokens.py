"""The tokens of machines: what each may do, and where; the store knows only their hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from orchestrator.storage.reading import first, listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token: `forum` None means all of them, `account` who made it (None: command line)."""

    id: int
    hash: str
    name: str
    scopes: Sequence[str]
    forum: str | None
    account: int | None
    made: datetime
    expires: datetime | None
    revoked: datetime | None
    used: datetime | None


async def add(
    kept: Kept,
    *,
    hashed: str,
    name: str,
    scopes: Sequence[str],
    made: datetime,
    forum: str | None = None,
    account: int | None = None,
    expires: datetime | None = None,
) -> int:
    """Keep a token by its hash and return its id."""
    row = {"hash": hashed, "name": name, "scopes": [*scopes], "forum": forum, "account": account}
    new = insert(tokens).values(**row, made=made, expires=expires)
    return int(await kept.scalar(new.returning(tokens.c.id)) or 0)


async def get(kept: Kept, hashed: str, now: datetime) -> Token | None:
    """Return the token with that hash that opens something now."""
    lasts = tokens.c.expires.is_(None) | (tokens.c.expires > now)
    valid = (tokens.c.hash == hashed) & tokens.c.revoked.is_(None) & lasts
    return await first(kept, select(tokens).where(valid), Token)


async def every(kept: Kept) -> list[Token]:
    """Return all tokens, revoked ones too, in the order in which they were made."""
    return await listed(kept, select(tokens).order_by(tokens.c.id), Token)


async def revoke(kept: Kept, token: int, at: datetime) -> bool:
    """Shut a token for good; tell whether it was open."""
    return await _note(kept, (tokens.c.id == token) & tokens.c.revoked.is_(None), revoked=at)


async def use(kept: Kept, token: int, at: datetime) -> bool:
    """Note when a token was last used."""
    return await _note(kept, tokens.c.id == token, used=at)


async def _note(kept: Kept, one: ColumnElement[bool], **values: datetime) -> bool:
    return (await kept.execute(update(tokens).where(one).values(values))).rowcount == 1
