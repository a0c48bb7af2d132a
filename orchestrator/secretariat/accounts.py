"""Accounts: opened by a one-time link, given roles by an owner; no password is ever a default."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.secretariat.passwords import Passwords, refuse_weak
from orchestrator.storage import Kept, Store, audit, sign_ins
from orchestrator.storage import accounts as rows
from orchestrator.storage.accounts import Account, Role

# The first owner sits before the console; others find their link in a message.
FIRST_LASTS, INVITED_LASTS = timedelta(days=1), timedelta(days=7)
LONGEST_NAME = 100
CONSOLE = "console"


class AccountError(OrchestratorError):
    """What somebody wanted of an account cannot be."""


def digest(secret: str) -> str:
    """Return what the store knows of a secret; it is long and random, so one hash is enough."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def secret() -> str:
    """Return 256 bits that nobody can guess, in letters that no mail client cuts."""
    return secrets.token_hex(32)


def called(name: str) -> str:
    """Return a name as it is kept: spelt in one way, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).split())[:LONGEST_NAME]


async def first_link(store: Store, now: datetime) -> str | None:
    """Return the secret of a one-time link for the first owner; None once there is one."""
    async with store.transaction() as kept:
        if await rows.usable(kept):
            return None
        once, expires = secret(), now + FIRST_LASTS
        waiting = [each for each in await rows.every(kept) if not each.password]
        first = next((each for each in waiting if each.role == "owner"), None)
        if first is None:
            first_id = await rows.add(
                kept, role="owner", made=now, once=digest(once), once_expires=expires
            )
        else:
            first_id = first.id
            await rows.invite(kept, first_id, once=digest(once), expires=expires)
        await _note(kept, now, CONSOLE, "account link", first_id)
    return once


async def opened(kept: Kept, once: str, now: datetime) -> Account | None:
    """Return the account that a one-time link still opens."""
    return await rows.opened(kept, digest(once), now)


async def settle(
    store: Store, passwords: Passwords, once: str, *, name: str, password: str, now: datetime
) -> int:
    """Give an account its name and password by its one-time link; return its id."""
    wanted = _usable(name)
    refuse_weak(password, wanted)
    hashed = await passwords.hashed(password)
    async with store.transaction() as kept:
        account = await rows.opened(kept, digest(once), now)
        if account is None:
            raise AccountError(N_("This link was used before, or is too old. Ask for a new one."))
        await _refuse_taken(kept, wanted, account.id)
        await rows.settle(kept, digest(once), name=wanted, password=hashed, now=now)
        await sign_ins.end_all(kept, account.id)  # a new password shuts out who knew the old one
        await _note(kept, now, actor(account.id), "account opened", account.id)
    return account.id


def _usable(name: str) -> str:
    wanted = called(name)
    if not wanted or not wanted.isprintable():
        raise AccountError(N_("Give a name under which you sign in."))
    return wanted


async def known(kept: Kept, name: str) -> Account | None:
    """Return the account that somebody means by a name, large and small letters alike.

    Where two names once differed in nothing else, each is meant by its own spelling only.
    """
    wanted = called(name)
    same = [each for each in await rows.every(kept) if _is_same(each.name, wanted)]
    exact = [each for each in same if each.name == wanted]
    found = exact or same
    return found[0] if len(found) == 1 else None


def _is_same(name: str | None, wanted: str) -> bool:
    return name is not None and name.casefold() == wanted.casefold()


async def _refuse_taken(kept: Kept, name: str, mine: int | None) -> None:
    every = await rows.every(kept)
    if any(_is_same(each.name, name) and each.id != mine for each in every):
        raise AccountError(N_("Somebody else has the name '{name}' already."), name=name)


async def invite(
    store: Store,
    *,
    name: str,
    role: Role,
    forums: Sequence[str] | None,
    by: str,
    now: datetime,
) -> str:
    """Make an account and return the secret of its one-time link."""
    wanted, once = _usable(name), secret()
    async with store.transaction() as kept:
        await _refuse_taken(kept, wanted, None)
        account = await rows.add(
            kept,
            name=wanted,
            role=role,
            forums=forums,
            made=now,
            once=digest(once),
            once_expires=now + INVITED_LASTS,
        )
        details = {"role": role, "forums": list(forums) if forums is not None else None}
        await _note(kept, now, by, "account made", account, **details)
    return once


async def again(store: Store, account: int, *, by: str, now: datetime) -> str:
    """Return the secret of a new one-time link, for who has lost their password."""
    once = secret()
    async with store.transaction() as kept:
        await rows.invite(kept, account, once=digest(once), expires=now + INVITED_LASTS)
        await _note(kept, now, by, "account link", account)
    return once


async def regained(store: Store, name: str, *, now: datetime) -> str:
    """Return the secret of a new one-time link for who sits at the console and names an account."""
    async with store.reading() as kept:
        account = await known(kept, name)
        owners = [each.name for each in await rows.every(kept) if each.role == "owner"]
    if account is None or account.locked is not None:
        raise UsageError(
            N_("There is no open account '{name}'. Owners are: {owners}."),
            name=name,
            owners=", ".join(filter(None, owners)) or "-",
        )
    return await again(store, account.id, by=CONSOLE, now=now)


async def appoint(
    store: Store,
    account: int,
    *,
    role: Role,
    forums: Sequence[str] | None,
    by: str,
    now: datetime,
) -> None:
    """Give an account another role, or other forums."""
    async with store.transaction() as kept:
        await rows.appoint(kept, account, role=role, forums=forums)
        await _refuse_ownerless(kept)
        details = {"role": role, "forums": list(forums) if forums is not None else None}
        await _note(kept, now, by, "role", account, **details)


async def shut(store: Store, account: int, *, shut_: bool, by: str, now: datetime) -> None:
    """Shut an account and end its sign-ins, or open it again."""
    async with store.transaction() as kept:
        await rows.lock(kept, account, now if shut_ else None)
        if shut_:
            await sign_ins.end_all(kept, account)
            await _refuse_ownerless(kept)
        await _note(kept, now, by, "account shut" if shut_ else "account opened", account)


async def _refuse_ownerless(kept: Kept) -> None:
    if not await rows.usable(kept):
        raise AccountError(N_("One owner must stay who can sign in."))


def actor(account: int) -> str:
    """Return how the audit names an account: by its id, for a name can be changed or erased."""
    return f"account:{account}"


async def _note(
    kept: Kept, now: datetime, by: str, action: str, account: int, **details: object
) -> None:
    await audit.add(kept, at=now, actor=by, action=action, object=actor(account), details=details)
