"""Delegations, and the people who belong to them."""

from collections.abc import Iterator

from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Agenda
from orchestrator.findings import Finding, finding


def parties(subject: Subject) -> Iterator[Finding]:
    """Find delegations and people of whom too little or something contrary is said."""
    yield from _delegations(subject)
    yield from _people(subject)
    yield from _heads(subject.agenda)


def _delegations(subject: Subject) -> Iterator[Finding]:
    for number, delegation in enumerate(subject.agenda.delegations):
        path = ("delegations", number)
        named = subject.written((*path, "state")) or subject.written((*path, "name"))
        if not named:
            yield finding("E126", (*path, "id"), id=delegation.id)


def _people(subject: Subject) -> Iterator[Finding]:
    for number, person in enumerate(subject.agenda.people):
        path = ("people", number)
        named = subject.written((*path, "name")) or subject.written((*path, "office"))
        if not named:
            yield finding("E125", (*path, "id"), place=subject.place(path))
        if person.head and not subject.written((*path, "delegation")):
            yield finding("E133", (*path, "head"), on_key=True, id=person.id)


def _heads(agenda: Agenda) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for number, person in enumerate(agenda.people):
        if not person.head or person.delegation is None:
            continue
        name = person.delegation
        if name in first:
            path = ("people", number, "head")
            one = first[name]
            yield finding("E129", path, on_key=True, id=name, first=one, second=person.id)
        first.setdefault(name, person.id)
