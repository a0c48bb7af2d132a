"""The mails of `fixtures/`, and small ones made by hand.

`tb153-*` are genuine answers of Thunderbird 153 with names replaced; all others are written after
the shapes that the programs in their names send. Offices and example domains only.
"""

from __future__ import annotations

from pathlib import Path

FIXTURES = Path(__file__).with_name("fixtures")
UID = "k3x6f2qvbn7d4mzt5r8whs2c9jp0lya1@example.org"
ME = "head@region.example"


def fixture(name: str) -> bytes:
    return FIXTURES.joinpath(f"{name}.eml").read_bytes()


def every() -> list[bytes]:
    return [path.read_bytes() for path in sorted(FIXTURES.glob("*.eml"))]


def calendar(*lines: str, method: str = "REPLY", uid: str = UID) -> str:
    """Return a calendar of one event; `lines` stand beside its UID and DTSTAMP."""
    return "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Example//EN",
            *([f"METHOD:{method}"] if method else []),
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20201022T090000Z",
            *(lines or (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",)),
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )


def part(content: str | bytes, kind: str = "text/calendar; charset=utf-8; method=REPLY") -> bytes:
    data = content.encode() if isinstance(content, str) else content
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + data


def mail(*parts: bytes, headers: str = "", sender: str = ME) -> bytes:
    """Return a mail: of one part as it is, of several as multipart/mixed."""
    head = f"From: {sender}\r\nTo: forum@example.org\r\nMessage-ID: <m1@region.example>\r\n"
    head += "Date: Thu, 22 Oct 2020 09:00:00 +0000\r\nMIME-Version: 1.0\r\n" + headers
    if len(parts) == 1:
        return head.encode() + parts[0]
    edge = b"\r\n--edge\r\n"
    told = b'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n'
    return head.encode() + told + edge + edge.join(parts) + b"\r\n--edge--\r\n"
