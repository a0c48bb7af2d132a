"""What the parts of an agenda must be to each other."""

from collections.abc import Callable, Iterator

from orchestrator.agendas.checks.subject import Subject
from orchestrator.findings import Finding

Check = Callable[[Subject], Iterator[Finding]]

__all__ = ["Subject", "check"]


CHECKS: tuple[Check, ...] = ()


def check(subject: Subject) -> Iterator[Finding]:
    """Return everything that is to be said about an agenda as a whole."""
    for each in CHECKS:
        yield from each(subject)
