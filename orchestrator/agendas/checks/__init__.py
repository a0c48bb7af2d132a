"""What the parts of an agenda must be to each other."""

from collections.abc import Callable, Iterator
from itertools import islice

from orchestrator.agendas.checks.addresses import addresses
from orchestrator.agendas.checks.clocks import clocks
from orchestrator.agendas.checks.identity import identity
from orchestrator.agendas.checks.parties import parties
from orchestrator.agendas.checks.references import references
from orchestrator.agendas.checks.repeats import repeats
from orchestrator.agendas.checks.sittings import sittings
from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.checks.texts import invitation, languages, translations
from orchestrator.agendas.checks.voices import voices
from orchestrator.findings import Finding

__all__ = ["Subject", "check"]

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    identity,
    references,
    parties,
    voices,
    repeats,
    sittings,
    clocks,
    languages,
    translations,
    invitation,
    addresses,
)

# Of one kind nobody reads more; a hostile file could hold a hundred thousand.
MOST_FINDINGS = 500


def check(subject: Subject) -> Iterator[Finding]:
    """Return everything that is to be said about an agenda as a whole."""
    for each in CHECKS:
        yield from islice(each(subject), MOST_FINDINGS)
