from __future__ import annotations

from typing import Any

import pytest

from tests.running_orders.forums import (
    ENGLISH,
    HEADS,
    built,
    codes,
    head,
    item,
    session,
    statements,
    states,
)

WHY = {"ru": "По просьбе делегации"}


def people(**hours: str) -> list[dict[str, Any]]:
    """Return the heads, some with hours on their own clocks."""
    limited = {code.lower(): [window] for code, window in hours.items()}
    return [{**each, "available": limited.get(each["delegation"], [])} for each in HEADS]


def proposed(*items: dict[str, Any], **hours: str) -> list[str]:
    order = built(session(*items), people=people(**hours))
    found = [each for each in order.findings if each.code == "W331"]
    assert len(found) == len(order.findings)
    return [ENGLISH.phrase(each.hint) if each.hint else "" for each in found]


# Each speaks for seven minutes from noon in Chelyabinsk: IN 12:00, KZ 12:07, CN 12:14, KG 12:21,
# PK 12:28, RU 12:35, TJ 12:42, UZ 12:49 by the clocks of Chelyabinsk, Islamabad and Tashkent.


def test_a_speaker_who_must_leave_early_is_moved_forward_as_little_as_possible() -> None:
    assert proposed(statements(), UZ="12:00–12:40") == [
        "it would fit with 'placed: speaker: uz, before: pk'",
    ]


def test_a_speaker_who_comes_late_is_moved_back_as_little_as_possible() -> None:
    assert proposed(statements(), IN="12:45–14:00") == [
        "it would fit with 'placed: speaker: in, after: kg'",
    ]


def test_two_who_can_only_change_places_are_exchanged() -> None:
    assert proposed(statements(), IN="13:15–14:00", UZ="12:00–12:10") == [
        "it would fit with 'placed: speaker: uz, before: kz' and 'speaker: in, after: tj'",
        "it would fit with 'placed: speaker: uz, before: kz' and 'speaker: in, after: tj'",
    ]


def test_nothing_is_proposed_where_nothing_near_helps() -> None:
    assert proposed(statements(), UZ="18:00–19:00") == [""]


def test_nothing_is_proposed_against_the_places_that_the_file_gives() -> None:
    assert proposed(statements(last="uz"), UZ="12:00–12:40") == [""]


def test_in_a_list_the_lines_change_places() -> None:
    talk = item("talk", takes="21 min", speakers=["head-pk", "head-tj", "head-uz"])
    assert proposed(talk, PK="12:05–12:30") == [
        "it would fit with 'head-pk' after 'head-tj' in 'speakers:'",
    ]
    assert proposed(talk, UZ="12:00–12:10") == [
        "it would fit with 'head-uz' before 'head-pk' in 'speakers:'",
    ]


def test_in_a_list_two_can_be_exchanged() -> None:
    talk = item("talk", takes="21 min", speakers=["head-pk", "head-tj", "head-uz"])
    assert (
        proposed(talk, UZ="12:00–12:07", PK="12:14–12:30")
        == ["it would fit with 'head-uz' and 'head-pk' exchanged in 'speakers:'"] * 2
    )


@pytest.mark.parametrize(
    "hours",
    [
        {"UZ": "12:00–12:40"},
        {"IN": "12:45–14:00"},
        {"IN": "13:15–14:00", "UZ": "12:00–12:10"},
        {"RU": "12:00–12:30", "KZ": "13:20–14:00"},
    ],
)
def test_what_is_proposed_fits_when_it_is_written_down(hours: dict[str, str]) -> None:
    order = built(session(statements()), people=people(**hours))
    (hint, *_) = [found.hint for found in order.findings]
    assert hint is not None
    words = hint.values["proposal"].values  # type: ignore[attr-defined]
    text = hint.values["proposal"].text  # type: ignore[attr-defined]
    beside = "before" if "before" in text else "after"
    placed = [{"speaker": words["speaker"], beside: words["beside"], "because": WHY}]
    if "other" in words:
        placed.append({"speaker": words["other"], "after": words["last"], "because": WHY})
    accepted = built(session(statements(placed=placed)), people=people(**hours))
    assert codes(accepted) == []
    assert sorted(states(accepted).split()) == sorted(states(order).split())


def test_heads_are_never_reordered_by_the_machine() -> None:
    order = built(session(statements()), people=people(UZ="12:00–12:40"))
    assert states(order) == "IN KZ CN KG PK RU TJ UZ"


def test_joint_speakers_must_both_be_free() -> None:
    talk = item("talk", takes="21 min", speakers=["head-tj", ["head-pk", "head-uz"], "head-ru"])
    assert proposed(talk, UZ="12:00–12:07", PK="12:00–14:00") == [
        "it would fit with 'head-pk' before 'head-tj' in 'speakers:'",
    ]


def test_a_rehearsal_in_the_order_of_the_file_has_no_order_to_change() -> None:
    test = item("test", "rehearsal", "7 min each")
    assert proposed(test, IN="09:00–10:00") == [""]


def test_only_the_hours_of_those_who_speak_matter() -> None:
    order = built(
        session(item("talk", speakers=["head-uz"])),
        people=[head("UZ"), head("CN", available=["01:00–02:00"])],
    )
    assert order.findings == ()
