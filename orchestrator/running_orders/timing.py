"""A session's clock: which instants its clock times mean, and how an item's time is shared out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Item, Session

DAY = timedelta(days=1)
# Nobody sits so long: what is planned beyond it is not worked out, for no calendar may hold it.
LONGEST = 31 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of a session; without a date it tells no instants."""

    zone: str
    starts: datetime | None

    @property
    def start(self) -> datetime | None:
        """Return the instant at which the session starts."""
        return zones.instant(self.starts, self.zone) if self.starts else None

    @property
    def wall(self) -> time | None:
        """Return the time of day at which the session starts."""
        return self.starts.time() if self.starts else None

    def later(self, moment: datetime | None, by: timedelta) -> datetime | None:
        """Return an instant so much later, but none beyond the longest session."""
        if self.start is None or moment is None:
            return None
        return min(moment + min(by, LONGEST), self.start + LONGEST)

    def instant(self, at: time | None, *, end: bool = False) -> datetime | None:
        """Return the instant of a clock time: the first from the start on; an end lies after it."""
        if self.starts is None or at is None:
            return None
        same_day = datetime.combine(self.starts.date(), at)
        early = same_day < self.starts or (end and same_day == self.starts)
        return zones.instant(same_day + DAY if early else same_day, self.zone)

    def is_overnight(self, moment: datetime) -> bool:
        """Tell whether an instant lies on a later day of this clock than the start."""
        return bool(self.starts and zones.local(moment, self.zone).date() > self.starts.date())


def clock(agenda: Agenda, session: Session) -> Clock:
    """Return the clock of a session."""
    return Clock(zone=agenda.zone_of_session(session), starts=session.starts)


def length(item: Item, groups: int) -> timedelta:
    """Return how long an item takes with so many speaking turns."""
    return item.takes.length * max(groups, 1) if item.takes.each else item.takes.length


def share(total: timedelta, groups: int, nth: int) -> timedelta:
    """Return how far into an item its nth turn begins, in whole seconds; nothing is lost by it."""
    return timedelta(seconds=int(total.total_seconds()) * nth // groups)
