"""Every time must mean one moment: none that the clocks skip, none that they show twice."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from orchestrator import zones
from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Session
from orchestrator.findings import Finding, Path, finding

DAY = timedelta(days=1)


def clocks(subject: Subject) -> Iterator[Finding]:
    """Find wall times that do not exist or exist twice, and times that contradict each other."""
    for number, session in enumerate(subject.agenda.sessions):
        path = ("sessions", number)
        zone = subject.agenda.zone_of_session(session)
        for where, wall in _walls(path, session):
            yield from _ambiguous(where, wall, zone)
        yield from _contrary(path, session)


def _walls(path: Path, session: Session) -> Iterator[tuple[Path, datetime]]:
    if session.answer_by is not None:
        yield (*path, "answer_by"), session.answer_by
    if session.starts is None:
        return
    yield (*path, "starts"), session.starts
    if session.ends is not None:
        yield (*path, "ends"), following(session.starts, session.ends)
    for number, item in enumerate(session.items):
        if item.starts is not None:
            yield (*path, "items", number, "starts"), following(session.starts, item.starts)


def following(start: datetime, clock: time) -> datetime:
    """Return the wall time at which a clock shows this hour next, from a start on."""
    same_day = datetime.combine(start.date(), clock)
    return same_day if same_day >= start else same_day + DAY


def _ambiguous(path: Path, wall: datetime, zone: str) -> Iterator[Finding]:
    means = zones.reading(wall, zone)
    time_said = f"{wall:%Y-%m-%d %H:%M}"
    if len(means.instants) > 1:
        first, second = (f"{wall:%H:%M} {zones.offset_name(at, zone)}" for at in means.instants)
        yield finding("E131", path, time=time_said, zone=zone, first=first, second=second)
    elif means.before_gap is not None and means.after_gap is not None:
        before, after = f"{means.before_gap:%H:%M}", f"{means.after_gap:%H:%M}"
        yield finding("E130", path, time=time_said, zone=zone, before=before, after=after)


def _contrary(path: Path, session: Session) -> Iterator[Finding]:
    if session.starts is None:
        return
    if session.ends == session.starts.time():
        yield finding("E132", (*path, "ends"), id=session.id)
    if session.answer_by is not None and session.answer_by > session.starts:
        yield finding("W311", (*path, "answer_by"), id=session.id)
