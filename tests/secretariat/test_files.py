"""Files are written whole or not at all, and never over what nobody has read."""

import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.files import ChangedError, rewrite, write_new


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    write_new(tmp_path / "form.md", b"form")
    assert (tmp_path / "form.md").read_bytes() == b"form"


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_bytes(b"mine")
    with pytest.raises(OrchestratorError):
        write_new(tmp_path / "form.md", b"form")
    assert (tmp_path / "form.md").read_bytes() == b"mine"


@pytest.mark.skipif(os.name != "posix", reason="file sizes are limited so only on POSIX")
def test_half_a_file_is_taken_away_again(tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys; from pathlib import Path;"
        "from orchestrator.secretariat.files import write_new;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "write_new(Path(sys.argv[1]), bytes(100_000))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "form.docx")]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "OrchestratorError" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_anew_with_the_rights_it_had(tmp_path: Path) -> None:
    file = tmp_path / "forum.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    rewrite(file, b"new", b"old")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("now", "before"), [(b"theirs", b"old"), (b"theirs", None), (None, b"old")]
)
def test_what_has_changed_since_it_was_read_is_left_as_it_is(
    tmp_path: Path, now: bytes | None, before: bytes | None
) -> None:
    file = tmp_path / "forum.yaml"
    if now is not None:
        file.write_bytes(now)
    with pytest.raises(ChangedError):
        rewrite(file, b"new", before)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([now] if now else [])


WRITER = """
import sys
from pathlib import Path
from orchestrator.secretariat.files import ChangedError, rewrite
file, own, written = Path(sys.argv[1]), sys.argv[2].encode(), 0
for _ in range(200):
    before = file.read_bytes()
    try:
        rewrite(file, before + own, before)
    except ChangedError:
        continue
    written += 1
print(written)
"""


@pytest.mark.skipif(os.name != "posix", reason="folders are locked so only on POSIX")
def test_of_two_who_write_at_once_nobody_loses_what_was_said_to_be_written(tmp_path: Path) -> None:
    file = tmp_path / "forum.yaml"
    file.write_bytes(b"")
    both = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file), own], stdout=subprocess.PIPE, text=True
        )
        for own in "ab"
    ]
    told = [int(each.communicate(timeout=60)[0]) for each in both]
    found = file.read_bytes()
    assert [found.count(b"a"), found.count(b"b")] == told


def test_whatever_ends_the_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "forum.yaml"
    file.write_bytes(b"old")
    gone = memoryview(b"new")
    gone.release()
    with pytest.raises(ValueError, match="released"):
        rewrite(file, cast("bytes", gone), b"old")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"old"]
