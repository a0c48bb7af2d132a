"""The hours in which people may be written to, on their own clock."""

from datetime import datetime, time, timedelta

from orchestrator import zones

QUIET_FROM = time(22)
QUIET_UNTIL = time(7)
# A minute before the quiet: whoever reads `22:00` on a message was written to in the quiet hours.
LAST_DECENT = time(21, 59)
NEAR = timedelta(hours=2)
DAY = timedelta(days=1)


def is_quiet(moment: datetime, zone: str) -> bool:
    """Tell whether people on that clock are left alone."""
    wall = zones.local(moment, zone).time()
    return wall >= QUIET_FROM or wall < QUIET_UNTIL


def decent(moment: datetime, begins: datetime, zone: str) -> datetime:
    """Return the moment, or the last decent one before it where it is neither decent nor near."""
    if begins - moment <= NEAR or not is_quiet(moment, zone):
        return moment
    wall = zones.local(moment, zone)
    evening = wall.date() if wall.time() >= QUIET_FROM else wall.date() - DAY
    return earliest(datetime.combine(evening, LAST_DECENT), zone)


def morning(moment: datetime, zone: str) -> datetime:
    """Return the moment, or the next decent one: what is late already can wait for the day."""
    if not is_quiet(moment, zone):
        return moment
    wall = zones.local(moment, zone)
    day = wall.date() + DAY if wall.time() >= QUIET_FROM else wall.date()
    return zones.instant(datetime.combine(day, QUIET_UNTIL), zone)


def at_hour(begins: datetime, before: timedelta, at: time, zone: str) -> datetime:
    """Return that hour of the day which lies so long before, on the clock of the zone.

    Days are counted on the clock, so that a week before a Monday is a Monday where clocks change.
    Where the hour of that day comes too late it is that of the day before.
    """
    day = (zones.local(begins, zone).replace(tzinfo=None) - before).date()
    found = earliest(datetime.combine(day, at), zone)
    return found if found < begins else earliest(datetime.combine(day - DAY, at), zone)


def earliest(wall: datetime, zone: str) -> datetime:
    """Return the first instant of a wall time; one that the clock skips is read before the gap."""
    meant = zones.reading(wall, zone)
    return meant.instants[0] if meant.instants else zones.instant(meant.before_gap or wall, zone)
