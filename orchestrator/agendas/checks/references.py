"""Whoever is named somewhere must stand among the people or the delegations."""

from collections.abc import Iterator
from itertools import islice

from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Agenda, Audience, Placing, Round, Session, Speaker
from orchestrator.agendas.vocabulary import nearest
from orchestrator.findings import N_, Finding, Path, finding, phrase

# Where an id is used, the id, and the lists in which it may stand.
Reference = tuple[Path, str | None, tuple[str, ...]]

PERSON, DELEGATION, EITHER = ("people",), ("delegations",), ("people", "delegations")
KINDS = {
    PERSON: phrase(N_("person")),
    DELEGATION: phrase(N_("delegation")),
    EITHER: phrase(N_("person or delegation")),
}
ROLES = frozenset({"host", "chair"})

# Finding the nearest name takes long where there are many; the first ones show what went wrong.
MOST_GUESSES = 50


def references(subject: Subject) -> Iterator[Finding]:
    """Find ids that lead to nobody."""
    unknown = _unknown(subject)
    for reference in islice(unknown, MOST_GUESSES):
        yield _finding(subject, reference, guess=True)
    for reference in unknown:
        yield _finding(subject, reference, guess=False)


def _unknown(subject: Subject) -> Iterator[Reference]:
    known = {key: subject.ids(key) for key in EITHER}
    for path, name, keys in _references(subject.agenda):
        lists = [known[key] for key in keys]
        # Where a list is unreadable nothing can be said about its ids.
        if name is not None and all(ids is not None and name not in ids for ids in lists):
            yield path, name, keys


def _finding(subject: Subject, reference: Reference, *, guess: bool) -> Finding:
    path, name, keys = reference
    near = _near(subject, name or "", keys) if guess else None
    hint = None if near else ""
    return finding("E121", path, hint=hint, kind=KINDS[keys], id=name, near=near)


def _near(subject: Subject, name: str, keys: tuple[str, ...]) -> str | None:
    return nearest(name, [known for key in keys for known in subject.ids(key) or ()])


def _references(agenda: Agenda) -> Iterator[Reference]:
    for number, person in enumerate(agenda.people):
        yield ("people", number, "delegation"), person.delegation, DELEGATION
    for number, session in enumerate(agenda.sessions):
        yield from _of_session(("sessions", number), session)
    for number, reminder in enumerate(agenda.reminders):
        yield from _of_one(("reminders", number, "to"), reminder.to)


def _of_session(path: Path, session: Session) -> Iterator[Reference]:
    yield (*path, "chair"), session.chair, PERSON
    yield (*path, "rapporteur"), session.rapporteur, PERSON
    for number, audience in enumerate(session.invited):
        yield from _of_one((*path, "invited", number), audience)
    for number, item in enumerate(session.items):
        speakers = (*path, "items", number, "speakers")
        if isinstance(item.speakers, Round):
            yield from _of_round(speakers, item.speakers)
        else:
            yield from _of_list(speakers, item.speakers)


def _of_one(path: Path, one: Speaker | Audience) -> Iterator[Reference]:
    yield (*path, "person"), one.person, PERSON
    yield (*path, "delegation"), one.delegation, DELEGATION


def _of_list(path: Path, speakers: tuple[tuple[Speaker, ...], ...]) -> Iterator[Reference]:
    for number, joint in enumerate(speakers):
        for index, speaker in enumerate(joint):
            yield from _of_one((*path, number, index), speaker)


def _of_round(path: Path, speakers: Round) -> Iterator[Reference]:
    for key, name in (("first", speakers.first), ("last", speakers.last)):
        yield (*path, key), None if name in ROLES else name, EITHER
    for number, name in enumerate(speakers.except_):
        yield (*path, "except", number), name, EITHER
    for number, placing in enumerate(speakers.placed):
        yield from _of_placing((*path, "placed", number), placing)


def _of_placing(path: Path, placing: Placing) -> Iterator[Reference]:
    yield (*path, "speaker"), placing.speaker, EITHER
    yield (*path, "before"), placing.before, EITHER
    yield (*path, "after"), placing.after, EITHER
