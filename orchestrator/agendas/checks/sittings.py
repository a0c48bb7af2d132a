"""What a session needs before anybody can be invited to it."""

from collections.abc import Iterator

from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Session
from orchestrator.findings import Finding, Path, finding

OFF = frozenset({"postponed", "cancelled"})
# Nobody presides over these and nobody writes them down.
UNRECORDED = frozenset({"break", "rehearsal"})


def sittings(subject: Subject) -> Iterator[Finding]:
    """Find sessions without a date, items, chair, rapporteur or a way in."""
    for number, session in enumerate(subject.agenda.sessions):
        path = ("sessions", number)
        yield from _date(subject, path, session)
        if session.status not in OFF and session.starts is not None:
            yield from _items(subject, path, session)
            yield from _roles(subject, path, session)


def _date(subject: Subject, path: Path, session: Session) -> Iterator[Finding]:
    dated, in_words = (subject.written((*path, key)) for key in ("starts", "when"))
    if session.status in OFF:  # one that is put off keeps its old date or loses it
        return
    if dated and in_words:
        yield finding("E134", (*path, "when"), on_key=True, id=session.id)
    if not dated and not in_words:
        yield finding("E135", (*path, "id"), id=session.id)


def _items(subject: Subject, path: Path, session: Session) -> Iterator[Finding]:
    if session.status == "confirmed" and not subject.raw((*path, "items")):
        yield finding("E136", (*path, "id"), id=session.id)


def _roles(subject: Subject, path: Path, session: Session) -> Iterator[Finding]:
    recorded = any(item.kind not in UNRECORDED for item in session.items)
    if recorded and not subject.written((*path, "chair")):
        yield finding("P303", (*path, "id"), id=session.id)
    if recorded and not subject.written((*path, "rapporteur")):
        yield finding("P304", (*path, "id"), id=session.id)
    if not _has_a_way_in(subject, path, session):
        yield finding("P305", (*path, "id"), id=session.id)


def _has_a_way_in(subject: Subject, path: Path, session: Session) -> bool:
    join = session.join
    if join is not None and (join.url or join.dial or join.languages):
        return True
    # What stands there but could not be read has a finding of its own.
    unread = join is None or any(
        subject.written((*path, "join", key)) for key in ("url", "dial", "languages")
    )
    return subject.written((*path, "place")) or (unread and subject.written((*path, "join")))
