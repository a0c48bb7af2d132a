"""Signing in and out: slowed down by name and by address, remembered in the store."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.accounts import actor, called, digest, known, secret
from orchestrator.secretariat.passwords import Passwords, refuse_weak
from orchestrator.storage import Kept, Store, accounts, audit, sign_ins, tries
from orchestrator.storage.accounts import Account
from orchestrator.storage.sign_ins import SignIn

IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)
# To be seen again is noted so often: each note waits for the disk.
NOTE = timedelta(minutes=5)
FRESH = timedelta(minutes=30)
WINDOW = timedelta(minutes=15)
# A person mistypes a few times; an office behind one address is many persons.
MOST_BY_NAME, MOST_BY_ADDRESS = 10, 50
LONGEST_AGENT = 200
WRONG = N_("The name or the password is not right.")


class RefusedError(OrchestratorError):
    """Nobody is signed in by this."""


class TooManyError(RefusedError):
    """Too many tries: right or wrong, none is looked at for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """Somebody at the door: what they call themselves, from where, with which browser."""

    name: str
    password: str
    address: str
    agent: str


async def sign_in(store: Store, passwords: Passwords, knock: Knock, now: datetime) -> str:
    """Return the secret that the browser is to hold."""
    tried = await _tried(store, knock, now)
    async with store.reading() as kept:
        account = await known(kept, knock.name)
    right = await passwords.verified(account.password if account else None, knock.password)
    if account is None or not right or account.locked is not None:
        raise RefusedError(WRONG)
    outdated = passwords.is_outdated(account.password or "")
    anew = await passwords.hashed(knock.password) if outdated else None
    async with store.transaction() as kept:
        await tries.forget(kept, _by_name(knock.name))
        await tries.remove(kept, tried)
        await sign_ins.sweep(kept, now)
        if anew is not None:
            await accounts.rehash(kept, account.id, anew)
        return await admit(kept, account.id, knock.agent, now)


async def _tried(store: Store, knock: Knock, now: datetime) -> int:
    """Count the try before the password is looked at, so that many at once are counted too."""
    by_name, by_address = _by_name(knock.name), _by_address(knock.address)
    after = now - WINDOW
    async with store.transaction() as kept:
        await tries.sweep(kept, after)
        many = await tries.since(kept, by_name, after) >= MOST_BY_NAME
        many |= await tries.since(kept, by_address, after) >= MOST_BY_ADDRESS
        if not many:
            await tries.add(kept, by_name, now)
            return await tries.add(kept, by_address, now)
    raise TooManyError(
        N_("There were too many tries. Wait {n} minutes, then try again."),
        n=int(WINDOW.total_seconds() / 60),
    )


def _by_name(name: str) -> str:
    # As a hash: people type their password into the field above it.
    return f"name:{hashlib.sha256(called(name).casefold().encode()).hexdigest()}"


def _by_address(address: str) -> str:
    """Return a network: one household has more IPv6 addresses than anybody can count."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "address:?"
    size = 64 if found.version == 6 else 32
    return f"address:{ipaddress.ip_network((found, size), strict=False)}"


async def admit(kept: Kept, account: int, agent: str, now: datetime) -> str:
    """Keep a sign-in of an account and return its secret."""
    held = secret()
    await sign_ins.add(
        kept,
        hashed=digest(held),
        account=account,
        agent=agent[:LONGEST_AGENT],
        at=now,
        expires=now + IDLE,
    )
    await audit.add(kept, at=now, actor=actor(account), action="sign in")
    return held


async def visitor(store: Store, held: str, now: datetime) -> tuple[Account, SignIn] | None:
    """Return who holds a secret, and note now and then that they are still there."""
    async with store.reading() as kept:
        found = await sign_ins.get(kept, digest(held), now)
        account = await accounts.get(kept, found.account) if found else None
    if found is None or account is None or account.locked is not None:
        return None
    if now - found.seen >= NOTE:
        until = min(now + IDLE, found.made + LONGEST)
        async with store.transaction() as kept:
            await sign_ins.see(kept, found.hash, at=now, expires=until)
    return account, found


async def freshen(
    store: Store,
    passwords: Passwords,
    knock: Knock,
    *,
    account: Account,
    found: SignIn,
    now: datetime,
) -> None:
    """Take the password once more from somebody who is signed in."""
    tried = await _tried(store, knock, now)
    if not await passwords.verified(account.password, knock.password):
        raise RefusedError(N_("The password is not right."))
    async with store.transaction() as kept:
        await tries.forget(kept, _by_name(knock.name))
        await tries.remove(kept, tried)
        await sign_ins.freshen(kept, found.hash, now)


def is_fresh(found: SignIn, now: datetime) -> bool:
    """Tell whether the password was given a short while ago."""
    return now - found.fresh < FRESH


async def change(
    store: Store,
    passwords: Passwords,
    knock: Knock,
    *,
    account: Account,
    found: SignIn,
    wanted: str,
    now: datetime,
) -> None:
    """Give an account another password, and sign it out everywhere else."""
    refuse_weak(wanted, account.name or "")
    tried = await _tried(store, knock, now)
    if not await passwords.verified(account.password, knock.password):
        raise RefusedError(N_("The password until now is not right."))
    hashed = await passwords.hashed(wanted)
    async with store.transaction() as kept:
        await tries.forget(kept, _by_name(knock.name))
        await tries.remove(kept, tried)
        await accounts.rehash(kept, account.id, hashed)
        await sign_ins.end_all(kept, account.id, but=found.hash)
        await sign_ins.freshen(kept, found.hash, now)
        await audit.add(kept, at=now, actor=actor(account.id), action="password")


async def sign_out_everywhere(store: Store, found: SignIn, now: datetime) -> None:
    """End every sign-in of an account, this one too."""
    async with store.transaction() as kept:
        await sign_ins.end_all(kept, found.account)
        await audit.add(kept, at=now, actor=actor(found.account), action="sign out")


async def sign_out(store: Store, account: int, sign_in_: int, now: datetime) -> None:
    """End a sign-in, one's own or one in another browser."""
    async with store.transaction() as kept:
        if await sign_ins.revoke(kept, account, sign_in_):
            await audit.add(kept, at=now, actor=actor(account), action="sign out")
