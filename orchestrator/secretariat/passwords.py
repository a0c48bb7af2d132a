"""Passwords: hashed with argon2id beside the loop, two at a time, for each takes 64 MiB."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

AT_ONCE = 2
SHORTEST, LONGEST = 12, 1024  # characters
# What is verified where there is no such account, so that the time taken tells nothing.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$dgcoUA731Xz3wKHOBr+MiA"
    "$cP7EP5dqoUkM1gyZ1NJNJc68td0Nz+aH4sjoTi0viUc"
)


class WeakPasswordError(OrchestratorError):
    """A password that is too short, too long, or the name."""


class Passwords:
    """Hashes and verifies passwords in two threads of its own."""

    def __init__(self) -> None:
        self._hands = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="passwords")
        self._hasher = PasswordHasher()

    async def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hands, self._hasher.hash, even(password))

    async def verified(self, kept: str | None, password: str) -> bool:
        """Tell whether this is the password that was kept; with None it never is."""
        loop, given = asyncio.get_running_loop(), even(password[:LONGEST])
        right = await loop.run_in_executor(self._hands, self._verify, kept or NOBODY, given)
        return right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made with lesser effort than new ones are."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Let the threads go."""
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def even(password: str) -> str:
    """Return a password as every keyboard writes it: one letter can be spelt in several ways."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str, name: str) -> None:
    """Raise where a password is easily guessed."""
    if not SHORTEST <= len(even(password)) <= LONGEST:
        raise WeakPasswordError(
            N_("A password has at least {n} characters: a sentence is easier to remember."),
            n=SHORTEST,
        )
    if even(password).casefold() == name.casefold():
        raise WeakPasswordError(N_("The password must not be the name."))
