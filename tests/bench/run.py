"""Runs the benchmarks: all of them, or those named: `python -m tests.bench.run demo calendar`."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench import measure


def names() -> list[str]:
    """Return what can be measured: the names of the bench_ files."""
    found = Path(__file__).parent.glob("bench_*.py")
    return sorted(path.stem.removeprefix("bench_") for path in found)


def measured(name: str) -> list[measure.Row]:
    """Run one benchmark, saying so first: some take a while."""
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    rows: list[measure.Row] = importlib.import_module(f"tests.bench.bench_{name}").main()
    return rows


def main(wanted: Sequence[str]) -> None:
    """Print one table of everything that was asked for."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        sys.exit(f"No benchmark {', '.join(unknown)}. There are: {', '.join(names())}.")
    measure.show([row for name in wanted or names() for row in measured(name)])


if __name__ == "__main__":
    main(sys.argv[1:])
