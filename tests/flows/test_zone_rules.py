"""A state gives itself another hour after invitations went out: told under old rules, read by new.

Both rules are real: tzdata of 2023, which knew nothing of Almaty's change on 1 March 2024, and
ours.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import tzdata

from orchestrator import bootstrap, zones
from orchestrator.config import Settings
from orchestrator.secretariat import zone_shifts
from orchestrator.storage import meta

Run = subprocess.CompletedProcess[str]
Program = Callable[..., Run]

OLD = "tzdata==2023.3"
JANUARY = "2024-01-15T09:00:00Z"
NEW = Path(tzdata.__file__).parent / "zoneinfo"
ZONES = {
    "in": "Asia/Kolkata",
    "kz": "Asia/Almaty",
    "cn": "Asia/Shanghai",
    "kg": "Asia/Bishkek",
    "pk": "Asia/Karachi",
    "ru": "Asia/Yekaterinburg",
    "tj": "Asia/Dushanbe",
    "uz": "Asia/Tashkent",
}
HEAD = """format: 1
id: spring
title: {{ru: Форум, en: Forum}}
languages: {{official: [ru]}}
zone: {zone}
organizer: {{name: {{ru: Секретариат}}, email: forum@example.org}}
delegations:
{delegations}
people:
{people}
sessions:
  - id: plenary
    title: {{ru: Заседание}}
    starts: 2024-04-10 12:00
    join: {{url: "https://meet.example.org/plenary"}}
    chair: head-ru
    rapporteur: head-ru
    items:
      - id: talk
        kind: address
        title: {{ru: Доклад}}
        takes: 20 min
        speakers: [head-kz]
    invited: [everyone]
reminders:
  - {{id: day, before: 1 day, at: "10:00", to: head-kz}}
  - {{id: hour, before: 1 h, to: everyone}}
"""


@pytest.fixture(scope="session")
def old_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the zone rules that were known at the end of 2023."""
    folder = tmp_path_factory.mktemp("rules")
    run = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "--target", folder, "--no-deps", OLD],
        cwd=folder,  # our own constraints name a newer one
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode:
        pytest.skip(f"{OLD} cannot be installed: {run.stderr.strip()}")
    return folder / "tzdata" / "zoneinfo"


@pytest.fixture
def told(program: Program, old_rules: Path, tmp_path: Path) -> Callable[[str], None]:
    """Return what tells everybody of a forum in a zone, under the rules of 2023."""

    def tell(zone: str) -> None:
        (tmp_path / "forum.yaml").write_text(forum(zone), encoding="utf-8")
        command(program, old_rules, "publish", "forum.yaml", "--yes")
        command(program, old_rules, "told", "--written")

    return tell


def command(program: Program, rules: Path, *words: str) -> Run:
    run = program(*words, ORCHESTRATOR_NOW=JANUARY, ORCHESTRATOR_TZDATA=str(rules))
    assert run.returncode == 0, run.stdout + run.stderr
    return run


def forum(zone: str) -> str:
    """Return a forum of eight delegations whose own clock is that of a zone."""
    delegations = [
        f"  - {{id: {code}, state: {code.upper()}, language: ru, zone: {zone}}}"
        for code, zone in ZONES.items()
    ]
    people = [
        f"  - {{id: head-{code}, delegation: {code}, head: true, office: {{ru: Глава {code}}}, "
        f"email: {code}@example.org}}"
        for code in ZONES
    ]
    return HEAD.format(zone=zone, delegations="\n".join(delegations), people="\n".join(people))


def planned(program: Program, rules: Path) -> dict[str, Any]:
    """Return what publishing the same file again would do under some rules."""
    run = command(program, rules, "plan", "forum.yaml", "--json")
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def lines(plan: dict[str, Any]) -> list[str]:
    return [
        f"{each['person']} {each['entry']} {'+'.join(each['changes'])} {each['sequence']}"
        f" {each['from']} {each['to']}"
        for each in plan["entries"]
    ]


async def watched(folder: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the service's daily look says, twice, under the rules that we have."""
    caplog.set_level(logging.INFO, "orchestrator")
    data = folder / ".orchestrator"
    desk = bootstrap.desk(Settings(data=data, now=datetime.fromisoformat(JANUARY)))
    async with desk.store() as store:
        for _ in range(2):
            await zone_shifts.watch(desk, store)
        async with store.reading() as kept:
            assert await meta.get(kept, "tzdata") == zones.rules_version()
    return [each.getMessage() for each in caplog.records if each.name == zone_shifts.__name__]


async def test_where_only_the_reader_s_clock_changed_the_printed_hour_is_corrected_for_them_alone(
    program: Program,
    told: Callable[[str], None],
    old_rules: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told("Asia/Yekaterinburg")
    before = planned(program, old_rules)
    assert (before["entries"], before["reminders"]["moved"]) == ([], 0)
    plan = planned(program, NEW)
    same = "2024-04-10T07:00:00Z 2024-04-10T07:00:00Z"
    assert lines(plan) == [
        f"head-kz session-plenary zone 0 {same}",
        f"head-kz slot-talk zone 0 {same}",
    ]
    assert [(each["told"]["offset"], each["will"]["offset"]) for each in plan["entries"]] == [
        (360, 300),
        (360, 300),
    ]
    # Ten in the morning in Almaty is another instant now; an hour before the session is not.
    assert plan["reminders"] == {"new": 0, "moved": 1, "withdrawn": 0}
    version = zones.rules_version()
    wrong = (
        f"By the zone rules of {version}, people of the forum spring were told a wrong hour of 2 "
        "entries; publish it again."
    )
    first = f"The zone rules are those of {version}."
    assert await watched(tmp_path, caplog) == [first, wrong, wrong]


def test_where_the_forum_s_own_clock_changed_the_session_moves_for_everybody_and_is_told_once(
    program: Program, told: Callable[[str], None]
) -> None:
    told("Asia/Almaty")
    plan = planned(program, NEW)
    moved = "1 2024-04-10T06:00:00Z 2024-04-10T07:00:00Z"
    assert lines(plan) == [
        f"{person} {thing} moved {moved}"
        for person, thing in [
            *(("head-in", "session-plenary"), ("head-kz", "session-plenary")),
            ("head-kz", "slot-talk"),
            *((f"head-{code}", "session-plenary") for code in ("cn", "kg", "pk", "ru", "tj", "uz")),
        ]
    ]
    # The day's for the head of Kazakhstan, and everybody's an hour before.
    assert plan["reminders"] == {"new": 0, "moved": 9, "withdrawn": 0}
    command(program, NEW, "publish", "forum.yaml", "--yes")
    command(program, NEW, "told", "--written")
    after = planned(program, NEW)
    assert (after["entries"], after["reminders"]["moved"]) == ([], 0)
