"""The short form of the fault campaign; `just campaign` is the long one."""

from __future__ import annotations

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.campaign import mutants, rounds
from tests.storage import servers

SECONDS = 180


def fought(repository: Path, names: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    """Fight rounds in a process of their own and show what was seen; return what was wrong."""
    seed = random.randrange(10**6)  # noqa: S311 - it is printed
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaign.run", "--seed", str(seed), *names],
        cwd=repository,
        env=mutants.unmeasured(),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{done.stdout}")
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_nothing_is_lost_or_doubled_unsaid_on_sqlite(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fought(repository, rounds.ON_SQLITE, capsys) == ""


def test_nothing_is_lost_or_doubled_unsaid_by_three_processes_on_postgresql(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if servers.programs() is None:
        pytest.skip(servers.HINT)
    wanted = ("chaos-postgresql", "stands-still", *rounds.ALONE)
    assert fought(repository, wanted, capsys) == ""


def test_a_broken_engine_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    quick = [each for each in mutants.MUTANTS if each.name in mutants.QUICK]
    with ThreadPoolExecutor(len(quick)) as pool:
        found = list(pool.map(lambda mutant: (mutant.name, *mutants.fought(mutant, 1)), quick))
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{name}: {words[:120]}" for name, _, words in found) + "\n")
    assert {name for name, caught, _ in found if caught} == set(mutants.QUICK)


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_still_be_planted(mutant: mutants.Mutant, tmp_path: Path) -> None:
    mutants.planted(mutant, tmp_path)
