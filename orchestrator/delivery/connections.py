"""Connections to the relay, kept for the next message and closed on any error."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiosmtplib import SMTP, SMTPException, SMTPResponseException, SMTPServerDisconnected

from orchestrator.delivery.outcomes import Untried
from orchestrator.delivery.relays import Relay
from orchestrator.delivery.replies import tidy
from orchestrator.delivery.servers import Server
from orchestrator.delivery.turns import place
from orchestrator.findings import N_

UNREACHABLE = N_("The mail server cannot be reached.")
UNTRUSTED = N_("The mail server's certificate cannot be trusted.")
UNGUARDED = N_("The mail server offers no STARTTLS, so nothing was said to it.")
READABLE = N_("The mail server offers no TLS, so the password was not said to it.")
CLOSED = N_("The program is stopping.")

# What a broken connection, a broken TLS or a server out of its mind looks like from here.
TROUBLE = (SMTPException, OSError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long things may take, in seconds; a server that hangs holds up only its own message.

    `turn` is the wait for a connection, `open` everything until it can be used, `reply` one
    command, `data` the message itself with its final reply. An unused connection is asked whether
    it still lives after `fresh` and let go after `idle`; one is let go after `messages`.
    """

    turn: float = 20
    open: float = 30
    reply: float = 60
    data: float = 300
    fresh: float = 5
    idle: float = 60
    messages: int = 100
    pause: float = 1
    longest_pause: float = 4


class Connection:
    """One conversation with the relay."""

    def __init__(self, client: SMTP) -> None:
        """Keep a client that is connected, signed in and has sent nothing."""
        self.client = client
        self.used = 0
        self.since = asyncio.get_running_loop().time()

    @property
    def kept(self) -> bool:
        """Tell whether it has carried a message before, and so may have died since."""
        return self.used > 0

    def refuse_leftovers(self) -> None:
        """Give up on a server that has said more than it was asked.

        aiosmtplib keeps what came in one piece with an answer, and takes it for the answer to the
        next command: an early "250" would pass for the receipt of a message.
        """
        protocol = self.client.protocol
        if protocol is None or protocol._buffer:  # noqa: SLF001 - it shows this in no other way
            raise SMTPServerDisconnected("out of step")

    def drop(self) -> None:
        """Close it without a word."""
        self.client.close()

    async def leave(self) -> None:
        """Say goodbye and close it, whatever the server makes of that."""
        with suppress(*TROUBLE):
            await self.client.quit(timeout=1)
        self.drop()


class Pool:
    """The connections to one relay: made when needed, bounded, reused while they are sound."""

    def __init__(self, relay: Relay, patience: Patience) -> None:
        """Make no connection yet."""
        self._server = relay.server
        self._patience = patience
        self._places = asyncio.Semaphore(relay.connections)
        self._idle: list[Connection] = []
        self._tls: ssl.SSLContext | None = None
        self._name: str | None = None
        self._pause = 0.0
        self._shut_until = 0.0
        self._why = UNREACHABLE
        self._closed = False
        self._watching: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def connection(self, *, fresh: bool = False) -> AsyncIterator[Connection]:
        """Give a connection, a kept one unless `fresh`; after any error it is closed."""
        await place(self._places, asyncio.get_running_loop().time() + self._patience.turn)
        try:
            connection = await self._take(fresh=fresh)
            try:
                yield connection
            except BaseException:
                connection.drop()
                raise
            await self._give_back(connection)
        finally:
            self._places.release()

    async def close(self) -> None:
        """Close what is idle; what is in use is closed when it comes back."""
        self._closed = True
        if self._watching is not None:
            self._watching.cancel()
        idle, self._idle = self._idle, []
        await asyncio.gather(*(connection.leave() for connection in idle))

    async def _take(self, *, fresh: bool) -> Connection:
        now = asyncio.get_running_loop().time()
        while self._idle and not fresh:
            connection = self._idle.pop()  # the one used last is the likeliest to live
            if await self._lives(connection, now):
                return connection
            connection.drop()
        if self._closed:
            raise Untried(CLOSED)
        if now < self._shut_until:
            raise Untried(self._why)
        return await self._open()

    async def _lives(self, connection: Connection, now: float) -> bool:
        age = now - connection.since
        if not connection.client.is_connected:
            return False
        try:
            connection.refuse_leftovers()
            if age > self._patience.fresh:
                await connection.client.noop(timeout=self._patience.fresh)
        except TROUBLE:
            return False
        return True

    async def _give_back(self, connection: Connection) -> None:
        connection.used += 1
        connection.since = asyncio.get_running_loop().time()
        if self._closed or connection.used >= self._patience.messages:
            await connection.leave()
        elif connection.client.is_connected:
            self._idle.append(connection)
            self._watch()

    def _watch(self) -> None:
        """See to it that idle connections are let go: to the relay each is a place taken."""
        if self._watching is None and self._idle:
            loop = asyncio.get_running_loop()
            self._watching = loop.call_later(self._patience.idle, self._let_go)

    def _let_go(self) -> None:
        self._watching = None
        before = asyncio.get_running_loop().time() - self._patience.idle
        old = [connection for connection in self._idle if connection.since <= before]
        self._idle = [connection for connection in self._idle if connection.since > before]
        for connection in old:
            connection.drop()
        self._watch()

    async def _open(self) -> Connection:
        """Open a connection; after a failure the relay has peace for a moment."""
        try:
            client = await self._connect()
        except Untried as why:
            self._pause = min(2 * self._pause or self._patience.pause, self._patience.longest_pause)
            self._shut_until = asyncio.get_running_loop().time() + self._pause
            self._why = why.reply
            raise
        self._pause = 0.0
        return Connection(client)

    async def _connect(self) -> SMTP:
        client: SMTP | None = None
        try:
            async with asyncio.timeout(self._patience.open):
                client = await self._client()
                await client.connect()
                await _guard(client, self._server)
                await _sign_in(client, self._server)
        except BaseException as wrong:
            if client is not None:
                client.close()
            if isinstance(wrong, (*TROUBLE, TimeoutError)):
                raise Untried(_why(wrong, self._server)) from None
            raise
        return client

    async def _client(self) -> SMTP:
        guarded = self._server.wrapped or self._server.starttls != "no"
        if guarded and self._tls is None:
            self._tls = await asyncio.to_thread(self._server.tls)
        if self._name is None:
            self._name = await asyncio.to_thread(_own_name)
        return SMTP(
            hostname=self._server.host,
            port=self._server.port,
            local_hostname=self._name,
            timeout=self._patience.reply,
            use_tls=self._server.wrapped,
            start_tls=False,
            tls_context=self._tls,
        )


async def _guard(client: SMTP, server: Server) -> None:
    await client.ehlo()
    if server.wrapped or server.starttls == "no":
        return
    if client.supports_extension("starttls"):
        await client.starttls()
        await client.ehlo()
    elif server.starttls == "required":
        raise Untried(UNGUARDED)


async def _sign_in(client: SMTP, server: Server) -> None:
    if server.user is None:
        return
    if client.get_transport_info("sslcontext") is None and not server.loopback:
        raise Untried(READABLE)
    await client.login(server.user, server.password or "")


def _why(wrong: BaseException, server: Server) -> str:
    if isinstance(wrong, ssl.SSLError) or isinstance(wrong.__cause__, ssl.SSLError):
        return UNTRUSTED
    if isinstance(wrong, SMTPResponseException):
        return tidy(f"{wrong.code} {wrong.message}", server.user or "", server.password or "")
    return UNREACHABLE


def _own_name() -> str:
    """Return what we call ourselves in EHLO: our full name, else an address (RFC 5321 4.1.3)."""
    name = socket.getfqdn()
    return name if name.isascii() and "." in name and " " not in name else "[127.0.0.1]"
