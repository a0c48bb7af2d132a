"""Who a visitor is and how they came: the word of a proxy that we know, and nobody else's."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from ipaddress import ip_network

import pytest
from aiohttp import ClientSession
from pydantic import ValidationError

from orchestrator.config import Networks, Settings
from orchestrator.web import application, journal, start
from tests.web.house import House, desk_in

OURS: Networks = (ip_network("127.0.0.0/8"), ip_network("10.1.0.0/16"), ip_network("fd00::/8"))


async def seen(
    house: House, caplog: pytest.LogCaptureFixture, proxies: Networks, **headers: str
) -> str:
    """Return who is noted as the visitor."""
    caplog.set_level(logging.INFO, logger="orchestrator.web")
    app = application(desk_in(house.folder), house.store, proxies=proxies)
    serving = await start(app, "127.0.0.1", 0)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with ClientSession(serving.url) as client:
        await client.get("/", headers=named)
    await serving.stop()
    return str(json.loads(journal.Lines().format(caplog.records[-1]))["client"])


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, forged", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("203.0.113.9, <script>, 10.1.2.3", "10.1.2.3"),
    ],
)
async def test_the_visitor_is_the_last_who_is_no_proxy_of_ours(
    house: House, caplog: pytest.LogCaptureFixture, told: str, client: str
) -> None:
    assert await seen(house, caplog, OURS, X_Forwarded_For=told) == client


async def test_without_proxies_nobody_speaks_for_another(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    assert await seen(house, caplog, (), X_Forwarded_For="198.51.100.7") == "127.0.0.1"


async def test_a_stranger_is_no_proxy(house: House, caplog: pytest.LogCaptureFixture) -> None:
    others: Networks = (ip_network("10.1.0.0/16"),)
    assert await seen(house, caplog, others, X_Forwarded_For="198.51.100.7") == "127.0.0.1"


@pytest.mark.parametrize(
    ("told", "networks"),
    [
        ("127.0.0.1", ("127.0.0.1/32",)),
        ("10.1.0.0/16, fd00::/8", ("10.1.0.0/16", "fd00::/8")),
        ("", ()),
    ],
)
def test_proxies_are_addresses_and_networks(told: str, networks: tuple[str, ...]) -> None:
    assert tuple(map(str, Settings(proxies=told).proxies)) == networks


@pytest.mark.parametrize("told", ["localhost", "10.1.0.1/16", "10.1.0.0/99", "*"])
def test_what_is_no_network_is_no_proxy(told: str) -> None:
    with pytest.raises(ValidationError):
        Settings(proxies=told)


@pytest.mark.parametrize(("scheme", "status"), [("https", 303), ("http", 403), ("ftp", 403)])
async def test_a_form_is_ours_on_the_line_that_the_browser_used(
    house: House, scheme: str, status: int
) -> None:
    """Without a base URL only the proxy knows whether the browser's line was encrypted."""
    desk = replace(desk_in(house.folder), base_url=None)
    serving = await start(application(desk, house.store, proxies=OURS), "127.0.0.1", 0)
    told = {"X-Forwarded-Proto": scheme, "Host": "a.example", "Origin": "https://a.example"}
    form = {"language": "ru", "next": "front"}
    async with ClientSession(serving.url) as client:
        found = await client.post("/language", data=form, headers=told, allow_redirects=False)
    await serving.stop()
    assert found.status == status
