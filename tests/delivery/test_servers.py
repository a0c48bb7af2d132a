from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from orchestrator.delivery import Relay, ServerError, mailbox, relay
from orchestrator.delivery.servers import Server


def server_of(url: str) -> Server:
    return relay(url).server


@pytest.mark.parametrize(
    ("url", "host", "port", "wrapped", "starttls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, False, "required"),
        ("smtp://mail.example.org/", "mail.example.org", 587, False, "required"),
        ("smtps://mail.example.org", "mail.example.org", 465, True, "required"),
        ("smtp://mail.example.org:2525?starttls=no", "mail.example.org", 2525, False, "no"),
        ("smtp://mail.example.org?starttls=optional", "mail.example.org", 587, False, "optional"),
        ("smtp://127.0.0.1:25", "127.0.0.1", 25, False, "no"),
        ("smtp://127.8.9.1:25", "127.8.9.1", 25, False, "no"),
        ("smtp://LOCALHOST:25", "localhost", 25, False, "no"),
        ("smtp://[::1]:25", "::1", 25, False, "no"),
        ("smtp://[2001:db8::1]", "2001:db8::1", 587, False, "required"),
        ("smtp://192.0.2.1", "192.0.2.1", 587, False, "required"),
        ("smtp://localhost?starttls=required", "localhost", 587, False, "required"),
        ("smtp://почта.example.org", "xn--80a1acny.example.org", 587, False, "required"),
        ("smtp://localhost.example.org", "localhost.example.org", 587, False, "required"),
    ],
)
def test_an_address_says_where_and_how(
    url: str, host: str, port: int, *, wrapped: bool, starttls: str
) -> None:
    found = server_of(url)
    assert (found.host, found.port, found.wrapped, found.starttls) == (
        host,
        port,
        wrapped,
        starttls,
    )
    assert (found.user, found.password, found.ca) == (None, None, None)


def test_user_and_password_are_decoded_and_never_shown() -> None:
    found = relay("smtps://head%40example.org:a%3Ab%2Fc%40d%25%D1%8F@mail.example.org")
    assert (found.server.user, found.server.password) == ("head@example.org", "a:b/c@d%я")
    assert "a:b" not in repr(found)
    assert "head" not in repr(found)


def test_bounds_have_defaults_and_can_be_set() -> None:
    def bounds(found: Relay) -> tuple[int, int, float]:
        return found.connections, found.per_domain, found.rate

    assert bounds(relay("smtps://mail.example.org")) == (8, 4, 20)
    assert bounds(relay("smtp://127.0.0.1:25")) == (20, 20, 0)
    assert bounds(relay("smtp://127.0.0.1?connections=3&rate=7")) == (3, 3, 7)
    assert bounds(relay("smtps://mail.example.org?per_domain=1&connections=2")) == (2, 1, 20)


HIDDEN = "geheim"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "smtp:mail.example.org",
        "smtp://",
        "http://u:geheim@mail.example.org",
        "imap://u:geheim@mail.example.org",
        "smtp://u:geheim@mail.example.org:port",
        "smtp://u:geheim@mail.example.org:70000",
        "smtp://u:geheim#1@mail.example.org",
        "smtp://u:geheim/1@mail.example.org",
        "smtp://u:geheim?1@mail.example.org",
        "smtp://u:geheim@mail.example.org/path",
        "smtp://u:geheim@mail example.org",
        "smtp://u:geheim@[::1",
        "smtp://u:geheim@mail.example.org?tls=geheim",
        "smtp://u:geheim@mail.example.org?starttls=geheim",
        "smtp://u:geheim@mail.example.org?starttls=no",
        "smtp://u:geheim%0D%0AQUIT@mail.example.org",
        "smtp://u%00:geheim@mail.example.org",
        "smtp://u:geheim%FF@mail.example.org",
        "smtp://mail.example.org?connections=0",
        "smtp://mail.example.org?connections=geheim",
        "smtp://mail.example.org?rate=-1",
        "smtp://mail.example.org?rate=5000",
        "smtp://mail.example.org?ca=/nowhere/ca.pem",
        "smtp://@",
        "smtp://u:geheim@",
        "smtp://u:geheim@" + "a" * 70 + ".example.org",
    ],
)
def test_an_address_that_cannot_be_used_is_one_sentence_without_the_password(url: str) -> None:
    with pytest.raises(ServerError) as caught:
        relay(url)
    shown = "".join(traceback.format_exception(caught.value))
    assert (HIDDEN in shown, str(caught.value).endswith(".")) == (False, True)
    assert caught.value.exit_code == 2


def test_a_file_that_holds_no_certificates_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate", encoding="utf-8")
    with pytest.raises(ServerError, match=r"ca\.pem"):
        relay(f"smtps://mail.example.org?ca={path}")


@pytest.mark.parametrize(
    ("url", "port", "name"),
    [
        ("imaps://u:geheim@mail.example.org", 993, "INBOX"),
        ("imap://u:geheim@mail.example.org/Forum%20answers", 143, "Forum answers"),
        ("imaps://u:geheim@[::1]:9/a/b", 9, "a/b"),
    ],
)
def test_a_mailbox_has_a_name_or_is_the_inbox(url: str, port: int, name: str) -> None:
    found = mailbox(url)
    assert (found.server.port, found.name) == (port, name)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://mail.example.org",
        "imaps://geheim@mail.example.org",
        "imaps://:geheim@mail.example.org",
        "imap://u:geheim@mail.example.org?starttls=no",
        "imap://u:geheim@mail.example.org/a%0D%0Ab",
        "smtp://u:geheim@mail.example.org",
        "imap://u:geheim@mail.example.org?connections=2",
    ],
)
def test_a_mailbox_that_cannot_be_used_is_one_sentence_without_the_password(url: str) -> None:
    with pytest.raises(ServerError) as caught:
        mailbox(url)
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))
