"""Times a piece of work several times and says what came out, honestly: median, spread, machine."""

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long several runs of the same work took, in seconds."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the run in the middle."""
        return statistics.median(self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what was measured, what came out, what was to be reached."""

    job: str
    figure: float
    unit: str
    target: float | None = None
    at_least: bool = False
    spread: str = ""

    @property
    def reached(self) -> bool | None:
        """Say whether the figure is as good as its target, None where there is no target."""
        if self.target is None:
            return None
        return self.figure >= self.target if self.at_least else self.figure <= self.target


def timed(work: Callable[[], object], *, runs: int = 7, warm: int = 1) -> Timing:
    """Run the work a few times unseen, then several times on the clock."""
    for _ in range(warm):
        work()
    return Timing(runs=tuple(_once(work) for _ in range(runs)))


def _once(work: Callable[[], object]) -> float:
    # What earlier runs left behind is swept before the clock starts, not while it runs.
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def row(job: str, timing: Timing, *, unit: str = "ms", target: float | None = None) -> Row:
    """Return the line for a timing, in milliseconds or seconds."""
    scale = {"s": 1.0, "ms": 1e3, "µs": 1e6}[unit]
    low, high = min(timing.runs) * scale, max(timing.runs) * scale
    return Row(
        job=job,
        figure=timing.median * scale,
        unit=unit,
        target=target,
        spread=f"{figure(low)}-{figure(high)} of {len(timing.runs)}",
    )


def figure(value: float) -> str:
    """Return a number with three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> str:
    """Name the machine: a figure without one means nothing."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unnamed processor"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as one Markdown table, ready to be pasted."""
    head = ("job", "figure", "target", "reached", "spread")
    cells = [head, *(_cells(item) for item in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in (head, rule, *cells[1:])
    )


def _cells(item: Row) -> tuple[str, ...]:
    sign = "≥" if item.at_least else "≤"
    target = "" if item.target is None else f"{sign} {figure(item.target)} {item.unit}"
    reached = {None: "", True: "yes", False: "NO"}[item.reached]
    return (item.job, f"{figure(item.figure)} {item.unit}", target, reached, item.spread)


def show(rows: Sequence[Row]) -> None:
    """Print the machine and the table."""
    sys.stdout.write(f"{machine()}\n\n{table(rows)}\n")
