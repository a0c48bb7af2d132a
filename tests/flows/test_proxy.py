"""The service behind Debian's nginx, with the configuration that we ship."""

from __future__ import annotations

import asyncio
import io
import re
import shutil
import socket
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import trustme

from orchestrator import resources
from orchestrator.config import VARIABLES
from tests.flows.served import Demo, demo

NAME = "forum.example.org"
AROUND = """\
pid {folder}/nginx.pid;
error_log {folder}/start.log;
daemon off;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/orchestrator.conf;
}}
"""


def sample(name: str) -> str:
    return (resources.folder("templates") / "deploy" / name).read_text(encoding="utf-8")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A proxy that runs before a demonstration."""

    demo: Demo
    plain: int
    secure: int
    folder: Path
    trust: ssl.SSLContext

    def client(self, address: str = "127.0.0.1") -> aiohttp.ClientSession:
        """Return a browser that sits at an address and knows the forum's name."""
        connector = aiohttp.TCPConnector(
            ssl=self.trust, local_addr=(address, 0), resolver=Loopback()
        )
        return aiohttp.ClientSession(f"https://{NAME}:{self.secure}", connector=connector)

    def logs(self) -> str:
        """Return everything that the proxy has written."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


class Loopback(aiohttp.abc.AbstractResolver):
    """Finds every name on this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[aiohttp.abc.ResolveResult]:
        """Return the loopback address."""
        return [
            aiohttp.abc.ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Nothing is open."""


def configured(folder: Path, upstream: str, plain: int, secure: int) -> None:
    """Write our sample with the ports, files and service of this test."""
    text = sample("nginx.conf")
    for was, now in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("127.0.0.1:8080", upstream),
        ("/etc/ssl/orchestrator/fullchain.pem", f"{folder}/chain.pem"),
        ("/etc/ssl/orchestrator/privkey.pem", f"{folder}/key.pem"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert was in text
        text = text.replace(was, now)
    (folder / "orchestrator.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("nginx is not installed: its configuration is not tried")
    folder, plain, secure = tmp_path / "nginx", free_port(), free_port()
    folder.mkdir()
    authority = trustme.CA()
    issued = authority.issue_cert(NAME)
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    for part in issued.cert_chain_pems:
        part.write_to_path(str(folder / "chain.pem"), append=True)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    async with demo(tmp_path, ORCHESTRATOR_PROXIES="127.0.0.1/32") as shown:
        configured(folder, shown.base.removeprefix("http://"), plain, secure)
        process = await asyncio.create_subprocess_exec(
            found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/start.log"
        )
        try:
            await _listens(secure, process)
            yield Front(demo=shown, plain=plain, secure=secure, folder=folder, trust=trust)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _listens(port: int, process: asyncio.subprocess.Process) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.returncode is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    pytest.fail("nginx does not listen with our configuration")


async def test_a_speaker_reads_and_answers_through_the_proxy(front: Front) -> None:
    path = front.demo.urls["callsheet"].removeprefix(front.demo.base)
    form = {"thing": "session-plenary", "partstat": "ACCEPTED", "sequence": "0"}
    ours = {"Sec-Fetch-Site": "same-origin"}
    async with front.client() as client:
        opened = await client.get(path)
        assert opened.status == 200
        assert opened.headers["Strict-Transport-Security"] == "max-age=31536000"
        sent = await client.post(f"{path}/answer", data=form, headers=ours, allow_redirects=False)
        assert (sent.status, sent.headers["Location"]) == (303, f"{path}?said=answered")
        foreign = await client.post(f"{path}/answer", data=form)
        assert foreign.status == 403


async def test_what_was_not_encrypted_is_sent_on_to_what_is(front: Front) -> None:
    async with aiohttp.ClientSession() as client:
        url = f"http://127.0.0.1:{front.plain}/f/x"
        found = await client.get(url, headers={"Host": NAME}, allow_redirects=False)
    assert (found.status, found.headers["Location"]) == (301, f"https://{NAME}/f/x")


async def test_the_log_names_the_visitor_and_not_what_they_say_of_themselves(front: Front) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    async with front.client("127.0.0.2") as client:
        await client.get("/", headers=forged)
    async with aiohttp.ClientSession() as client:  # past the proxy, from an address that is ours
        await client.get(f"{front.demo.base}/", headers=forged)
    until = time.monotonic() + 10
    while len(seen := [each for each in front.demo.logged() if "route" in each]) < 2:
        assert time.monotonic() < until
        await asyncio.sleep(0.05)
    assert [each["client"] for each in seen] == ["127.0.0.2", "203.0.113.9"]


async def test_no_key_of_a_page_stands_in_a_log_of_the_proxy(front: Front) -> None:
    paths = [front.demo.urls[kind].removeprefix(front.demo.base) for kind in ("callsheet", "feed")]
    async with front.client() as client:
        for path in paths:
            await client.get(path)
        await front.demo.end()
        for path in paths:  # nobody answers: the proxy has something to complain of
            assert (await client.get(path)).status == 502
    written = front.logs()
    assert re.findall(r" GET (\S+) (\d+)", written) == [
        ("/s", "200"),
        ("/c", "200"),
        ("/s", "502"),
        ("/c", "502"),
    ]
    assert [path for path in paths if path[3:37] in written] == []


async def test_more_than_a_form_can_hold_stops_at_the_proxy(front: Front) -> None:
    async with front.client() as client:
        found = await client.post("/language", data=io.BytesIO(b"x" * 11_000_000))
    assert found.status == 413


def test_every_setting_that_a_sample_names_is_one() -> None:
    for name in ("nginx.conf", "Caddyfile", "orchestrator.service"):
        named = set(re.findall(r"ORCHESTRATOR_[A-Z_]+", sample(name)))
        assert named
        assert named - set(VARIABLES.values()) == set()
