"""Ids are for life: each stands for one thing, and none is taken over while it is in use."""

from collections.abc import Iterator, Sequence

from orchestrator.agendas.checks.subject import Subject
from orchestrator.findings import Finding, Path, Phrase, finding, phrase
from orchestrator.resources import N_

# A path to something with an id, its id, and the id it had before.
Named = tuple[Path, str, str | None]


def identity(subject: Subject) -> Iterator[Finding]:
    """Find ids that stand for two things, and former ids that are still in use."""
    agenda = subject.agenda
    yield from _unique(subject, phrase(N_("delegation")), _named("delegations", agenda.delegations))
    yield from _unique(subject, phrase(N_("person")), _named("people", agenda.people))
    yield from _unique(subject, phrase(N_("session")), _named("sessions", agenda.sessions))
    yield from _unique(subject, phrase(N_("reminder")), _named("reminders", agenda.reminders))
    items = (
        named
        for number, session in enumerate(agenda.sessions)
        for named in _named(("sessions", number, "items"), session.items)
    )
    yield from _unique(subject, phrase(N_("item")), items)


def _named(path: Path, parts: Sequence[Thing]) -> Iterator[Named]:
    return (((*path, number), part.id, part.was) for number, part in enumerate(parts))
