"""`replies` and `answers` from the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.flows.office import FORUM as OWN
from tests.invites.replies.mails import calendar, mail, part
from tests.secretariat.post import FORUM, Post, told, uid

Program = Callable[..., CompletedProcess[str]]
NOW = "2030-10-01T06:00:00Z"


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    data = tmp_path / ".orchestrator"
    data.mkdir()
    (data / "key").write_text((b"k" * 32).hex())  # the one that the post was stamped with
    await Post(folder=data).publish()
    return tmp_path


def letter(folder: Path, name: str, partstat: str, comment: str = "") -> None:
    own = (f"ATTENDEE;PARTSTAT={partstat}:mailto:head@example.org", f"COMMENT:{comment}")
    raw = mail(
        part(calendar(*own, uid=uid("uz-head"))),
        headers=f"In-Reply-To: {told('uz-head')}\r\n",
        sender="head@example.org",
    )
    (folder / name).write_bytes(raw)


def test_mails_are_read_from_files_and_what_became_of_them_is_said(
    program: Program, folder: Path
) -> None:
    letter(folder, "yes.eml", "ACCEPTED")
    (folder / "rubble.eml").write_bytes(b"\xff\x00")
    found = program("replies", "yes.eml", "rubble.eml", ORCHESTRATOR_NOW=NOW)
    assert (found.returncode, found.stdout.splitlines()) == (
        0,
        [
            "yes.eml",
            "  Head of the delegation of Uzbekistan will take part: Plenary session.",
            "rubble.eml",
            "  The mail holds no answer, and is from nobody who takes part.",
        ],
    )
    again = json.loads(program("replies", "yes.eml", "--json", ORCHESTRATOR_NOW=NOW).stdout)
    assert [(each["file"], each["outcome"]) for each in again["mails"]] == [("yes.eml", "again")]


def test_the_answers_are_read_out_by_delegation(program: Program, folder: Path) -> None:
    letter(folder, "no.eml", "DECLINED", "Away\\nthat day")
    assert program("replies", "no.eml", ORCHESTRATOR_NOW=NOW).returncode == 0
    found = program("answers", ORCHESTRATOR_NOW=NOW)
    assert (found.returncode, found.stdout.splitlines()[-2:]) == (
        0,
        [
            "  Uzbekistan",
            ("    Head of the delegation of Uzbekistan: will not take part — Away that day"),
        ],
    )
    assert "will not take part: 1" in found.stderr


def test_what_waits_for_a_decision_is_listed_with_its_reason(
    program: Program, folder: Path
) -> None:
    letter(folder, "else.eml", "DELEGATED", "My deputy comes")
    program("replies", "else.eml", ORCHESTRATOR_NOW=NOW)
    found = program("answers", ORCHESTRATOR_NOW=NOW)
    assert found.stdout.splitlines()[-2:] == [
        "What waits for your decision",
        (
            "  2030-10-01 06:00 UTC: Head of the delegation of Uzbekistan would be represented by "
            "?; it waits for the organiser: Plenary session. — My deputy comes"
        ),
    ]
    assert "orchestrator serve" in found.stderr
    (waiting,) = json.loads(program("answers", "--json").stdout)["waiting"]
    assert waiting["details"]["why"].startswith("Head of the delegation of Uzbekistan")
    spoken = program("answers", "--language", "ru", ORCHESTRATOR_NOW=NOW).stdout
    assert "{" not in spoken


async def test_people_of_no_delegation_stand_apart_from_the_last_one(
    program: Program, tmp_path: Path
) -> None:
    (tmp_path / "forum.yaml").write_text(OWN, encoding="utf-8")
    program("publish", "forum.yaml", "--yes", ORCHESTRATOR_NOW="2030-09-01T06:00:00Z")
    found = program("answers", ORCHESTRATOR_NOW=NOW).stdout.splitlines()
    assert found[-2:] == ["  people of no delegation", "    Председатель: no answer yet"]


def test_the_answers_are_a_table_or_json_where_that_is_asked(
    program: Program, folder: Path
) -> None:
    letter(folder, "yes.eml", "ACCEPTED", "=1+1")
    program("replies", "yes.eml", ORCHESTRATOR_NOW=NOW)
    table = list(csv.reader(program("answers", FORUM, "--csv").stdout.splitlines()))
    assert (len(table), table[-1][-1]) == (4, "'=1+1")
    found = json.loads(program("answers", "--json").stdout)
    assert found["counts"]["plenary"]["ACCEPTED"] == 1
    assert (found["forum"], found["waiting"]) == (FORUM, [])


def test_a_file_that_is_not_there_is_said(program: Program, folder: Path) -> None:
    assert folder.exists()
    found = program("replies", "missing.eml")
    assert (found.returncode, found.stdout) == (1, "")
    assert "missing.eml" in found.stderr
