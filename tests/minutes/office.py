"""LibreOffice, driven without a window and with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest


def converted(files: Mapping[str, bytes], target: str, folder: Path) -> dict[str, bytes]:
    """Return the files as LibreOffice saves them in another format, under the same names."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: `apt-get install libreoffice-writer-nogui`")
    given, made = folder / f"given-{target}", folder / f"made-{target}"
    given.mkdir(parents=True)
    for name, content in files.items():
        (given / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    papers = [str(given / name) for name in files]
    run = subprocess.run(
        [program, *options, "--outdir", str(made), *papers],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {name: (made / name).with_suffix(f".{target}").read_bytes() for name in files}
