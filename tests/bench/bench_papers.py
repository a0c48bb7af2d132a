"""Measures papers: an agenda as PDF, its values and its setting together, and the memory."""

import resource
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from orchestrator import languages, running_orders
from orchestrator.documents import prints
from orchestrator.languages import Translator
from orchestrator.layout.press import Press
from orchestrator.running_orders import RunningOrder
from tests.bench.bench_order import agenda
from tests.bench.measure import Row, row, show, timed

DATED = datetime(2026, 1, 1, tzinfo=UTC)
MIB = 1024 * 1024
RUNS = 7


def setting(items: int, words: Translator) -> Callable[[], bytes]:
    """Return the work of one paper, a fresh one each time: the press remembers what it set."""
    press = Press()
    orders = iter([_order(items, f" {words.language} {run}") for run in range(RUNS + 1)])
    return lambda: press.pdf(prints.agenda(next(orders), words, DATED.date()), DATED)


def _order(items: int, salt: str) -> RunningOrder:
    return running_orders.build(agenda(items, min(items, 50), salt))


def peak() -> float:
    """Return the most memory this process has used, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) / MIB


def main() -> list[Row]:
    """Measure a day's agenda and one of six days, in the language of the file and in another."""
    rows = []
    for items, target in ((40, 60), (300, 300)):
        for tag in ("ru", "ur"):
            work = timed(setting(items, languages.translator(tag)), runs=RUNS)
            rows.append(row(f"PDF of an agenda of {items} items, {tag}", work, target=target))
    rows.append(Row(job="memory of all that", figure=peak(), unit="MiB", target=300))
    return rows


if __name__ == "__main__":
    show(main())
