"""A mail read back by the standard library: exactly our headers, exactly one recipient."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import letters
from orchestrator.invites.voice import line
from orchestrator.letters import Attachment, Letter
from tests.invites.test_hostile_texts import HOSTILE
from tests.letters.kinds import CASES, FORM, SENT, Desk, envelope

LETTER = Letter(subject="Subject", text="Text\n", html="<p>Page</p>\n", language="en")
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted"),
    *("X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type"),
]
SMUGGLED = st.sampled_from(
    [
        "\r\nBcc: evil@example.org",
        "\nBcc: evil@example.org\n\n<p>",
        "a, b <evil@example.org>",
        '"evil" <evil@example.org>,',
        "=?utf-8?b?ZXZpbEBleGFtcGxlLm9yZw==?=",
        "=?utf-8?q?=0D=0ABcc:_evil=40example.org?=",
        "\u202eevil\u2066",
        "🧑🏽‍💻" * 20,
        "محمد، وفد",
        "(comment)",
        "; group:",
    ]
)
NAMES = st.lists(HOSTILE | SMUGGLED, max_size=5).map("".join)


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def decoded(part: Message) -> bytes:
    said = part.get_payload(decode=True)
    assert isinstance(said, bytes)
    return said


def packed(letter: Letter = LETTER, **changed: Any) -> bytes:
    person = Desk().entry.person
    return letters.mime(letter, envelope(person, **changed))


@given(NAMES, NAMES, NAMES)
def test_no_name_adds_a_header_or_a_recipient(sender: str, recipient: str, subject: str) -> None:
    letter = Letter(subject=subject, text="Text\n", html="<p>\n", language="en")
    data = packed(
        letter,
        sender=letters.address(sender, "forum@example.org"),
        recipient=letters.address(recipient, "a@example.org"),
    )
    message = read(data)
    assert message.keys() == HEADERS
    for name, given_name, email in (
        ("From", sender, "forum@example.org"),
        ("To", recipient, "a@example.org"),
    ):
        (found,) = message[name].addresses
        # Python 3.11 leaves spaces between the encoded words of a name, against RFC 2047.
        shown, wanted = (
            "".join(each.split()) for each in (found.display_name, line(given_name)[:120])
        )
        assert (found.addr_spec, shown) == (email, wanted)
        assert message[name].defects == ()
    assert all(len(row) <= 78 for row in data.split(b"\r\n\r\n")[0].split(b"\r\n"))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200))
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    letter = Letter(subject=f"x{subject}x", text="Text\n", html="<p>\n", language="en")
    assert read(packed(letter))["Subject"] == f"x{subject}x"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_words_are_read_as_they_were_written(text: str) -> None:
    letter = Letter(subject="x", text=text, html=f"<p>{text}</p>", language="en")
    message = read(packed(letter))
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert page
    said = (plain.get_payload(decode=True), page.get_payload(decode=True))
    assert said == tuple(each.replace("\n", "\r\n").encode() for each in (letter.text, letter.html))


def test_what_only_looks_encoded_is_read_as_it_stands() -> None:
    trick = "=?utf-8?q?evil=40example.org?="
    letter = Letter(subject=trick, text="Text\n", html="<p>\n", language="en")
    message = read(packed(letter, recipient=letters.address(trick, "a@example.org")))
    assert (message["Subject"], message["To"].addresses[0].display_name) == (trick, trick)


def test_a_subject_of_several_lines_becomes_one() -> None:
    letter = Letter(subject="a\r\nBcc: b", text="Text\n", html="<p>\n", language="en")
    assert b"\r\nSubject: a Bcc: b\r\n" in packed(letter)


@pytest.mark.parametrize(
    "email",
    ["a@b@example.org", "a@example.org>, <b@example.org", "a b@example.org", "a@", "@example.org",
     "a@exam\tple.org", '"a@b"@example.org', "a,b@example.org"],
)  # fmt: skip
def test_what_is_not_exactly_one_address_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match="address"):
        packed(recipient=letters.address("Name", email))


def test_a_line_break_in_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        letters.address("Name", "a@example.org\r\nBcc: b@example.org")


def test_an_address_outside_ascii_stays_as_it_is() -> None:
    data = packed(recipient=letters.address("Имя", "почта@example.org"))
    assert "<почта@example.org>\r\n".encode() in data


def test_an_invitation_is_built_as_calendars_want_it() -> None:
    message = read(CASES["invitation"]("en").mail())
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    *_, calendar, file = message.walk()
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert (calendar["Content-Disposition"], file.get_filename()) == (None, "invite.ics")
    assert calendar["Content-Transfer-Encoding"] == file["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True)


def test_the_content_type_of_the_calendar_part_is_to_the_letter() -> None:
    mail = CASES["cancellation"]("en").mail()
    assert b'Content-Type: text/calendar; method=CANCEL; charset="utf-8"\r\n' in mail


def test_the_recipient_is_the_attendee_and_the_sender_the_organizer() -> None:
    message = read(CASES["invitation"]("en").mail())
    calendar = decoded(list(message.walk())[4]).replace(b"\r\n ", b"")
    assert message["To"].addresses[0].addr_spec == "head.in@example.org"
    assert re.findall(rb"ATTENDEE.*:mailto:(.*)\r\n", calendar) == [b"head.in@example.org"]
    assert re.findall(rb"ORGANIZER.*:mailto:(.*)\r\n", calendar) == [
        message["From"].addresses[0].addr_spec.encode()
    ]


def test_a_letter_without_calendar_and_files_is_no_more_than_its_two_forms() -> None:
    assert [part.get_content_type() for part in read(packed()).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_the_form_goes_as_a_file() -> None:
    *_, file = read(CASES["form"]("en").mail()).walk()
    assert (file.get_filename(), file.get_payload(decode=True)) == (FORM.name, FORM.data)


def test_the_same_letter_in_the_same_envelope_is_the_same_bytes() -> None:
    assert CASES["change"]("en").mail() == CASES["change"]("en").mail()


def test_another_message_has_other_boundaries() -> None:
    first, second = (read(packed(message_id=f"<{n}@example.org>")).get_boundary() for n in (1, 2))
    assert first != second


def test_changes_are_threaded_to_the_first_invitation() -> None:
    message = read(packed(references=("<a@example.org>", "<b@example.org>")))
    assert message["In-Reply-To"] == "<b@example.org>"
    assert message["References"].split() == ["<a@example.org>", "<b@example.org>"]


def test_who_hands_in_for_somebody_else_is_named() -> None:
    other = Address(display_name="Service", addr_spec="service@example.org")
    message = read(packed(submitter=other, reply_to=other))
    assert (message["Sender"], message["Reply-To"]) == ("Service <service@example.org>",) * 2


def test_who_hands_in_for_themselves_is_named_once() -> None:
    own = letters.address("Another name", "forum@example.org")
    assert read(packed(submitter=own))["Sender"] is None


def test_a_mail_says_that_a_machine_made_it() -> None:
    message = read(packed())
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<sco-regions-2020.example.org>"
    assert message["Date"].datetime == SENT


@pytest.mark.parametrize("given_id", ["", "<a b@example.org>", "<a@b>\r\nX: y", "a@example.org"])
def test_what_is_no_message_id_is_refused(given_id: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        packed(message_id=given_id)


def test_a_calendar_without_a_method_is_refused() -> None:
    with pytest.raises(ValueError, match="METHOD"):
        letters.mime(LETTER, envelope(Desk().entry.person), calendar=b"BEGIN:VCALENDAR\r\n")


def test_a_file_whose_name_is_none_of_ours_is_refused() -> None:
    file = Attachment(name='a"; x="b', content_type="application/pdf", data=b"")
    with pytest.raises(ValueError, match="attachment"):
        letters.mime(LETTER, envelope(Desk().entry.person), attachments=(file,))


def test_no_line_is_longer_than_a_mail_may_have() -> None:
    for made in CASES.values():
        assert max(map(len, made("ur").mail().split(b"\r\n"))) <= 87  # a media type's name


def test_a_long_name_is_cut_between_its_words() -> None:
    name = "Протокольная служба Губернатора Челябинской области"
    to = letters.address(name, "office@example.org")
    sealed = envelope(Desk().entry.person, recipient=to)
    head = letters.mime(LETTER, sealed).partition(b"\r\nSubject:")[0].partition(b"\r\nTo:")[2]
    words = [base64.b64decode(each).decode() for each in re.findall(rb"\?b\?(.*?)\?=", head)]
    assert words == ["Протокольная служба", " Губернатора", " Челябинской области"]
