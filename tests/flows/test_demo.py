"""`demo --serve`: a visitor starts one command and sees the whole product."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import yaml

from orchestrator import agendas, resources
from orchestrator.cli.service import NOTICE
from orchestrator.languages import TAGS, translator
from orchestrator.secretariat.demo import FORUM
from orchestrator.secretariat.staging import DATED, moved
from tests.flows.served import KINDS, Demo, demo

NOW = "2031-03-12T06:00:00Z"


async def page(client: aiohttp.ClientSession, url: str) -> tuple[int, str]:
    async with client.get(url, headers={"Accept-Language": "en"}) as response:
        return response.status, await response.text()


async def starts(client: aiohttp.ClientSession, shown: Demo) -> list[tuple[str, str]]:
    """Return when the sessions begin, as the agenda's page has it."""
    _, found = await page(client, shown.urls["agenda"])
    return re.findall(r'class="when">.*?datetime="([0-9-]{10})".*?datetime="([^"]+)"', found)[:1]


async def test_every_kind_of_page_is_printed_once_and_opens(tmp_path: Path) -> None:
    async with demo(tmp_path) as shown, aiohttp.ClientSession() as client:
        assert tuple(shown.urls) == KINDS
        found = {kind: (await page(client, url))[0] for kind, url in shown.urls.items()}
    assert found == dict.fromkeys(KINDS, 200)


async def test_every_page_says_that_it_is_a_demonstration(tmp_path: Path) -> None:
    async with demo(tmp_path) as shown, aiohttp.ClientSession() as client:
        kinds = [kind for kind in KINDS if kind not in ("feed", "api")]
        pages = {kind: await page(client, shown.urls[kind]) for kind in kinds}
        pages["missing"] = await page(client, f"{shown.base}/nowhere")
    # Each page speaks its reader's language.
    said = [translator(tag).say(NOTICE)[:40] for tag in TAGS]
    silent = [kind for kind, (_, text) in pages.items() if not any(each in text for each in said)]
    assert silent == []


async def test_the_forum_meets_in_a_week_at_its_own_hours(tmp_path: Path) -> None:
    async with demo(tmp_path, ORCHESTRATOR_NOW=NOW) as shown, aiohttp.ClientSession() as client:
        assert await starts(client, shown) == [("2031-03-19", "2031-03-19T07:00:00Z")]


def _text(file: Path) -> str:
    found = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    part = found.get_body(("plain",))
    return str(part.get_content()) if part else ""


async def test_mail_goes_into_a_folder_and_the_real_one_is_never_asked(tmp_path: Path) -> None:
    told = {"ORCHESTRATOR_SMTP_URL": "smtp://127.0.0.1:9", "ORCHESTRATOR_DATA": str(tmp_path / "x")}
    async with demo(tmp_path, **told) as shown:
        outbox, until = tmp_path / "forum-demo" / "data" / "outbox", time.monotonic() + 20
        while not (outbox.is_dir() and len(list(outbox.glob("[!.]*.eml"))) > 10):
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
        texts = "".join(_text(each) for each in outbox.glob("[!.]*.eml"))
    assert f"{shown.base}/s/" in texts
    assert not (tmp_path / "x").exists()


async def test_it_ends_when_it_is_told_to_and_starts_again_where_it_was(tmp_path: Path) -> None:
    async with demo(tmp_path, ORCHESTRATOR_NOW=NOW) as first:
        sheet = first.urls["callsheet"].removeprefix(first.base)
        assert await first.end() == 0
    async with demo(tmp_path, ORCHESTRATOR_NOW="2031-03-14T06:00:00Z") as second:
        assert second.urls["callsheet"] == f"{second.base}{sheet}"
        async with aiohttp.ClientSession() as client:
            assert await starts(client, second) == [("2031-03-19", "2031-03-19T07:00:00Z")]


async def test_once_the_forum_has_met_it_is_moved_again(tmp_path: Path) -> None:
    for now, day in ((NOW, "2031-03-19"), ("2031-04-01T06:00:00Z", "2031-04-08")):
        async with demo(tmp_path, ORCHESTRATOR_NOW=now) as shown, aiohttp.ClientSession() as client:
            assert await starts(client, shown) == [(day, f"{day}T07:00:00Z")]


def test_moving_dates_changes_nothing_but_dates() -> None:
    text = resources.text("agendas", FORUM)
    later = moved(text, timedelta(days=1000))
    differ = [
        (old.strip(), new.strip())
        for old, new in zip(text.splitlines(), later.splitlines(), strict=True)
        if old != new and DATED.search(old)
    ]
    assert differ == [
        ("starts: 2020-10-28 12:00", "starts: 2023-07-25 12:00"),
        ("answer_by: 2020-10-26 18:00", "answer_by: 2023-07-23 18:00"),
        ("starts: 2020-10-29 12:00", "starts: 2023-07-26 12:00"),
        ("answer_by: 2020-10-26 18:00", "answer_by: 2023-07-23 18:00"),
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (390, ("декабрь 2021 года", "весна 2022 года")),
        (420, ("декабрь 2022 года", "весна 2023 года")),
    ],
)
def test_what_has_no_date_yet_still_lies_behind_the_forum(days: int, said: tuple[str, str]) -> None:
    later = yaml.safe_load(moved(resources.text("agendas", FORUM), timedelta(days=days)))
    when = [each["when"]["ru"].partition(",")[0] for each in later["sessions"] if "when" in each]
    assert tuple(when) == said


def test_no_date_of_the_forum_is_left_behind() -> None:
    text = moved(resources.text("agendas", FORUM), timedelta(days=4000))
    held = str(yaml.safe_load(text))
    assert re.findall(r"\b2020-\d\d-\d\d|datetime\.date(?:time)?\(2020", held) == []
    agenda = agendas.read(text.encode()).agenda
    assert agenda is not None
    begins = [each.starts for each in agenda.sessions if each.starts]
    assert min(begins) > datetime(2031, 1, 1, tzinfo=UTC).replace(tzinfo=begins[0].tzinfo)
