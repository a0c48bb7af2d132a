from __future__ import annotations

import pytest

from orchestrator.running_orders import states
from tests.running_orders.forums import DELEGATIONS, built, delegation, forum, session, statements

BROUGHT = {"short": "Туркменистан", "official": "Туркменистан", "key": "туркменистан"}
REGION = {"ru": "Челябинская область", "en": "Chelyabinsk Region"}


def names(*delegations: dict[str, object]) -> dict[str, list[str]]:
    agenda = forum(session(), delegations=list(delegations))
    return {
        tag: [states.delegation_name(agenda, each, tag) for each in agenda.delegations]
        for tag in ("en", "zh-Hans")
    }


def test_a_delegation_is_called_by_its_state() -> None:
    assert names(delegation("KG")) == {"en": ["Kyrgyzstan"], "zh-Hans": ["吉尔吉斯斯坦"]}


def test_its_own_name_comes_before_that_of_its_state() -> None:
    assert names(delegation("RU", name={"en": "Moscow"}))["en"] == ["Moscow"]


def test_one_delegation_of_a_state_is_called_without_its_region() -> None:
    assert names(delegation("RU", region=REGION))["en"] == ["Russia"]


def test_delegations_of_one_state_are_told_apart_by_their_regions() -> None:
    two = names(delegation("RU", region=REGION), delegation("RU", id="ru-2"))
    assert two == {
        "en": ["Russia (Chelyabinsk Region)", "Russia"],
        "zh-Hans": ["俄罗斯（Челябинская область）", "俄罗斯"],
    }


def test_a_state_that_nobody_knows_is_called_by_its_region_or_its_code() -> None:
    assert names(delegation("XX", region=REGION))["en"] == ["Chelyabinsk Region"]
    assert names(delegation("XX"))["en"] == ["XX"]


def test_the_file_can_correct_the_name_of_a_state() -> None:
    corrected = {"short": "Киргизия", "official": "Киргизская Республика", "key": "киргизия"}
    agenda = forum(session(), states={"KG": {"ru": corrected}})
    assert states.names(agenda, "KG")["ru"].short == "Киргизия"
    assert states.names(agenda, "KG")["en"].short == "Kyrgyzstan"
    assert states.names(agenda, "KZ") == states.shipped()["KZ"]


TURKMENISTAN = "202118121406151019200115"


@pytest.mark.parametrize("key", [None, "туркменистан", "Туркменистан"])
def test_a_key_brought_along_is_made_of_the_letters_of_its_language(key: str | None) -> None:
    agenda = forum(session(), states={"TM": {"ru": {**BROUGHT, "key": key}}})
    assert states.key(agenda, "TM", "ru") == TURKMENISTAN


@pytest.mark.parametrize("key", ["turkmenistan", "т-у-р", TURKMENISTAN])
def test_a_key_in_other_letters_is_none_for_it_would_give_a_wrong_place(key: str) -> None:
    agenda = forum(session(), states={"TM": {"ru": {**BROUGHT, "key": key}}})
    assert states.key(agenda, "TM", "ru") == ""


def test_a_chinese_key_is_the_pinyin_with_its_tones() -> None:
    for key, made in (("meng3 gu3", "meng3 gu3"), ("menggu", ""), (None, "")):
        name = {"short": "蒙古", "key": key}
        agenda = forum(session(), states={"MN": {"zh-Hans": name}})
        assert states.key(agenda, "MN", "zh-Hans") == made


def test_the_running_order_holds_the_names_of_all_states() -> None:
    order = built(
        session(statements()),
        delegations=[*DELEGATIONS, delegation("TM")],
        states={"TM": {"ru": BROUGHT}},
    )
    assert order.states["TM"]["ru"].short == "Туркменистан"
    assert set(order.states) == {*states.shipped(), "TM"}
