"""Ids are for life: each stands for one thing, and none is taken over while it is in use."""

from collections.abc import Iterable, Iterator, Sequence

from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Agenda, Delegation, Item, Person, Reminder, Session
from orchestrator.findings import N_, Finding, Path, Phrase, finding, phrase

# Where something with an id stands, its id, and the id it had before.
Named = tuple[Path, str, str | None]
Thing = Delegation | Person | Session | Item | Reminder


def identity(subject: Subject) -> Iterator[Finding]:
    """Find ids that stand for two things, and former ids that are still in use."""
    for kind, things in _namespaces(subject.agenda):
        named = list(things)
        yield from _used_twice(subject, kind, named)
        yield from _still_in_use(named)


def _namespaces(agenda: Agenda) -> Iterator[tuple[Phrase, Iterable[Named]]]:
    yield phrase(N_("delegation")), _named(("delegations",), agenda.delegations)
    yield phrase(N_("person")), _named(("people",), agenda.people)
    yield phrase(N_("session")), _named(("sessions",), agenda.sessions)
    yield phrase(N_("reminder")), _named(("reminders",), agenda.reminders)
    # An item may move to another session, so its id is its own in the whole forum.
    yield (
        phrase(N_("item")),
        (
            named
            for number, session in enumerate(agenda.sessions)
            for named in _named(("sessions", number, "items"), session.items)
        ),
    )


def _named(path: Path, things: Sequence[Thing]) -> Iterator[Named]:
    for number, thing in enumerate(things):
        yield (*path, number), thing.id, getattr(thing, "was", None)


def _used_twice(subject: Subject, kind: Phrase, named: Sequence[Named]) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for path, name, _ in named:
        if name in first:
            line = subject.line((*first[name], "id"))
            yield finding("E120", (*path, "id"), kind=kind, id=name, first=line)
        first.setdefault(name, path)


def _still_in_use(named: Sequence[Named]) -> Iterator[Finding]:
    used = {name for _, name, _ in named}
    for path, _, was in named:
        if was in used:
            yield finding("E137", (*path, "was"), id=was)
