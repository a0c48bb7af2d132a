"""A transport that carries to a sink and has little patience."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from orchestrator.delivery import Outcome, SmtpTransport, relay
from orchestrator.delivery.connections import Patience
from tests.delivery.mails import Marks, mail
from tests.delivery.sink import Sink

SHORT = Patience(turn=1, open=1, reply=0.3, data=0.3, pause=0.1, longest_pause=0.2)


@asynccontextmanager
async def carrying(
    sink: Sink, options: str = "", patience: Patience = SHORT
) -> AsyncIterator[SmtpTransport]:
    transport = SmtpTransport(relay(sink.url + options), patience)
    try:
        yield transport
    finally:
        await transport.close()


async def ended(transport: SmtpTransport, number: int = 1) -> tuple[type[Outcome], str, int]:
    """Return how sending ended, what was said, and how often the mark was asked."""
    marks = Marks()
    with pytest.raises(Outcome) as caught:
        await transport.send(mail(number), marks)
    return type(caught.value), caught.value.reply, marks.asked
