"""Calendar programs that people use read our feeds: before and after the plan changes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from cachecontrol import CacheControl
from icalendar import Calendar

from orchestrator.secretariat import links
from orchestrator.web import application, start
from tests.flows.office import Office

ID = "regions-2030"
ZONE = "Asia/Shanghai"  # where the reader's own clock stands
VDIRSYNCER = """\
[general]
status_path = "{folder}/status"

[pair agenda]
a = "theirs"
b = "mine"
collections = null
conflict_resolution = "a wins"

[storage theirs]
type = "http"
url = "{url}"

[storage mine]
type = "filesystem"
path = "{folder}/mine"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[agenda]]
path = {folder}/mine

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder}/khal.db
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An office whose service runs, and the address of one speaker's feed."""

    office: Office
    url: str


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    office = Office(folder=folder)
    await office.tell()
    desk = office.desk
    async with desk.store() as store:
        serving = await start(application(desk, store, fresh_for=0.0), "127.0.0.1", 0)
        try:
            async with store.transaction() as kept:
                found = await links.url_for(
                    kept,
                    desk.key(),
                    serving.url,
                    forum=ID,
                    person="head-pk",
                    scope=links.FEED,
                    now=office.now,
                )
            assert found is not None
            yield Served(office=office, url=found)
        finally:
            await serving.stop()


async def ran(folder: Path, program: str, *words: str) -> str:
    """Return what a program that is installed beside Python says."""
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / program),
        *words,
        env={**os.environ, "XDG_CONFIG_HOME": str(folder), "HOME": str(folder), "TZ": ZONE},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return said.decode()


async def shown(folder: Path) -> list[tuple[str, ...]]:
    """Bring a calendar program up to date; return start, end and status of what it shows."""
    config = ("-c", str(folder / "vdirsyncer.ini"))
    await ran(folder, "vdirsyncer", *config, "sync")
    fields = ("{start-time}", "{end-time}", "{status}")
    said = await ran(
        folder,
        "khal",
        *("-c", str(folder / "khal.ini"), "list", "--notstarted", "--day-format", ""),
        *("--format", "|".join(fields), "2030-10-10", "1d"),
    )
    return [tuple(map(str.strip, line.split("|"))) for line in said.splitlines() if line]


async def test_a_calendar_program_shows_the_hour_on_its_own_clock_and_follows_the_plan(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "reader"
    (folder / "mine").mkdir(parents=True)
    async with served(tmp_path) as forum:
        told = {"folder": folder, "url": forum.url, "zone": ZONE}
        (folder / "vdirsyncer.ini").write_text(VDIRSYNCER.format(**told), encoding="utf-8")
        (folder / "khal.ini").write_text(KHAL.format(**told), encoding="utf-8")
        await ran(folder, "vdirsyncer", "-c", str(folder / "vdirsyncer.ini"), "discover")
        seen = [await shown(folder)]
        forum.office.edit(("2030-10-10 12:00", "2030-10-10 12:20"))
        await forum.office.tell()
        seen.append(await shown(folder))
        forum.office.edit(("status: confirmed", "status: cancelled"))
        await forum.office.tell(cancel=9)
        seen.append(await shown(folder))
    assert seen == [
        [("15:00", "17:00", "CONFIRMED"), ("15:20", "15:30", "CONFIRMED")],
        [("15:20", "17:00", "CONFIRMED"), ("15:40", "15:50", "CONFIRMED")],
        [("15:20", "17:00", "CANCELLED"), ("15:40", "15:50", "CANCELLED")],
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a subscriber has after asking: whether it was brought anew, and the entries."""

    anew: bool
    entries: dict[str, tuple[datetime, int, str]]


def fetched(client: requests.Session, url: str) -> Fetched:
    answer = client.get(url, timeout=10)
    assert answer.status_code == 200  # also where the service said 304: the copy at hand stands
    events: list[Any] = Calendar.from_ical(answer.content).walk("VEVENT")
    entries = {
        str(event["UID"]): (event["DTSTART"].dt, event["SEQUENCE"], str(event["STATUS"]))
        for event in events
    }
    return Fetched(anew=not answer.from_cache, entries=entries)  # type: ignore[attr-defined]


async def test_a_subscriber_keeps_its_copy_until_the_plan_changes_and_then_the_same_entries(
    tmp_path: Path,
) -> None:
    seen = []
    with CacheControl(requests.Session()) as client:
        async with served(tmp_path) as forum:
            for edit in (None, None, ("10-10 12:00", "10-10 12:20"), ("confirmed", "cancelled")):
                if edit is not None:
                    forum.office.edit(edit)
                    await forum.office.tell(cancel=9)
                seen.append(await asyncio.to_thread(fetched, client, forum.url))
    session, floor = seen[0].entries

    def both(hour: datetime, sequence: int, status: str) -> dict[str, tuple[datetime, int, str]]:
        in_order = ((session, hour), (floor, hour + timedelta(minutes=20)))
        return {uid: (start, sequence, status) for uid, start in in_order}

    noon = datetime(2030, 10, 10, 7, 0, tzinfo=UTC)
    later = noon + timedelta(minutes=20)
    assert [(each.anew, each.entries) for each in seen] == [
        (True, both(noon, 0, "CONFIRMED")),
        (False, both(noon, 0, "CONFIRMED")),
        (True, both(later, 1, "CONFIRMED")),
        (True, both(later, 2, "CANCELLED")),
    ]
