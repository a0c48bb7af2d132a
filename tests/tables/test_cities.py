from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest
import yaml

from orchestrator import zones
from orchestrator.languages import TAGS
from tests.tables.scripts import foreign_letters, unwanted_signs
from tests.tables.sort_keys import STATES

CITIES = STATES.with_name("cities.yaml")
RULES = files("tzdata") / "zoneinfo"

# The clock of the world has one name in every script.
NAMED_IN_LATIN_EVERYWHERE = {"UTC"}

# The tz database makes UTC a link to Etc/UTC; people write it the other way round.
UTC_BY_OTHER_NAMES = {"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"}

# Where the tz database's own name would be another city, a peninsula or no city at all.
PRINTED = [
    ("Asia/Kolkata", "en", "New Delhi"),
    ("Asia/Kolkata", "hi", "नई दिल्ली"),
    ("Asia/Calcutta", "ur", "نئی دہلی"),
    ("Asia/Shanghai", "zh-Hans", "北京"),
    ("Asia/Chongqing", "ru", "Пекин"),
    ("Asia/Karachi", "tg", "Исломобод"),
    ("Asia/Almaty", "ru", "Алматы"),
    ("Asia/Yekaterinburg", "ru", "Екатеринбург"),
    ("Asia/Yekaterinburg", "ur", "یکاترنبرگ"),
    ("Asia/Sakhalin", "ru", "Южно-Сахалинск"),
    ("Asia/Omsk", "kk", "Омбы"),
    ("Etc/UTC", "uz", "UTC"),
]

Table = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def cities() -> Table:
    table: Table = yaml.safe_load(CITIES.read_text(encoding="utf-8"))
    return table


@pytest.fixture(scope="module")
def named(cities: Table) -> Table:
    return {zone: names for zone, names in cities.items() if "alias" not in names}


def rows(table: str) -> list[list[str]]:
    lines = (RULES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def zones_of(countries: set[str]) -> set[str]:
    """Return every zone that the tz database gives to one of the countries."""
    return {
        row[2]
        for table in ("zone.tab", "zone1970.tab")
        for row in rows(table)
        if countries & set(row[0].split(","))
    }


def links() -> dict[str, str]:
    """Return the old names of the tz database with the zone each stands for today."""
    lines = (RULES / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    return {line.split()[2]: line.split()[1] for line in lines if line.startswith("L ")}


def test_every_zone_of_every_state_in_the_table_has_a_city(named: Table) -> None:
    states = set(yaml.safe_load(STATES.read_text(encoding="utf-8")))
    assert zones_of(states) - set(named) == set()


def test_russia_has_twenty_seven_zones_here(named: Table) -> None:
    assert len(zones_of({"RU"}) & set(named)) == 27


def test_every_city_has_a_name_in_each_of_the_nine_languages(named: Table) -> None:
    assert {zone: list(names) for zone, names in named.items()} == {
        zone: list(TAGS) for zone in named
    }


def test_every_entry_is_a_zone_that_may_stand_in_an_agenda_file(cities: Table) -> None:
    assert set(cities) - zones.known() == set()


def test_every_alias_keeps_the_same_clock_as_what_it_stands_for(cities: Table) -> None:
    known = links()
    aliases = {zone: names["alias"] for zone, names in cities.items() if "alias" in names}
    assert {
        zone: known.get(meant, meant)
        for zone, meant in aliases.items()
        if zone not in UTC_BY_OTHER_NAMES
    } == {zone: known[zone] for zone in aliases if zone not in UTC_BY_OTHER_NAMES}
    assert {aliases[zone] for zone in UTC_BY_OTHER_NAMES} == {"UTC"}


def test_no_alias_leads_to_another_alias(cities: Table, named: Table) -> None:
    assert {names["alias"] for names in cities.values() if "alias" in names} - set(named) == set()


@pytest.mark.parametrize(("zone", "tag", "city"), PRINTED)
def test_the_city_is_the_one_a_protocol_department_prints(zone: str, tag: str, city: str) -> None:
    assert zones.city(zone, tag) == city


def test_no_two_zones_show_the_same_city(named: Table) -> None:
    for tag in TAGS:
        shown = [names[tag] for names in named.values()]
        assert len(set(shown)) == len(shown)


def test_every_city_is_written_in_the_script_of_the_language(named: Table) -> None:
    strangers = {
        (zone, tag, city): foreign_letters(city, tag)
        for zone, names in named.items()
        for tag, city in names.items()
        if zone not in NAMED_IN_LATIN_EVERYWHERE
    }
    assert {place: found for place, found in strangers.items() if found} == {}


def test_no_name_begins_or_ends_with_a_space_or_has_two(named: Table) -> None:
    names = [city for languages in named.values() for city in languages.values()]
    assert [" ".join(city.split()) for city in names] == names


def test_the_file_is_nfc_and_has_no_invisible_or_look_alike_signs() -> None:
    text = CITIES.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert unwanted_signs(text) == []
