"""Who only looks begins nothing, and what was begun and never used gives way to a backup."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.office import FORUM

Program = Callable[..., subprocess.CompletedProcess[str]]
NOW = {"ORCHESTRATOR_NOW": "2030-09-01T06:00:00Z"}
LOOKING = {
    ("status",): 0,
    ("plan", "forum.yaml"): 0,
    ("links", "--tokens"): 0,
    ("audit",): 0,
    ("minutes", "show"): 1,
    ("resend", "governor"): 1,
    ("publish", "forum.yaml"): 2,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "forum.yaml"
    path.write_text(FORUM, encoding="utf-8")
    return path


@pytest.mark.usefixtures("file")
def test_whoever_only_looks_leaves_nothing_behind(program: Program, tmp_path: Path) -> None:
    codes = {call: program(*call, **NOW).returncode for call in LOOKING}
    assert codes == LOOKING
    assert [path.name for path in tmp_path.iterdir()] == ["forum.yaml"]


@pytest.mark.usefixtures("file")
def test_a_backup_comes_back_into_a_store_that_holds_nothing(
    program: Program, tmp_path: Path
) -> None:
    program("publish", "forum.yaml", "--yes", **NOW)
    program("backup", "copy", "--with-key", **NOW)
    begun = program("--data", "other", "links", "--new-key", **NOW)
    assert begun.returncode == 0
    strange = (tmp_path / "other/key").read_bytes()
    back = program("--json", "--data", "other", "restore", "copy", **NOW)
    assert json.loads(back.stdout) == {"forums": ["regions-2030"], "in_doubt": 0}
    assert (tmp_path / "other/key").read_bytes() == (tmp_path / ".orchestrator/key").read_bytes()
    assert strange in [each.read_bytes() for each in (tmp_path / "other").glob("key.*")]
    assert program("--data", "other", "release", **NOW).returncode == 0


@pytest.mark.usefixtures("file")
def test_a_store_with_a_token_in_it_does_not_give_way(program: Program, tmp_path: Path) -> None:
    program("publish", "forum.yaml", "--yes", **NOW)
    program("backup", "copy", "--with-key", **NOW)
    assert program("--data", "other", "links", "--token", "bridge", **NOW).returncode == 0
    before = (tmp_path / "other/key").read_bytes()
    refused = program("--data", "other", "restore", "copy", **NOW)
    assert (refused.returncode, "is there already" in refused.stderr) == (1, True)
    assert (tmp_path / "other/key").read_bytes() == before
