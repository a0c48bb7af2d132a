from __future__ import annotations

import unicodedata
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
import yaml

from orchestrator.languages import TAGS
from orchestrator.running_orders.alphabets import ALPHABETS
from tests.tables.scripts import foreign_letters, unwanted_signs
from tests.tables.sort_keys import STATES, corrected, key

MEMBERS_OF_2020 = "IN KZ CN KG PK RU TJ UZ"

# Put in order by hand, with each language's alphabet beside it, not by the keys.
ORDERS = {
    "en": "BY CN IN IR KZ KG PK RU TJ UZ",
    "ru": "BY IN IR KZ CN KG PK RU TJ UZ",
    "zh-Hans": "PK BY RU KZ KG TJ UZ IR IN CN",
    "hi": "IR UZ KZ KG CN TJ PK BY IN RU",
    "kk": "BY IR KZ KG CN UZ PK RU TJ IN",
    "ky": "BY IN IR KZ KG CN UZ PK RU TJ",
    "ur": "UZ IR BY IN PK TJ CN RU KZ KG",
    "tg": "BY KZ KG PK RU TJ UZ IN CN IR",
    "uz": "BY IR IN PK KG KZ RU TJ CN UZ",
}

# The schools of Uzbekistan teach ng as the last letter; ICU treats it as one that follows n.
ALPHABETS_THAT_ICU_ORDERS_OTHERWISE = {"uz"}

Table = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def states() -> Table:
    table: Table = yaml.safe_load(STATES.read_text(encoding="utf-8"))
    return table


def collators() -> dict[str, Any]:
    """Return a second opinion on order by language; empty where PyICU is not installed."""
    # Absent, there is nothing to compare with: that is no skip, since the orders above still hold.
    if find_spec("icu") is None:
        return {}
    icu = import_module("icu")
    tags = {tag: tag for tag in TAGS} | {"zh-Hans": "zh-Hans-u-co-pinyin"}
    return {
        ours: icu.Collator.createInstance(icu.Locale.forLanguageTag(tag))
        for ours, tag in tags.items()
    }


def in_order(states: Table, tag: str) -> list[str]:
    return sorted(states, key=lambda code: states[code][tag]["key"])


def test_the_table_holds_the_ten_states(states: Table) -> None:
    assert set(states) == {*MEMBERS_OF_2020.split(), "BY", "IR"}


def test_every_state_has_three_facts_in_each_of_the_nine_languages(states: Table) -> None:
    facts = {
        (code, tag): set(names)
        for code, languages in states.items()
        for tag, names in languages.items()
    }
    assert facts == {(code, tag): {"short", "official", "key"} for code in states for tag in TAGS}


def test_the_forum_of_2020_sits_in_the_order_of_the_russian_alphabet(states: Table) -> None:
    members = [code for code in in_order(states, "ru") if code in MEMBERS_OF_2020.split()]
    assert members == MEMBERS_OF_2020.split()


def test_russian_nameplates_read_as_the_organisation_writes_them(states: Table) -> None:
    shown = " ".join(states[code]["ru"]["short"] for code in in_order(states, "ru"))
    assert shown == (
        "Беларусь Индия Иран Казахстан Китай Кыргызстан Пакистан Россия Таджикистан Узбекистан"
    )


@pytest.mark.parametrize("tag", TAGS)
def test_plain_comparison_of_the_keys_gives_the_order_of_the_alphabet(
    states: Table, tag: str
) -> None:
    assert in_order(states, tag) == ORDERS[tag].split()


@pytest.mark.parametrize("tag", TAGS)
def test_icu_orders_the_states_as_the_keys_do(states: Table, tag: str) -> None:
    for language, collator in collators().items():
        if language == tag:
            by_icu = sorted(
                states, key=lambda code: collator.getSortKey(states[code][tag]["short"])
            )
            assert in_order(states, tag) == by_icu


@pytest.mark.parametrize("tag", sorted(set(ALPHABETS) - ALPHABETS_THAT_ICU_ORDERS_OTHERWISE))
def test_icu_orders_the_letters_as_the_alphabets_do(tag: str) -> None:
    for language, collator in collators().items():
        if language == tag:
            letters = ALPHABETS[tag].split()
            assert letters == sorted(letters, key=collator.getSortKey)


def test_the_written_keys_are_those_the_alphabets_make() -> None:
    lines = STATES.read_text(encoding="utf-8").splitlines()
    assert [corrected(line) for line in lines] == lines


def test_keys_are_plain_ascii_and_no_two_states_share_one(states: Table) -> None:
    for tag in TAGS:
        keys = [names[tag]["key"] for names in states.values()]
        assert all(made.isascii() and made for made in keys)
        assert len(set(keys)) == len(states)


@pytest.mark.parametrize(
    ("earlier", "later", "tag"),
    [
        ("Китай", "Кыргызстан", "ru"),
        ("Қырғызстан", "Қытай", "kk"),
        ("Оман", "Өзбекстан", "ky"),
        ("Узбек", "Ӯзбекистон", "tg"),
        ("Xitoy", "Oʻzbekiston", "uz"),
        ("Zambiya", "Shvetsiya", "uz"),
        ("بیلاروس", "بھارت", "ur"),
        ("कज़ाखस्तान", "किर्गिज़स्तान", "hi"),
        ("巴基斯坦", "白俄罗斯", "zh-Hans"),
        ("New Zealand", "Newland", "en"),
    ],
)
def test_a_key_knows_the_letters_that_a_plain_sort_gets_wrong(
    earlier: str, later: str, tag: str
) -> None:
    assert key(earlier, tag) < key(later, tag)


def test_a_letter_of_another_alphabet_makes_no_key() -> None:
    with pytest.raises(ValueError, match="is in no alphabet of ru"):
        key("Kазахстан", "ru")


def test_every_name_is_written_in_the_script_of_its_language(states: Table) -> None:
    strangers = {
        (code, tag, text): foreign_letters(text, tag)
        for code, languages in states.items()
        for tag, names in languages.items()
        for text in (names["short"], names["official"])
    }
    assert {place: found for place, found in strangers.items() if found} == {}


def test_the_file_is_nfc_and_has_no_invisible_or_look_alike_signs() -> None:
    text = STATES.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert unwanted_signs(text) == []
