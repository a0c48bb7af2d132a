from __future__ import annotations

from typing import Any

import pytest

from tests.running_orders.forums import (
    DELEGATIONS,
    HEADS,
    built,
    delegation,
    item,
    only,
    said,
    session,
    statements,
)

OBSERVER = {"id": "observer", "delegation": "by", "head": True, "office": {"ru": "Наблюдатель"}}
AIDE = {"id": "aide", "delegation": "kz", "office": {"ru": "Советник"}}
CLERK = {"id": "clerk", "office": {"ru": "Секретарь"}}
PEOPLE = [CLERK, *HEADS, OBSERVER, AIDE]


def invited(*items: dict[str, Any], **more: Any) -> str:
    order = built(
        session(*items, **more),
        delegations=[*DELEGATIONS, delegation("BY", status="observer")],
        people=PEOPLE,
    )
    return " ".join(only(order).invited)


def test_by_default_all_who_have_a_part_are_invited_in_the_order_of_the_file() -> None:
    opening = item("opening", speakers=["head-in", "head-uz"])
    assert invited(opening, chair="head-ru", rapporteur="clerk") == "clerk head-uz head-ru head-in"


def test_everybody_is_invited_once() -> None:
    order = invited(
        statements(),
        chair="head-ru",
        invited=["heads", "head-ru", {"delegation": "ru"}],
    )
    assert order == "head-uz head-tj head-ru head-pk head-kg head-cn head-kz head-in"


def test_chair_rapporteur_and_speakers_are_invited_though_unlisted() -> None:
    talk = item("talk", speakers=["head-kz"])
    assert invited(talk, chair="head-ru", rapporteur="clerk", invited=["observer"]) == (
        "clerk head-ru head-kz observer"
    )


def test_heads_are_invited_to_a_rehearsal() -> None:
    assert invited(item("test", "rehearsal")) == (
        "head-uz head-tj head-ru head-pk head-kg head-cn head-kz head-in observer"
    )


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        ("heads", "head-uz head-tj head-ru head-pk head-kg head-cn head-kz head-in"),
        ("members", "head-uz head-tj head-ru head-pk head-kg head-cn head-kz head-in aide"),
        ("observers", "observer"),
        (
            "delegations",
            "head-uz head-tj head-ru head-pk head-kg head-cn head-kz head-in observer aide",
        ),
        (
            "everyone",
            "clerk head-uz head-tj head-ru head-pk head-kg head-cn head-kz head-in observer aide",
        ),
        ({"delegation": "kz"}, "head-kz aide"),
        ("aide", "aide"),
    ],
)
def test_a_group_means_its_people(audience: str | dict[str, str], names: str) -> None:
    assert invited(item("a"), invited=[audience]) == names


@pytest.mark.parametrize("group", ["speakers", "chair", "rapporteur"])
def test_groups_of_the_session_add_nobody_who_is_not_invited_anyway(group: str) -> None:
    talk = item("talk", speakers=["head-kz"])
    names = invited(talk, chair="head-ru", rapporteur="clerk", invited=[group])
    assert names == "clerk head-ru head-kz"


def test_an_invited_group_without_people_is_found() -> None:
    order = built(session(item("a"), invited=["heads", "observers"]))
    assert said(order) == [
        "W309 nobody is found for 'observers' among those invited to session 'plenary'",
    ]
    assert order.findings[0].path == ("sessions", 0, "invited", 1)
