from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator import bootstrap
from orchestrator.config import Settings
from orchestrator.languages import Translator
from orchestrator.secretariat import links
from orchestrator.secretariat.checkup import checkup
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.dispatch import alone
from orchestrator.storage import deliveries, forums, meta
from tests.storage.conftest import server  # noqa: F401 - a fixture
from tests.storage.servers import Server
from tests.web.house import BASE, FORUM, KEY, NOW, desk_in, publish

ENGLISH = Translator(language="en")


@dataclass(frozen=True)
class Place:
    """A mail server as settings name it."""

    host: str
    port: int


def named(address: str) -> Callable[[], Place]:
    host, _, port = address.rpartition(":")
    return lambda: Place(host, int(port))


async def found(desk: Desk) -> dict[str, bool]:
    return {each.name: each.fine for each in await checkup(desk, ENGLISH)}


async def notes(desk: Desk) -> set[str]:
    """Return what is neither fine nor amiss: it only says how things stand."""
    return {each.name for each in await checkup(desk, ENGLISH) if each.note}


async def said(desk: Desk, name: str) -> str:
    (check,) = [each for each in await checkup(desk, ENGLISH) if each.name == name]
    return check.sentence


async def test_before_anything_is_kept_there_is_nothing_to_mend(tmp_path: Path) -> None:
    desk = bootstrap.desk(Settings(data=tmp_path))
    assert await found(desk) == {
        "database": True,
        "outbox": True,
        "base_url": True,
        "retention": True,
    }
    assert not desk.kept()


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://forum.example.org", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://forum.example.org", False),
        ("http://127.0.0.1.example.org", False),
    ],
)
async def test_links_are_keys_and_travel_encrypted(tmp_path: Path, url: str, *, fine: bool) -> None:
    desk = bootstrap.desk(Settings(data=tmp_path, base_url=url))
    assert (await found(desk))["base_url"] == fine


async def test_links_that_people_hold_need_the_address_they_were_made_with(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    async with desk.store() as store:
        await publish(store)
        async with store.transaction() as kept:
            await links.url_for(
                kept, KEY, BASE, forum=FORUM, person="head-pk", scope=links.SPEAKER, now=NOW
            )
    assert (await found(desk))["base_url"]
    assert not (await found(replace(desk, base_url=None)))["base_url"]


async def test_a_mail_server_that_listens_is_fine(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = named(f"127.0.0.1:{listener.getsockname()[1]}")
        desk = replace(desk_in(tmp_path), servers={"smtp": place, "imap": place})
        assert {name: (await found(desk))[name] for name in ("smtp", "imap")} == {
            "smtp": True,
            "imap": True,
        }


async def test_a_mail_server_that_does_not_listen_is_named_with_the_reason(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    desk = replace(desk_in(tmp_path), servers={"smtp": named(f"127.0.0.1:{port}")})
    assert await said(desk, "smtp") == (
        f"The mail server 127.0.0.1:{port} does not answer: nobody listens there."
    )


async def test_the_address_of_a_mail_server_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    desk = bootstrap.desk(Settings(data=tmp_path, smtp_url="smtp://user@"))
    assert not (await found(desk))["smtp"]


async def test_a_database_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "orchestrator.sqlite").write_bytes(b"no database at all" * 500)
    desk = bootstrap.desk(Settings(data=tmp_path))
    assert await found(desk) == {
        "database": False,
        "outbox": True,
        "base_url": True,
        "retention": True,
    }


async def test_what_does_not_work_because_nobody_wants_it_is_not_called_fine(
    tmp_path: Path,
) -> None:
    desk = desk_in(tmp_path)
    async with desk.store() as store:
        await publish(store)
        async with store.transaction() as kept:
            await forums.hold(kept, FORUM)
        assert await notes(replace(desk, base_url=None)) == {
            "outbox",
            "base_url",
            "dispatcher",
            "held",
            "retention",
        }
        with alone(desk, store):
            assert await notes(desk) == {"outbox", "held", "retention"}
    assert await notes(replace(desk, tells=True)) == {"dispatcher", "held", "retention"}


async def test_mail_that_is_due_while_nobody_sends_is_told(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    async with desk.store() as store:
        await publish(store)
        assert (await found(desk))["dispatcher"]
        async with store.transaction() as kept:
            row = deliveries.New(
                key="one",
                forum=FORUM,
                person="head-pk",
                purpose="message",
                publication=1,
                recipient="pk@example.org",
                due=NOW.replace(hour=5),
                created=NOW,
            )
            await deliveries.queue(kept, [row])
        assert not (await found(desk))["dispatcher"]
        with alone(desk, store):
            assert (await found(desk))["dispatcher"]


@pytest.mark.parametrize(("at", "fine"), [("06:59:30", True), ("06:30:00", False)])
async def test_a_service_that_runs_and_does_not_sweep_is_told(
    tmp_path: Path, at: str, *, fine: bool
) -> None:
    desk = desk_in(tmp_path)
    async with desk.store() as store:
        async with store.transaction() as kept:
            await meta.put(kept, "last_sweep", f"2020-10-20T{at}Z")
        assert (await found(desk))["last_sweep"]
        with alone(desk, store):
            assert (await found(desk))["last_sweep"] == fine


async def test_no_password_stands_in_what_is_said(tmp_path: Path) -> None:
    told = Settings(
        data=tmp_path,
        smtp_url="smtp://user:secret-word@127.0.0.1:1",
        imap_url="imap://user:secret-word@127.0.0.1:1/INBOX",
    )
    checks = await checkup(bootstrap.desk(told), ENGLISH)
    assert "secret-word" not in str([each.values() for each in checks])


async def test_on_a_shared_database_the_last_sweep_tells_that_somebody_sends(
    server: Server,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    url = server.make("checkup")
    given = Settings(data=tmp_path, database_url=url)
    desk = replace(bootstrap.desk(given), now=lambda: NOW)
    assert "dispatcher" in await notes(desk)
    async with desk.store() as store, store.transaction() as kept:
        await meta.put(kept, "last_sweep", f"{NOW - timedelta(seconds=9):%Y-%m-%dT%H:%M:%SZ}")
    assert "dispatcher" not in await found(desk)
    assert "last_sweep" not in await notes(desk)
    later = replace(desk, now=lambda: NOW + timedelta(minutes=3))
    assert "dispatcher" in await notes(later)
