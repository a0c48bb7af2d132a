"""Starts `orchestrator` again and again without loading it again: each start is a fork.

`python -m tests.starts` loads the program and waits for lines of JSON on stdin; each is one start,
in a process of its own with its own folder, environment and files. Loading takes ten times as long
as most commands.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import coverage

from orchestrator import cli

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120

Run = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """A loaded program; it starts one process at a time."""

    asked: IO[str]
    told: IO[str]

    def run(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
        """Run `orchestrator` in a folder and return what it said."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as talk:
            start = {
                "arguments": arguments,
                "folder": str(folder),
                "environment": dict(environment),
                # Linux opens another's files through its own names for them.
                "files": [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, talk)],
            }
            self.asked.write(f"{json.dumps(start)}\n")
            self.asked.flush()
            code = int(self.told.readline())
            said = [_text(file) for file in (out, talk)]
        return subprocess.CompletedProcess(["orchestrator", *arguments], code, *said)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@contextmanager
def starter() -> Iterator[Starter]:
    """Load the program and keep it until the tests are over."""
    # Coverage is measured in what it starts.
    quiet = {name: each for name, each in os.environ.items() if not name.startswith("COVERAGE_")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.starts"],
        cwd=ROOT,
        env=quiet,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as loaded:
        assert loaded.stdin is not None
        assert loaded.stdout is not None
        yield Starter(asked=loaded.stdin, told=loaded.stdout)
        loaded.stdin.close()


def main() -> None:
    """Start what stdin asks for, until it is closed."""
    for module in pkgutil.iter_modules(cli.__path__):
        import_module(f"orchestrator.cli.{module.name}")
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _become(start: dict[str, Any]) -> None:
    """Be the program, as if it had been started: it ends this process."""
    signal.alarm(SECONDS)
    os.environ.clear()
    os.environ.update(start["environment"])
    os.chdir(start["folder"])
    for number, path in enumerate((os.devnull, *start["files"])):
        os.dup2(os.open(path, os.O_RDWR), number)
    coverage.process_startup(force=True)
    sys.argv[1:] = start["arguments"]
    cli.main()


if __name__ == "__main__":
    main()
