"""`links`: who holds which link, and the tokens of machines, as scripts use them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from orchestrator.storage import Store, accounts
from orchestrator.storage.store import in_file, parsed

Program = Callable[..., CompletedProcess[str]]
NOW = {"ORCHESTRATOR_NOW": "2030-09-01T06:00:00Z"}
SERVED = {**NOW, "ORCHESTRATOR_BASE_URL": "https://forum.example.org"}


@pytest.fixture
def file(tmp_path: Path, repository: Path) -> Path:
    text = (repository / "agendas" / "minimal.yaml").read_text(encoding="utf-8")
    copy = tmp_path / "forum.yaml"
    copy.write_text(text, encoding="utf-8")
    return copy


@pytest.fixture
def published(program: Program, file: Path) -> Program:
    told = program("publish", str(file), "--yes", **SERVED)
    assert told.returncode == 0, told.stderr
    return program


def listed(program: Program, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(program("links", "--json", *words, **SERVED).stdout)[
        "links"
    ]
    return found


def test_links_are_named_without_their_addresses(published: Program) -> None:
    found = listed(published)
    assert {each["scope"] for each in found} >= {"speaker", "feed"}
    assert [each["url"] for each in found] == [None] * len(found)
    assert "https://" not in published("links", **SERVED).stdout


def test_their_addresses_are_printed_when_they_are_asked_for(published: Program) -> None:
    found = [each for each in listed(published, "--urls") if each["scope"] == "speaker"]
    assert all(each["url"].startswith("https://forum.example.org/s/") for each in found)
    person = found[0]["person"]
    own = published("links", "--urls", "--person", person, **SERVED).stdout.splitlines()
    assert [line.split()[1] for line in own] == [f"{person}:"] * len(own)


def test_a_link_is_shut_and_given_anew(published: Program) -> None:
    before = listed(published, "--urls")[0]
    shut = json.loads(published("links", "--json", "--revoke", before["id"], **SERVED).stdout)
    assert (shut["open"], shut["url"]) == (False, None)
    anew = json.loads(published("links", "--json", "--renew", before["id"], **SERVED).stdout)
    assert (anew["open"], anew["url"] != before["url"]) == (True, True)
    deeds = json.loads(published("audit", "--json", **SERVED).stdout)["audit"]
    assert [each["action"] for each in deeds[-2:]] == ["revoke", "renew"]


def test_without_an_address_of_the_service_nobody_has_a_link(program: Program, file: Path) -> None:
    program("publish", str(file), "--yes", **NOW)
    told = program("links", **NOW)
    assert (told.returncode, "ORCHESTRATOR_BASE_URL" in told.stderr) == (1, True)


def test_a_link_that_there_is_not_is_a_wrong_call(published: Program) -> None:
    told = published("links", "--revoke", "none", **SERVED)
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)


def test_a_token_is_printed_once_and_never_again(published: Program, file: Path) -> None:
    words = ("--token", "the office's calendar", "--scope", "read", "--scope", "send")
    held = published("links", *words, **SERVED).stdout.strip()
    assert held.startswith("orchestrator_")
    shown = published("links", "--tokens", "--json", **SERVED).stdout
    (row,) = json.loads(shown)["tokens"]
    assert (row["name"], row["scopes"], row["forum"]) == (
        "the office's calendar",
        ["read", "send"],
        None,
    )
    assert held not in shown
    data = file.parent / ".orchestrator"
    assert not [path for path in data.rglob("*.sqlite*") if held.encode() in path.read_bytes()]


def test_a_token_is_shut_for_good(published: Program) -> None:
    published("links", "--token", "one", **SERVED)
    published("links", "--shut", "1", **SERVED)
    (row,) = json.loads(published("links", "--tokens", "--json", **SERVED).stdout)["tokens"]
    assert row["revoked"].startswith("2030-09-01T06:0")
    assert published("links", "--shut", "1", **SERVED).returncode == 2


def test_a_token_of_a_forum_that_there_is_not_is_refused(published: Program) -> None:
    assert published("links", "none", "--token", "one", **SERVED).returncode == 2


async def _owner(folder: Path) -> None:
    """Keep an owner who has a password."""
    url = parsed(in_file(folder / ".orchestrator" / "orchestrator.sqlite"))
    store = await Store.open(url)
    now = datetime(2030, 9, 1, tzinfo=UTC)
    async with store.transaction() as kept:
        await accounts.add(
            kept, name="Secretariat", role="owner", made=now, once="x", once_expires=now
        )
    await store.close()


def test_who_has_lost_the_password_gets_a_new_link_at_the_console(
    published: Program, tmp_path: Path
) -> None:
    told = published("links", "--sign-in", "Secretariat", **SERVED)
    assert (told.returncode, "no open account" in told.stderr) == (2, True)
    asyncio.run(_owner(tmp_path))
    told = published("links", "--sign-in", "Secretariat", **SERVED)
    assert re.fullmatch(r"https://forum\.example\.org/start/[0-9a-f]{64}\n", told.stdout)
    deeds = json.loads(published("audit", "--json", **SERVED).stdout)["audit"]
    assert (deeds[-1]["actor"], deeds[-1]["action"]) == ("console", "account link")
