"""A mailbox on a server: what was not read yet comes in by IMAP, and nothing is ever deleted."""

import asyncio
import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from orchestrator.delivery.bounds import HEAD, MOST_AT_ONCE, MOST_BYTES, MOST_LETTERS, TOO_LARGE
from orchestrator.delivery.mail import Letter
from orchestrator.delivery.replies import tidy
from orchestrator.delivery.servers import Server, ServerError, server
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase

SECONDS = 30.0
# A server that answers a byte at a time is hung up on after so many times that.
PATIENCE = 10

UNREACHABLE = N_("it cannot be reached")
UNTRUSTED = N_("its certificate cannot be trusted")
UNGUARDED = N_("it offers no STARTTLS")
READABLE = N_("it offers no TLS, and the password would travel readable")
CLOSED = N_("it lets nobody sign in with a password on this way; `starttls=required` may help")
UNMARKED = N_("it may only be read, so that no message could be marked as done")
SILENT = N_("The mail server does not give the text of this message.")

UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
# Runs of letters that a mailbox's name holds in modified UTF-7 (RFC 3501 5.1.3).
FOREIGN = re.compile(r"[^ -~]+")

TROUBLE = (imaplib.IMAP4.error, OSError, ValueError)
T = TypeVar("T")


class MailboxError(OrchestratorError):
    """The mailbox cannot be read now; the next poll tries again."""


class _RefusedError(Exception):
    """The server is there and will not do; the argument says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox and the server that keeps it; nobody but this program should read in it."""

    server: Server
    name: str


def mailbox(url: str) -> Mailbox:
    """Read `imap[s]://user:password@host:port/mailbox`; without a name it is INBOX."""
    found = server(url, "imap")
    if not (found.user and found.password):
        raise ServerError(
            N_("The address of the mailbox needs a user and a password: {form}."),
            form="imaps://user:password@host/mailbox",
        )
    return Mailbox(server=found, name=found.path or "INBOX")


Known = Callable[[imaplib.IMAP4], None]


class _Open(imaplib.IMAP4):
    """A client that makes itself known before it waits for the greeting, so that it can be cut."""

    def __init__(self, known: Known, place: Server, seconds: float) -> None:
        self._known = known
        super().__init__(place.host, place.port, timeout=seconds)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        self._known(self)


class _Guarded(imaplib.IMAP4_SSL):
    """The same with TLS from the first byte."""

    def __init__(self, known: Known, place: Server, seconds: float) -> None:
        self._known = known
        super().__init__(place.host, place.port, timeout=seconds, ssl_context=place.tls())

    def open(self, host: str = "", port: int | None = 0, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        self._known(self)


class ImapInbox:
    """Gives the unseen messages of a mailbox; what is done is marked as seen."""

    def __init__(self, place: Mailbox, seconds: float = SECONDS) -> None:
        """Connect to nothing yet; no single answer may take longer than `seconds`."""
        self._place = place
        self._seconds = seconds
        self._client: imaplib.IMAP4 | None = None
        self._validity = ""
        self._lock = asyncio.Lock()

    async def fetch(self) -> Sequence[Letter]:
        """Return the next unseen messages."""
        return await self._do(self._letters)

    async def done(self, handle: str) -> None:
        """Mark a message as seen, unless the mailbox has numbered its messages anew."""
        validity, _, number = handle.partition(".")

        def mark(client: imaplib.IMAP4) -> None:
            if client.state != "SELECTED":
                self._select(client)
            # Under a new UIDVALIDITY the number is another message's; this one comes once more.
            if validity == self._validity:
                _told(client.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))

        await self._do(mark)

    async def close(self) -> None:
        """Sign out."""
        async with self._lock:
            await asyncio.to_thread(self._leave)

    async def _do(self, work: Callable[[imaplib.IMAP4], T]) -> T:
        async with self._lock:
            task = asyncio.create_task(asyncio.to_thread(self._run, work))
            try:
                await asyncio.wait({task}, timeout=PATIENCE * self._seconds)
            finally:
                if not task.done():  # too slow, or we are stopping: the thread must end as well
                    self._cut()
                    await asyncio.wait({task})
            return task.result()

    def _run(self, work: Callable[[imaplib.IMAP4], T]) -> T:
        try:
            if self._client is not None:
                with suppress(imaplib.IMAP4.abort, OSError):  # it died of old age: once more
                    return work(self._client)
                self._drop()
            return work(self._sign_in())
        except TROUBLE as wrong:
            self._drop()
            raise self._error(wrong) from None
        except _RefusedError as wrong:
            self._drop()
            raise self._error(wrong) from None

    def _error(self, wrong: Exception) -> MailboxError:
        return MailboxError(
            N_("The mailbox on {host} cannot be read: {reason}."),
            host=self._place.server.host,
            reason=_why(wrong, self._place.server),
        )

    def _sign_in(self) -> imaplib.IMAP4:
        place = self._place.server
        client = self._connected(place)
        guarded = _guard(client, place)
        if not (guarded or place.loopback):
            raise _RefusedError(READABLE)
        if "LOGINDISABLED" in client.capabilities:
            raise _RefusedError(CLOSED)
        user, password = place.user or "", place.password or ""
        if "AUTH=PLAIN" in client.capabilities:
            client.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            client.login(quoted(user), password)
        return client

    def _connected(self, place: Server) -> imaplib.IMAP4:
        kind = _Guarded if place.wrapped else _Open
        return kind(self._keep, place, self._seconds)

    def _keep(self, client: imaplib.IMAP4) -> None:
        self._client = client

    def _letters(self, client: imaplib.IMAP4) -> tuple[Letter, ...]:
        self._select(client)
        found = _told(client.uid("SEARCH", "UNSEEN", "UNDELETED"))
        numbers = [part for line in found if isinstance(line, bytes) for part in line.split()]
        sizes = _sizes(client, numbers[:MOST_LETTERS])
        return tuple(self._letter(client, number, size) for number, size in _bounded(sizes))

    def _select(self, client: imaplib.IMAP4) -> None:
        _told(client.select(quoted(encoded(self._place.name))))
        _, (validity, *_) = client.response("UIDVALIDITY")
        self._validity = validity.decode() if isinstance(validity, bytes) else ""

    def _letter(self, client: imaplib.IMAP4, number: int, size: int) -> Letter:
        handle = f"{self._validity}.{number}"
        large = size > MOST_BYTES
        most = HEAD if large else MOST_BYTES
        # PEEK: to look at a message must not mark it as seen.
        parts = _told(client.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{most}>)"))
        for part in parts:
            if isinstance(part, tuple) and b"BODY[]" in part[0]:
                return Letter(handle=handle, raw=part[1], wrong=TOO_LARGE if large else "")
        return Letter(handle=handle, raw=b"", wrong=SILENT)

    def _cut(self) -> None:
        if self._client is not None:
            with suppress(OSError):
                self._client.sock.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.shutdown()

    def _leave(self) -> None:
        # LOGOUT without CLOSE: that would expunge what others have marked as deleted.
        if self._client is not None:
            with suppress(*TROUBLE):
                self._client.logout()
        self._drop()


def _guard(client: imaplib.IMAP4, place: Server) -> bool:
    """Ask for TLS where it is wanted; tell whether the conversation is guarded now."""
    if place.wrapped or place.starttls == "no":
        return place.wrapped
    if "STARTTLS" in client.capabilities:
        client.starttls(place.tls())
        return True
    if place.starttls == "required":
        raise _RefusedError(UNGUARDED)
    return False


def _told(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        said = b" ".join(part for part in data if isinstance(part, bytes))
        raise imaplib.IMAP4.error(said.decode("utf-8", "replace"))
    return data


def _sizes(client: imaplib.IMAP4, numbers: Sequence[bytes]) -> Mapping[int, int]:
    if not numbers:
        return {}
    wanted = b",".join(numbers).decode("ascii")
    sizes: dict[int, int] = {}
    for line in _told(client.uid("FETCH", wanted, "(UID RFC822.SIZE)")):
        uid, size = UID.search(line or b""), SIZE.search(line or b"")
        if uid and size:
            sizes[int(uid[1])] = int(size[1])
    return sizes


def _bounded(sizes: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield messages, the oldest first, until they are as much as may be taken in at once."""
    total = 0
    for number in sorted(sizes):
        total += min(sizes[number], MOST_BYTES)
        if total > MOST_AT_ONCE:
            return
        yield number, sizes[number]


def _why(wrong: Exception, place: Server) -> Phrase | str:
    if isinstance(wrong, _RefusedError):
        return phrase(str(wrong))
    if isinstance(wrong, ssl.SSLError):
        return phrase(UNTRUSTED)
    if isinstance(wrong, imaplib.IMAP4.readonly):
        return phrase(UNMARKED)
    if isinstance(wrong, imaplib.IMAP4.abort | OSError):
        return phrase(UNREACHABLE)
    said = wrong.args[0] if wrong.args else ""  # imaplib's LOGIN gives bytes, the others text
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return tidy(text, place.password or "", place.user or "").rstrip(".") or phrase(UNREACHABLE)


def quoted(text: str) -> str:
    """Return a text as IMAP's quoted string; imaplib quotes neither users nor mailboxes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def encoded(name: str) -> str:
    """Return a mailbox's name in modified UTF-7 (RFC 3501 5.1.3)."""
    return FOREIGN.sub(_shifted, name.replace("&", "&-"))


def _shifted(run: re.Match[str]) -> str:
    packed = base64.b64encode(run[0].encode("utf-16-be")).decode("ascii")
    return "&" + packed.rstrip("=").replace("/", ",") + "-"
