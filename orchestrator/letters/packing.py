"""Packs a letter as mail (MIME, iMIP of RFC 6047): headers that nobody's name can add to.

The same letter in the same envelope is the same bytes: a retry sends what was sent before. Headers
are written here, one encoded word after another (RFC 2047): the standard library's folding took
three quarters of the time of a mail.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache

from orchestrator.invites.voice import line
from orchestrator.letters.about import Letter

Header = tuple[str, str]
Part = tuple[Sequence[Header], bytes]

# In one encoded word: with the name of its header it makes no line of more than 76 (RFC 2047).
ENCODED_OCTETS = 39
SHORT = 60
PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/^`{|}~ -]*")
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# One mailbox, nothing quoted: whatever could end it or begin another is refused.
ADDRESS = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f<>()\[\]\\,;:\"@]+@[^\s\x00-\x1f\x7f-\x9f<>()\[\]\\,;:\"@]+"
)
MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
METHODS = frozenset({"REQUEST", "CANCEL"})
LINE = 76


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom and to whom a letter goes, and under which name for life.

    `sender` is the ORGANIZER of the calendar part and stands in From; `submitter` stands in Sender
    where somebody else hands the mail in. `references` are the Message-IDs it follows, oldest
    first; the last of them is answered to. `forum` is the forum's id.
    """

    sender: Address
    recipient: Address
    message_id: str
    date: datetime
    forum: str
    references: tuple[str, ...] = ()
    submitter: Address | None = None
    reply_to: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a letter; its name is made of ids."""

    name: str
    content_type: str
    data: bytes


def mime(
    letter: Letter,
    envelope: Envelope,
    *,
    calendar: bytes | None = None,
    method: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return a letter as the bytes of a mail to exactly one recipient."""
    body = _body(letter, envelope, calendar, method, attachments)
    return _joined(((*_headers(letter, envelope), *body[0]), body[1]))


def _body(
    letter: Letter,
    envelope: Envelope,
    calendar: bytes | None,
    method: str | None,
    attachments: Sequence[Attachment],
) -> Part:
    alternatives = [_text(letter.text, "plain"), _text(letter.html, "html")]
    files = list(attachments)
    if calendar is not None:
        if method not in METHODS:
            raise ValueError(f"an invitation has no METHOD {method}")
        alternatives.append(_calendar(calendar, method))
        files.insert(
            0, Attachment(name="invite.ics", content_type="application/ics", data=calendar)
        )
    body = _multipart("alternative", alternatives, envelope.message_id)
    if not files:
        return body
    return _multipart("mixed", [body, *map(_file, files)], envelope.message_id)


def _multipart(kind: str, parts: Sequence[Part], message_id: str) -> Part:
    # "=_" stands in no line of base64 or quoted-printable, and so the boundary in no part.
    digest = hashlib.sha256(f"{kind} {message_id}".encode()).hexdigest()[:24]
    boundary = f"=_{digest}"
    data = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), _joined(part)) for part in parts)
    end = f"--{boundary}--\r\n".encode()
    return (("Content-Type", f'multipart/{kind}; boundary="{boundary}"'),), data + end


def _joined(part: Part) -> bytes:
    headers, body = part
    # UTF-8 only for addresses outside ASCII, which go to servers that take them (RFC 6531).
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + b"\r\n" + body


def _text(text: str, kind: str) -> Part:
    data = _in_crlf(text.encode())
    given = ("Content-Type", f'text/{kind}; charset="utf-8"')
    # Plain text in Latin letters stays readable in the raw mail; base64 takes a tenth of the time.
    if kind == "plain" and len(data) - len(text) < len(data) // 8:
        # The soft breaks of b2a_qp follow the first break that it sees, or are bare without any.
        quoted = _in_crlf(binascii.b2a_qp(data, istext=True))
        return (given, ("Content-Transfer-Encoding", "quoted-printable")), quoted
    return (given, ("Content-Transfer-Encoding", "base64")), _base64(data)


def _in_crlf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _base64(data: bytes) -> bytes:
    encoded = base64.b64encode(data)
    lines = [encoded[start : start + LINE] for start in range(0, len(encoded), LINE)]
    return b"\r\n".join([*lines, b""])


def _calendar(data: bytes, method: str) -> Part:
    kind = f'text/calendar; method={method}; charset="utf-8"'
    return (("Content-Type", kind), ("Content-Transfer-Encoding", "base64")), _base64(data)


def _file(given: Attachment) -> Part:
    if not TOKEN.fullmatch(given.name):
        raise ValueError(f"an attachment cannot be called {given.name!r}")
    headers = (
        ("Content-Type", f'{given.content_type};\r\n name="{given.name}"'),
        ("Content-Disposition", f'attachment; filename="{given.name}"'),
        ("Content-Transfer-Encoding", "base64"),
    )
    return headers, _base64(given.data)


def _headers(letter: Letter, envelope: Envelope) -> Iterator[Header]:
    for message_id in (envelope.message_id, *envelope.references):
        if not MESSAGE_ID.fullmatch(message_id):
            raise ValueError(f"no Message-ID: {message_id!r}")
    yield "From", _correspondent(envelope.sender)
    if envelope.submitter and envelope.submitter.addr_spec != envelope.sender.addr_spec:
        yield "Sender", _correspondent(envelope.submitter)
    yield "To", _correspondent(envelope.recipient)
    if envelope.reply_to:
        yield "Reply-To", _correspondent(envelope.reply_to)
    yield "Subject", _words(letter.subject)
    yield "Date", format_datetime(envelope.date)
    yield "Message-ID", envelope.message_id
    if envelope.references:
        yield "In-Reply-To", envelope.references[-1]
        yield "References", "\r\n ".join(envelope.references)
    yield "List-Id", f"<{envelope.forum}.{envelope.sender.domain.lower()}>"
    yield "Auto-Submitted", "auto-generated"
    # Exchange answers no mail that says so with an out-of-office note.
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"
    yield "Content-Language", letter.language
    yield "MIME-Version", "1.0"


def _correspondent(given: Address) -> str:
    name, address = line(given.display_name), given.addr_spec
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"no address of one recipient: {address!r}")
    plain = PLAIN_NAME.fullmatch(name) and len(name) <= SHORT and "=?" not in name
    if not name:
        return address
    return f"{name} <{address}>" if plain else f"{_encoded(name)}\r\n <{address}>"


def _words(text: str) -> str:
    flat = CONTROLS.sub(" ", text)
    plain = flat.isascii() and flat.isprintable() and "=?" not in flat
    return flat if plain and len(flat) <= SHORT else _encoded(flat)


@lru_cache(maxsize=4096)
def _encoded(text: str) -> str:
    """Return a text as encoded words, each of whole characters, one a line."""
    return "\r\n ".join(
        f"=?utf-8?b?{base64.b64encode(piece).decode('ascii')}?=" for piece in _pieces(text.encode())
    )


def _pieces(octets: bytes) -> Iterator[bytes]:
    """Yield what an encoded word can hold: whole characters and, where it can be, whole words."""
    start = 0
    while len(octets) - start > ENCODED_OCTETS:
        stop = start + ENCODED_OCTETS
        while octets[stop] & 0xC0 == 0x80:  # the middle of a character
            stop -= 1
        # The standard library reads a space between two pieces of a name, which must split no word.
        space = octets.rfind(b" ", start + 1, stop + 1)
        stop = space if space > start else stop
        yield octets[start:stop]
        start = stop
    yield octets[start:]
