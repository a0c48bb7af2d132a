"""Clocks: what a wall time means, and the cities by which people know a zone."""

import shutil
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tzdata

from orchestrator import zones

NOON = datetime(2020, 10, 29, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "offset"),
    [
        ("Asia/Yekaterinburg", "12:00", "UTC+05:00"),
        ("Asia/Karachi", "12:00", "UTC+05:00"),
        ("Asia/Tashkent", "12:00", "UTC+05:00"),
        ("Asia/Dushanbe", "12:00", "UTC+05:00"),
        ("Asia/Kolkata", "12:30", "UTC+05:30"),
        ("Asia/Bishkek", "13:00", "UTC+06:00"),
        ("Asia/Almaty", "13:00", "UTC+06:00"),
        ("Asia/Shanghai", "15:00", "UTC+08:00"),
        ("Europe/Moscow", "10:00", "UTC+03:00"),
        ("Asia/Kathmandu", "12:45", "UTC+05:45"),
        ("America/St_Johns", "04:30", "UTC-02:30"),
    ],
)
def test_noon_in_chelyabinsk_stands_on_every_clock(zone: str, hour: str, offset: str) -> None:
    assert zones.hour(NOON, zone) == hour
    assert zones.offset_name(NOON, zone) == offset


def test_almaty_moved_to_another_offset_on_the_first_of_march_2024() -> None:
    before = datetime(2024, 2, 29, 6, 0, tzinfo=UTC)
    assert zones.offset_name(before, "Asia/Almaty") == "UTC+06:00"
    assert zones.offset_name(before + timedelta(days=1), "Asia/Almaty") == "UTC+05:00"


def test_a_wall_time_in_a_gap_has_no_instant_and_both_readings_are_named() -> None:
    found = zones.reading(datetime(2020, 3, 29, 2, 30), "Europe/Berlin")
    assert found == zones.Reading(
        instants=(),
        before_gap=datetime(2020, 3, 29, 1, 30),
        after_gap=datetime(2020, 3, 29, 3, 30),
    )


def test_a_wall_time_in_a_fold_has_two_instants() -> None:
    found = zones.reading(datetime(2020, 10, 25, 2, 30), "Europe/Berlin")
    assert found.instants == (
        datetime(2020, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2020, 10, 25, 1, 30, tzinfo=UTC),
    )


def test_an_ordinary_wall_time_has_one_instant() -> None:
    wall = datetime(2020, 10, 29, 12, 0)
    assert zones.reading(wall, "Asia/Yekaterinburg").instants == (NOON,)
    assert zones.instant(wall, "Asia/Yekaterinburg") == NOON


@pytest.mark.parametrize(
    "name", ["Asia", "Asia/Ekaterinburg", "../etc/passwd", "", "GMT+5", "Factory"]
)
def test_what_is_no_zone_is_refused_before_it_is_opened(name: str) -> None:
    with pytest.raises(zones.UnknownZoneError):
        zones.zone(name)


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("Asia/Ekaterinburg", "Asia/Yekaterinburg"),
        ("asia/tashkent", "Asia/Tashkent"),
        ("Tashkent", "Asia/Tashkent"),
        ("America/New York", "America/New_York"),
        ("America/Buenos_Aires", "America/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_a_mistyped_zone_is_answered_with_the_nearest(mistyped: str, meant: str) -> None:
    assert zones.suggest(mistyped) == meant


@pytest.mark.parametrize(
    "name",
    [
        "UTC+5",
        "UTC+05:00",
        "GMT+5",
        "Etc/GMT+14",
        "Etc/GMT",
        "+05",
        "Asia",
        "Asia/",
        "Europe",
        "Pacific",
        "Asia/Delhi",
        "Asia/Astana",
        "",
    ],
)
def test_what_resembles_only_the_wrong_hour_has_no_hint(name: str) -> None:
    assert zones.suggest(name) in {None, name}


def test_cities_are_our_own_and_other_zones_show_their_name() -> None:
    assert zones.city("Asia/Kolkata", "ru") == "Нью-Дели"
    assert zones.city("Asia/Shanghai", "zh-Hans") == "北京"
    assert zones.city("Asia/Yekaterinburg", "ru") == "Екатеринбург"
    assert zones.city("America/Argentina/Buenos_Aires", "ru") == "Buenos Aires"


def test_the_rules_are_those_of_the_package_and_their_version_is_known() -> None:
    assert zoneinfo.TZPATH == ()
    assert zones.rules_version() == tzdata.IANA_VERSION
    assert zones.rules_year() == int(tzdata.IANA_VERSION[:4])


REPLACED = """
import sys
from datetime import UTC, datetime
from pathlib import Path

folder = Path(sys.argv[1]) / "tzdata"
sys.path.insert(0, sys.argv[1])
from orchestrator import zones

NOON = datetime(2020, 10, 29, 7, 0, tzinfo=UTC)
seen = [zones.refresh(), zones.hour(NOON, "Asia/Tashkent"), zones.rules_version()]
asia = folder / "zoneinfo" / "Asia"
(asia / "Tashkent").write_bytes((asia / "Shanghai").read_bytes())
seen += [zones.refresh(), zones.hour(NOON, "Asia/Tashkent")]
(folder / "__init__.py").write_text('IANA_VERSION = "2099a"  # and longer than it was')
seen += [zones.refresh(), zones.hour(NOON, "Asia/Tashkent"), zones.rules_version()]
print(*seen)
"""


def test_rules_that_are_replaced_under_a_running_service_are_taken_up(tmp_path: Path) -> None:
    package = Path(tzdata.__file__).parent
    shutil.copytree(package, tmp_path / "tzdata", ignore=shutil.ignore_patterns("__pycache__"))
    run = subprocess.run(
        [sys.executable, "-c", REPLACED, tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    old = f"False 12:00 {tzdata.IANA_VERSION}"
    assert run.stdout.strip() == f"{old} False 12:00 True 15:00 2099a"
