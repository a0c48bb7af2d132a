from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from orchestrator.cli.publishing import orchestrator

Run = CompletedProcess[str]

INSTALL = "python3 -m pip install uv && "
DEMO = "python3 -m uv run orchestrator demo"
TEST = "python3 -m uv run pytest"
# What a newcomer gets wrong in the transcript.
MISTAKES = (
    ("kind: opening", "kinds: opening"),
    ("Asia/Tashkent", "Asia/Taschkent"),
    ("7 min each", "7 mins apiece"),
)
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_the_readme_begins_with_the_two_commands(readme: str) -> None:
    blocks = re.findall(r"^```console\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert blocks[:2] == [f"{INSTALL}{DEMO}\n", f"{INSTALL}{TEST}\n"]


def test_the_tests_run_in_ci_as_the_readme_says(repository: Path) -> None:
    lines = (repository / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert TEST in lines


def test_the_readme_lists_every_command_and_no_other(readme: str) -> None:
    table = readme.partition("| command | does |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(orchestrator.commands)


def test_the_transcript_is_what_the_program_says(
    readme: str, repository: Path, tmp_path: Path, program: Callable[..., Run]
) -> None:
    text = (repository / "agendas" / "minimal.yaml").read_text(encoding="utf-8")
    for right, wrong in MISTAKES:
        assert right in text
        text = text.replace(right, wrong)
    (tmp_path / "forum.yaml").write_text(text, encoding="utf-8")
    command, _, told = (
        readme.partition("```text\n$ orchestrator ")[2].partition("```")[0].partition("\n")
    )
    said = program(*command.split())
    assert said.stdout + said.stderr == told


def test_the_plan_is_what_the_program_says(
    readme: str, repository: Path, tmp_path: Path, program: Callable[..., Run]
) -> None:
    now = {"ORCHESTRATOR_NOW": "2030-09-01T06:00:00Z"}
    text = (repository / "agendas" / "minimal.yaml").read_text(encoding="utf-8")
    (tmp_path / "forum.yaml").write_text(text, encoding="utf-8")
    assert program("publish", "forum.yaml", "--yes", **now).returncode == 0
    moved = text.replace("2030-10-29 12:00", "2030-10-29 12:20")
    (tmp_path / "forum.yaml").write_text(moved, encoding="utf-8")
    told = readme.partition("$ orchestrator plan forum.yaml\n")[2].partition("```")[0]
    assert program("plan", "forum.yaml", **now).stdout == told


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_a_paper_links_is_there(repository: Path, paper: str) -> None:
    text = (repository / paper).read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [name for name in linked if not (repository / name).exists()] == []


def test_the_map_of_the_rooms_is_whole(repository: Path) -> None:
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("| room | does | core |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    shown = {name for row in rows for name in re.findall(r"`(\w+)/?`", row)}
    package = repository / "orchestrator"
    rooms = {path.stem for path in package.glob("[a-z]*.py")}
    rooms |= {path.parent.name for path in package.glob("[a-z]*/__init__.py")}
    assert shown == rooms
