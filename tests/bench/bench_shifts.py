"""100,000 entries held against the zone rules: what the daily look costs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from orchestrator.running_orders import Facts, shifts
from orchestrator.running_orders.compare import Key
from tests.bench.measure import Row, row, show, timed

ENTRIES = 100_000
NOW = datetime(2024, 1, 15, tzinfo=UTC)
START = datetime(2024, 4, 10, 7, 0, tzinfo=UTC)
ZONES = {"Asia/Yekaterinburg": 300, "Asia/Almaty": 360, "Asia/Kolkata": 330, "Asia/Shanghai": 480}


def told() -> dict[Key, Facts]:
    """Return what 100,000 people were told before Almaty changed its clocks."""
    whole = Facts(
        start=START,
        end=START + timedelta(hours=3),
        status="confirmed",
        title="Plenary",
        place=None,
        join=(None, None, None),
        contact=("Secretariat", "forum@example.org", None),
        language="en",
        address="head@example.org",
        zone="Asia/Yekaterinburg",
        offset=300,
        session_zone="Asia/Yekaterinburg",
        session_offset=300,
    )
    zones = [*ZONES.items()]
    return {
        (f"person-{n}", f"session-{n % 1000}"): replace(
            whole,
            start=START + timedelta(minutes=n % 1000),
            end=START + timedelta(minutes=n % 1000 + 60),
            zone=zones[n % len(zones)][0],
            offset=zones[n % len(zones)][1],
        )
        for n in range(ENTRIES)
    }


def main() -> list[Row]:
    """Time the look, and count what it finds."""
    known = told()
    found = shifts(known, NOW)
    timing = timed(lambda: shifts(known, NOW), runs=5)
    return [
        Row(job=f"{ENTRIES:,} entries: Almaty's found", figure=len(found), unit=""),
        row(f"{ENTRIES:,} entries held against the rules", timing, unit="s", target=0.2),
    ]


if __name__ == "__main__":
    show(main())
