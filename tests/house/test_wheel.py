from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TAGS = ("en", "ru", "zh-Hans", "hi", "kk", "ky", "ur", "tg", "uz")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def uv(*arguments: str | Path, cwd: Path) -> None:
    run(sys.executable, "-m", "uv", "--quiet", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    python = ("--python", sys.executable)
    uv(
        *("build", "--wheel", "--no-build-isolation", *python, "--out-dir", folder, repository),
        cwd=folder,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_what_the_program_reads_and_nothing_else(
    repository: Path, wheel: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert {name.partition("/")[0] for name in names} == {"orchestrator"}
    shipped = {name.split("/")[2] for name in names if name.startswith("orchestrator/_shared/")}
    assert shipped == {"agendas", "locales", "templates"}
    for room in ("agendas", "locales", "templates"):
        here = {path for path in (repository / room).rglob("*") if path.is_file()}
        assert {
            f"orchestrator/_shared/{path.relative_to(repository).as_posix()}" for path in here
        } == {name for name in names if name.startswith(f"orchestrator/_shared/{room}/")}


def test_a_clean_install_of_the_wheel_does_the_main_job_in_another_folder(
    repository: Path, wheel: Path, tmp_path: Path
) -> None:
    home, elsewhere = tmp_path / "venv", tmp_path / "elsewhere"
    elsewhere.mkdir()
    uv("venv", "--python", sys.executable, home, cwd=tmp_path)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    constraints = repository / "constraints.txt"
    uv("pip", "install", "--python", home, "--constraint", constraints, wheel, cwd=tmp_path)
    run(programs / "orchestrator", "demo", cwd=elsewhere)

    made = elsewhere / "forum-demo"
    expected = [f"public/agenda.{tag}.{ending}" for tag in TAGS for ending in ("html", "md", "txt")]
    expected += [f"public/calendar.{tag}.ics" for tag in TAGS]
    expected += ["public/index.html", "public/agenda.json", "internal/index.html"]
    assert [name for name in expected if not (made / name).is_file()] == []
    slots = json.loads((made / "internal/running-order.json").read_text(encoding="utf-8"))["slots"]
    assert len(slots) > 0
