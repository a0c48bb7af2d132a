from __future__ import annotations

import pytest
from aiosmtplib.email import parse_address
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.delivery import Rejected, domain
from orchestrator.delivery.addresses import wire
from orchestrator.delivery.replies import LONGEST, tidy


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("head@KZ.Example.ORG", "kz.example.org"),
        ("head@Пример.example.org", "xn--e1afmkfd.example.org"),
        ("head@xn--e1afmkfd.example.org", "xn--e1afmkfd.example.org"),
        ("a@b@example.org", "example.org"),
        ("head@EXA_mple.org", "exa_mple.org"),
        ("head", "head"),
        ("", ""),
    ],
)
def test_one_domain_has_one_key(address: str, key: str) -> None:
    assert domain(address) == key


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("Head.Of+x@KZ.example.org", "Head.Of+x@kz.example.org"),
        ("o'neil_%=a@example.org", "o'neil_%=a@example.org"),
        ("глава@пример.example.org", "глава@xn--e1afmkfd.example.org"),
    ],
)
def test_an_address_keeps_its_local_part_and_gets_its_domain_in_ascii(
    address: str, written: str
) -> None:
    assert wire(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "",
        "head",
        "@example.org",
        "head@",
        "a,b@example.org",
        "a b@example.org",
        "a\r\nRCPT TO:<c@example.org>@example.org",
        "a@example.org>",
        "<a@example.org>",
        "a@example.org> SIZE=1",
        "A <a@example.org>",
        '"a b"@example.org',
        "a\u202eb@example.org",
        "a\x00@example.org",
        "a@exa mple.org",
        "a" * 65 + "@example.org",
        "a@" + "b." * 130 + "org",
    ],
)
def test_an_address_that_would_say_something_else_is_refused(address: str) -> None:
    with pytest.raises(Rejected):
        wire(address)


LETTERS = st.text(alphabet="aZ0!#$%&'*+/=?^_`{|}~.-\u00a0\u2028я中(,\"@ ", max_size=12)


@given(LETTERS | st.text(max_size=30), LETTERS | st.text(max_size=30))
def test_whatever_is_let_through_reaches_the_relay_unchanged(local: str, place: str) -> None:
    try:
        written = wire(f"{local}@{place}")
    except Rejected:
        return
    assert (parse_address(written), written.rpartition("@")[0]) == (written, local)
    assert not set(written) & set(" <>\r\n\t\0")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 5.1.1 <head.of@kz.example.org>: unknown", "550 5.1.1 <…>: unknown"),
        ("550 user Head.Of is gone", "550 user … is gone"),
        ("550 overheads head.office", "550 overheads head.office"),
        ("250 two\nlines\t\x1b[31m\u202e", "250 two lines [31m"),
        ("250 " + "x" * 999, "250 " + "x" * (LONGEST - 4)),
        ("250 {name} %s", "250 {name} %s"),
    ],
)
def test_what_a_server_says_is_kept_without_addresses(said: str, kept: str) -> None:
    assert tidy(said, "head.of", "") == kept
