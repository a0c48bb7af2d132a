"""The ends of sessions: too late, at an hour that nobody meant, or not told at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from orchestrator import zones
from orchestrator.agendas.models import Session
from orchestrator.findings import Finding, Path, finding
from orchestrator.running_orders.order import TimedItem
from orchestrator.running_orders.timing import DAY, LONGEST, Clock

# An evening runs into the night; a day that does is more often a mistake in the hour.
LONG_NIGHT = timedelta(hours=12)
LONG_REST = timedelta(hours=6)


def findings(
    clock: Clock, session: Session, items: Sequence[TimedItem], path: Path
) -> Iterator[Finding]:
    """Tell what is wrong with the end of a session and with the time until then."""
    beyond = endless(items)
    if beyond is not None:
        place = (*path, "items", beyond, "takes")
        yield finding("E210", place, id=session.id, days=LONGEST // DAY)
        return
    if session.status == "cancelled" or clock.start is None:
        return
    last = items[-1].end if items else None
    hard = clock.instant(session.ends, end=True)
    if session.status == "tentative" and hard is None and last is None:
        yield finding("P321", path, id=session.id)
    if session.status == "postponed":
        yield finding("W307", (*path, "starts"), id=session.id)
    if hard:
        yield from _hard(clock, session, (hard, last), path)


def endless(items: Sequence[TimedItem]) -> int | None:
    """Return the item with which a session, dated or not, has become longer than any is."""
    lengths = accumulate(timed.buffer + timed.length for timed in items)
    return next((n for n, total in enumerate(lengths) if total > LONGEST), None)


def _hard(
    clock: Clock, session: Session, ends: tuple[datetime, datetime | None], path: Path
) -> Iterator[Finding]:
    """Hold a hard end against the start of a session and the end of its last item."""
    (hard, last), start = ends, clock.start
    if start is None:
        return
    place, has = (*path, "ends"), hard - start
    # An end at the hour of the start is found by the reader.
    if session.ends != clock.wall and clock.is_overnight(hard) and _is_long(start, hard, last):
        begins, closes = (zones.hour(each, clock.zone) for each in (start, hard))
        yield finding("P322", place, id=session.id, start=begins, end=closes, has=has)
    if last and last > hard:
        needs = last - start
        yield finding("P320", place, id=session.id, needs=needs, has=has, over=needs - has)


def _is_long(start: datetime, hard: datetime, last: datetime | None) -> bool:
    """Tell whether a night is longer than sessions are, or than its items need."""
    return hard - start > LONG_NIGHT or (last is not None and hard - last > LONG_REST)
