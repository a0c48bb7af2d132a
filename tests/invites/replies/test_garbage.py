"""Whatever comes in, it is read: nothing is raised, and soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.invites import replies
from orchestrator.invites.replies import Incoming, texts
from orchestrator.invites.replies.reading import UNREADABLE
from tests.invites.replies.mails import calendar, every, mail, part

FIXTURES = every()
PIECES = st.sampled_from(
    [
        *(b"\r\n", b"\n\n", b":", b";", b'"', b"=?utf-8?b?", b"?=", b"--", b"\x00", b"\xff\xfe"),
        *(b"Content-Type: multipart/mixed; boundary=", b"Content-Transfer-Encoding: base64\r\n"),
        *(b"BEGIN:VCALENDAR", b"END:VEVENT", b"BEGIN:VEVENT", b"ATTENDEE;CN=", b"\\", b"(", b"<"),
        *(b"charset=utf-16", b"charset=punycode", b"name*0*=utf-8''%", b"filename*=x'", b"="),
        *(b"message/delivery-status", b"message/rfc822", b"From: ", b"Date: ", b"DTSTAMP:"),
    ]
)


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Return a mail with some pieces cut out, doubled, or put into it."""
    raw = draw(st.sampled_from(FIXTURES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 300)))
        put = draw(st.one_of(PIECES, st.binary(max_size=20), st.just(raw[start:end] * 2)))
        raw = raw[:start] + put + raw[end:]
    return raw


@given(st.binary(max_size=2_000))
def test_random_bytes_are_read(raw: bytes) -> None:
    assert isinstance(replies.read(raw), Incoming)


@given(mangled())
def test_mangled_mails_are_read(raw: bytes) -> None:
    assert isinstance(replies.read(raw), Incoming)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=30)), max_size=60).map(b"".join))
def test_calendars_of_rubble_are_read(data: bytes) -> None:
    body = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" + data
    assert isinstance(replies.read(mail(part(body))), Incoming)


@given(st.text(max_size=200))
def test_headers_of_anything_are_read(text: str) -> None:
    told = "".join(
        f"{name}: {text}\r\n"
        for name in ("Subject", "In-Reply-To", "Authentication-Results", "Received", "Date")
    )
    found = replies.read(mail(part(calendar()), headers=told, sender=text))
    assert isinstance(found, Incoming)
    replies.trust(found, {found.sender}, authority="mx.example.org", known=False)


def nested(kind: str, depth: int) -> bytes:
    heads = (f'Content-Type: {kind}; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(depth))
    return "".join(heads).encode()


def test_a_codec_that_is_no_charset_is_not_believed() -> None:
    assert texts.decoded(b"\xff\\x41", "unicode_escape") == "\ufffd\\x41"
    assert texts.decoded(b"\xc4", "koi8-r") == "\u0434"


BOMBS = {
    "many parts": b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\nx\n" * 140_000,
    "parts within parts": nested("multipart/mixed", 1_900),
    "mails within mails": b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
    "a report of empty blocks": b"Content-Type: message/delivery-status\r\n\r\n" + b"\n" * 900_000,
    "many headers": b"a:b\n" * 250_000 + b"\n",
    "a header of a megabyte": b"From: " + b"(" * 1_000_000 + b"\r\n\r\n",
    "quotes without end": b"From: " + b'"\\' * 200_000 + b"\r\n\r\n",
    "encoded words without end": b"Subject: " + b"=?utf-8?q?=41?= " * 60_000 + b"\r\n\r\n",
    "references without end": b"References: " + b"<a@b> " * 160_000 + b"\r\n\r\n",
    "comments without end": b"Authentication-Results: x; " + b"(" * 900_000 + b"\r\n\r\n",
    "folds without end": mail(part("BEGIN:VCALENDAR" + "\r\n " * 300_000)),
    "events without end": mail(part("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 70_000)),
    "attendees without end": mail(part(calendar(*(["ATTENDEE:mailto:a@b.example"] * 30_000)))),
    "a name without end": mail(part(calendar("ATTENDEE;CN=" + "\\;" * 450_000))),
    "a slow codec": mail(part(b"a-" * 400_000, "text/calendar; charset=punycode; method=REPLY")),
    "a codec that unpacks": mail(part(b"x\x9c", "text/plain; charset=zlib_codec")),
    "a long host": b"From: a@" + b"\xd0\xb0" * 400_000 + b"\r\n\r\n",
    "a large mail of short lines": b"\r\n\r\n" + b"a\n" * 10_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_read_soon(bomb: str) -> None:
    began = time.monotonic()
    found = replies.read(BOMBS[bomb])
    assert (found.reply, time.monotonic() - began < 5) == (None, True)


@pytest.mark.parametrize(
    "bomb", ["many parts", "a report of empty blocks", "a large mail of short lines"]
)
def test_what_would_unfold_to_too_much_is_not_even_taken_apart(bomb: str) -> None:
    assert replies.read(BOMBS[bomb]).trouble == UNREADABLE
