from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from orchestrator.agendas.texts import Window
from orchestrator.running_orders.windows import Hours


def hours(*windows: str, zone: str = "UTC") -> Hours:
    """Return the hours of these windows, such as `12:00-14:00`."""
    ends = [[time.fromisoformat(end) for end in each.split("-")] for each in windows]
    return Hours(windows=tuple(Window(opens=a, closes=b) for a, b in ends), zone=zone)


def covered(named: Hours, start: str, minutes: int) -> bool:
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return named.covers(begins, begins + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("windows", "merged"),
    [
        (["14:00-15:00", "12:00-14:00"], "12:00-15:00"),
        (["12:00-15:00", "13:00-14:00", "13:30-16:00"], "12:00-16:00"),
        (["12:00-13:00", "14:00-15:00"], "12:00-13:00 14:00-15:00"),
        (["22:00-02:00", "23:00-23:30"], "00:00-02:00 22:00-00:00"),
        (["22:00-00:00", "23:00-23:30"], "22:00-00:00"),
        (["12:00-00:00", "00:00-12:00"], "00:00-00:00"),
        (["12:00-11:00", "10:00-13:00"], "00:00-00:00"),
        (["12:00-13:00"] * 10_000, "12:00-13:00"),
        ([], ""),
    ],
)
def test_windows_are_put_in_order_and_made_one_where_they_adjoin(
    windows: list[str], merged: str
) -> None:
    parts = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in hours(*windows).merged]
    assert " ".join(parts) == merged


@pytest.mark.parametrize(
    ("start", "minutes", "fits"),
    [
        ("2020-10-29 22:00", 300, True),
        ("2020-10-29 22:00", 301, False),
        ("2020-10-29 21:59", 10, False),
        ("2020-10-29 00:00", 180, True),
        ("2020-10-29 23:59", 2, True),
        ("2020-10-29 12:00", 10, False),
    ],
)
def test_a_window_goes_on_over_midnight(start: str, minutes: int, fits: bool) -> None:  # noqa: FBT001
    assert covered(hours("22:00-03:00"), start, minutes) == fits


def test_the_whole_day_has_room_for_days() -> None:
    assert covered(hours("00:00-12:00", "12:00-00:00"), "2020-10-29 05:00", 60 * 24 * 366)


def test_all_but_a_minute_of_a_day_has_no_room_for_days() -> None:
    assert not covered(hours("00:00-23:59"), "2020-10-29 00:00", 60 * 24 * 366)
    assert not covered(hours("00:00-23:59"), "2020-10-29 00:00", 60 * 25)


@pytest.mark.parametrize("start", ["2006-10-29 02:00", "2006-10-29 03:10"])
def test_an_hour_that_clocks_show_twice_over_midnight_is_one_window(start: str) -> None:
    # In Newfoundland 00:01 became 23:01 of the day before, at 02:31 UTC.
    assert covered(hours("22:00-02:00", zone="America/St_Johns"), start, 60)


def test_a_pause_that_the_clocks_skip_is_none() -> None:
    named = hours("00:00-02:00", "03:00-12:00", zone="Europe/Berlin")
    assert covered(named, "2020-03-29 00:30", 60)
    assert not covered(named, "2020-03-30 00:30", 60)
