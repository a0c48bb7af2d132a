"""So many connections, so often, for so long; and a connection that is kept must be worth it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from orchestrator.delivery import Deferred, Untried
from orchestrator.delivery.turns import CROWDED
from tests.delivery.carrying import SHORT, carrying, ended
from tests.delivery.mails import Marks, mail
from tests.delivery.sink import Sink


async def test_never_more_connections_than_allowed_in_all(sink: Sink) -> None:
    sink.order(*["delay@dot=1:0.05"] * 12)
    async with carrying(sink, "?connections=3") as transport:
        sent = (transport.send(mail(n, f"p@d{n}.example.org"), Marks()) for n in range(12))
        await asyncio.gather(*sent)
    assert (len(sink.taken), sink.most_open) == (12, 3)


async def test_never_more_connections_than_allowed_for_one_domain(sink: Sink) -> None:
    sink.order(*["delay@dot/@Slow=1:0.05"] * 6)
    async with carrying(sink, "?connections=9&per_domain=2") as transport:
        same = ("p@Slow.example.org", "q@slow.EXAMPLE.org")
        sent = (transport.send(mail(n, same[n % 2]), Marks()) for n in range(12))
        await asyncio.gather(*sent)
    assert (len(sink.taken), sink.most_open) == (12, 2)


async def test_a_slow_domain_holds_up_no_other(sink: Sink) -> None:
    sink.order("hang@rcpt/slow", "hang@rcpt/slow")
    async with carrying(sink, "?connections=3&per_domain=2") as transport:
        slow = [transport.send(mail(n, "p@slow.example.org"), Marks()) for n in range(2)]
        held = [asyncio.create_task(each) for each in slow]
        await asyncio.sleep(0.05)
        for number in range(2, 5):
            await transport.send(mail(number, "p@quick.example.org"), Marks())
        assert not any(task.done() for task in held)
        ends = await asyncio.gather(*held, return_exceptions=True)
    assert [type(end) for end in ends] == [Deferred, Deferred]


async def test_messages_to_one_domain_keep_their_distance(sink: Sink) -> None:
    async with carrying(sink, "?rate=20") as transport:
        await asyncio.gather(*(transport.send(mail(n), Marks()) for n in range(5)))
    times = [taken.at for taken in sink.taken]
    assert 0.15 < times[-1] - times[0] < 5


@pytest.mark.parametrize(
    ("options", "other"),
    [("?connections=1", "p@uz.example.org"), ("?per_domain=1", "p@kz.example.org")],
)
async def test_a_message_that_waited_too_long_is_given_back_untried(
    sink: Sink, options: str, other: str
) -> None:
    sink.order("delay@dot=1:0.5")
    patience = replace(SHORT, turn=0.1, data=5)
    marks = Marks()
    async with carrying(sink, options, patience) as transport:
        first = asyncio.create_task(transport.send(mail(1), Marks()))
        await asyncio.sleep(0.05)
        with pytest.raises(Untried, match=CROWDED):
            await transport.send(mail(2, other), marks)
        await first
        await transport.send(mail(3, other), Marks())
    assert [taken.message_id for taken in sink.taken] == ["<m1@example.org>", "<m3@example.org>"]
    assert marks.asked == 0


async def test_a_rate_that_cannot_be_kept_in_time_gives_the_message_back(sink: Sink) -> None:
    async with carrying(sink, "?rate=2&per_domain=1", replace(SHORT, turn=0.1)) as transport:
        await transport.send(mail(1), Marks())
        assert await ended(transport, 2) == (Untried, CROWDED, 0)
        await asyncio.sleep(0.5)
        await transport.send(mail(3), Marks())
    assert len(sink.taken) == 2


async def test_a_connection_that_rested_is_asked_whether_it_lives(sink: Sink) -> None:
    async with carrying(sink, patience=replace(SHORT, fresh=0.01)) as transport:
        await transport.send(mail(1), Marks())
        await asyncio.sleep(0.05)
        await transport.send(mail(2), Marks())
    assert (sink.commands.count("NOOP"), sink.connections) == (1, 1)


async def test_nobody_is_kept_company_by_an_idle_connection(sink: Sink) -> None:
    async with carrying(sink, patience=replace(SHORT, idle=0.05)) as transport:
        await transport.send(mail(1), Marks())
        await asyncio.sleep(0.3)
        assert sink.open == 0
        await transport.send(mail(2), Marks())
    assert (len(sink.taken), sink.connections) == (2, 2)


async def test_a_connection_is_let_go_after_so_many_messages(sink: Sink) -> None:
    async with carrying(sink, patience=replace(SHORT, messages=2)) as transport:
        for number in range(5):
            await transport.send(mail(number), Marks())
    assert (len(sink.taken), sink.connections) == (5, 3)


async def test_a_cancelled_send_leaves_no_connection_and_no_place_taken(sink: Sink) -> None:
    sink.order("hang@dot")
    async with carrying(sink, "?connections=1") as transport:
        task = asyncio.create_task(transport.send(mail(1), Marks()))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await transport.send(mail(2), Marks())
    assert [taken.message_id for taken in sink.taken] == ["<m2@example.org>"]
