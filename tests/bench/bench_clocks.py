"""100,000 random (zone, wall time) conversions against a second implementation: 0 may be wrong.

The second reader is dateutil's, which reads the same compiled rules with code of its own.
"""

import random
from datetime import UTC, datetime, timedelta
from importlib import resources
from io import BytesIO

from dateutil import tz

from orchestrator import zones
from tests.bench.measure import Row, row, show, timed

CONVERSIONS = 100_000
SEED = 20201029
FIRST = datetime(1990, 1, 1, tzinfo=UTC)
# dateutil reads only the first block of a zone file, which ends in 2037.
MINUTES = int((datetime(2037, 1, 1, tzinfo=UTC) - FIRST) / timedelta(minutes=1))


def second_reading(name: str) -> tz.tzfile:
    """Return dateutil's own reading of a zone of the package."""
    package = resources.files("tzdata").joinpath("zoneinfo")
    return tz.tzfile(BytesIO(package.joinpath(*name.split("/")).read_bytes()), filename=name)


def instants(wall: datetime, rules: tz.tzfile) -> tuple[datetime, ...]:
    """Return every instant a wall time can mean, as dateutil sees it."""
    found = []
    for fold in (0, 1):
        aware = tz.enfold(wall.replace(tzinfo=rules), fold)
        if tz.datetime_exists(aware):
            found.append((wall - (aware.utcoffset() or timedelta())).replace(tzinfo=UTC))
    return tuple(dict.fromkeys(found))


def main() -> list[Row]:
    """Compare and time the conversions."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable sample
    names = sorted(zones.known())
    rules = {name: second_reading(name) for name in names}
    walls = [
        (
            chance.choice(names),
            (FIRST + timedelta(minutes=chance.randrange(MINUTES))).replace(tzinfo=None),
        )
        for _ in range(CONVERSIONS)
    ]
    wrong = [
        (name, wall)
        for name, wall in walls
        if zones.reading(wall, name).instants != instants(wall, rules[name])
    ]
    timing = timed(lambda: [zones.reading(wall, name) for name, wall in walls], runs=3)
    for name, wall in wrong[:5]:
        print(
            "differs:", name, wall, zones.reading(wall, name).instants, instants(wall, rules[name])
        )
    return [
        Row(job=f"{CONVERSIONS:,} conversions: wrong", figure=len(wrong), unit="", target=0),
        row(f"{CONVERSIONS:,} conversions", timing, unit="s"),
    ]


if __name__ == "__main__":
    show(main())
