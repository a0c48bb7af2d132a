from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.delivery import (
    Deferred,
    Fenced,
    Outcome,
    Rejected,
    Uncertain,
    Untried,
)
from orchestrator.delivery.connections import CLOSED, UNREACHABLE, Patience
from orchestrator.delivery.conversation import (
    GARBLED,
    LOST,
    NO_8BIT,
    NO_SMTPUTF8,
    TOO_LARGE,
    UNANSWERED,
    dotted,
)
from tests.delivery.carrying import SHORT, carrying, ended
from tests.delivery.mails import Marks, mail
from tests.delivery.sink import Sink


async def test_a_message_arrives_as_it_was_made(sink: Sink) -> None:
    text = ".\r\n..two\r\nplain\r\n. end"
    async with carrying(sink) as transport:
        reply = await transport.send(mail(text=text), Marks())
    taken = sink.taken[0]
    assert (reply, taken.recipient, taken.message_id, taken.data) == (
        "250 2.0.0 queued as 1",
        "head.of@kz.example.org",
        "<m1@example.org>",
        mail(text=text).data,
    )


async def test_a_connection_is_kept_for_the_next_message(sink: Sink) -> None:
    async with carrying(sink) as transport:
        for number in range(5):
            await transport.send(mail(number), Marks())
    assert (len(sink.taken), sink.connections) == (5, 1)
    assert sink.commands[-1] == "QUIT"


async def test_the_mark_is_asked_after_the_recipient_and_before_the_message(sink: Sink) -> None:
    seen: list[str] = []

    async def mark() -> bool:
        seen.extend(sink.commands)
        return True

    async with carrying(sink) as transport:
        await transport.send(mail(), mark)
    assert [command.split(":")[0] for command in seen[-2:]] == ["MAIL FROM", "RCPT TO"]
    assert "DATA" not in seen


async def test_a_message_that_is_not_ours_any_more_is_not_sent(sink: Sink) -> None:
    async with carrying(sink) as transport:
        with pytest.raises(Fenced):
            await transport.send(mail(), Marks(ours=False))
        await transport.send(mail(2), Marks())
    assert [taken.message_id for taken in sink.taken] == ["<m2@example.org>"]
    assert (sink.connections, "RSET" in sink.commands) == (1, True)


async def test_a_mark_that_fails_sends_nothing_and_says_why(sink: Sink) -> None:
    async def mark() -> bool:
        raise ConnectionRefusedError

    async with carrying(sink) as transport:
        with pytest.raises(ConnectionRefusedError):
            await transport.send(mail(), mark)
    assert sink.taken == []


ENDS = [
    # fault, outcome, what is kept of it, marks asked
    ("451@mail", Deferred, "451 4.0.0 ordered for <>", 0),
    ("550@mail", Rejected, "550 4.0.0 ordered for <>", 0),
    ("530@mail", Untried, "530 4.0.0 ordered for <>", 0),
    ("503@mail", Deferred, "503 4.0.0 ordered for <>", 0),
    ("451@rcpt", Deferred, "451 4.0.0 ordered for <…>", 0),
    ("550@rcpt", Rejected, "550 4.0.0 ordered for <…>", 0),
    ("421@rcpt", Deferred, "421 4.0.0 ordered for <…>", 0),
    ("354@rcpt", Deferred, GARBLED, 0),
    ("drop@rcpt", Deferred, LOST, 0),
    ("hang@rcpt", Deferred, LOST, 0),
    ("garbage@rcpt", Deferred, GARBLED, 0),
    ("451@data", Deferred, "451 4.0.0 ordered for <…>", 1),
    ("554@data", Rejected, "554 4.0.0 ordered for <…>", 1),
    ("250@data", Deferred, GARBLED, 1),
    ("drop@data", Deferred, LOST, 1),
    ("hang@data", Deferred, LOST, 1),
    ("garbage@data", Deferred, GARBLED, 1),
    ("drop@body", Uncertain, UNANSWERED, 1),
    ("451@dot", Deferred, "451 4.0.0 ordered for <…>", 1),
    ("421@dot", Deferred, "421 4.0.0 ordered for <…>", 1),
    ("552@dot", Rejected, "552 4.0.0 ordered for <…>", 1),
    ("354@dot", Uncertain, UNANSWERED, 1),
    ("drop@dot", Uncertain, UNANSWERED, 1),
    ("hang@dot", Uncertain, UNANSWERED, 1),
    ("garbage@dot", Uncertain, UNANSWERED, 1),
]


@pytest.mark.parametrize(("fault", "outcome", "kept", "asked"), ENDS)
async def test_every_fault_has_its_outcome_and_leaves_nothing_behind(
    sink: Sink, fault: str, outcome: type[Outcome], kept: str, asked: int
) -> None:
    sink.order(fault)
    async with carrying(sink) as transport:
        assert await ended(transport) == (outcome, kept, asked)
        await transport.send(mail(2), Marks())
    assert ([taken.message_id for taken in sink.taken], sink.connections) == (
        ["<m2@example.org>"],
        2,
    )


@pytest.mark.parametrize("fault", ["drop@taken", "hang@taken", "garbage@taken"])
async def test_a_message_taken_without_an_answer_is_uncertain(sink: Sink, fault: str) -> None:
    sink.order(fault)
    async with carrying(sink) as transport:
        assert await ended(transport) == (Uncertain, UNANSWERED, 1)
    assert [(taken.message_id, taken.told) for taken in sink.taken] == [("<m1@example.org>", False)]


@pytest.mark.parametrize("fault", ["drop@mail", "421@mail", "hang@mail", "503@mail"])
async def test_a_kept_connection_that_died_is_replaced_unnoticed(sink: Sink, fault: str) -> None:
    async with carrying(sink) as transport:
        await transport.send(mail(1), Marks())
        sink.order(fault)
        marks = Marks()
        await transport.send(mail(2), marks)
    assert (len(sink.taken), sink.connections, marks.asked) == (2, 2, 1)


async def test_answers_nobody_asked_for_are_not_taken_for_a_receipt(sink: Sink) -> None:
    # The answer to DATA and, in the same piece, one more: the message itself is then refused.
    sink.order("early@data", "451@dot")
    async with carrying(sink) as transport:
        assert await ended(transport) == (Deferred, LOST, 1)
    assert sink.taken == []


async def test_a_relay_that_is_not_there_costs_no_attempt() -> None:
    async with Sink() as sink:
        pass
    async with carrying(sink) as transport:
        assert await ended(transport) == (Untried, UNREACHABLE, 0)


async def test_a_relay_that_failed_has_peace_for_a_moment_and_then_another_chance(
    sink: Sink,
) -> None:
    sink.order("drop@connect")
    async with carrying(sink) as transport:
        assert await ended(transport) == (Untried, UNREACHABLE, 0)
        assert await ended(transport) == (Untried, UNREACHABLE, 0)
        assert sink.connections == 1
        await asyncio.sleep(0.15)
        await transport.send(mail(), Marks())
    assert len(sink.taken) == 1


@pytest.mark.parametrize(
    ("fault", "reply"),
    [
        ("421@connect", "421 4.0.0 ordered for <>"),
        ("554@connect", "554 4.0.0 ordered for <>"),
        ("hang@connect", UNREACHABLE),
        ("drop@ehlo", UNREACHABLE),
    ],
)
async def test_a_relay_that_does_not_let_us_in_has_not_judged_the_message(
    sink: Sink, fault: str, reply: str
) -> None:
    sink.order(fault)
    async with carrying(sink) as transport:
        assert await ended(transport) == (Untried, reply, 0)


async def test_a_relay_that_takes_too_long_to_let_us_in_is_left(sink: Sink) -> None:
    sink.order("hang@ehlo")
    async with carrying(sink, patience=replace(SHORT, open=0.2, reply=30)) as transport:
        async with asyncio.timeout(5):
            assert await ended(transport) == (Untried, UNREACHABLE, 0)


async def test_after_closing_nothing_is_tried(sink: Sink) -> None:
    async with carrying(sink) as transport:
        await transport.send(mail(1), Marks())
    assert await ended(transport, 2) == (Untried, CLOSED, 0)


async def test_a_message_larger_than_the_relay_takes_is_not_begun() -> None:
    async with Sink(extensions=("SIZE 1000",)) as sink, carrying(sink) as transport:
        with pytest.raises(Rejected, match=TOO_LARGE):
            await transport.send(mail(text="x" * 1000), Marks())
        await transport.send(mail(text="x" * 500), Marks())
        assert [c for c in sink.commands if c.startswith("MAIL")] == [
            f"MAIL FROM:<secretariat@example.org> SIZE={len(mail(text='x' * 500).data)}"
        ]


async def test_eight_bit_text_is_announced_or_refused(sink: Sink) -> None:
    async with carrying(sink) as transport:
        await transport.send(mail(text="Астана"), Marks())
    assert sink.commands[1].endswith("BODY=8BITMIME")
    assert sink.taken[0].data == mail(text="Астана").data
    async with Sink(extensions=()) as old, carrying(old) as transport:
        with pytest.raises(Rejected, match=NO_8BIT):
            await transport.send(mail(text="Астана"), Marks())


async def test_an_address_in_other_letters_needs_a_relay_that_carries_them(sink: Sink) -> None:
    written = "глава@пример.example.org"
    plain = replace(mail(), recipient=written)
    async with carrying(sink) as transport:
        await transport.send(plain, Marks())
    assert sink.taken[0].recipient == "глава@xn--e1afmkfd.example.org"
    assert sink.commands[1].endswith("SMTPUTF8")
    async with Sink(extensions=("8BITMIME",)) as old, carrying(old) as transport:
        with pytest.raises(Rejected) as caught:
            await transport.send(plain, Marks())
        assert caught.value.reply == NO_SMTPUTF8
        await transport.send(replace(mail(), recipient="head@пример.example.org"), Marks())
        assert old.taken[0].recipient == "head@xn--e1afmkfd.example.org"


async def test_a_failure_says_no_address(sink: Sink) -> None:
    sink.order("550@rcpt")
    async with carrying(sink) as transport:
        with pytest.raises(Rejected) as caught:
            await transport.send(mail(), Marks())
    said = "".join(map(str, (caught.value, repr(caught.value), repr(mail()))))
    assert "head.of" not in said
    assert caught.value.__suppress_context__


async def test_a_thousand_messages_take_seconds(sink: Sink) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with carrying(sink, patience=Patience()) as transport:
        await asyncio.gather(*(transport.send(mail(n), Marks()) for n in range(1000)))
    assert ({taken.message_id for taken in sink.taken}, loop.time() - began < 10) == (
        {f"<m{n}@example.org>" for n in range(1000)},
        True,
    )


@given(st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"x", "я".encode()]), max_size=12))
def test_no_message_can_end_early_or_hold_a_second_one(parts: list[bytes]) -> None:
    data = b"".join(parts)
    written = dotted(data)
    text, _, rest = written.partition(b"\r\n.\r\n")
    assert (rest, written.endswith(b"\r\n.\r\n")) == (b"", True)
    # Every line end is CRLF, and what the relay unpacks is the message.
    assert not set(written.replace(b"\r\n", b"")) & set(b"\r\n")
    lines = [line.removeprefix(b".") for line in text.split(b"\r\n")]
    meant = re.sub(rb"\r\n|\r|\n", b"\n", data).removesuffix(b"\n")
    assert b"\n".join(lines) == meant
