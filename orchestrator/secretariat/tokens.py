"""The tokens of machines: made once, shown once, shut for good; the store knows only a hash."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.secretariat.accounts import digest, secret
from orchestrator.storage import Kept, Store, audit, forums
from orchestrator.storage import tokens as rows
from orchestrator.storage.tokens import Token

Scope = Literal["read", "write", "send"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
# By this those who look for secrets in published texts know ours.
PREFIX = "orchestrator_"
# To be used is noted so often: each note waits for the disk.
NOTE = timedelta(minutes=5)
LONGEST_NAME = 100


def actor(token: int) -> str:
    """Return how the audit names a token."""
    return f"token:{token}"


async def make(
    kept: Kept,
    *,
    name: str,
    scopes: Sequence[str],
    by: str,
    now: datetime,
    forum: str | None = None,
    account: int | None = None,
    expires: datetime | None = None,
) -> str:
    """Keep a token for one forum or for all, and return its secret, which is not kept."""
    wanted = " ".join(name.split())[:LONGEST_NAME]
    unknown = [each for each in scopes if each not in SCOPES]
    if not wanted or not scopes or unknown:
        raise UsageError(
            N_("A token needs a name, and one or more of {known}."), known=", ".join(SCOPES)
        )
    if forum is not None and await forums.get(kept, forum) is None:
        raise UsageError(N_("There is no forum '{forum}' here."), forum=forum)
    held = PREFIX + secret()
    number = await rows.add(
        kept,
        hashed=digest(held),
        name=wanted,
        scopes=[each for each in SCOPES if each in scopes],
        made=now,
        forum=forum,
        account=account,
        expires=expires,
    )
    details = {"name": wanted, "scopes": [*scopes]}
    await audit.add(
        kept,
        at=now,
        actor=by,
        action="token made",
        forum=forum,
        object=actor(number),
        details=details,
    )
    return held


async def shut(kept: Kept, token: int, *, by: str, now: datetime) -> bool:
    """Shut a token for good; tell whether it was open."""
    done = await rows.revoke(kept, token, now)
    if done:
        await audit.add(kept, at=now, actor=by, action="token shut", object=actor(token))
    return done


async def opened(store: Store, held: str, now: datetime) -> Token | None:
    """Return what a secret opens, and note now and then that it is used."""
    if not held.startswith(PREFIX):
        return None
    async with store.reading() as kept:
        found = await rows.get(kept, digest(held), now)
    if found is not None and (found.used is None or now - found.used >= NOTE):
        async with store.transaction() as kept:
            await rows.use(kept, found.id, now)
    return found
