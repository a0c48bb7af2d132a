from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

def test_one():
    pass

def test_other():
    pytest.skip("the tool is missing")
"""


def tried(folder: Path, tests: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_some.py").write_text(tests, encoding="utf-8")
    quiet = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    quiet.pop("CI", None)
    quiet["PYTHONPATH"] = str(ROOT)  # conftest.py shares what stands in tests/
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", folder, folder],
        cwd=folder,
        env=quiet | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(repository: Path, tmp_path: Path) -> Path:
    shutil.copy(repository / "tests" / "conftest.py", tmp_path)
    return tmp_path


def test_a_skip_in_ci_fails_the_run_and_says_why(folder: Path) -> None:
    run = tried(folder, TESTS, CI="true")
    assert (run.returncode, "test_other: Skipped: the tool is missing" in run.stdout) == (1, True)
    assert "1 passed, 1 skipped" in run.stdout


def test_a_module_skipped_as_a_whole_in_ci_fails_the_run(folder: Path) -> None:
    (folder / "test_fine.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    skipped = "import pytest\npytest.importorskip('nothing_of_the_kind')\n"
    assert tried(folder, skipped).returncode == 0
    run = tried(folder, skipped, CI="true")
    assert (run.returncode, "nothing_of_the_kind" in run.stdout) == (1, True)


def test_a_skip_elsewhere_is_only_a_skip(folder: Path) -> None:
    assert tried(folder, TESTS).returncode == 0


def test_a_run_without_skips_passes_in_ci(folder: Path) -> None:
    assert tried(folder, "def test_one():\n    pass\n", CI="true").returncode == 0
