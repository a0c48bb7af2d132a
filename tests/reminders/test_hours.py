from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from orchestrator import zones
from orchestrator.reminders import hours

TASHKENT = "Asia/Tashkent"
FAR = datetime(2030, 1, 1, tzinfo=UTC)


def at(words: str, zone: str = TASHKENT) -> datetime:
    return zones.instant(datetime.fromisoformat(words), zone)


def shown(moment: datetime, zone: str = TASHKENT) -> str:
    return f"{zones.local(moment, zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2020-10-29 07:00", "2020-10-29 07:00"),
        ("2020-10-29 21:59", "2020-10-29 21:59"),
        ("2020-10-29 22:00", "2020-10-29 21:59"),
        ("2020-10-29 23:30", "2020-10-29 21:59"),
        ("2020-10-30 00:00", "2020-10-29 21:59"),
        ("2020-10-30 06:59", "2020-10-29 21:59"),
        ("2021-01-01 00:30", "2020-12-31 21:59"),
    ],
)
def test_nobody_is_reminded_between_ten_in_the_evening_and_seven(asked: str, sent: str) -> None:
    assert shown(hours.decent(at(asked), FAR, TASHKENT)) == sent


@pytest.mark.parametrize(
    ("ahead", "sent"),
    [(timedelta(hours=2), "2020-10-29 03:00"), (timedelta(hours=2, minutes=1), "2020-10-28 21:59")],
)
def test_within_two_hours_of_the_thing_the_night_does_not_count(
    ahead: timedelta, sent: str
) -> None:
    asked = at("2020-10-29 03:00")
    assert shown(hours.decent(asked, asked + ahead, TASHKENT)) == sent


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2020-10-29 21:59", "2020-10-29 21:59"),
        ("2020-12-31 22:00", "2021-01-01 07:00"),
        ("2020-10-29 06:59", "2020-10-29 07:00"),
        ("2020-10-29 07:00", "2020-10-29 07:00"),
    ],
)
def test_what_is_late_already_waits_for_the_morning(asked: str, sent: str) -> None:
    assert shown(hours.morning(at(asked), TASHKENT)) == sent


@pytest.mark.parametrize(
    ("begins", "before", "hour", "zone", "sent"),
    [
        # the day on the reader's clock, not on the forum's
        ("2020-10-29 00:30", timedelta(days=1), "10:00", TASHKENT, "2020-10-28 10:00"),
        ("2021-01-01 09:00", timedelta(days=1), "10:00", TASHKENT, "2020-12-31 10:00"),
        # clocks go forward in between: a week before a Monday is a Monday
        ("2021-03-29 00:30", timedelta(days=7), "10:00", "Europe/Berlin", "2021-03-22 10:00"),
        # an hour that the day skips is read before the gap, one that comes twice is the first
        ("2021-03-29 12:00", timedelta(days=1), "02:30", "Europe/Berlin", "2021-03-28 01:30"),
        ("2021-10-31 20:00", timedelta(hours=1), "02:30", "Europe/Berlin", "2021-10-31 02:30"),
        # an hour that comes after the beginning is that of the day before
        ("2020-10-29 12:00", timedelta(hours=3), "20:00", TASHKENT, "2020-10-28 20:00"),
        # a day that was left out altogether
        ("2011-12-31 12:00", timedelta(days=1), "10:00", "Pacific/Apia", "2011-12-29 10:00"),
    ],
)
def test_an_hour_is_one_of_the_reader_s_clock(
    begins: str, before: timedelta, hour: str, zone: str, sent: str
) -> None:
    found = hours.at_hour(at(begins, zone), before, time.fromisoformat(hour), zone)
    assert shown(found, zone) == sent


def test_the_first_of_two_equal_hours_is_taken() -> None:
    begins = datetime(2021, 10, 31, 18, 0, tzinfo=UTC)
    found = hours.at_hour(begins, timedelta(hours=1), time(2, 30), "Europe/Berlin")
    assert found == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
