from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator import languages
from orchestrator.secretariat.collect import sentences
from orchestrator.storage import answers, mails
from tests.invites.replies.mails import calendar, fixture, mail, part
from tests.secretariat.post import FORUM, NOW, TEXT, THING, Post, told, uid

HEAD = "head@example.org"
VOUCHED = "Authentication-Results: mx.example.org; dkim=pass header.d=example.org\r\n"


@pytest.fixture
async def post(tmp_path: Path) -> Post:
    found = Post(folder=tmp_path)
    await found.publish()
    return found


def answer(
    partstat: str = "ACCEPTED",
    *lines: str,
    person: str = "uz-head",
    attendee: str = HEAD,
    sender: str = HEAD,
    headers: str = "",
    method: str = "REPLY",
    stamp: str = "20300930T090000Z",
) -> bytes:
    own = f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}"
    text = calendar(own, *lines, uid=uid(person), method=method)
    return mail(part(text.replace("20201022T090000Z", stamp)), headers=headers, sender=sender)


def naming(person: str = "uz-head") -> str:
    return f"In-Reply-To: {told(person)}\r\n"


async def kept_answers(post: Post) -> list[tuple[str, int, bool]]:
    async with post.open() as store, store.reading() as kept:
        return [(each.partstat, each.trust, each.applied) for each in await answers.of(kept, FORUM)]


@pytest.mark.parametrize(
    ("headers", "outcome", "verified", "trust"),
    [
        (naming(), "answer", True, 3),
        (VOUCHED, "answer", True, 2),
        ("", "unverified", False, 1),
        (naming("secretary"), "unverified", False, 1),
    ],
)
async def test_an_answer_stands_as_far_as_it_is_believed(
    post: Post, headers: str, outcome: str, trust: int, *, verified: bool
) -> None:
    assert await post.outcome(answer("DECLINED", headers=headers)) == outcome
    assert await post.standing() == ("DECLINED", verified)
    assert await kept_answers(post) == [("DECLINED", trust, True)]


@pytest.mark.parametrize(
    ("name", "partstat"),
    [("tb153-accepted-en", "ACCEPTED"), ("tb153-tentative-ru", "TENTATIVE")],
)
async def test_a_genuine_answer_of_thunderbird_reaches_its_entry(
    tmp_path: Path, name: str, partstat: str
) -> None:
    raw = fixture(name)
    post = Post(folder=tmp_path)
    await post.publish(TEXT.replace(HEAD, "li@cn.example"))
    named = re.search(rb"^UID:(\S+)", raw, re.MULTILINE)
    assert named is not None
    await post.change(uid=named[1].decode())
    assert await post.outcome(raw) == "unverified"
    assert await post.standing() == (partstat, False)
    assert await post.notes() == [("li@cn.example", partstat)]


async def test_a_doubtful_answer_sends_its_owner_one_note(post: Post) -> None:
    await post.collect(
        answer("ACCEPTED"),
        answer("ACCEPTED", stamp="20300930T100000Z"),
        answer("DECLINED", stamp="20300930T110000Z"),
    )
    assert await post.standing() == ("DECLINED", False)
    assert await post.notes() == [(HEAD, "ACCEPTED"), (HEAD, "DECLINED")]


async def test_the_note_of_a_head_also_goes_to_who_does_their_mail(post: Post) -> None:
    chair = "chair@example.org"
    await post.collect(answer(person="kz-head", attendee=chair, sender=chair))
    notes = [row for row in await post.deliveries("kz-head") if row.purpose == "note"]
    assert [(row.recipient, row.copy, row.details["language"]) for row in notes] == [
        (chair, 0, "ru"),
        ("office@example.org", 1, "ru"),
    ]
    assert len({row.message_id for row in notes} - {None}) == 2


@pytest.mark.parametrize("attendee", ["chair@example.org", "office@example.org"])
async def test_an_assistant_answers_for_their_head(post: Post, attendee: str) -> None:
    raw = answer(
        person="kz-head", attendee=attendee, sender="Office <office@example.org>", headers=VOUCHED
    )
    assert await post.outcome(raw) == "answer"
    assert await post.standing("kz-head") == ("ACCEPTED", True)


async def test_somebody_elses_sender_waits_for_the_organiser(post: Post) -> None:
    raw = answer(sender="x@evil.example", headers=VOUCHED)
    assert await post.outcome(raw) == "proposal"
    assert (await post.standing(), await post.kinds()) == (
        ("NEEDS-ACTION", False),
        [("unclear", "uz-head")],
    )


async def test_somebody_who_is_not_invited_is_shown_and_never_added(post: Post) -> None:
    colleague = "colleague@example.org"
    raw = answer(attendee=colleague, sender=colleague, headers=naming())
    (found,) = await post.collect(raw)
    assert (found.outcome, await post.kinds()) == ("proposal", [("stranger", "uz-head")])
    assert await post.standing() == ("NEEDS-ACTION", False)
    (said,) = sentences(found, languages.translator("en"))
    assert said == (
        "colleague@example.org answers the invitation of Head of the delegation of Uzbekistan and "
        "is not invited; it waits for the organiser: Plenary session."
    )


async def test_one_person_cannot_answer_for_another_with_their_own_invitation(post: Post) -> None:
    raw = answer(sender="secretary@example.org", headers=naming("secretary"))
    assert await post.outcome(raw) == "proposal"
    assert await post.standing() == ("NEEDS-ACTION", False)


async def test_an_answer_to_an_earlier_time_is_kept_and_changes_nothing(post: Post) -> None:
    await post.change(sequence=2, changed=1)
    assert await post.outcome(answer("ACCEPTED", "SEQUENCE:0", headers=naming())) == "late"
    assert (await post.standing())[0] == "NEEDS-ACTION"
    assert await kept_answers(post) == [("ACCEPTED", 3, False)]


async def test_an_answer_from_before_a_change_of_words_counts(post: Post) -> None:
    await post.change(sequence=2, changed=1)
    assert await post.outcome(answer("ACCEPTED", "SEQUENCE:1", headers=naming())) == "answer"


async def test_an_answer_without_a_sequence_counts_until_something_changes(post: Post) -> None:
    assert await post.outcome(answer("ACCEPTED", headers=naming())) == "answer"
    await post.change(sequence=1, changed=1, partstat="NEEDS-ACTION")
    post.now += timedelta(hours=2)
    later = answer("DECLINED", headers=naming(), stamp="20301001T070000Z")
    assert await post.outcome(later) == "proposal"
    assert (await post.standing())[0] == "NEEDS-ACTION"


async def test_of_two_answers_the_one_given_later_stands(post: Post) -> None:
    later = answer("DECLINED", headers=naming(), stamp="20300930T100000Z")
    earlier = answer("ACCEPTED", headers=naming(), stamp="20300930T090000Z")
    assert [each.outcome for each in await post.collect(later, earlier)] == ["answer", "late"]
    assert await post.standing() == ("DECLINED", True)


async def test_a_clock_that_runs_fast_or_a_sequence_from_nowhere_shuts_no_door(post: Post) -> None:
    odd = answer("DECLINED", "SEQUENCE:99", headers=naming(), stamp="20990101T000000Z")
    assert await post.outcome(odd) == "answer"
    post.now += timedelta(hours=2)
    assert await post.outcome(answer(headers=naming(), stamp="20301001T070000Z")) == "answer"
    assert await post.standing() == ("ACCEPTED", True)


async def test_a_mail_read_before_does_nothing_whichever_way_it_comes(post: Post) -> None:
    raw = answer(headers=naming())
    other_way = b"Received: from a by b; Thu, 22 Oct 2020 09:00:00 +0000\r\n" + raw
    again = raw.replace(b"\r\n", b"\n")
    found = [each.outcome for each in await post.collect(raw, raw, other_way, again)]
    assert found == ["answer", "again", "again", "again"]
    assert len(await kept_answers(post)) == 1


async def test_a_counter_and_a_delegation_wait_for_the_organiser(post: Post) -> None:
    counter = answer("TENTATIVE", "DTSTART:20301029T080000Z", headers=naming(), method="COUNTER")
    to = 'DELEGATED;DELEGATED-TO="mailto:deputy@example.org"'
    await post.collect(counter, answer(to, headers=naming()))
    assert await post.kinds() == [("counter", "uz-head"), ("delegated", "uz-head")]
    assert await post.standing() == ("NEEDS-ACTION", False)
    first, second = await post.proposals()
    assert (first.details["start"], first.details["trust"]) == ("2030-10-29T08:00:00Z", 3)
    assert second.details["attendees"][0]["delegates"] == ["deputy@example.org"]


async def test_an_answer_that_says_nothing_waits_for_the_organiser(post: Post) -> None:
    assert await post.outcome(answer("NEEDS-ACTION", headers=naming())) == "proposal"
    assert await post.kinds() == [("unclear", "uz-head")]


async def test_the_comment_is_kept_with_the_answer(post: Post) -> None:
    await post.collect(answer("DECLINED", "COMMENT:On a journey.", headers=naming()))
    async with post.open() as store, store.reading() as kept:
        (found,) = await answers.of(kept, FORUM)
        raw = await mails.get(kept, found.mail or 0)
    assert (found.comment, found.way, found.given) == ("On a journey.", "mail", NOW)
    assert raw is not None
    assert b"On a journey." in raw.raw


def bounce(name: str, to: str, *, action: str = "failed") -> bytes:
    raw = fixture(name).replace(b"<invitation-7@example.org>", to.encode())
    raw = raw.replace(b"<invitation-8@example.org>", to.encode())
    for address in (b"head@region.example", b"Head@Region.example"):
        raw = raw.replace(address, HEAD.encode())
    return raw.replace(b"Action: failed", f"Action: {action}".encode())


async def test_a_report_about_whom_our_message_was_passed_on_to_changes_nothing(
    post: Post,
) -> None:
    raw = bounce("bounce-postfix", told("uz-head"))
    await post.collect(raw.replace(HEAD.encode(), b"somebody@elsewhere.example"))
    assert [row.state for row in await post.deliveries("uz-head")] == ["sent"]


async def test_a_bounce_fails_the_message_and_no_answer(post: Post) -> None:
    (found,) = await post.collect(bounce("bounce-postfix", told("uz-head")))
    (row,) = await post.deliveries("uz-head")
    assert (found.outcome, row.state) == ("bounce", "failed")
    assert row.reason == (f"550 5.1.1 <{HEAD}>: Recipient address rejected: User unknown")
    assert [row.state for row in await post.deliveries("kz-head")] == ["sent"]
    assert await post.standing() == ("NEEDS-ACTION", False)


@pytest.mark.parametrize(
    "raw",
    [
        bounce("bounce-exchange-delayed", told("uz-head")),
        bounce("bounce-postfix", told("uz-head"), action="delivered"),
        bounce("bounce-postfix", "<somebody@elsewhere.example>"),
        fixture("out-of-office").replace(b"<invitation-1@example.org>", told("uz-head").encode()),
    ],
)
async def test_what_is_no_failure_changes_nothing(post: Post, raw: bytes) -> None:
    assert await post.outcome(raw) == "nothing"
    assert [row.state for row in await post.deliveries("uz-head")] == ["sent"]
    assert await post.kinds() == []


async def test_winmail_dat_is_shown_to_the_organiser_with_its_reason(post: Post) -> None:
    raw = fixture("winmail").replace(b"minister@region.example", HEAD.encode())
    (found,) = await post.collect(raw)
    assert (found.outcome, await post.kinds()) == ("proposal", [("unclear", "uz-head")])
    assert "winmail.dat" in sentences(found, languages.translator("en"))[0]


async def test_words_of_a_participant_are_shown_and_others_letters_are_not_kept(
    post: Post,
) -> None:
    words = mail(part("We shall come.", "text/plain"), sender=HEAD)
    letter = mail(
        part("A private letter.", "text/plain"),
        sender="friend@elsewhere.example",
        headers="X: 1\r\n",
    )
    assert [each.outcome for each in await post.collect(words, letter)] == ["proposal", "nothing"]
    (found,) = await post.proposals()
    assert (found.person, found.details["words"]) == ("uz-head", "We shall come.")
    async with post.open() as store, store.reading() as kept:
        assert [bool(each.raw) for n in (1, 2) if (each := await mails.get(kept, n))] == [
            True,
            False,
        ]


async def test_garbage_and_calendars_of_others_do_nothing(post: Post) -> None:
    stranger = mail(part(calendar()))
    found = await post.collect(b"", b"\xff\x00garbage", stranger)
    assert [each.outcome for each in found] == ["nothing", "nothing", "nothing"]
    assert await post.proposals() == []


async def test_an_answer_of_somebody_who_left_the_agenda_is_shown(post: Post) -> None:
    await post.change("secretary", sequence=1)
    entry = await post.entry("secretary")
    gone = answer(person="secretary", attendee="gone@example.org", sender="gone@example.org")
    assert await post.outcome(gone) == "proposal"
    assert replace(entry) == await post.entry("secretary")


async def test_every_sentence_is_said_in_the_readers_language(post: Post) -> None:
    (found,) = await post.collect(answer(headers=naming()))
    words = languages.translator("en")
    assert sentences(found, words) == [
        "Head of the delegation of Uzbekistan will take part: Plenary session."
    ]
    assert (found.done[0].forum, found.done[0].person, found.done[0].thing) == (
        FORUM,
        "uz-head",
        THING,
    )
