"""Check an agenda file: every problem at once, in the order of the file."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator import agendas, running_orders
from orchestrator.agendas import Reading
from orchestrator.findings import SEVERITIES, Finding, stops_build
from orchestrator.languages import Translator
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.fonts import added, unprintable
from orchestrator.secretariat.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A finding at its place in the file (line and column from 1, columns in code points)."""

    finding: Finding
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found; `order` only where nothing stops a build."""

    source: Source
    reading: Reading
    findings: tuple[Placed, ...]
    order: RunningOrder | None

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many findings there are of each severity."""
        found = Counter(each.finding.severity for each in self.findings)
        return {severity: found[severity] for severity in SEVERITIES.values()}

    @property
    def has_errors(self) -> bool:
        """Tell whether anything stops a build."""
        return self.order is None


async def check(desk: Desk, source: Source) -> Checked:
    """Read an agenda file, put it on the clock and collect all that is to be said about it."""
    return await asyncio.to_thread(_check, desk, source)


def _check(desk: Desk, source: Source) -> Checked:
    reading = agendas.read(source.data)
    order = running_orders.build(reading.salvage) if reading.salvage else None
    of_letters = unprintable(reading, added(desk.fonts).characters)
    of_order = reading.placed(_of_order(desk, order))
    found = agendas.limited((*reading.findings, *of_letters, *of_order))
    placed = sorted(
        (_place(reading, each) for each in found),
        key=lambda each: (each.line, each.column, each.finding.code),
    )
    usable = order if reading.agenda and not stops_build(found) else None
    return Checked(source=source, reading=reading, findings=tuple(placed), order=usable)


def _of_order(desk: Desk, order: RunningOrder | None) -> tuple[Finding, ...]:
    if order is None:
        return ()
    return (*order.findings, *running_orders.past(order, desk.now()))


def _place(reading: Reading, finding: Finding) -> Placed:
    line, column = reading.locate(finding)
    return Placed(finding=finding, line=line, column=column)


def report(checked: Checked, words: Translator) -> list[dict[str, object]]:
    """Return the findings as values for JSON, in the words of a language."""
    return [
        {
            "code": each.finding.code,
            "severity": each.finding.severity,
            "path": each.finding.pointer,
            "file": checked.source.name,
            "line": each.line,
            "column": each.column,
            "message": words.phrase(each.finding.message),
            "hint": words.phrase(each.finding.hint) if each.finding.hint else None,
        }
        for each in checked.findings
    ]
