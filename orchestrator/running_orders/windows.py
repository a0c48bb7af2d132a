"""Parts of the day on somebody's own clock, compared as instants."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from orchestrator import zones
from orchestrator.agendas.texts import Window
from orchestrator.running_orders.order import Slot

DAY = timedelta(days=1)


def suits(windows: Sequence[Window], zone: str, slot: Slot) -> bool:
    """Tell whether a slot lies within windows of that clock; one without a date always does."""
    if slot.start is None or slot.end is None:
        return True
    return covers(windows, zone, slot.start, slot.end)


def covers(windows: Sequence[Window], zone: str, start: datetime, end: datetime) -> bool:
    """Tell whether a time lies within windows of that clock, in one or in several that adjoin."""
    first = zones.local(start, zone).date() - DAY
    days = [first + DAY * n for n in range((end - start) // DAY + 3)]
    reached = start
    for opens, closes in sorted(_instants(each, zone, day) for day in days for each in windows):
        if opens <= reached < closes:
            reached = closes
    return reached >= end


@lru_cache(maxsize=4096)
def _instants(window: Window, zone: str, day: date) -> tuple[datetime, datetime]:
    """Return when a window opens and closes that opens on a day; it may close on the next."""
    closing = day if window.opens < window.closes else day + DAY
    opens = zones.instant(datetime.combine(day, window.opens), zone)
    return opens, zones.instant(datetime.combine(closing, window.closes), zone)


def in_words(windows: Sequence[Window]) -> str:
    """Return windows as people write them: `12:00–14:00, 15:00–16:00`."""
    return ", ".join(f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in windows)
