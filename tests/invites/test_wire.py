from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.invites import wire

WHOLE = b"BEGIN:VCALENDAR\r\nX-WORDS:%b\r\nEND:VCALENDAR\r\n"
LETTERS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=400)


@given(LETTERS)
def test_a_folded_line_unfolds_to_itself(text: str) -> None:
    assert wire.fold([f"X:{text}"]).replace(b"\r\n ", b"") == f"X:{text}\r\n".encode()


@given(st.lists(LETTERS, max_size=5))
def test_folded_lines_are_short_and_whole(texts: list[str]) -> None:
    lines = ["BEGIN:VCALENDAR", *(f"X:{text}" for text in texts), "END:VCALENDAR"]
    assert wire.check(wire.fold(lines)) == []


@pytest.mark.parametrize("escape", ["\\n", "\\\\", "\\,", "^'", "^^"])
def test_no_line_ends_within_an_escape(escape: str) -> None:
    for lead in range(60, 90):
        folded = wire.fold(["X:" + "a" * lead + escape * 60])
        ends = [line.decode()[-1:] for line in folded.split(b"\r\n")[:-2]]
        pieces = [line.decode().removeprefix(" ") for line in folded.split(b"\r\n")[:-1]]
        assert len(ends) == len(pieces) - 1
        for piece in pieces:
            sign = escape[0]
            assert (len(piece) - len(piece.rstrip(sign))) % 2 == 0 or piece.endswith(escape)


def test_a_line_of_75_octets_is_not_folded() -> None:
    assert wire.fold(["X:" + "a" * 73]) == b"X:" + b"a" * 73 + b"\r\n"
    assert wire.fold(["X:" + "a" * 74]) == b"X:" + b"a" * 73 + b"\r\n a\r\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"a" * 70, "line 2 has 78 octets"),
        (b"a\r\n\r\nX:b", "line 3 is empty"),
        (b"\xd0\r\n \xb0", "line 2 cuts a character in two, or is not UTF-8"),
        (b"a\nATTENDEE:mailto:b@example.org", "line 2 holds the control character U+000A"),
        (b"a\x00", "line 2 holds the control character U+0000"),
        (b"a\x1b[2J", "line 2 holds the control character U+001B"),
        ("a\u2028b".encode(), "line 2 holds the control character U+2028"),
        ("a\u0085b".encode(), "line 2 holds the control character U+0085"),
    ],
)
def test_a_broken_line_is_named(body: bytes, fault: str) -> None:
    assert wire.check(WHOLE % body)[0] == fault


@pytest.mark.parametrize(
    "data",
    [b"", b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n", (WHOLE % b"a")[:-2], b"\r\n" + WHOLE],
)
def test_half_a_stream_is_named(data: bytes) -> None:
    assert "the stream is not one whole VCALENDAR" in wire.check(data)


def test_a_sound_stream_has_no_faults() -> None:
    assert wire.check(WHOLE % "مکمل اجلاس".encode()) == []
