"""The bytes of a file become text, or it is said where they cannot."""

import re
from dataclasses import dataclass

from orchestrator.findings import Finding, finding

MEBIBYTES = 8
# Nobody types a hundred of them: what follows is of the same kind.
MOST_CONTROLS = 20

# Controls, marks that turn the direction of writing unseen, breaks that editors do not show.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
BREAK = re.compile("\r\n|\n|\r")

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A mark of UTF-16 (that of UTF-32 begins in the same way), or two letters with a zero for each.
UTF_16 = re.compile(rb"\xff\xfe(?!\0\0)|\xfe\xff|\0[^\0]\0[^\0]|[^\0]\0[^\0]\0", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file; None where there is none. Refused characters have become spaces."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def decode(data: bytes) -> Decoded:
    """Read the bytes of an agenda file as UTF-8."""
    if len(data) > MEBIBYTES * 1024 * 1024:
        return _refused(finding("E002", limit=MEBIBYTES))
    if UTF_16.match(data):
        return _refused(finding("E016", mark=(1, 1)))
    if b"\0" in data[:4]:
        return _refused(finding("E001", mark=(1, 1)))
    marked = data.startswith(BYTE_ORDER_MARK)
    found = (finding("E017", mark=(1, 1)),) if marked else ()
    try:
        text = data.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as error:
        return _refused(*found, finding("E001", mark=_place(error)))
    return _without_controls(text, found)


def _refused(*findings: Finding) -> Decoded:
    return Decoded(text=None, findings=findings)


def _place(error: UnicodeDecodeError) -> tuple[int, int]:
    before = error.object[: error.start].decode()
    return position(before, len(before))


def _without_controls(text: str, found: tuple[Finding, ...]) -> Decoded:
    if not CONTROLS.search(text):
        return Decoded(text=text, findings=found)
    hits = [hit for hit, _ in zip(CONTROLS.finditer(text), range(MOST_CONTROLS), strict=False)]
    seen = tuple(
        finding("E011", mark=position(text, hit.start()), number=code_point(hit[0])) for hit in hits
    )
    return Decoded(text=CONTROLS.sub(" ", text), findings=(*found, *seen))


def code_point(character: str) -> str:
    """Return the number of a character as it is written after `U+`."""
    return f"{ord(character):04X}"


def position(text: str, index: int) -> tuple[int, int]:
    """Return line and column (from 1) of a place in a text."""
    breaks = [0, *(found.end() for found in BREAK.finditer(text, 0, index))]
    return len(breaks), index - breaks[-1] + 1
