"""A session's clock: which instants its clock times mean, and how an item's time is shared out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Item, Session
from orchestrator.findings import Finding, Path, finding

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of a session; without a date it tells no instants."""

    zone: str
    starts: datetime | None

    @property
    def start(self) -> datetime | None:
        """Return the instant at which the session starts."""
        return zones.instant(self.starts, self.zone) if self.starts else None

    def wall(self, at: time, *, end: bool = False) -> datetime:
        """Return the date and time meant by a clock time: the first from the session's start on.

        An end lies after the start, never on it.
        """
        if self.starts is None:
            raise ValueError(self.zone)
        same_day = datetime.combine(self.starts.date(), at)
        early = same_day < self.starts or (end and same_day == self.starts)
        return same_day + DAY if early else same_day

    def instant(self, at: time | None, *, end: bool = False) -> datetime | None:
        """Return the instant of a clock time, None without a date or a time."""
        if self.starts is None or at is None:
            return None
        wall = self.wall(at, end=end)
        found = zones.reading(wall, self.zone)
        return found.instants[0] if found.instants else zones.instant(wall, self.zone)


def clock(agenda: Agenda, session: Session) -> Clock:
    """Return the clock of a session."""
    return Clock(zone=agenda.zone_of_session(session), starts=session.starts)


def unclear(clock: Clock, at: time | None, path: Path, *, end: bool = False) -> tuple[Finding, ...]:
    """Return what is wrong with a clock time that falls into a gap or a fold of the zone."""
    if clock.starts is None or at is None:
        return ()
    wall = clock.wall(at, end=end)
    found = zones.reading(wall, clock.zone)
    shown = f"{wall:%Y-%m-%d %H:%M}"
    if found.before_gap and found.after_gap:
        before, after = (f"{each:%H:%M}" for each in (found.before_gap, found.after_gap))
        gap = finding("E130", path, time=shown, zone=clock.zone, before=before, after=after)
        return (gap,)
    if len(found.instants) > 1:
        first, second = (zones.offset_name(each, clock.zone) for each in found.instants)
        fold = finding("E131", path, time=shown, zone=clock.zone, first=first, second=second)
        return (fold,)
    return ()


def length(item: Item, groups: int) -> timedelta:
    """Return how long an item takes with so many speaking turns."""
    return item.takes.length * max(groups, 1) if item.takes.each else item.takes.length


def share(total: timedelta, groups: int, nth: int) -> timedelta:
    """Return how far into an item its nth turn begins, in whole seconds; nothing is lost by it."""
    return timedelta(seconds=int(total.total_seconds()) * nth // groups)
