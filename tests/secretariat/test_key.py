"""The installation's key: made once, private, and never replaced in silence."""

import stat
import threading
from pathlib import Path

import pytest

from orchestrator import bootstrap
from orchestrator.errors import OrchestratorError


def test_the_key_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    made = bootstrap.key(tmp_path / "data")
    assert len(made) == bootstrap.KEY_BYTES
    assert bootstrap.key(tmp_path / "data") == made


def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    bootstrap.key(tmp_path)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert bootstrap.key(tmp_path / "a") != bootstrap.key(tmp_path / "b")


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd"])
def test_a_damaged_key_is_refused_and_not_written_over(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(OrchestratorError):
        bootstrap.key(tmp_path)
    assert (tmp_path / "key").read_text() == content


def test_processes_that_make_the_key_at_once_agree_on_one(tmp_path: Path) -> None:
    found: list[bytes] = []
    gate = threading.Barrier(8)

    def ask() -> None:
        gate.wait()
        found.append(bootstrap.key(tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
