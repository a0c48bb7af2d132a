from __future__ import annotations

import pytest

from orchestrator.invites import replies
from orchestrator.invites.replies import Attendee, Incoming, Reply, Trust
from tests.invites.replies.mails import ME, UID, fixture, mail, part

MX = "mx.example.org"
OWN = f"Received: from out.region.example by {MX}; Thu, 22 Oct 2020 09:00:00 +0000\r\n"
OTHER = "Received: from pc by out.region.example; Thu, 22 Oct 2020 08:59:59 +0000\r\n"
GOOD = f"Authentication-Results: {MX}; dkim=pass header.d=region.example\r\n"


def level(headers: str, *, sender: str = ME, known: bool = False) -> Trust:
    found = replies.read(mail(part("x", "text/plain"), headers=headers, sender=sender))
    return replies.trust(found, {ME}, authority=MX, known=known)


def result(text: str) -> str:
    return f"Authentication-Results: {MX}; {text}\r\n"


def test_who_names_a_message_of_theirs_is_known_whatever_from_says() -> None:
    assert level("", sender="other@elsewhere.example", known=True) is Trust.KNOWN


def test_a_stranger_is_not_believed_even_when_their_own_domain_vouches() -> None:
    evil = result("dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example")
    assert level(evil, sender="x@evil.example") is Trust.NONE


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (GOOD, Trust.VOUCHED),
        (OWN + GOOD + OTHER, Trust.VOUCHED),
        (GOOD + OWN + OTHER, Trust.VOUCHED),
        (result("dmarc=pass (p=NONE) header.from=region.example"), Trust.VOUCHED),
        (result("spf=pass smtp.mailfrom=bounce@region.example"), Trust.VOUCHED),
        (result("dkim=fail; spf=pass smtp.mailfrom=region.example"), Trust.VOUCHED),
        (result('dkim=pass reason="a; b" header.i=@region.example'), Trust.VOUCHED),
        ("", Trust.CLAIMED),
        (result("none"), Trust.CLAIMED),
        (result("dkim=pass header.d=google.example"), Trust.CLAIMED),
        (result("dkim=fail header.d=region.example"), Trust.CLAIMED),
        (result("dkim=pass header.d=sub.region.example"), Trust.CLAIMED),
        (result("dkim=pass header.d=example"), Trust.CLAIMED),
        (result("dkim=pass header.d=gion.example"), Trust.CLAIMED),
        (result("dkim=fail (dkim=pass header.d=region.example)"), Trust.CLAIMED),
        (result("dkim=fail (a (b) ; dkim=pass header.d=region.example )"), Trust.CLAIMED),
        (result('spf=pass smtp.mailfrom="; dkim=pass header.d=region.example "@x'), Trust.CLAIMED),
        (
            result('dkim=pass header.s="("; dkim=fail header.s=")" header.d=region.example'),
            Trust.CLAIMED,
        ),
        (result("spf=pass smtp.helo=region.example"), Trust.CLAIMED),
        (result("x=pass header.d=region.example"), Trust.CLAIMED),
        ("Authentication-Results: elsewhere.example; dmarc=pass header.from=region.example\r\n", 1),
        ("Authentication-Results: dmarc=pass header.from=region.example\r\n", Trust.CLAIMED),
    ],
)
def test_a_domain_is_vouched_for_by_the_trusted_server_alone(headers: str, expected: Trust) -> None:
    assert level(headers) is Trust(expected)


def test_of_two_results_the_topmost_counts() -> None:
    assert level(result("dkim=fail header.d=region.example") + GOOD) is Trust.CLAIMED


def test_a_result_that_came_with_the_mail_is_forged() -> None:
    assert level(OWN + OTHER + GOOD) is Trust.CLAIMED
    assert level(OWN + OTHER + OWN + GOOD) is Trust.CLAIMED


def test_without_a_trusted_server_nobody_vouches() -> None:
    found = replies.read(mail(part("x", "text/plain"), headers=GOOD))
    assert replies.trust(found, {ME}, authority=None, known=False) is Trust.CLAIMED


def test_a_subdomain_is_vouched_for_by_its_domain() -> None:
    person = "minister@mfa.region.example"
    found = replies.read(mail(part("x", "text/plain"), headers=GOOD, sender=person))
    assert replies.trust(found, {person}, authority=MX, known=False) is Trust.VOUCHED


def test_exchange_behind_a_server_that_checks_is_vouched_for() -> None:
    found = replies.read(fixture("exchange-accepted"))
    addresses = {"governor@region.example"}
    assert replies.trust(found, addresses, authority=MX, known=False) is Trust.VOUCHED


def reply(*attendees: tuple[str, str]) -> Reply:
    people = tuple(Attendee(address=address, partstat=said) for address, said in attendees)
    return Reply(method="REPLY", uid=UID, sequence=0, stamp=None, attendees=people)


def test_an_answer_is_taken_from_its_own_attendee_only() -> None:
    told = reply(("other@region.example", "DECLINED"), (ME, "ACCEPTED"))
    assert replies.own(told, {ME}) == Attendee(address=ME, partstat="ACCEPTED")
    assert replies.own(told, {"third@region.example"}) is None


def test_a_head_and_an_assistant_listed_together_give_one_answer_or_none() -> None:
    office = "office@region.example"
    told = reply((ME, "NEEDS-ACTION"), (office, "ACCEPTED"))
    assert replies.own(told, {ME, office}) == Attendee(address=office, partstat="ACCEPTED")
    assert replies.own(reply((ME, "DECLINED"), (office, "ACCEPTED")), {ME, office}) is None


def test_a_mail_without_a_sender_is_nobodys() -> None:
    assert replies.trust(Incoming(), {ME}, authority=MX, known=False) is Trust.NONE
