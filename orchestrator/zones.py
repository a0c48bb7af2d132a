"""Clocks: time zones, wall times and instants, and the cities by which people know them.

The only importer of zoneinfo. PyPI's tzdata is forced before the system's, which lags by years.
"""

import difflib
import importlib
import zoneinfo
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

import yaml

from orchestrator import resources
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

zoneinfo.reset_tzpath(to=[])

MINUTE = timedelta(minutes=1)
# How much of a mistyped name must be right before another one is proposed for it, and how much of
# its city: Delhi is not Dili.
ALIKE = 0.6
ALIKE_CITY = 0.75
MOST_GUESSES = 5


class UnknownZoneError(OrchestratorError):
    """The name is not in the tz database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a wall time means in a zone: no instant (a gap), one, or two (a fold)."""

    instants: tuple[datetime, ...]
    before_gap: datetime | None = None
    after_gap: datetime | None = None


def use_rules(folder: Path) -> None:
    """Read zone rules from this zoneinfo folder instead of PyPI's tzdata (for tests)."""
    zoneinfo.reset_tzpath(to=[str(folder.resolve())])
    _forget()


def refresh() -> bool:
    """Take up zone rules that were installed since they were read; tell whether there are any."""
    before = rules_version()
    rules_version.cache_clear()
    if not zoneinfo.TZPATH:
        with suppress(
            ImportError, SyntaxError
        ):  # it is just being replaced: the next look finds it
            importlib.reload(importlib.import_module("tzdata"))
    if rules_version() == before:
        return False
    _forget()
    return True


def _forget() -> None:
    zoneinfo.ZoneInfo.clear_cache()
    for memory in (known, zone, rules_version, _offset):
        memory.cache_clear()


@cache
def known() -> frozenset[str]:
    """Return the names of all zones that may stand in a file."""
    names = zoneinfo.available_timezones()
    return frozenset(name for name in names if "/" in name or name == "UTC") - {"Factory"}


def suggest(name: str) -> str | None:
    """Return the known zone whose name is nearest to a mistyped one.

    There is none for an offset such as `UTC+5`, nor where only the part of the world is alike:
    the zone that looks nearest would be hours away.
    """
    wanted = name.casefold().replace(" ", "_")
    folded = {each.casefold(): each for each in sorted(known()) if not _has_digit(each)}
    if _has_digit(name) or any(each.startswith(f"{wanted}/") for each in folded):
        return None
    near = difflib.get_close_matches(wanted, folded, n=MOST_GUESSES, cutoff=ALIKE)
    return next((folded[each] for each in near if _is_city_alike(wanted, each)), None)


def _has_digit(name: str) -> bool:
    return any(sign.isdigit() for sign in name)


def _is_city_alike(one: str, other: str) -> bool:
    city, other_city = (name.rpartition("/")[2] for name in (one, other))
    return difflib.SequenceMatcher(None, city, other_city).ratio() >= ALIKE_CITY


@cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone of that name; membership is asked first, for `ZoneInfo("Asia")` crashes."""
    if name not in known():
        raise UnknownZoneError(N_("Unknown time zone '{zone}'."), zone=name)
    try:
        return zoneinfo.ZoneInfo(name)
    except ValueError:
        raise UnknownZoneError(
            N_("The rules of the time zone '{zone}' are damaged."), zone=name
        ) from None


@cache
def rules_version() -> str:
    """Return the version of the zone rules in use, such as `2026b`."""
    for folder in zoneinfo.TZPATH:
        source = Path(folder) / "tzdata.zi"
        if source.is_file():
            with source.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
    if zoneinfo.TZPATH:
        return "?"
    return str(importlib.import_module("tzdata").IANA_VERSION)


def rules_year() -> int:
    """Return the year in which the zone rules in use were released (0 where unknown)."""
    digits = rules_version()[:4]
    return int(digits) if digits.isdecimal() else 0


def reading(wall: datetime, name: str) -> Reading:
    """Return every instant (UTC) that this naive wall time can mean in the zone."""
    rules = zone(name)
    first, second = (wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    exact = tuple(
        dict.fromkeys(
            instant
            for instant in (first, second)
            if local(instant, name).replace(tzinfo=None) == wall
        )
    )
    if exact:
        return Reading(instants=exact)
    return Reading(
        instants=(),
        before_gap=local(second, name).replace(tzinfo=None),
        after_gap=local(first, name).replace(tzinfo=None),
    )


def instant(wall: datetime, name: str) -> datetime:
    """Return the instant (UTC) of a wall time that was checked to exist exactly once."""
    return wall.replace(tzinfo=zone(name)).astimezone(UTC)


@lru_cache(maxsize=4096)
def stamp(moment: datetime) -> str:
    """Return an instant as machines write it: `2030-10-29T07:00:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def local(moment: datetime, name: str) -> datetime:
    """Return an instant as the clock in that zone shows it."""
    return moment.astimezone(zone(name))


@lru_cache(maxsize=4096)
def _offset(moment: datetime, name: str) -> timedelta:
    shift = local(moment, name).utcoffset()
    if shift is None:  # a ZoneInfo always knows its offset; this is for the type checker
        raise UnknownZoneError(N_("Unknown time zone '{zone}'."), zone=name)
    return shift


def offset(moment: datetime, name: str) -> timedelta:
    """Return the zone's offset from UTC at that instant."""
    return _offset(moment, name)


def offset_name(moment: datetime, name: str) -> str:
    """Return the offset as people read it: `UTC+05:30`."""
    minutes = int(offset(moment, name) / MINUTE)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def hour(moment: datetime, name: str) -> str:
    """Return the 24-hour time on the clock of that zone: `09:05`."""
    there = local(moment, name)
    return f"{there.hour:02}:{there.minute:02}"


@cache
def _cities() -> Mapping[str, Mapping[str, str]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = resources.text("locales", "cities.yaml")
    table: Mapping[str, Mapping[str, str]] = yaml.load(source, Loader=loader)  # noqa: S506 - safe ones
    return table


def listed() -> tuple[str, ...]:
    """Return the zones whose cities our table names."""
    return tuple(sorted(name for name in _cities() if name in known()))


def present(name: str) -> str:
    """Return the present name of a zone that our table knows by an older one."""
    return _cities().get(name, {}).get("alias", name)


def city(name: str, language: str) -> str:
    """Return the city by which a reader of that language knows the zone.

    Zones outside our table show the city of their tz name, in Latin letters.
    """
    names = _cities().get(name, {})
    if "alias" in names:
        names = _cities()[names["alias"]]
    return names.get(language) or name.rpartition("/")[2].replace("_", " ")
