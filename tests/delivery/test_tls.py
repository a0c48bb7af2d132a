from __future__ import annotations

import ssl
import traceback
from collections.abc import Mapping

import pytest
import trustme

from orchestrator.delivery import SmtpTransport, Untried, relay
from orchestrator.delivery.connections import READABLE, UNGUARDED, UNTRUSTED
from tests.delivery.conftest import Trust
from tests.delivery.mails import Marks, mail
from tests.delivery.sink import Sink

USERS: Mapping[str, str] = {"orchestrator@example.org": "p@ss:/w#rd?"}
SIGN_IN = "orchestrator%40example.org:p%40ss%3A%2Fw%23rd%3F@"


async def sent(url: str) -> str:
    transport = SmtpTransport(relay(url))
    try:
        return await transport.send(mail(), Marks())
    finally:
        await transport.close()


async def refused(url: str) -> str:
    with pytest.raises(Untried) as caught:
        await sent(url)
    shown = "".join(traceback.format_exception(caught.value))
    assert ("p@ss" in shown, "head.of" in shown, "orchestrator@" in shown) == (False, False, False)
    return caught.value.reply


def url(sink: Sink, options: str = "", sign_in: str = "", host: str = "127.0.0.1") -> str:
    return f"smtp{'s' if sink.wrapped else ''}://{sign_in}{host}:{sink.port}{options}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_starttls_comes_before_anything_else_is_said(trust: Trust, host: str) -> None:
    async with Sink(tls=trust.server, users=USERS) as sink:
        await sent(url(sink, f"?starttls=required&ca={trust.ca}", SIGN_IN, host))
    verbs = [command.split()[0] for command in sink.commands]
    assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_tls_from_the_first_byte(trust: Trust) -> None:
    async with Sink(tls=trust.server, wrapped=True, users=USERS) as sink:
        await sent(url(sink, f"?ca={trust.ca}", SIGN_IN))
    verbs = [command.split()[0] for command in sink.commands]
    assert verbs == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_certificate_of_a_stranger_is_not_trusted(trust: Trust, *, wrapped: bool) -> None:
    async with Sink(tls=trust.server, wrapped=wrapped, users=USERS) as sink:
        assert await refused(url(sink, "?starttls=required", SIGN_IN)) == UNTRUSTED
        assert [c for c in sink.commands if c.startswith(("AUTH", "MAIL"))] == []


async def test_a_certificate_for_another_name_is_not_trusted(trust: Trust) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mail.example.org").configure_cert(context)
    path = trust.ca.with_name("other.pem")
    authority.cert_pem.write_to_path(str(path))
    async with Sink(tls=context) as sink:
        assert await refused(url(sink, f"?starttls=required&ca={path}")) == UNTRUSTED


async def test_a_relay_without_starttls_hears_nothing_where_it_is_required(sink: Sink) -> None:
    assert await refused(url(sink, "?starttls=required")) == UNGUARDED
    assert [command.split()[0] for command in sink.commands] == ["EHLO"]


async def test_optional_starttls_is_used_where_it_is_offered(trust: Trust) -> None:
    async with Sink(tls=trust.server) as sink, Sink() as plain:
        await sent(url(sink, f"?starttls=optional&ca={trust.ca}"))
        await sent(url(plain, "?starttls=optional"))
    assert ("STARTTLS" in sink.commands, "STARTTLS" in plain.commands) == (True, False)


async def test_a_password_is_not_said_readably_to_another_machine() -> None:
    # "127.1" is this machine, but not by a name that says so.
    async with Sink(users=USERS) as sink:
        assert await refused(url(sink, "?starttls=optional", SIGN_IN, "127.1")) == READABLE
        assert [c for c in sink.commands if c.startswith("AUTH")] == []


async def test_a_password_may_be_said_readably_to_this_machine() -> None:
    async with Sink(users=USERS) as sink:
        await sent(url(sink, "", SIGN_IN))
    assert len(sink.taken) == 1


async def test_a_wrong_password_is_no_fault_of_the_message() -> None:
    async with Sink(users=USERS) as sink:
        reply = await refused(url(sink, "", "orchestrator%40example.org:p%40ss-wrong@"))
    assert reply == "535 5.7.8 not known here"


async def test_a_relay_that_wants_a_sign_in_has_not_judged_the_message() -> None:
    async with Sink(users=USERS) as sink:
        assert await refused(url(sink)) == "530 5.7.0 sign in first"
