from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from orchestrator.invites import replies
from orchestrator.invites.replies import Attached, Attendee, Incoming, Reply
from tests.invites.replies.mails import ME, UID, calendar, fixture, mail, part


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[misc,arg-type]


def said(*parts: bytes, headers: str = "") -> Reply | str | None:
    """Return what a mail answers, or the sentence that says why it does not."""
    found = replies.read(mail(*parts, headers=headers))
    return found.reply or (found.trouble.text if found.trouble else None)


def reply(**other: object) -> Reply:
    values = {
        "method": "REPLY",
        "uid": UID,
        "sequence": None,
        "stamp": utc(2020, 10, 22, 9),
        "attendees": (Attendee(address=ME, partstat="ACCEPTED"),),
    }
    return Reply(**(values | other))  # type: ignore[arg-type]


def answer(found: Incoming) -> tuple[str, str, int | None, str]:
    assert found.reply is not None
    attendee = found.reply.attendees[0]
    return attendee.address, attendee.partstat, found.reply.sequence, found.reply.comment


@pytest.mark.parametrize(
    ("name", "uid", "partstat", "stamp"),
    [
        (
            "tb153-accepted-en",
            "5963ce24-86b9-4c0e-b137-49fa0e76cf64@forum.chel.example",
            "ACCEPTED",
            utc(2026, 11, 22, 10, 49, 58),
        ),
        (
            "tb153-tentative-ru",
            "eb8045ec-ceb4-4fed-ac13-bfa24a9906e4@forum.chel.example",
            "TENTATIVE",
            utc(2026, 11, 22, 10, 51, 40),
        ),
    ],
)
def test_thunderbird_is_believed_by_its_partstat_not_by_its_words(
    name: str, uid: str, partstat: str, stamp: datetime
) -> None:
    attendees = (Attendee(address="li@cn.example", partstat=partstat),)
    found = replies.read(fixture(name))
    assert found.reply == reply(uid=uid, sequence=0, stamp=stamp, attendees=attendees)
    assert (found.sender, found.automatic, found.trouble) == ("li@cn.example", False, None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "exchange-accepted",
            ("governor@region.example", "ACCEPTED", 0, "Губернатор примет участие."),
        ),
        (
            "google-declined",
            (
                "office@google.example",
                "DECLINED",
                0,
                "We shall be travelling that day, regrettably.",
            ),
        ),
        ("apple-tentative", ("chairman@mac.example", "TENTATIVE", 0, "")),
        (
            "outlook-counter",
            ("minister@region.example", "TENTATIVE", 1, "Could it begin an hour later?"),
        ),
    ],
)
def test_the_shapes_of_the_big_programs_are_read(
    name: str, expected: tuple[str, str, int, str]
) -> None:
    found = replies.read(fixture(name))
    assert (answer(found), found.reply and found.reply.uid) == (expected, UID)


def test_a_proposed_time_is_kept_as_written_and_never_reckoned_with() -> None:
    found = replies.read(fixture("outlook-counter")).reply
    assert found is not None
    assert (found.method, found.start, found.end) == (
        "COUNTER",
        "20201029T140000 Central Asia Standard Time",
        "2020-10-29T10:00:00Z",
    )


def test_a_delegation_names_whom() -> None:
    found = replies.read(fixture("delegated")).reply
    assert found is not None
    assert found.attendees == (
        Attendee(
            address="minister@region.example",
            partstat="DELEGATED",
            delegates=("deputy@region.example",),
        ),
    )


def test_winmail_dat_is_named_as_what_it_is() -> None:
    found = replies.read(fixture("winmail"))
    assert (found.reply, found.words) == (None, "Принято")
    assert found.trouble is not None
    assert "winmail.dat" in found.trouble.text


def test_a_holiday_note_is_neither_an_answer_nor_a_failure() -> None:
    found = replies.read(fixture("out-of-office"))
    assert (found.reply, found.bounces, found.automatic) == (None, (), True)
    assert found.named == ("<invitation-1@example.org>",)


def test_an_answer_that_a_machine_gave_is_not_taken() -> None:
    told = said(part(calendar()), headers="Auto-Submitted: auto-replied\r\n")
    assert told == "The answer was given by a machine, not by a person; it is not taken."


def test_what_google_sends_for_its_people_is_an_answer_and_never_answered() -> None:
    found = replies.read(fixture("google-declined"))
    assert (found.reply is not None, found.automatic) == (True, True)


def test_the_method_in_the_calendar_counts_and_the_header_only_where_it_is_silent() -> None:
    silent = calendar(method="")
    assert said(part(silent)) == reply()
    assert said(part(calendar(method="COUNTER"))) == reply(method="COUNTER")
    assert said(part(silent, "text/calendar; charset=utf-8")) == reply(method="")


def test_the_same_calendar_twice_is_one_answer() -> None:
    other_ends = calendar().replace("\r\n", "\n").strip()
    assert said(part(calendar()), part(other_ends, 'application/ics; name="a.ics"')) == reply()


def test_two_calendars_that_differ_are_none() -> None:
    other = calendar(f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ME}")
    told = said(part(calendar()), part(other))
    assert told == "The mail carries calendars that say different things; none is taken."


def test_a_file_by_its_name_is_a_calendar_and_a_mail_within_the_mail_is_not_entered() -> None:
    named = 'application/octet-stream; name="meeting.ics"'
    assert said(part(calendar(), named), part("words", "text/plain")) == reply()
    forwarded = part(mail(part(calendar())), "message/rfc822")
    assert said(forwarded, part("words", "text/plain")) is None


LATIN = calendar(f"ATTENDEE;CN=Büro;PARTSTAT=ACCEPTED:mailto:{ME}", "COMMENT:Grüße")


@pytest.mark.parametrize(
    "shape",
    [
        part(LATIN),
        part(LATIN.encode("latin-1"), "text/calendar; charset=iso-8859-1; method=REPLY"),
        part(LATIN.encode("utf-16"), "text/calendar; charset=utf-16; method=REPLY"),
        part(LATIN, "text/calendar; charset=us-ascii; method=REPLY"),
        part(LATIN, 'text/calendar; charset="=?x?"; method=REPLY'),
        part("\ufeff" + LATIN),
        b"Content-Type: text/calendar; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(LATIN.encode()),
    ],
)
def test_whatever_the_charset_claims_to_be_the_words_come_out(shape: bytes) -> None:
    assert said(shape) == reply(comment="Grüße")


def test_a_letter_folded_in_its_middle_is_whole_again() -> None:
    data = calendar(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}", "COMMENT:Да").encode()
    assert said(part(data.replace("Д".encode(), b"\xd0\r\n \x94"))) == reply(comment="Да")


@pytest.mark.parametrize(
    "attendee",
    [
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",
        "attendee;partstat=accepted:MAILTO:Head@Region.Example",
        f"ATTENDEE;PARTSTAT=ACCEPTED;EMAIL={ME}:urn:uuid:5f3a",
        f'ATTENDEE;CN=A "big" office;PARTSTAT=ACCEPTED:mailto:{ME}',
        f'ATTENDEE;CN="Office; of, all:things";PARTSTAT=ACCEPTED:mailto:{ME}',
        f"ATTENDEE;CN=Office\x7f\x00;PARTSTAT=ACCEPTED:mailto:{ME}",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:head%40region.example",
        f"ATTENDEE ; PARTSTAT=ACCEPTED:mailto: {ME} ",
    ],
)
def test_an_attendee_is_known_however_it_is_written(attendee: str) -> None:
    assert said(part(calendar(attendee))) == reply()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("SEQUENCE:7",), {"sequence": 7}),
        (("SEQUENCE:0",), {"sequence": 0}),
        (("SEQUENCE:-1",), {"sequence": None}),
        (("SEQUENCE:seven",), {"sequence": None}),
        (("SEQUENCE:99999999999999",), {"sequence": None}),
        (("SEQUENCE:9999999999",), {"sequence": 2**31 - 1}),
        (("COMMENT:one", "COMMENT;LANGUAGE=en:two\\, three\\n"), {"comment": "one\ntwo, three"}),
        (("COMMENT:\u202egnol",), {"comment": "gnol"}),
        (("BEGIN:VALARM", "ATTENDEE;PARTSTAT=DECLINED:mailto:x@y.example", "END:VALARM"), {}),
        (("SUMMARY:" + "x" * 100_000,), {}),
        (("DTSTART;TZID=Nowhere/At All:20201029T120000", "RRULE:FREQ=BROKEN"), {}),
    ],
)
def test_what_stands_beside_the_answer_changes_only_what_it_says(
    lines: tuple[str, ...], expected: dict[str, object]
) -> None:
    own = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}"
    assert said(part(calendar(own, *lines))) == reply(**expected)


@pytest.mark.parametrize("stamp", ["20201022T090000", "20201322T090000Z", "soon"])
def test_a_stamp_that_is_no_instant_in_utc_is_none(stamp: str) -> None:
    text = calendar().replace("20201022T090000Z", stamp)
    assert said(part(text)) == reply(stamp=None)


TWO = calendar().replace(
    "END:VCALENDAR", "BEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT\r\nEND:VCALENDAR"
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TWO, "about several entries"),
        (calendar("UID:another", f"ATTENDEE:mailto:{ME}"), "about several entries"),
        (calendar(uid=" "), "does not say which entry"),
        (calendar("SUMMARY:nobody"), "does not say who answers"),
        (calendar("ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail"), "does not say who answers"),
        (calendar("RECURRENCE-ID:20201029T070000Z", f"ATTENDEE:mailto:{ME}"), "no series"),
        ("", "is damaged"),
        ("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR", "is damaged"),
        ("BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT", "is damaged"),
    ],
)
def test_why_a_calendar_is_no_answer_is_said(text: str, why: str) -> None:
    told = said(part(text))
    assert isinstance(told, str)
    assert why in told


def test_an_answer_in_a_mail_of_megabytes_is_not_read() -> None:
    picture = part(b"A" * 1_200_000, "image/png")
    told = said(part(calendar()), picture)
    assert told == "The mail is larger than an answer can be; it is not read."
    form = part(b"# form", 'text/markdown; name="form.md"')
    assert said(part(calendar()), picture, form) == reply()
    told = said(part(calendar("COMMENT:" + "x" * 1_100_000)), form)
    assert told == "The calendar in the mail is larger than an answer can be; it is not read."
    assert replies.read(b"x" * (replies.MOST_BYTES + 1)).trouble is not None


def test_files_that_may_be_forms_are_handed_on_by_their_kind() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    found = replies.read(
        mail(
            part("Attached.", "text/plain"),
            part(b"PK1", f'{word}; name="../../plenary.ru.docx"'),
            part(b"PK2", "application/octet-stream; name*=utf-8''%D0%B7%D0%B0%D0%BF.odt"),
            part(b"# 3", 'text/plain; name="form.MD"'),
            part(b"%PDF", 'application/pdf; name="form.pdf"'),
        )
    )
    assert (found.words, found.attached) == (
        "Attached.",
        (
            Attached(name=".._.._plenary.ru.docx", kind="docx", data=b"PK1"),
            Attached(name="зап.odt", kind="odt", data=b"PK2"),
            Attached(name="form.MD", kind="md", data=b"# 3"),
        ),
    )


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("Office <Head@Region.Example>", ME),
        ('"Office, the" <head@region.example>', ME),
        ("head@region.example, other@region.example", ""),
        ("head@region.example\r\nFrom: other@region.example", ""),
        ("=?utf-8?q?head=40region=2Eexample?= <x@evil.example>", "x@evil.example"),
        ("nobody", ""),
    ],
)
def test_a_sender_is_one_address_or_none(sender: str, expected: str) -> None:
    assert replies.read(mail(part("words", "text/plain"), sender=sender)).sender == expected


def test_a_subject_is_read_in_its_words_without_what_steers_the_eye() -> None:
    subject = (
        "Subject: =?utf-8?b?0J7RgtCy0LXRgg==?= =?koi8-r?q?=CE=C5=D4?=\r\n =?utf-8?q?=E2=80=AE?=\r\n"
    )
    assert replies.read(mail(part("x", "text/plain"), headers=subject)).subject == "Ответнет"
