"""Bytes, headers and addresses of strangers' mail as text: whatever they hold, something comes out.

Codecs are chosen from a list: Python also has some that take minutes, or that are no charsets.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from urllib.parse import unquote

LONGEST_HEADER = 16_000
MOST_NAMED = 100
CHARSETS = re.compile(
    r"(utf-?(8|16|32)([bl]e)?(-sig)?|(us-?)?ascii|iso-?8859-?\d+|latin-?\d|windows-?\d+|cp-?\d+"
    r"|koi8-?\w+|kz-?1048|ptcp154|mac-?cyrillic|gb\w*|hz|big5(-?hkscs)?|iso-?2022-?\w+|euc-?\w+"
    r"|shift_?jis|tis-?620)",
    re.ASCII | re.IGNORECASE,
)
# Spaces that are none, and controls that steer a terminal or a reader's eye.
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes, charset: str | None) -> str:
    """Return bytes as text: as UTF-8 where they are, else as they say, else with marks for holes.

    What a mail says of its charset is often wrong; what can be read as UTF-8 mostly is UTF-8.
    """
    told = (charset or "").strip().strip("\"'")
    believed = [told] if CHARSETS.fullmatch(told) else []
    guesses = ["utf-16"] if data.startswith(UTF_16) else ["utf-8-sig"]
    for codec in [*guesses, *believed]:
        try:
            return data.decode(codec)
        except (UnicodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


def raw(message: Message, name: str) -> list[str]:
    """Return a header as often as it stands, unfolded but undecoded, at a bearable length."""
    found = (str(value) for key, value in message.raw_items() if key.lower() == name)
    return [_wired(value[:LONGEST_HEADER]) for value in found]


def _wired(value: str) -> str:
    """Return a header's text as it came over the wire: bytes beyond ASCII are most likely UTF-8."""
    data = value.encode("utf-8", errors="surrogateescape")
    return " ".join(decoded(data, None).split())


def header(message: Message, name: str) -> str:
    """Return a header's first value as a person reads it."""
    found = raw(message, name)
    return spoken(found[0]) if found else ""


def spoken(value: str) -> str:
    """Return a header's value with its encoded words decoded (RFC 2047)."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return plain(value)
    return plain("".join(_piece(piece, charset) for piece, charset in pieces))


def _piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    # What stands between encoded words comes back in this codec, and without a charset.
    return decoded(piece, charset) if charset else piece.decode("raw-unicode-escape", "replace")


def plain(text: str, limit: int = 2_000) -> str:
    """Return a text without controls, at a length that somebody reads."""
    return CONTROLS.sub("", text.replace("\r\n", "\n")).strip()[:limit]


def addresses(values: Iterable[str]) -> list[str]:
    """Return the addresses of address headers; nothing is decoded in them, so nothing hides."""
    try:
        found = getaddresses(list(values))
    except (ValueError, IndexError):
        return []
    return [address(each) for _, each in found if "@" in each]


def address(text: str) -> str:
    """Return an address as it is compared: without `mailto:`, small, its domain in ASCII."""
    bare = text.strip().strip("<>")
    if bare[:7].lower() == "mailto:":
        bare = unquote(bare[7:].partition("?")[0])
    bare = unicodedata.normalize("NFC", CONTROLS.sub("", bare)).strip().casefold()[:320]
    local, at, domain = bare.rpartition("@")
    return f"{local}{at}{_host(domain)}"


def _host(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def domain(text: str) -> str:
    """Return the domain of an address."""
    return address(text).rpartition("@")[2]


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Return the Message-IDs in some text, each once."""
    found = (each for value in values for each in MESSAGE_ID.findall(value))
    return tuple(dict.fromkeys(each for each in found if "@" in each))[:MOST_NAMED]


def instant(text: str) -> datetime | None:
    """Return the instant of a Date header; one without an offset is none."""
    try:
        read = parsedate_to_datetime(text)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
