"""What is carried, and what carries it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

# Commits that this message is about to go, and tells whether it is still ours to send.
Mark = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message for one recipient; only its Message-ID may stand in a log."""

    message_id: str
    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message that came in: its bytes, and the handle by which its inbox knows it.

    Of one that could not be read whole, `raw` is at most its beginning and `wrong` says why.
    """

    handle: str
    raw: bytes = field(repr=False)
    wrong: str = ""


class Transport(Protocol):
    """Carries mail out; `tells` is False where its recipients do not get it by this alone."""

    tells: bool

    async def send(self, mail: Mail, before_data: Mark) -> str:
        """Send one message and return the server's final reply, or raise an outcome.

        `before_data` is awaited once the recipient is accepted, before the first byte of the
        message; if it says no, nothing is sent.
        """
        ...

    async def close(self) -> None:
        """Let go of everything that is kept open."""
        ...


class Inbox(Protocol):
    """Gives what came in, again and again until each letter is said to be done."""

    async def fetch(self) -> Sequence[Letter]:
        """Return the next letters, a bounded number of bounded size."""
        ...

    async def done(self, handle: str) -> None:
        """Take a letter out of what `fetch` returns; nothing is ever deleted."""
        ...

    async def close(self) -> None:
        """Let go of everything that is kept open."""
        ...
