"""The service behind Debian's nginx and Caddy, with the configurations that we ship."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import aiohttp
import pytest
import trustme

from orchestrator import resources
from orchestrator.config import VARIABLES
from orchestrator.secretariat import links
from orchestrator.web.minutes_files import LARGEST
from tests.web.house import OURS, House, opened

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
class Place:
    """Where a proxy is to stand: its folder and ports, and the service behind it."""

    folder: Path
    plain: int
    secure: int
    behind: str

    def write(self, name: str, text: str, *changes: tuple[str, str]) -> None:
        """Write a sample with what only this test has; each old text must be there."""
        for was, now in changes:
            assert was in text, was
            text = text.replace(was, now)
        (self.folder / name).write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A program that stands before the service, and how its log tells what was asked of it."""

    name: str
    configure: Callable[[Place], tuple[str, ...]]
    told: Callable[[str], list[tuple[str, str]]]


def nginx(place: Place) -> tuple[str, ...]:
    """Write what nginx is to do; return how it is started."""
    folder = place.folder
    place.write(
        "orchestrator.conf",
        sample("nginx.conf"),
        ("listen 80;", f"listen 127.0.0.1:{place.plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{place.secure} ssl;"),
        ("127.0.0.1:8080", place.behind),
        ("/etc/ssl/orchestrator/fullchain.pem", f"{folder}/chain.pem"),
        ("/etc/ssl/orchestrator/privkey.pem", f"{folder}/key.pem"),
        ("/var/log/nginx/", f"{folder}/"),
    )
    # Its workers would be somebody who may not write into the folder of a test.
    user = "user root;\n" if os.geteuid() == 0 else ""
    place.write("nginx.conf", user + AROUND.format(folder=folder))
    return ("-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/start.log")


def caddy(place: Place) -> tuple[str, ...]:
    """Write what Caddy is to do, with a certificate at hand; return how it is started."""
    folder = place.folder
    own = f"admin off\n\thttp_port {place.plain}\n\thttps_port {place.secure}\n"
    place.write(
        "Caddyfile",
        sample("Caddyfile"),
        ("{\n\tservers {", f"{{\n\t{own}\tdefault_bind 127.0.0.1\n\tservers {{"),
        (f"{NAME} {{", f"{NAME} {{\n\ttls {folder}/chain.pem {folder}/key.pem"),
        ("127.0.0.1:8080", place.behind),
    )
    return ("run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile"))


def _of_caddy(text: str) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    return [
        (line["request"]["uri"], str(line["status"]))
        for line in lines
        if line["msg"] == "handled request"
    ]


KINDS = (
    Kind(name="nginx", configure=nginx, told=re.compile(r" GET (\S+) (\d+)").findall),
    Kind(name="caddy", configure=caddy, told=_of_caddy),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A proxy that runs before a service."""

    kind: Kind
    place: Place
    house: House
    trust: ssl.SSLContext

    def client(self, address: str = "127.0.0.1") -> aiohttp.ClientSession:
        """Return a browser that sits at an address and knows the forum's name."""
        connector = aiohttp.TCPConnector(
            ssl=self.trust, local_addr=(address, 0), resolver=Loopback()
        )
        return aiohttp.ClientSession(f"https://{NAME}:{self.place.secure}", connector=connector)

    def logs(self) -> str:
        """Return everything that the proxy has written."""
        return "".join(path.read_text() for path in sorted(self.place.folder.glob("*.log")))


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


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
async def front(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Front]:
    kind: Kind = request.param
    found = shutil.which(kind.name) or shutil.which(kind.name, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{kind.name} is not installed: its configuration is not tried")
    folder = tmp_path / kind.name
    folder.mkdir()
    trust = certified(folder)
    async with opened(tmp_path / "data", proxies=(ip_network("127.0.0.1/32"),)) as house:
        place = Place(
            folder=folder,
            plain=free_port(),
            secure=free_port(),
            behind=house.url.removeprefix("http://"),
        )
        async with running(found, kind.configure(place), place):
            yield Front(kind=kind, place=place, house=house, trust=trust)


def certified(folder: Path) -> ssl.SSLContext:
    """Write a certificate for the forum's name; return what trusts it."""
    authority = trustme.CA()
    issued = authority.issue_cert(NAME)
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    for part in issued.cert_chain_pems:
        part.write_to_path(str(folder / "chain.pem"), append=True)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    return trust


@asynccontextmanager
async def running(program: str, words: tuple[str, ...], place: Place) -> AsyncIterator[None]:
    """Let a proxy run; what it says on stderr stands in its folder too."""
    with (place.folder / "said.log").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            program, *words, stderr=said, env={**os.environ, "HOME": str(place.folder)}
        )
        try:
            await _listens(place, process)
            yield
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _listens(place: Place, process: asyncio.subprocess.Process) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.returncode is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", place.secure)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            return
    pytest.fail(
        "it does not listen with our configuration: " + (place.folder / "said.log").read_text()
    )


async def test_a_speaker_reads_and_answers_through_the_proxy(front: Front) -> None:
    path = await front.house.link("head-pk")
    form = {"thing": "session-plenary", "partstat": "ACCEPTED", "sequence": "0"}
    async with front.client() as client:
        read = await client.get(path)
        assert read.status == 200
        assert read.headers["Strict-Transport-Security"] == "max-age=31536000"
        sent = await client.post(f"{path}/answer", data=form, headers=OURS, allow_redirects=False)
        assert (sent.status, sent.headers["Location"]) == (303, f"{path}?said=answered")
        foreign = await client.post(f"{path}/answer", data=form)
        assert foreign.status == 403


async def test_what_was_not_encrypted_is_sent_on_to_what_is(front: Front) -> None:
    async with aiohttp.ClientSession() as client:
        url = f"http://127.0.0.1:{front.place.plain}/f/x"
        found = await client.get(url, headers={"Host": NAME}, allow_redirects=False)
    assert found.status in (301, 308)
    # Which port it is to be is told only where it is not the usual one.
    place = found.headers["Location"].replace(f":{front.place.secure}/", "/")
    assert place == f"https://{NAME}/f/x"


async def test_the_log_names_the_visitor_and_not_what_they_say_of_themselves(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="orchestrator.web")
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    async with front.client("127.0.0.2") as client:
        await client.get("/", headers=forged)
    await front.house.client.get("/", headers=forged)  # past the proxy, from an address of ours
    facts = [getattr(record, "facts", {}) for record in caplog.records]
    assert [each["client"] for each in facts if "route" in each] == ["127.0.0.2", "203.0.113.9"]


async def test_no_key_of_a_page_stands_in_a_log_of_the_proxy(front: Front) -> None:
    paths = [await front.house.link("head-pk", scope) for scope in (links.SPEAKER, links.FEED)]
    async with front.client() as client:
        for path in paths:
            await client.get(path, headers={"Referer": f"https://{NAME}{path}"})
        await front.house.serving.stop()
        for path in paths:  # nobody answers: the proxy has something to complain of
            assert (await client.get(path)).status == 502
    written = front.logs()
    assert front.kind.told(written) == [("/s", "200"), ("/c", "200"), ("/s", "502"), ("/c", "502")]
    assert [path for path in paths if path[3:37] in written] == []


async def test_a_filled_form_may_be_as_large_as_the_service_takes_and_no_larger(
    front: Front,
) -> None:
    link = await front.house.link("secretary", links.RAPPORTEUR)
    found = []
    async with front.client() as client:
        for size in (LARGEST, LARGEST + 3_000_000):
            form = aiohttp.FormData()
            form.add_field("file", io.BytesIO(b"x" * size), filename="form.docx")
            sent = await client.post(f"{link}/plenary/file", data=form, headers=OURS)
            found.append(sent.status)
    # The first is no Word file; the second stops at the proxy, for which Caddy 2.6 says 502.
    assert (found[0], found[1] in (413, 502)) == (422, True)


def unit(folder: Path) -> Path:
    """Write our unit for systemd, with a program that is there."""
    text = sample("orchestrator.service")
    program = "/opt/orchestrator/bin/orchestrator"
    assert program in text
    path = folder / "orchestrator.service"
    path.write_text(text.replace(program, sys.executable), encoding="utf-8")
    return path


def analysed(*words: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed: its unit is not tried")
    done = ["systemd-analyze", *words]
    return subprocess.run(done, capture_output=True, text=True, check=False, timeout=60)


def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    done = analysed("verify", "--man=no", str(unit(tmp_path)))
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_finds_the_service_well_shut_in(tmp_path: Path) -> None:
    # Its threshold is the exposure in tenths: 100 is a service that may do everything.
    done = analysed("security", "--offline=true", "--threshold=20", str(unit(tmp_path)))
    assert done.returncode == 0, done.stdout


def test_every_setting_that_a_sample_names_is_one() -> None:
    for name in ("nginx.conf", "Caddyfile", "orchestrator.service"):
        named = set(re.findall(r"ORCHESTRATOR_[A-Z_]+", sample(name)))
        assert named
        assert named - set(VARIABLES.values()) == set()
