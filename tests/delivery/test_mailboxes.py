"""Against a real server: what imaplib and Dovecot make of it is what counts."""

from __future__ import annotations

import asyncio
import imaplib
import socket
import socketserver
import ssl
import threading
import time
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import ClassVar
from urllib.parse import quote

import pytest

from orchestrator.delivery import ImapInbox, MailboxError, mailbox
from orchestrator.delivery.bounds import HEAD, MOST_BYTES, MOST_LETTERS, TOO_LARGE
from orchestrator.delivery.mailboxes import encoded, quoted
from tests.delivery.dovecot import PASSWORD, USER, Dovecot, free_port, running


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running() as found:
        yield found


@pytest.fixture
def owner(server: Dovecot) -> Iterator[imaplib.IMAP4]:
    """Sign in as the owner of an emptied mailbox."""
    with imaplib.IMAP4("127.0.0.1", server.imap, timeout=20) as client:
        client.login(quoted(USER), PASSWORD)
        if client.select()[1] != [b"0"]:
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()
        yield client


def put(client: imaplib.IMAP4, text: bytes, flags: str = "", name: str = "INBOX") -> None:
    kind, said = client.append(name, flags, "", text)
    assert kind == "OK", said


def flags(client: imaplib.IMAP4) -> list[str]:
    """Return the flags that matter, message by message."""
    client.select()
    _, found = client.fetch("1:*", "(FLAGS)")
    known = (b"\\Seen", b"\\Deleted")
    return [
        " ".join(flag.decode() for flag in known if flag in line)
        for line in found
        if isinstance(line, bytes)
    ]


def url(server: Dovecot, *, way: str = "imap", options: str = "", path: str = "") -> str:
    port = server.imaps if way == "imaps" else server.imap
    sign_in = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"
    return f"{way}://{sign_in}@127.0.0.1:{port}{path}{options}"


@asynccontextmanager
async def reading(address: str, seconds: float = 20) -> AsyncIterator[ImapInbox]:
    inbox = ImapInbox(mailbox(address), seconds)
    try:
        yield inbox
    finally:
        await inbox.close()


async def texts(inbox: ImapInbox) -> list[bytes]:
    return [letter.raw for letter in await inbox.fetch()]


async def test_unseen_messages_come_until_they_are_done(
    server: Dovecot, owner: imaplib.IMAP4
) -> None:
    put(owner, b"Subject: one\r\n\r\n1\r\n")
    put(owner, b"Subject: seen\r\n\r\n2\r\n", r"(\Seen)")
    put(owner, b"Subject: three\r\n\r\n3\r\n")
    async with reading(url(server)) as inbox:
        letters = await inbox.fetch()
        assert [letter.raw[9:14] for letter in letters] == [b"one\r\n", b"three"]
        assert await inbox.fetch() == letters
        assert flags(owner) == ["", "\\Seen", ""]
        await inbox.done(letters[0].handle)
        assert flags(owner) == ["\\Seen", "\\Seen", ""]
        put(owner, b"Subject: four\r\n\r\n4\r\n")
        assert [text[9:14] for text in await texts(inbox)] == [b"three", b"four\r"]


async def test_a_program_that_starts_anew_gets_what_was_not_done(
    server: Dovecot, owner: imaplib.IMAP4
) -> None:
    put(owner, b"Subject: one\r\n\r\n")
    async with reading(url(server)) as inbox:
        before = await inbox.fetch()
    async with reading(url(server)) as inbox:
        await inbox.done(before[0].handle)
        assert await texts(inbox) == []


async def test_what_others_have_marked_as_deleted_is_neither_read_nor_expunged(
    server: Dovecot, owner: imaplib.IMAP4
) -> None:
    put(owner, b"Subject: one\r\n\r\n", r"(\Deleted)")
    async with reading(url(server)) as inbox:
        assert await texts(inbox) == []
    assert flags(owner) == ["\\Deleted"]


async def test_a_handle_of_an_older_numbering_marks_nothing(
    server: Dovecot, owner: imaplib.IMAP4
) -> None:
    put(owner, b"Subject: one\r\n\r\n")
    async with reading(url(server)) as inbox:
        (letter,) = await inbox.fetch()
        await inbox.done("1." + letter.handle.partition(".")[2])
        assert flags(owner) == [""]


async def test_a_connection_that_died_is_replaced_unnoticed(
    server: Dovecot, owner: imaplib.IMAP4
) -> None:
    put(owner, b"Subject: one\r\n\r\n")
    async with reading(url(server)) as inbox:
        (letter,) = await inbox.fetch()
        inbox._cut()  # noqa: SLF001 - as a router does that forgets a connection
        await inbox.done(letter.handle)
        assert flags(owner) == ["\\Seen"]


async def test_a_huge_message_is_read_in_part_and_not_too_many_at_once(
    server: Dovecot, owner: imaplib.IMAP4
) -> None:
    head = b"Subject: huge\r\n\r\n"
    put(owner, head + b"x" * 70 * 1024 * 1024)
    put(owner, head + b"x" * (MOST_BYTES - len(head)))
    put(owner, head)
    async with reading(url(server)) as inbox:
        huge, large = await inbox.fetch()
        assert (len(huge.raw), huge.raw[:13], huge.wrong) == (HEAD, head[:13], TOO_LARGE)
        assert (len(large.raw), large.wrong) == (MOST_BYTES, "")
        await inbox.done(huge.handle)
        await inbox.done(large.handle)
        assert await texts(inbox) == [head]


async def test_many_messages_come_in_portions(server: Dovecot, owner: imaplib.IMAP4) -> None:
    for _ in range(MOST_LETTERS + 5):
        put(owner, b"Subject: one\r\n\r\n")
    async with reading(url(server)) as inbox:
        letters = await inbox.fetch()
        assert len(letters) == MOST_LETTERS
        for letter in letters:
            await inbox.done(letter.handle)
        assert len(await inbox.fetch()) == 5


@pytest.mark.parametrize("name", ["Ответы & more", '日本.台"北', "Forum"])
async def test_a_mailbox_may_have_any_name(
    server: Dovecot, owner: imaplib.IMAP4, name: str
) -> None:
    owner.create(quoted(encoded(name)))
    put(owner, b"Subject: here\r\n\r\n", name=quoted(encoded(name)))
    async with reading(url(server, path=f"/{quote(name)}")) as inbox:
        assert await texts(inbox) == [b"Subject: here\r\n\r\n"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", "INBOX"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501 5.1.3
        ("A&B", "A&-B"),
    ],
)
def test_names_of_mailboxes_are_written_as_the_standard_says(name: str, written: str) -> None:
    assert encoded(name) == written


@pytest.mark.parametrize("way", ["imap", "imaps"])
async def test_the_way_is_guarded_by_tls(server: Dovecot, owner: imaplib.IMAP4, way: str) -> None:
    put(owner, b"Subject: one\r\n\r\n")
    options = f"?starttls=required&ca={server.ca}"
    async with reading(url(server, way=way, options=options)) as inbox:
        assert await texts(inbox) == [b"Subject: one\r\n\r\n"]
        assert isinstance(inbox._client and inbox._client.sock, ssl.SSLSocket)  # noqa: SLF001


async def said(address: str, seconds: float = 20) -> str:
    async with reading(address, seconds) as inbox:
        with pytest.raises(MailboxError) as caught:
            await inbox.fetch()
    shown = "".join(traceback.format_exception(caught.value))
    assert (PASSWORD in shown, USER in shown) == (False, False)
    return str(caught.value)


@pytest.mark.parametrize("way", ["imap", "imaps"])
async def test_a_stranger_s_certificate_is_not_trusted(server: Dovecot, way: str) -> None:
    assert "certificate" in await said(url(server, way=way, options="?starttls=required"))


async def test_a_wrong_password_is_said_in_the_server_s_words(server: Dovecot) -> None:
    wrong = url(server).replace(quote(PASSWORD, safe=""), "geheim")
    assert "Authentication failed" in await said(wrong)


async def test_a_mailbox_that_is_not_there_is_said_in_the_server_s_words(server: Dovecot) -> None:
    assert "exist" in await said(url(server, path="/Nowhere"))


async def test_a_server_that_is_not_there_is_said(server: Dovecot) -> None:
    gone = url(server).replace(f":{server.imap}", f":{free_port()}")
    assert "reached" in await said(gone)


async def test_a_server_that_hangs_is_left_after_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:  # nobody ever answers
        port = hanging.getsockname()[1]
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert "reached" in await said(f"imap://u:geheim@127.0.0.1:{port}", 0.2)
        assert loop.time() - began < 2


class Old(socketserver.StreamRequestHandler):
    """A server that knows no STARTTLS, and what it is told."""

    heard: ClassVar[list[bytes]] = []
    ways = b"IMAP4rev1 AUTH=PLAIN"

    def handle(self) -> None:
        self.wfile.write(b"* OK hello\r\n")
        for line in self.rfile:
            tag, _, command = line.strip().partition(b" ")
            self.heard.append(command)
            if command == b"CAPABILITY":
                self.wfile.write(b"* CAPABILITY " + self.ways + b"\r\n")
            self.wfile.write(tag + (b" BAD no" if b"SELECT" in command else b" OK done") + b"\r\n")


class Oldest(Old):
    """A server that knows no AUTHENTICATE either."""

    heard: ClassVar[list[bytes]] = []
    ways = b"IMAP4rev1"


class Dripping(socketserver.StreamRequestHandler):
    """A server that answers so slowly that it never times out."""

    def handle(self) -> None:
        with suppress(OSError):
            for _ in range(100):
                self.wfile.write(b"*")
                time.sleep(0.05)


@contextmanager
def serving(handler: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True  # a failing test must not wait for a conversation to end
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


async def test_a_server_without_starttls_hears_no_password() -> None:
    with serving(Old) as port:
        assert "STARTTLS" in await said(f"imap://u:geheim@127.0.0.1:{port}?starttls=required")
        # "127.1" is this machine, but not by a name that says so.
        assert "readable" in await said(f"imap://u:geheim@127.1:{port}?starttls=optional")
    assert set(Old.heard) == {b"CAPABILITY"}


async def test_user_and_password_are_quoted_where_a_server_knows_only_login() -> None:
    with serving(Oldest) as port:
        address = f"imap://a%20%22b:{quote(PASSWORD, safe='')}@127.0.0.1:{port}"
        assert "SELECT" in await said(address)
    assert b'LOGIN "a \\"b" "a b\\"c\\\\d:/@%"' in Oldest.heard


async def test_a_server_that_drips_is_cut_off() -> None:
    with serving(Dripping) as port:
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert "reached" in await said(f"imap://u:geheim@127.0.0.1:{port}", 0.1)
        assert loop.time() - began < 3
