"""What is said to the relay to hand over one message, and what its answers mean."""

import re

from aiosmtplib import SMTP, SMTPResponseException, SMTPServerDisconnected
from aiosmtplib.protocol import SMTPProtocol

from orchestrator.delivery.addresses import wire
from orchestrator.delivery.connections import TROUBLE, Connection, Patience
from orchestrator.delivery.mail import Mail, Mark
from orchestrator.delivery.outcomes import Deferred, Fenced, Outcome, Rejected, Uncertain, Untried
from orchestrator.delivery.replies import tidy
from orchestrator.findings import N_

NO_SMTPUTF8 = N_(
    "The address has letters outside ASCII before its @, and the mail server cannot carry those."
)
NO_8BIT = N_("The message holds 8-bit text, and the mail server cannot carry that.")
TOO_LARGE = N_("The message is larger than the mail server takes.")
LOST = N_("The connection to the mail server was lost.")
GARBLED = N_("The mail server's answer cannot be understood.")
UNANSWERED = N_("The mail server did not say whether it took the message.")

START_INPUT = 354
ACCEPTED = frozenset({250, 251})  # 251 is said of a recipient that is written to elsewhere
# They speak of the conversation, not of the message: it is closing, or the two are out of step.
NOT_OF_THE_MESSAGE = frozenset({421, 500, 502, 503})
NOT_SIGNED_IN = frozenset({530, 534, 535, 538})

LINE_ENDS = re.compile(rb"\r\n|\r|\n")
DOTS = re.compile(rb"^\.", re.MULTILINE)


class StaleError(Exception):
    """A kept connection had died before the message was begun: a fresh one serves as well."""


class Conversation:
    """Hands one message to the relay; may be run again where nothing of it was said."""

    def __init__(self, mail: Mail, before_data: Mark, patience: Patience) -> None:
        """Refuse addresses that cannot be put into a command."""
        self._sender, self._recipient = wire(mail.sender), wire(mail.recipient)
        self._private = tuple(
            address.rpartition("@")[0] for address in (mail.recipient, mail.sender)
        )
        self._mail = mail
        self._before_data = before_data
        self._patience = patience

    async def run(self, connection: Connection) -> str | None:
        """Return the final reply, or nothing where the message turned out not to be ours."""
        client = connection.client
        options, encoding = self._options(client)
        await self._mail_from(connection, options, encoding)
        await self._rcpt_to(client, encoding)
        if not await self._before_data():
            await self._reset(client)
            return None
        protocol = await self._begin(connection)
        return await self._end(protocol)

    def _options(self, client: SMTP) -> tuple[list[bytes], str]:
        """Return what MAIL must say of the message, or refuse one that this server cannot take."""
        offered = client.esmtp_extensions
        options: list[bytes] = []
        size = len(self._mail.data)
        if "size" in offered:
            most = offered["size"].strip()
            if most.isdigit() and 0 < int(most) < size:
                raise Rejected(TOO_LARGE)
            options.append(b"SIZE=%d" % size)
        if not self._mail.data.isascii():
            if "8bitmime" not in offered:
                raise Rejected(NO_8BIT)
            options.append(b"BODY=8BITMIME")
        if (self._sender + self._recipient).isascii():
            return options, "ascii"
        if "smtputf8" not in offered:
            raise Rejected(NO_SMTPUTF8)
        return [*options, b"SMTPUTF8"], "utf-8"

    async def _mail_from(self, connection: Connection, options: list[bytes], encoding: str) -> None:
        try:
            connection.refuse_leftovers()
            said = (b"MAIL", b"FROM:<%s>" % self._sender.encode(encoding), *options)
            await self._accepted(connection.client, *said)
        except SMTPResponseException as wrong:
            if connection.kept and wrong.code in NOT_OF_THE_MESSAGE:
                raise StaleError from None
            raise self._refusal(wrong.code, wrong.message) from None
        except TROUBLE:
            if connection.kept:
                raise StaleError from None
            raise Deferred(LOST) from None

    async def _rcpt_to(self, client: SMTP, encoding: str) -> None:
        try:
            await self._accepted(client, b"RCPT", b"TO:<%s>" % self._recipient.encode(encoding))
        except SMTPResponseException as wrong:
            raise self._refusal(wrong.code, wrong.message) from None
        except TROUBLE:
            raise Deferred(LOST) from None

    async def _accepted(self, client: SMTP, *command: bytes) -> None:
        """Say a command whose addresses were read already: aiosmtplib would read them again."""
        answer = await client.execute_command(*command, timeout=self._patience.reply)
        if answer.code not in ACCEPTED:
            raise SMTPResponseException(answer.code, answer.message)

    async def _reset(self, client: SMTP) -> None:
        try:
            await client.rset(timeout=self._patience.reply)
        except TROUBLE:
            raise Fenced from None

    async def _begin(self, connection: Connection) -> SMTPProtocol:
        """Ask for DATA and write the message; until it is written, nothing can have been taken."""
        try:
            start = await connection.client.execute_command(b"DATA", timeout=self._patience.reply)
            if start.code == START_INPUT:
                connection.refuse_leftovers()
                protocol = connection.client.protocol
                if protocol is None:
                    raise SMTPServerDisconnected(LOST)
                protocol.write(dotted(self._mail.data))
                return protocol
        except SMTPResponseException as wrong:
            raise self._refusal(wrong.code, wrong.message) from None
        except TROUBLE:
            raise Deferred(LOST) from None
        raise self._refusal(start.code, start.message)

    async def _end(self, protocol: SMTPProtocol) -> str:
        """Wait for the one answer that counts; without it nobody knows whether it was taken."""
        try:
            final = await protocol.read_response(timeout=self._patience.data)
        except TROUBLE:
            raise Uncertain(UNANSWERED) from None
        if 200 <= final.code < 300:
            return tidy(f"{final.code} {final.message}", *self._private)
        if 400 <= final.code < 600:
            raise self._refusal(final.code, final.message)
        raise Uncertain(UNANSWERED)

    def _refusal(self, code: int, message: str) -> Outcome:
        if not 400 <= code < 600:
            return Deferred(GARBLED)
        said = tidy(f"{code} {message}", *self._private)
        if code in NOT_SIGNED_IN:
            return Untried(said)
        if code < 500 or code in NOT_OF_THE_MESSAGE:
            return Deferred(said)
        return Rejected(said)


def dotted(data: bytes) -> bytes:
    """Return a message as DATA wants it: every line ended by CRLF, dots doubled, a dot at the end.

    A lone CR or LF is made whole here: servers that read them differently can be made to see a
    second message in one (SMTP smuggling, CVE-2023-51764).
    """
    whole = data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    lines = data if whole else LINE_ENDS.sub(b"\r\n", data)
    lines = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    doubled = DOTS.sub(b"..", lines) if lines.startswith(b".") or b"\n." in lines else lines
    return doubled + b".\r\n"
