"""Reports about our own messages: those of RFC 3464, and the older kinds with an empty sender."""

import re
from collections.abc import Iterable, Iterator
from email.message import Message

from orchestrator.invites.replies import texts
from orchestrator.invites.replies.incoming import Bounce

ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
MOST_RECIPIENTS = 50
STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
ORIGINALS = frozenset({"message/rfc822", "message/global"})
ORIGINAL_HEADERS = frozenset(
    {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
SMTP_FAILURE = re.compile(r"(?<![\d.:-])5[0-5]\d(?=[ -])")
OWN_ID = re.compile(r"^[>\s]*message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
MACHINES = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")


def bounces(message: Message, parts: list[Message], words: str) -> tuple[Bounce, ...]:
    """Return what a mail reports about messages that we sent; nothing where it is no report."""
    found = [part for part in parts if part.get_content_type() in STATUSES]
    if found:
        named = tuple(_returned(parts)) or texts.message_ids(texts.raw(message, "in-reply-to"))
        return tuple(_told(found[0], named))[:MOST_RECIPIENTS]
    return tuple(_untold(message, parts, words))


def _told(part: Message, named: tuple[str, ...]) -> Iterator[Bounce]:
    for block in inner(part):
        action = texts.header(block, "action").split(" ")[0].lower()
        if action in ACTIONS:
            status = CODE.search(texts.header(block, "status"))
            yield Bounce(
                action=action,
                recipient=_recipient(block),
                status=status[0] if status else "",
                reason=_reason(texts.header(block, "diagnostic-code")),
                named=named,
            )


def inner(part: Message) -> list[Message]:
    """Return the mails or parts that a part is made of."""
    held = part.get_payload()
    return [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []


def _recipient(block: Message) -> str:
    """Return whom we wrote to: the address before anybody forwarded it, where that is told."""
    for name in ("original-recipient", "final-recipient"):
        said = texts.header(block, name).partition(";")[2]
        if "@" in said:
            return texts.address(said)
    return ""


def _reason(said: str) -> str:
    kind, semicolon, rest = said.partition(";")
    return texts.plain(rest if semicolon and " " not in kind.strip() else said, 400)


def _returned(parts: Iterable[Message]) -> Iterator[str]:
    """Return the Message-ID of what came back, whole or its headers only."""
    for part in parts:
        kind = part.get_content_type()
        if kind in ORIGINALS:
            for each in inner(part)[:1]:
                yield from texts.message_ids(texts.raw(each, "message-id")[:1])
        if kind in ORIGINAL_HEADERS:
            data = part.get_payload(decode=True)
            text = texts.decoded(data[:65_536], None) if isinstance(data, bytes) else str(part)
            yield from OWN_ID.findall(text)[:1]


def _untold(message: Message, parts: list[Message], words: str) -> Iterator[Bounce]:
    """Read a report of the time before RFC 3464: qmail's, old Exim's, those of gateways.

    Holiday notes have an empty sender too and may quote us, so a mail server must sign and say in
    numbers that it failed, or in Exim's own header; where nothing says it, nothing failed.
    """
    failed = texts.addresses(texts.raw(message, "x-failed-recipients"))
    named = tuple(dict.fromkeys([*_returned(parts), *OWN_ID.findall(words)]))
    if not named or not (failed or _signed_by_server(message)):
        return
    code = CODE.search(words)
    status = code[0] if code else ""
    if failed or status.startswith("5") or (not status and SMTP_FAILURE.search(words)):
        yield Bounce(
            action="failed",
            recipient=failed[0] if failed else "",
            status=status,
            reason=_failure(words),
            named=named[:5],
        )


def _failure(words: str) -> str:
    """Return the line of a report that says why."""
    lines = (line.strip() for line in words.splitlines())
    wanted = (line for line in lines if CODE.search(line) or SMTP_FAILURE.search(line))
    return texts.plain(next(wanted, ""), 400)


def from_machine(message: Message) -> bool:
    """Tell whether a mail has the empty sender or a mail server's own name in it."""
    returned = texts.raw(message, "return-path")
    return any(value.replace(" ", "") == "<>" for value in returned) or _signed_by_server(message)


def _signed_by_server(message: Message) -> bool:
    senders = texts.addresses(texts.raw(message, "from"))
    return any(each.partition("@")[0].startswith(MACHINES) for each in senders)
