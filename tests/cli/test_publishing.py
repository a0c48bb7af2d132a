"""The commands that send, as scripts rely on them: what they print, and their exit codes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.office import FORUM

Program = Callable[..., subprocess.CompletedProcess[str]]
NOW = {"ORCHESTRATOR_NOW": "2030-09-01T06:00:00Z"}
STATES = {"pending", "leased", "sent", "written", "failed", "superseded", "expired", "held"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "forum.yaml"
    path.write_text(FORUM, encoding="utf-8")
    return path


def test_plan_names_who_would_be_told_what(program: Program, file: Path) -> None:
    told = program("--json", "plan", "forum.yaml", **NOW)
    found = json.loads(told.stdout)
    assert (told.returncode, found["base"]) == (0, None)
    assert found["reminders"] == {"new": 7, "moved": 0, "withdrawn": 0}
    first = found["entries"][0]
    keys = ("person", "entry", "change", "method", "sequence", "from", "to")
    assert {key: first[key] for key in keys} == {
        "person": "governor",
        "entry": "session-plenary",
        "change": "new",
        "method": "REQUEST",
        "sequence": 0,
        "from": None,
        "to": "2030-10-10T07:00:00Z",
    }
    assert {each["severity"] for each in found["findings"]} == {"warning"}
    assert file.exists()


@pytest.mark.usefixtures("file")
def test_a_plan_is_read_by_person_with_names_and_both_clocks(program: Program) -> None:
    told = program("plan", "forum.yaml", **NOW).stdout
    assert (
        """\
Глава делегации Китая, China (head-cn)
  Пленарное заседание [ru]: new (invitation, SEQUENCE 0)
    Thursday, 10 October 2030, 12:00–14:00 (Yekaterinburg, UTC+05:00)
    Thursday, 10 October 2030, 15:00–17:00 (Beijing, UTC+08:00)
"""
        in told
    )
    assert told.endswith(
        """\
People: 4. Entries: 7. Mails: 9. Addresses: 5.
Reminders: 7 new, 0 moved, 0 withdrawn.
"""
    )


def test_a_plan_names_those_who_have_left_and_what_it_takes(program: Program, file: Path) -> None:
    program("publish", "forum.yaml", "--yes", **NOW)
    left = FORUM.replace("head-kz, head-cn, head-pk]", "head-kz, head-cn]")
    start, _, rest = left.partition("  - id: head-pk\n")
    file.write_text(f"{start}sessions:{rest.partition('sessions:')[2]}", encoding="utf-8")
    told = program("plan", "forum.yaml", **NOW).stdout
    assert (
        """\
Глава делегации Пакистана, Pakistan (head-pk)
  Пленарное заседание [ru]: withdrawn (cancellation, SEQUENCE 1)
    Thursday, 10 October 2030, 12:00–14:00 (Yekaterinburg, UTC+05:00)
"""
        in told
    )
    assert "2 entries are withdrawn: publishing them takes --cancel 2.\n" in told


@pytest.mark.usefixtures("file")
def test_publish_asks_nobody_without_a_terminal(program: Program) -> None:
    told = program("publish", "forum.yaml", **NOW)
    assert (told.returncode, "--yes" in told.stderr) == (2, True)


def test_publish_keeps_a_revision_and_writes_to_the_folder(program: Program, file: Path) -> None:
    told = program("--json", "publish", "forum.yaml", "--yes", **NOW)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["revision"] == 1
    assert len([*(file.parent / ".orchestrator/outbox").glob("*.eml")]) == 9
    status = json.loads(program("--json", "status", **NOW).stdout)
    assert {*status} >= {"deliveries", "reminders", "last_sweep", "tzdata", "schema"}
    assert {*status["deliveries"]} == STATES | {"in_doubt"}
    assert (status["deliveries"]["written"], status["reminders"]["pending"]) == (9, 9)
    again = program("publish", "forum.yaml", "--yes", **NOW)
    assert (again.returncode, len([*(file.parent / ".orchestrator/outbox").glob("*.eml")])) == (
        0,
        9,
    )


def test_publish_refuses_a_plan_that_is_no_longer_the_one_agreed_to(
    program: Program, file: Path
) -> None:
    agreed = json.loads(program("--json", "plan", "forum.yaml", **NOW).stdout)["plan"]
    file.write_text(FORUM.replace("10-10 12:00", "10-10 12:20"), encoding="utf-8")
    assert program("publish", "forum.yaml", "--plan", agreed, **NOW).returncode == 4
    now = json.loads(program("--json", "plan", "forum.yaml", **NOW).stdout)["plan"]
    assert program("publish", "forum.yaml", "--plan", now, **NOW).returncode == 0


def test_publish_refuses_findings_that_stand_against_it(program: Program, file: Path) -> None:
    file.write_text(FORUM.replace("{ru: Выступления, zh", "{zh"), encoding="utf-8")
    told = program("publish", "forum.yaml", "--yes", **NOW)
    assert (told.returncode, "P301" in told.stderr) == (3, True)
    assert not (file.parent / ".orchestrator/outbox").exists()


def test_publish_without_a_reachable_mail_server_is_partly_done(
    program: Program, file: Path
) -> None:
    relay = {"ORCHESTRATOR_SMTP_URL": "smtp://127.0.0.1:9"}
    told = program("publish", "forum.yaml", "--yes", **NOW, **relay)
    assert told.returncode == 5, told.stderr
    waiting = json.loads(program("--json", "status", **NOW, **relay).stdout)["deliveries"]
    assert (waiting["pending"], waiting["failed"]) == (9, 0)
    assert program("dispatch", **NOW, **relay).returncode == 5
    assert file.exists()


@pytest.mark.usefixtures("file")
def test_more_withdrawals_than_were_said_are_refused(program: Program, file: Path) -> None:
    program("publish", "forum.yaml", "--yes", **NOW)
    file.write_text(FORUM.replace("confirmed", "cancelled"), encoding="utf-8")
    refused = program("publish", "forum.yaml", "--yes", **NOW)
    assert (refused.returncode, "--cancel 7" in refused.stderr) == (4, True)
    assert program("publish", "forum.yaml", "--yes", "--cancel", "7", **NOW).returncode == 0


@pytest.mark.usefixtures("file")
def test_a_sender_who_is_not_allowed_cannot_publish(program: Program) -> None:
    others = {"ORCHESTRATOR_SENDERS": "example.com, other@example.org"}
    told = program("publish", "forum.yaml", "--yes", **NOW, **others)
    assert (told.returncode, "ORCHESTRATOR_SENDERS" in told.stderr) == (1, True)
    own = {"ORCHESTRATOR_SENDERS": "@example.org"}
    assert program("publish", "forum.yaml", "--yes", **NOW, **own).returncode == 0


@pytest.mark.usefixtures("file")
def test_hold_release_told_audit_and_a_message(program: Program, tmp_path: Path) -> None:
    program("publish", "forum.yaml", "--yes", **NOW)
    (tmp_path / "words.yaml").write_text("text: {ru: Начало в зале 2.}\n", encoding="utf-8")
    assert program("hold", **NOW).returncode == 0
    sent = program("--json", "message", "words.yaml", "--to", "kz", "--yes", **NOW)
    assert json.loads(sent.stdout)["persons"] == ["head-kz"]
    held = json.loads(program("--json", "status", **NOW).stdout)
    assert (held["deliveries"]["held"], held["deliveries"]["pending"]) == (2, 0)
    why = "'regions-2030' is on hold: orchestrator release regions-2030"
    assert program("dispatch", **NOW).stdout == f"Nothing is due.\n{why}\n"
    assert program("release", "forum.yaml", **NOW).returncode == 0
    assert program("told", "--written", **NOW).returncode == 0
    assert json.loads(program("--json", "status", **NOW).stdout)["declared_told"] == 11
    assert "11 messages of those written" in program("status", **NOW).stdout
    deeds = json.loads(program("--json", "audit", **NOW).stdout)["audit"]
    assert [each["action"] for each in deeds] == ["publish", "hold", "message", "release", "told"]


@pytest.mark.usefixtures("file")
def test_a_backup_comes_back_on_hold(program: Program, tmp_path: Path) -> None:
    program("publish", "forum.yaml", "--yes", **NOW)
    made = program("--json", "backup", "copy", "--with-key", **NOW)
    assert json.loads(made.stdout)["files"] == ["copy", "copy.key"]
    back = program("--json", "--data", "other", "restore", "copy", **NOW)
    assert json.loads(back.stdout) == {"forums": ["regions-2030"], "in_doubt": 0}
    assert (tmp_path / "other/key").read_bytes() == (tmp_path / ".orchestrator/key").read_bytes()
    again = program("--data", "other", "restore", "copy", **NOW)
    assert again.returncode == 1


@pytest.mark.usefixtures("file")
def test_a_second_dispatcher_names_the_first_and_sigterm_ends_it(
    program: Program, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "orchestrator", "serve", "--no-web"]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
    ) as service:
        assert service.stderr is not None
        assert service.stderr.readline() == "ready\n"
        second = program("serve", "--no-web")
        assert (second.returncode, str(service.pid) in second.stderr) == (1, True)
        assert program("publish", "forum.yaml", "--yes").returncode == 0
        _until(lambda: _count(tmp_path) == 9)
        began = time.monotonic()
        service.terminate()
        service.communicate(timeout=20)
        assert (service.returncode, time.monotonic() - began < 10) == (0, True)


def _count(folder: Path) -> int:
    with sqlite3.connect(folder / ".orchestrator/orchestrator.sqlite") as store:
        return int(
            store.execute("SELECT count(*) FROM deliveries WHERE state = 'written'").fetchone()[0]
        )


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
