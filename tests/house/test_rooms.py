from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CORE = (
    *("agendas", "running_orders", "documents", "invites", "reminders", "minutes", "letters"),
    "layout",
)
SHELL = ("cli.py", "bootstrap.py", "secretariat/check.py", "resources.py")
FORBIDDEN = (
    "aiohttp",
    "apscheduler",
    "asyncio",
    "smtplib",
    "socket",
    "sqlalchemy",
    "subprocess",
    "time",
)
BANNED = {
    "from datetime import datetime\n\nnow = datetime.now()\n": "`datetime.datetime.now` is banned",
    "from datetime import date\n\ntoday = date.today()\n": "`datetime.date.today` is banned",
    "import uuid\n\nuid = uuid.uuid4()\n": "`uuid.uuid4` is banned",
    "from random import choice\n\nx = choice([1])\n": "`random` is banned",
    "import secrets\n\nx = secrets.token_hex()\n": "`secrets` is banned",
    "import logging\n\nx = logging.getLogger()\n": "`logging` is banned",
    "import os\n\nx = os.environ\n": "`os` is banned",
    "x = open('forum.yaml')\n": "`open()` should be replaced by `Path.open()`",
    "import io\n\nx = io.open('forum.yaml')\n": "`io` is banned",
    "from pathlib import Path\n\nx = Path('forum.yaml').read_text()\n": "`pathlib.Path` is banned",
}


@pytest.fixture
def house(repository: Path, tmp_path: Path) -> Path:
    """Return a copy of the package and its rules, in which to plant violations."""
    shutil.copytree(
        repository / "orchestrator",
        tmp_path / "orchestrator",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(repository / "pyproject.toml", tmp_path)
    return tmp_path


def linted_imports(folder: Path) -> tuple[int, str]:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # Long sentences are broken over lines; what is said matters, not where it breaks.
    return run.returncode, " ".join((run.stdout + run.stderr).split())


def plant(folder: Path, place: str, text: str) -> None:
    path = folder / "orchestrator" / place
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{text}\n", encoding="utf-8")


def test_the_rooms_import_one_way(repository: Path) -> None:
    code, said = linted_imports(repository)
    assert (code, "Contracts: 2 kept, 0 broken." in said) == (0, True), said


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        (
            "errors.py",
            "import orchestrator.findings",
            "not allowed to import orchestrator.findings",
        ),
        ("agendas/planted.py", "import orchestrator.running_orders", "orchestrator.running_orders"),
        ("documents/planted.py", "import orchestrator.invites", "orchestrator.invites"),
        ("invites/planted.py", "import orchestrator.documents", "orchestrator.documents"),
        ("minutes/planted.py", "import orchestrator.invites", "orchestrator.invites"),
        ("secretariat/planted.py", "import orchestrator.config", "orchestrator.config"),
    ],
)
def test_an_import_up_the_rooms_is_caught(house: Path, place: str, text: str, said: str) -> None:
    plant(house, place, text)
    code, report = linted_imports(house)
    assert (code, "Imports go one way through the rooms BROKEN" in report) == (1, True), report
    assert said in report


def test_a_room_without_a_place_is_caught(house: Path) -> None:
    plant(house, "attic.py", "")
    code, report = linted_imports(house)
    assert (code, "orchestrator.attic" in report) == (1, True), report


def test_whatever_the_core_may_not_import_is_caught_in_every_core_room(house: Path) -> None:
    for room in CORE:
        plant(house, f"{room}/planted.py", "\n".join(f"import {name}" for name in FORBIDDEN))
    code, report = linted_imports(house)
    missed = [
        f"{room} imports {name}"
        for room in CORE
        for name in FORBIDDEN
        if f"orchestrator.{room}.planted -> {name} (" not in report
    ]
    assert (code, missed) == (1, []), report


def banned(folder: Path, *places: str) -> list[tuple[str, str]]:
    ruff = (sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=json")
    run = subprocess.run(
        [*ruff, "--select=TID251,PTH123", *(f"orchestrator/{place}" for place in places)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    root = folder.resolve() / "orchestrator"
    return [
        (Path(found["filename"]).relative_to(root).as_posix(), found["message"].partition(":")[0])
        for found in json.loads(run.stdout)
    ]


def test_clock_chance_and_disk_are_banned_in_every_core_room(house: Path) -> None:
    places = [f"{room}/planted{n}.py" for room in CORE for n in range(len(BANNED))]
    texts = list(BANNED) * len(CORE)
    for place, text in zip(places, texts, strict=True):
        plant(house, place, text)
    seen = banned(house, *places)
    missed = [
        (place, BANNED[text])
        for place, text in zip(places, texts, strict=True)
        if (place, BANNED[text]) not in seen
    ]
    assert missed == []


def test_the_shell_may_ask_the_clock_and_the_disk(house: Path) -> None:
    for place in SHELL:
        for text, said in BANNED.items():
            # The builtin `open` gives way to Path.open everywhere.
            plant(house, place, text if "is banned" in said else "")
    assert banned(house, *SHELL) == []
