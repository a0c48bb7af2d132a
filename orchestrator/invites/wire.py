"""The bytes of an iCalendar stream (RFC 5545 3.1): folded lines of 75 octets, CRLF, whole UTF-8."""

import re
from collections.abc import Iterable, Iterator

OCTETS = 75
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def fold(lines: Iterable[str]) -> bytes:
    """Return content lines as bytes; icalendar's own folding takes two thirds of its time."""
    return b"".join(part for line in lines if line for part in _folded(line.encode()))


def _folded(line: bytes) -> Iterator[bytes]:
    start, room, lead = 0, OCTETS, b""
    while len(line) - start > room:
        stop = start + room
        while line[stop] & 0xC0 == 0x80:  # the middle of a character
            stop -= 1
        stop -= _torn(line[start:stop])
        yield lead + line[start:stop] + b"\r\n"
        start, room, lead = stop, OCTETS - 1, b" "
    yield lead + line[start:] + b"\r\n"


def _torn(piece: bytes) -> int:
    """Return 1 where the piece ends inside an escape: some readers undo escapes before folds."""
    sign = piece[-1:]
    if sign not in (b"\\", b"^"):
        return 0
    return (len(piece) - len(piece.rstrip(sign))) % 2


def check(data: bytes) -> list[str]:
    """Return what is wrong with the bytes of a calendar."""
    faults: list[str] = []
    if not (data.startswith(b"BEGIN:VCALENDAR\r\n") and data.endswith(b"END:VCALENDAR\r\n")):
        faults.append("the stream is not one whole VCALENDAR")
    return [*faults, *line_faults(data)]


def line_faults(data: bytes) -> list[str]:
    """Return what is wrong with the lines of a calendar or of a part of one."""
    if data.endswith(b"\r\n") and _looks_sound(data):
        return []
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    faults = [] if data.endswith(b"\r\n") else ["the last line is not ended"]
    for number, line in enumerate(lines, start=1):
        faults.extend(f"line {number} {fault}" for fault in _line_faults(line))
    return faults


def _looks_sound(data: bytes) -> bool:
    """Tell in few steps whether every line is as it must be; a cut character breaks the whole."""
    lines = data.split(b"\r\n")
    if len(max(lines, key=len)) > OCTETS or not all(lines[:-1]):
        return False
    try:
        return not FORBIDDEN.search("".join(data.decode().split("\r\n")))
    except UnicodeDecodeError:
        return False


def _line_faults(line: bytes) -> Iterator[str]:
    if len(line) > OCTETS:
        yield f"has {len(line)} octets"
    if not line:
        yield "is empty"
    try:
        text = line.decode()
    except UnicodeDecodeError:
        yield "cuts a character in two, or is not UTF-8"
        return
    if found := FORBIDDEN.search(text):
        yield f"holds the control character U+{ord(found[0]):04X}"
