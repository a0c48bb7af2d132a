"""What people were told, read under the zone rules of today: which hours of it are wrong by now.

A state that gives itself another hour moves what is held on its clocks, and makes wrong what its
people were told of everything else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from orchestrator import zones
from orchestrator.running_orders.compare import Facts, Key

Offset = Callable[[datetime, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An entry whose hour is another than its person was told; `start` is when it begins now."""

    person: str
    thing: str
    told: Facts
    start: datetime

    @property
    def moved(self) -> bool:
        """Tell whether it begins at another instant, or only shows another hour to its person."""
        return self.start != self.told.start

    @property
    def told_wall(self) -> datetime:
        """Return what the person's clock was said to show when it begins."""
        return _wall(self.told.start or self.start, self.told.offset or 0)

    @property
    def wall(self) -> datetime:
        """Return what the person's clock will show when it begins."""
        return zones.local(self.start, self.told.zone).replace(tzinfo=None)


def shifts(told: Mapping[Key, Facts], now: datetime) -> tuple[Shift, ...]:
    """Return what the zone rules of today make of entries that have not ended."""

    @cache  # many people share an instant and a clock
    def offset(moment: datetime, zone: str) -> int:
        return zones.offset(moment, zone) // zones.MINUTE

    found = (_shift(key, facts, offset) for key, facts in told.items() if _is_ahead(facts, now))
    return tuple(shift for shift in found if shift)


def _is_ahead(facts: Facts, now: datetime) -> bool:
    return facts.stands and facts.end is not None and facts.end > now


def _shift(key: Key, told: Facts, offset: Offset) -> Shift | None:
    start = told.start
    if start is None or told.offset is None or told.session_offset is None:
        return None
    stays = offset(start, told.session_zone) == told.session_offset
    if stays and offset(start, told.zone) == told.offset:
        return None
    # The hour on the session's own clock is what was decided; the instant follows from it.
    held = start if stays else zones.instant(_wall(start, told.session_offset), told.session_zone)
    return Shift(person=key[0], thing=key[1], told=told, start=held)


def _wall(moment: datetime, minutes: int) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) + minutes * zones.MINUTE
