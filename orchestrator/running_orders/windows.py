"""Parts of the day on somebody's own clock, compared as instants."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from orchestrator import zones
from orchestrator.agendas.texts import Window
from orchestrator.running_orders.order import Slot

DAY = timedelta(days=1)
MIDNIGHT = time(0)
# What leaves a part of the day out leaves it out within so many days, whatever clocks do meanwhile.
LONGEST = 4 * DAY

Span = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Hours:
    """The windows of one clock, put in order once for all the times they are held against."""

    windows: tuple[Window, ...]
    zone: str
    _days: dict[date, Sequence[Span]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def words(self) -> str:
        """Return the windows as people write them: `12:00–14:00, 15:00–16:00`."""
        return ", ".join(f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in self.windows)

    @cached_property
    def merged(self) -> Sequence[tuple[time, time]]:
        """Return the parts of the day they cover, in order; midnight as a closing ends the day."""
        found: list[tuple[time, time]] = []
        for opens, closes in sorted(_within_a_day(self.windows)):
            if found and (found[-1][1] == MIDNIGHT or opens <= found[-1][1]):
                found[-1] = found[-1][0], _later(found[-1][1], closes)
            else:
                found.append((opens, closes))
        return found

    def suits(self, slot: Slot) -> bool:
        """Tell whether a slot lies within the windows; one without a date always does."""
        if slot.start is None or slot.end is None:
            return True
        return self.covers(slot.start, slot.end)

    def covers(self, start: datetime, end: datetime) -> bool:
        """Tell whether a time lies within the windows, in one or in several that adjoin."""
        if self.merged == [(MIDNIGHT, MIDNIGHT)]:
            return True
        if end - start > LONGEST:
            return False
        day, reached = zones.local(start, self.zone).date(), start
        while reached < end:
            for opens, closes in self._spans(day):
                if opens <= reached < closes:
                    reached = closes
            day += DAY
            # Where clocks go back over midnight, the next day has begun before this one ends.
            if zones.instant(datetime.combine(day, MIDNIGHT), self.zone) > reached:
                break
        return reached >= end

    def _spans(self, day: date) -> Sequence[Span]:
        if day not in self._days:
            self._days[day] = sorted(self._span(day, *each) for each in self.merged)
        return self._days[day]

    def _span(self, day: date, opens: time, closes: time) -> Span:
        closing = day + DAY if closes == MIDNIGHT else day
        return (
            zones.instant(datetime.combine(day, opens), self.zone),
            zones.instant(datetime.combine(closing, closes), self.zone),
        )


def _within_a_day(windows: Sequence[Window]) -> list[tuple[time, time]]:
    """Return windows as parts of one day: one that crosses midnight is parted there."""
    whole = [(each.opens, each.closes) for each in windows]
    early = [(MIDNIGHT, closes) for opens, closes in whole if MIDNIGHT < closes <= opens]
    return early + [(opens, MIDNIGHT if closes <= opens else closes) for opens, closes in whole]


def _later(one: time, other: time) -> time:
    return MIDNIGHT if MIDNIGHT in (one, other) else max(one, other)
