"""Measures what a newcomer waits for: the demo and the help, each as a whole new process."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Row, row, show, timed


def start(*arguments: str, folder: str) -> None:
    """Run the program once, as a person would, outside the repository."""
    subprocess.run(
        [sys.executable, "-m", "orchestrator", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def demo() -> None:
    """Build the shipped forum into a folder that is not there yet."""
    with tempfile.TemporaryDirectory() as folder:
        start("--quiet", "demo", folder=folder)


def main() -> list[Row]:
    """Measure the cold demo and the help."""
    with tempfile.TemporaryDirectory() as folder:
        helped = timed(lambda: start("--help", folder=folder), runs=11)
    return [
        row("demo, nine languages, whole process", timed(demo, runs=5), unit="s", target=4),
        row("--help, whole process", helped, target=150),
    ]


if __name__ == "__main__":
    show(main())
