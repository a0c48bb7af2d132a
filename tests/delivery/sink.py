"""A mail server that takes everything and passes on nothing, with faults on order.

In a test: `async with Sink() as sink`. As a process of its own, which prints its port:
`python -m tests.delivery.sink --port 0 --log FILE --faults SPEC --seed N`.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import re
import signal
import ssl
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.delivery.faults import Dice, Fault, faults
from tests.delivery.ledgers import Log, Taken

ADDRESS = re.compile(r"(?:FROM|TO):\s*<([^>]*)>(.*)", re.IGNORECASE)
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
GARBAGE = b"\x00\xff what?\r\n250 yes\r\n"
FOREVER = 3600.0


class HangUpError(Exception):
    """The sink closes the connection without another word."""


@dataclass(slots=True)
class Envelope:
    """What has been said of the message so far."""

    sender: str | None = None
    options: str = ""
    recipients: list[str] = field(default_factory=list)


class Sink:
    """Listens on this machine only; `taken` is what it took, `dice.once` what goes wrong next."""

    def __init__(
        self,
        chances: Sequence[Fault] = (),
        *,
        seed: int = 0,
        log: Path | None = None,
        tls: ssl.SSLContext | None = None,
        wrapped: bool = False,
        users: Mapping[str, str] | None = None,
        extensions: Sequence[str] = ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 35000000"),
        keep: bool = True,
    ) -> None:
        """Choose what it offers; without `keep` it forgets the bytes of what it took."""
        self.dice = Dice(chances, seed)
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.port = 0
        self.tls = tls
        self.wrapped = wrapped
        self.users = dict(users or {})
        self.extensions = tuple(extensions)
        self.keep = keep
        self.log = Log(log) if log else None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Listen, and return the port."""
        guard = self.tls if self.wrapped else None
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", port, ssl=guard, limit=2**20
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self.port

    async def stop(self) -> None:
        """Hang up on everybody and stop listening."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
        if self.log is not None:
            await self.log.close()

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def url(self) -> str:
        """Return its address as a setting."""
        return f"smtp{'s' if self.wrapped else ''}://127.0.0.1:{self.port}"

    def order(self, *specs: str) -> None:
        """Let these faults happen once each, in this order: `drop@taken`, `451@rcpt/nobody`."""
        for spec in specs:
            self.dice.once += faults(spec if "=" in spec else f"{spec}=1")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            with suppress(HangUpError, OSError, asyncio.IncompleteReadError, ValueError):
                await Session(self, reader, writer).talk()
        except asyncio.CancelledError:
            pass  # asyncio would print a task of its server that ends so
        finally:
            self.open -= 1
            writer.transport.abort()


class Session:
    """One conversation."""

    def __init__(
        self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Begin knowing nobody."""
        self.sink = sink
        self.reader = reader
        self.writer = writer
        self.guarded = sink.wrapped
        self.known = not sink.users
        self.envelope = Envelope()

    async def talk(self) -> None:
        """Greet, then answer one command after the other until somebody hangs up."""
        if not await self._goes_wrong("connect"):
            await self._say("220 sink.example.org ESMTP")
        while line := (await self.reader.readline()).decode("utf-8", "replace"):
            verb, _, rest = line.strip().partition(" ")
            self.sink.commands.append(line.strip())
            answer = getattr(self, f"_{verb.lower()}", None)
            if verb.lower() not in VERBS or answer is None:
                await self._say("502 5.5.1 no such command")
            else:
                await answer(rest)

    async def _say(self, *lines: str) -> None:
        *first, last = lines
        parts = [f"{line[:3]}-{line[4:]}" for line in first]
        self.writer.write("".join(f"{line}\r\n" for line in [*parts, last]).encode())
        await self.writer.drain()

    async def _goes_wrong(self, stage: str) -> bool:
        """Let happen what goes wrong here; tell whether it stands in the place of the answer."""
        fault = self.sink.dice.thrown(stage, " ".join(self.envelope.recipients))
        return fault is not None and await self._happen(fault)

    async def _happen(self, fault: Fault) -> bool:
        if fault.what == "drop":
            raise HangUpError
        if fault.what in ("hang", "delay"):
            await asyncio.sleep(fault.seconds or FOREVER)
            return fault.what == "hang"
        if fault.what == "garbage":
            self.writer.write(GARBAGE)
            await self.writer.drain()
            return True
        await self._say(f"{fault.what} 4.0.0 ordered for <{' '.join(self.envelope.recipients)}>")
        if fault.what == "421":
            raise HangUpError
        return True

    async def _ehlo(self, _name: str) -> None:
        if await self._goes_wrong("ehlo"):
            return
        offers = list(self.sink.extensions)
        offers += ["STARTTLS"] if self.sink.tls and not self.guarded else []
        offers += ["AUTH PLAIN LOGIN"] if self.sink.users else []
        await self._say("250 sink.example.org", *(f"250 {offer}" for offer in offers))

    async def _starttls(self, _rest: str) -> None:
        if self.sink.tls is None or self.guarded:
            await self._say("454 4.7.0 not here")
            return
        await self._say("220 go ahead")
        await self.writer.start_tls(self.sink.tls)
        self.guarded, self.envelope = True, Envelope()

    async def _auth(self, rest: str) -> None:
        way, _, first = rest.partition(" ")
        if way.upper() == "PLAIN":
            _, user, password = (await self._told(first, "")).split("\0")
        else:
            user = await self._told(first, "Username:")
            password = await self._told("", "Password:")
        self.known = self.sink.users.get(user) == password
        await self._say("235 2.7.0 welcome" if self.known else "535 5.7.8 not known here")

    async def _told(self, first: str, asked: str) -> str:
        if not first:
            await self._say(f"334 {base64.b64encode(asked.encode()).decode()}")
            first = (await self.reader.readline()).decode().strip()
        return base64.b64decode(first).decode()

    async def _mail(self, rest: str) -> None:
        found = ADDRESS.match(rest)
        if not self.known:
            await self._say("530 5.7.0 sign in first")
        elif found is None or self.envelope.sender is not None:
            await self._say("503 5.5.1 not now")
        elif not await self._goes_wrong("mail"):
            self.envelope = Envelope(found[1], found[2].strip())
            await self._say("250 2.1.0 ok")

    async def _rcpt(self, rest: str) -> None:
        found = ADDRESS.match(rest)
        if found is None or self.envelope.sender is None:
            await self._say("503 5.5.1 not now")
            return
        self.envelope.recipients.append(found[1])
        if not await self._goes_wrong("rcpt"):
            await self._say("250 2.1.5 ok")

    async def _data(self, _rest: str) -> None:
        if not self.envelope.recipients:
            await self._say("503 5.5.1 not now")
            return
        fault = self.sink.dice.thrown("data", " ".join(self.envelope.recipients))
        if fault and fault.what != "early" and await self._happen(fault):
            return
        await self._say(
            "354 go on\r\n250 2.0.0 queued" if fault and fault.what == "early" else "354 go on"
        )
        data = await self._body()
        if not await self._goes_wrong("dot"):
            await self._take(data)
        self.envelope = Envelope()

    async def _body(self) -> bytes:
        lines: list[bytes] = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line or (not lines and await self._goes_wrong("body")):
                raise HangUpError
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    async def _take(self, data: bytes) -> None:
        """Keep the message first and answer then, as a mail server must."""
        fault = self.sink.dice.thrown("taken", " ".join(self.envelope.recipients))
        told = fault is None or fault.what == "delay"
        found = MESSAGE_ID.search(data)
        for recipient in self.envelope.recipients:
            taken = Taken(
                at=time.time(),
                message_id=found[1].decode("ascii", "replace") if found else "",
                sender=self.envelope.sender or "",
                recipient=recipient,
                size=len(data),
                digest=hashlib.sha256(data).hexdigest(),
                told=told,
                data=data if self.sink.keep else b"",
            )
            self.sink.taken.append(taken)
            if self.sink.log is not None:
                await self.sink.log.put(taken)
        if fault is None or not await self._happen(fault):
            await self._say(f"250 2.0.0 queued as {len(self.sink.taken)}")

    async def _rset(self, _rest: str) -> None:
        self.envelope = Envelope()
        await self._say("250 2.0.0 ok")

    async def _noop(self, _rest: str) -> None:
        await self._say("250 2.0.0 ok")

    async def _quit(self, _rest: str) -> None:
        await self._say("221 2.0.0 goodbye")
        raise HangUpError


VERBS = frozenset({"ehlo", "starttls", "auth", "mail", "rcpt", "data", "rset", "noop", "quit"})


async def _run(told: argparse.Namespace) -> None:
    sink = Sink(faults(told.faults), seed=told.seed, log=told.log, keep=False)
    port = await sink.start(told.port)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()
    await sink.stop()


def main() -> None:
    """Listen until told to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--faults", default="")
    parser.add_argument("--seed", type=int, default=0)
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
