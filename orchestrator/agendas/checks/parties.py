"""Delegations, people and the roles they are given."""

from collections.abc import Iterator

from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Agenda, Audience, Round, Session, Speaker
from orchestrator.findings import Finding, Path, finding


def parties(subject: Subject) -> Iterator[Finding]:
    """Find delegations and people of whom too little or something contrary is said."""
    yield from _delegations(subject)
    yield from _people(subject)
    yield from _heads(subject.agenda)
    yield from _roles(subject)


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


def _roles(subject: Subject) -> Iterator[Finding]:
    for path, one in _refs(subject.agenda):
        said = [one.person, one.delegation, getattr(one, "group", None)]
        if said.count(None) != len(said) - 1 and not _is_spoilt(subject, path, one):
            code = "E124" if isinstance(one, Audience) else "E139"
            yield finding(code, path, place=subject.place(path))


def _is_spoilt(subject: Subject, path: Path, one: Speaker | Audience) -> bool:
    """Tell whether somebody is named here, but not readably: that has a finding of its own."""
    named = any(subject.written((*path, key)) for key in ("person", "delegation", "group"))
    return named and one in (Speaker(), Audience())


def _refs(agenda: Agenda) -> Iterator[tuple[Path, Speaker | Audience]]:
    for number, session in enumerate(agenda.sessions):
        yield from _of_session(("sessions", number), session)
    for number, reminder in enumerate(agenda.reminders):
        yield ("reminders", number, "to"), reminder.to


def _of_session(path: Path, session: Session) -> Iterator[tuple[Path, Speaker | Audience]]:
    for number, audience in enumerate(session.invited):
        yield (*path, "invited", number), audience
    for number, item in enumerate(session.items):
        if not isinstance(item.speakers, Round):
            for place, joint in enumerate(item.speakers):
                for index, speaker in enumerate(joint):
                    yield (*path, "items", number, "speakers", place, index), speaker
