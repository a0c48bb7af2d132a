"""Reads the folder that stands in for a mail server: what would have gone out, newest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import default
from pathlib import Path

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{12}")
# Headers of ours end long before; of a file that somebody else put there no more is read.
HEAD = 16 * 1024
MOST_BYTES = 32 * 1024 * 1024
MOST_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One message in the folder, by its headers; `name` is that of its file without the ending."""

    name: str
    at: datetime
    forum: str
    message_id: str
    sender: str
    recipient: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One message, as its reader would see it; `files` are the names of what is attached."""

    head: Written
    language: str
    text: str
    html: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What is attached to a message: its name and kind are what the message says they are."""

    head: Written
    name: str
    kind: str
    data: bytes


def written(folder: Path, forum: str, most: int) -> list[Written]:
    """Return the newest messages of a forum."""
    found: list[Written] = []
    for path in sorted(folder.glob("*.eml"), reverse=True)[:MOST_LOOKED_AT]:
        if len(found) == most:
            break
        found.extend(each for each in _heads(path) if each.forum == forum)
    return found


def _heads(path: Path) -> Iterator[Written]:
    """Yield what the headers of a file say; nothing where it is no message of ours."""
    if NAME.fullmatch(path.stem) and path.is_file():
        with path.open("rb") as file:
            begun = file.read(HEAD)
        yield _head(path.stem, BytesHeaderParser(policy=default).parsebytes(begun))


def _head(name: str, said: EmailMessage) -> Written:
    at = datetime.strptime(name.partition("Z-")[0], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    return Written(
        name=name,
        at=at,
        forum=str(said["List-Id"] or "").strip("<>").partition(".")[0],
        message_id=str(said["Message-ID"] or ""),
        sender=_address(said["From"]),
        recipient=_address(said["To"]),
        subject=str(said["Subject"] or ""),
    )


def _address(header: AddressHeader | None) -> str:
    """Return the first address of a header, without the name beside it."""
    return header.addresses[0].addr_spec if header and header.addresses else ""


def opened(folder: Path, name: str) -> Opened | None:
    """Return one message; None where there is none of that name."""
    message = _message(folder, name)
    if message is None:
        return None
    return Opened(
        head=_head(name, message),
        language=str(message["Content-Language"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        files=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def attached(folder: Path, name: str, number: int) -> Attached | None:
    """Return one of the files of a message, counted from 1; None where there is none."""
    message = _message(folder, name)
    parts = list(message.iter_attachments()) if message else []
    if message is None or not 0 < number <= len(parts):
        return None
    part = parts[number - 1]
    data = part.get_payload(decode=True)
    return Attached(
        head=_head(name, message),
        name=part.get_filename() or "",
        kind=part.get_content_type(),
        data=data if isinstance(data, bytes) else b"",
    )


def _message(folder: Path, name: str) -> EmailMessage | None:
    path = folder / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file() or path.stat().st_size > MOST_BYTES:
        return None
    return BytesParser(policy=default).parsebytes(path.read_bytes())


def _part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    said = found.get_content() if found is not None else ""
    return said if isinstance(said, str) else ""
