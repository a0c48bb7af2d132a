"""A new file is written whole or not at all, and never over one that exists."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.files import write_new


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
