from __future__ import annotations

import pytest

from orchestrator.invites import replies
from orchestrator.invites.replies import Bounce
from tests.invites.replies.mails import fixture, mail, part

POSTFIX = Bounce(
    action="failed",
    recipient="head@region.example",
    status="5.1.1",
    reason="550 5.1.1 <head@region.example>: Recipient address rejected: User unknown",
    named=("<invitation-7@example.org>",),
)
EXCHANGE = Bounce(
    action="delayed",
    recipient="minister@region.example",
    status="4.4.7",
    reason="",
    named=("<invitation-8@example.org>",),
)
QMAIL = Bounce(
    action="failed",
    recipient="",
    status="5.1.1",
    reason="Sorry, no mailbox here by that name. (#5.1.1)",
    named=("<invitation-9@example.org>",),
)
EXIM = Bounce(
    action="failed",
    recipient="office@exim.example",
    status="",
    reason="550 mailbox is full",
    named=("<invitation-10@example.org>",),
)


@pytest.mark.parametrize(
    ("name", "bounce"),
    [
        ("bounce-postfix", POSTFIX),
        ("bounce-exchange-delayed", EXCHANGE),
        ("bounce-qmail", QMAIL),
        ("bounce-exim-old", EXIM),
    ],
)
def test_a_report_says_which_message_came_back_and_why(name: str, bounce: Bounce) -> None:
    found = replies.read(fixture(name))
    assert (found.bounces, found.reply, found.trouble, found.automatic) == (
        (bounce,),
        None,
        None,
        True,
    )


def test_a_report_about_several_people_tells_of_each() -> None:
    second = (
        b"Final-Recipient: rfc822; b@region.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
    )
    raw = fixture("bounce-postfix").replace(b"Final-Recipient", second + b"Final-Recipient", 1)
    found = [(each.recipient, each.action) for each in replies.read(raw).bounces]
    assert found == [("b@region.example", "delivered"), ("head@region.example", "failed")]


def test_a_server_that_only_warns_reports_no_failure() -> None:
    warning = fixture("bounce-qmail").replace(b"(#5.1.1)", b"(4.4.1), trying again")
    assert replies.read(warning).bounces == ()


def test_a_person_who_quotes_a_failure_reports_none() -> None:
    words = "It failed with 550 5.1.1!\r\n> Message-ID: <invitation-1@example.org>\r\n"
    assert replies.read(mail(part(words, "text/plain"))).bounces == ()


def test_a_receipt_is_no_failure() -> None:
    receipt = part(
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n",
        "message/disposition-notification",
    )
    found = replies.read(mail(part("Seen.", "text/plain"), receipt))
    assert (found.bounces, found.reply, found.trouble) == ((), None, None)
