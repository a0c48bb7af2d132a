"""What the environment refuses is one sentence and exit 1, never a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def minimal(tmp_path: Path, repository: Path) -> Path:
    copy = tmp_path / "forum.yaml"
    copy.write_bytes((repository / "agendas" / "minimal.yaml").read_bytes())
    return copy


def one_sentence(told: CompletedProcess[str], code: int) -> None:
    assert told.returncode == code
    assert "Traceback" not in told.stderr
    assert len([line for line in told.stderr.splitlines() if line.startswith("Error: ")]) == 1


@pytest.mark.parametrize("path", ["a" * 5000, "nowhere/forum.yaml", "forum.yaml/x.yaml"])
@pytest.mark.usefixtures("minimal")
def test_a_file_that_cannot_be_reached(program: Program, path: str) -> None:
    one_sentence(program("check", path), 1)


@pytest.mark.usefixtures("minimal")
def test_an_out_folder_in_a_ring_of_links(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    one_sentence(program("build", "forum.yaml", "--out", "a"), 1)


@pytest.mark.usefixtures("minimal")
def test_a_pipe_in_the_place_of_the_key(program: Program, tmp_path: Path) -> None:
    (tmp_path / ".orchestrator").mkdir()
    os.mkfifo(tmp_path / ".orchestrator" / "key")
    one_sentence(program("build", "forum.yaml"), 1)


@pytest.mark.parametrize(
    ("variable", "given"),
    [
        ("ORCHESTRATOR_NOW", "0001-01-01T00:00+14:00"),
        ("ORCHESTRATOR_NOW", "9999-12-31T23:59:59"),
        ("ORCHESTRATOR_NOW", "tomorrow"),
        ("SOURCE_DATE_EPOCH", "253402300799"),
        ("SOURCE_DATE_EPOCH", "-1"),
        ("SOURCE_DATE_EPOCH", "soon"),
        ("ORCHESTRATOR_TZDATA", "nowhere"),
    ],
)
@pytest.mark.usefixtures("minimal")
def test_a_setting_that_cannot_be_used(program: Program, variable: str, given: str) -> None:
    one_sentence(program("build", "forum.yaml", **{variable: given}), 2)


@pytest.mark.usefixtures("minimal")
def test_damaged_zone_rules(program: Program, tmp_path: Path) -> None:
    (tmp_path / "rules" / "Asia").mkdir(parents=True)
    (tmp_path / "rules" / "UTC").write_bytes(b"TZif")
    for name in ("Almaty", "Tashkent"):
        (tmp_path / "rules" / "Asia" / name).write_bytes(b"TZif damaged")
    one_sentence(program("build", "forum.yaml", ORCHESTRATOR_TZDATA="rules"), 1)


def shell(command: str, folder: Path) -> CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command.format(program=f"{sys.executable} -m orchestrator")],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_full_disk_under_the_result_is_no_success(minimal: Path) -> None:
    told = shell("{program} check forum.yaml --json > /dev/full", minimal.parent)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert "Exception ignored" not in told.stderr


def test_closed_streams_do_not_stop_the_work(minimal: Path) -> None:
    told = shell("{program} build forum.yaml --out papers >&- 2>&-", minimal.parent)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert (minimal.parent / "papers" / "public" / "index.html").is_file()


def test_escape_sequences_in_the_name_of_a_file_do_not_reach_the_terminal(
    program: Program, minimal: Path
) -> None:
    name = "\x1b[31mforum\x1b]0;t\x07.yaml"
    text = minimal.read_text(encoding="utf-8").replace("kind: opening", "kinds: opening")
    (minimal.parent / name).write_text(text, encoding="utf-8")
    told = program("check", name)
    assert told.returncode == 3
    assert "\x1b" not in told.stdout + told.stderr
    built = program("build", "forum.yaml", "--out", "\x1b[31mpapers")
    assert built.returncode == 0
    assert "\x1b" not in built.stdout + built.stderr
