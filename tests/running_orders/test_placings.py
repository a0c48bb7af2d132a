from __future__ import annotations

from typing import Any

import pytest

from tests.running_orders.forums import (
    DELEGATIONS,
    HEADS,
    built,
    delegation,
    head,
    reasons,
    said,
    session,
    statements,
    states,
)

WHY = {"ru": "По договорённости", "en": "By agreement"}


def before(speaker: str, target: str) -> dict[str, Any]:
    return {"speaker": speaker, "before": target, "because": WHY}


def after(speaker: str, target: str) -> dict[str, Any]:
    return {"speaker": speaker, "after": target, "because": WHY}


def test_the_host_can_speak_first_and_the_others_keep_their_order() -> None:
    order = built(session(statements(first="host")))
    assert states(order) == "RU IN KZ CN KG PK TJ UZ"
    assert reasons(order)[:2] == [
        "first: the Host speaks first",
        "first in alphabetical order (Russian): «Индия»",
    ]
    assert reasons(order)[6] == "alphabetical order (Russian): «Таджикистан» after «Пакистан»"


def test_the_chair_can_speak_last() -> None:
    order = built(session(statements(last="chair"), chair="head-cn"))
    assert states(order) == "IN KZ KG PK RU TJ UZ CN"
    assert reasons(order)[-1] == "last: the Chair speaks last"


@pytest.mark.parametrize("name", ["uz", "head-uz"])
def test_the_first_can_be_named_by_delegation_or_person(name: str) -> None:
    order = built(session(statements(first=name)))
    assert states(order) == "UZ IN KZ CN KG PK RU TJ"
    assert reasons(order)[0] == "first: the agenda gives this speaker the first place"


def test_two_hosts_speak_first_in_the_order_of_the_alphabet() -> None:
    hosts = [{**each, "host": each["state"] in ("UZ", "CN")} for each in DELEGATIONS]
    order = built(session(statements(first="host")), delegations=hosts)
    assert states(order) == "CN UZ IN KZ KG PK RU TJ"


def test_a_place_with_a_reason_is_directly_beside_another() -> None:
    order = built(session(statements(placed=[before("uz", "head-kz"), after("in", "ru")])))
    assert states(order) == "UZ KZ CN KG PK RU IN TJ"
    assert reasons(order)[0] == "placed directly before «Казахстан»: By agreement"
    assert reasons(order)[1] == "first in alphabetical order (Russian): «Казахстан»"
    assert reasons(order)[6] == "placed directly after «Россия»: By agreement"


def test_places_can_lean_on_each_other_in_any_order_of_writing() -> None:
    for placed in (
        [before("uz", "tj"), before("tj", "in")],
        [before("tj", "in"), before("uz", "tj")],
    ):
        order = built(session(statements(placed=placed)))
        assert (states(order), order.findings) == ("UZ TJ IN KZ CN KG PK RU", ())


def test_a_place_beside_the_first_leaves_the_first_first() -> None:
    order = built(session(statements(first="host", placed=[after("uz", "ru")])))
    assert (states(order), order.findings) == ("RU UZ IN KZ CN KG PK TJ", ())


TWICE = "E206 two rules give '{id}' different places in item 'statements'"


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ({"first": "host", "last": "ru"}, "ru"),
        ({"first": "host", "placed": [before("ru", "uz")]}, "ru"),
        ({"first": "host", "placed": [before("uz", "ru")]}, "uz"),
        ({"last": "host", "placed": [after("uz", "ru")]}, "uz"),
        ({"placed": [before("uz", "uz")]}, "uz"),
        ({"placed": [before("uz", "in"), after("uz", "cn")]}, "uz"),
        ({"placed": [before("uz", "in"), before("tj", "in")]}, "uz"),
    ],
)
def test_two_rules_for_one_place_are_found(rule: dict[str, Any], name: str) -> None:
    assert said(built(session(statements(**rule)))) == [TWICE.format(id=name)]


def test_places_that_wait_for_each_other_are_found() -> None:
    order = built(session(statements(placed=[before("uz", "tj"), before("tj", "uz")])))
    assert said(order) == [TWICE.format(id="uz")]
    assert sorted(states(order).split()) == sorted(each["state"] for each in DELEGATIONS)


def test_one_speaker_alone_is_both_first_and_last() -> None:
    order = built(
        session(statements(first="host", last="host")),
        delegations=[delegation("RU")],
        people=[head("RU")],
    )
    assert (states(order), order.findings) == ("RU", ())


def test_a_host_is_needed_where_the_host_speaks_first() -> None:
    nobody = [{**each, "host": False} for each in DELEGATIONS]
    assert said(built(session(statements(first="host")), delegations=nobody)) == [
        "E207 no delegation is marked 'host: true' (mark the host, or name the speaker)",
    ]


def test_a_chair_is_needed_where_the_chair_speaks_last() -> None:
    assert said(built(session(statements(last="chair")))) == [
        "E208 session 'plenary' has no chair who could speak first or last (give 'chair:')",
    ]


def test_a_chair_who_does_not_speak_cannot_speak_first() -> None:
    people = [*HEADS, {"id": "clerk", "office": {"ru": "Секретарь"}}]
    order = built(session(statements(first="chair"), chair="clerk"), people=people)
    assert said(order) == ["E203 'clerk' does not speak in item 'statements'"]


def test_a_host_who_observes_cannot_speak_first_among_the_heads() -> None:
    others = [each for each in DELEGATIONS if each["state"] != "RU"]
    order = built(
        session(statements(first="host")),
        delegations=[*others, delegation("RU", status="observer")],
    )
    assert said(order) == ["E203 'ru' does not speak in item 'statements'"]


@pytest.mark.parametrize("placing", [before("by", "uz"), after("uz", "by")])
def test_a_place_of_or_beside_nobody_is_found(placing: dict[str, Any]) -> None:
    order = built(session(statements(placed=[placing])))
    assert said(order) == ["E203 'by' does not speak in item 'statements'"]
    assert states(order) == "IN KZ CN KG PK RU TJ UZ"


@pytest.mark.parametrize("beside", [{}, {"before": "in", "after": "cn"}])
def test_a_place_is_before_or_after_one_other(beside: dict[str, str]) -> None:
    order = built(session(statements(placed=[{"speaker": "uz", "because": WHY, **beside}])))
    assert said(order) == [
        "E209 the place of 'uz' in item 'statements' needs exactly one of 'before:' and 'after:'",
    ]


def test_what_is_wrong_points_at_the_placing() -> None:
    order = built(session(statements(placed=[before("uz", "in"), before("by", "uz")])))
    assert [found.path for found in order.findings] == [
        ("sessions", 0, "items", 0, "speakers", "placed", 1, "speaker"),
    ]
