"""Nobody is named twice where once says it all."""

from collections.abc import Iterable, Iterator

from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Agenda, Audience, Item, Round, Speaker
from orchestrator.findings import Finding, Path, finding

# Where somebody is named, as what (a person and a delegation may have one id), and by which word.
Named = tuple[Path, str, str]


def repeats(subject: Subject) -> Iterator[Finding]:
    """Find who is invited twice, left out twice, or speaks together with themselves."""
    for key, named in _lists(subject.agenda):
        for path, name, first in _again(named):
            yield finding("E142", path, id=name, key=key, first=subject.line(first))
    for joint in _joint(subject.agenda):
        for path, name, first in _again(joint):
            yield finding("E143", path, id=name, first=subject.line(first))


def _again(named: Iterable[Named]) -> Iterator[tuple[Path, str, Path]]:
    first: dict[tuple[str, str], Path] = {}
    for path, kind, name in named:
        before = first.setdefault((kind, name), path)
        if before != path:
            yield path, name, before


def _items(agenda: Agenda) -> Iterator[tuple[Path, Item]]:
    for number, session in enumerate(agenda.sessions):
        for index, item in enumerate(session.items):
            yield ("sessions", number, "items", index, "speakers"), item


def _lists(agenda: Agenda) -> Iterator[tuple[str, Iterable[Named]]]:
    for number, session in enumerate(agenda.sessions):
        yield "invited", _named(("sessions", number, "invited"), session.invited)
    for path, item in _items(agenda):
        if isinstance(item.speakers, Round):
            out = enumerate(item.speakers.except_)
            yield "except", [((*path, "except", number), "", name) for number, name in out]


def _joint(agenda: Agenda) -> Iterator[Iterable[Named]]:
    for path, item in _items(agenda):
        if not isinstance(item.speakers, Round):
            for number, joint in enumerate(item.speakers):
                yield _named((*path, number), joint)


def _named(path: Path, those: Iterable[Speaker | Audience]) -> Iterator[Named]:
    for number, one in enumerate(those):
        for kind, name in one:
            if name is not None:
                yield (*path, number), kind, name
