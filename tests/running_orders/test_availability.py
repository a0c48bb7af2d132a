from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from orchestrator import running_orders
from tests.running_orders.forums import (
    HEADS,
    built,
    codes,
    delegation,
    head,
    item,
    said,
    session,
    statements,
)

NIGHT = "(between 22:00 and 07:00)"
CLERK = {"id": "clerk", "office": {"ru": "Секретарь"}}


def speaking(code: str, starts: str, takes: str = "10 min", **more: Any) -> list[str]:
    """Return what is said when this head speaks at this time in Chelyabinsk."""
    talk = item("talk", takes=takes, speakers=[f"head-{code.lower()}"])
    order = built(session(talk, starts=starts), people=[*HEADS[:0], head(code, **more)])
    return said(order)


def test_a_plan_in_everybodys_day_says_nothing() -> None:
    assert built(session(statements())).findings == ()


@pytest.mark.parametrize(
    ("starts", "hour"),
    [("2020-10-29 00:10", "03:10"), ("2020-10-29 19:00", "22:00"), ("2020-10-29 03:59", "06:59")],
)
def test_speaking_at_night_by_ones_own_clock_is_found(starts: str, hour: str) -> None:
    assert speaking("CN", starts, takes="1 min") == [
        f"W330 the head of delegation 'cn' would speak at {hour} own time {NIGHT}",
    ]


def test_speaking_into_the_night_is_found_with_the_hour_it_falls() -> None:
    assert speaking("CN", "2020-10-29 18:55") == [
        f"W330 the head of delegation 'cn' would speak at 22:00 own time {NIGHT}",
    ]


@pytest.mark.parametrize("starts", ["2020-10-29 04:00", "2020-10-29 18:50"])
def test_seven_in_the_morning_and_up_to_ten_at_night_are_day(starts: str) -> None:
    assert speaking("CN", starts) == []


def test_a_delegation_whose_speaker_is_not_named_has_a_night_too() -> None:
    talk = item("talk", speakers=[{"delegation": "cn"}])
    assert said(built(session(talk, starts="2020-10-29 00:10"))) == [
        f"W330 the speaker of delegation 'cn' would speak at 03:10 own time {NIGHT}",
    ]


PLACE = {"place": {"ru": "Челябинск"}}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (PLACE, []),
        ({}, ["W330", "W331"]),
        ({**PLACE, "join": {"url": "https://meet.example.org/room"}}, ["W330", "W331"]),
    ],
)
def test_at_a_meeting_in_person_nobody_is_held_to_the_hours_at_home(
    more: dict[str, Any], found: list[str]
) -> None:
    people = [head("CN"), head("IN", available=["10:00–11:00"])]
    talk = item("talk", takes="10 min each", speakers=["head-cn", "head-in"])
    order = built(session(talk, starts="2020-10-29 19:00", **more), people=people)
    assert codes(order) == found


def test_a_meeting_in_person_has_the_night_of_its_place() -> None:
    talk = item("talk", speakers=["head-cn"])
    held = session(talk, starts="2020-10-29 03:00", zone="Asia/Kamchatka", **PLACE)
    assert said(built(held, people=[head("CN")])) == [
        f"W330 the head of delegation 'cn' would speak at 03:00 own time {NIGHT}",
    ]


def test_nobody_sleeps_through_a_break() -> None:
    assert built(session(item("pause", "break"), starts="2020-10-29 01:00")).findings == ()


def test_whoever_says_that_they_can_speak_at_night_is_believed() -> None:
    assert speaking("CN", "2020-10-29 00:10", available=["02:00–05:00"]) == []


def test_a_window_across_midnight_is_one_window() -> None:
    for starts in ("2020-10-28 20:55", "2020-10-28 21:30"):
        assert speaking("CN", starts, available=["23:00–01:00"]) == []


def test_windows_that_adjoin_are_one() -> None:
    assert speaking("CN", "2020-10-29 12:55", available=["15:00–16:00", "16:00–17:00"]) == []


def test_speaking_outside_ones_hours_is_found() -> None:
    assert speaking("IN", "2020-10-29 12:00", available=["14:00–15:00", "16:00–17:30"]) == [
        (
            "W331 the head of delegation 'in' would speak at 12:30–12:40 own time, "
            "outside 14:00–15:00, 16:00–17:30"
        ),
    ]


def test_speaking_past_the_end_of_ones_hours_is_found() -> None:
    assert speaking("IN", "2020-10-29 12:00", available=["12:00–12:35"]) == [
        "W331 the head of delegation 'in' would speak at 12:30–12:40 own time, outside 12:00–12:35",
    ]


def test_speaking_outside_ones_hours_and_at_night_is_both() -> None:
    found = speaking("CN", "2020-10-29 00:10", available=["14:00–15:00"])
    assert [each[:4] for each in found] == ["W331", "W330"]


def test_somebody_who_heads_nothing_is_called_by_their_id() -> None:
    talk = item("talk", speakers=["clerk"])
    order = built(session(talk, starts="2020-10-29 23:30"), people=[CLERK])
    assert said(order) == [f"W330 'clerk' would speak at 23:30 own time {NIGHT}"]


def test_a_finding_points_at_the_turn_in_the_list() -> None:
    people = [head("CN", available=["09:00–10:00"]), head("UZ")]
    talk = item("talk", speakers=["head-uz", "head-cn"])
    order = built(session(talk), people=people)
    assert [found.path for found in order.findings] == [("sessions", 0, "items", 0, "speakers", 1)]


def test_a_finding_points_at_the_round_or_at_the_item() -> None:
    night = {"starts": "2020-10-29 01:00"}
    one = {"delegations": [delegation("CN")], "people": [head("CN")]}
    order = built(session(statements(), **night), **one)
    assert order.findings[0].path == ("sessions", 0, "items", 0, "speakers")
    order = built(session(item("test", "rehearsal"), **night), **one)
    assert order.findings[0].path == ("sessions", 0, "items", 0)


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_was_called_off_holds_nobody_to_a_time(status: str) -> None:
    night = session(statements(), starts="2020-10-29 01:00", status=status)
    assert "W330" not in codes(built(night))


def test_without_a_date_nobody_speaks_at_night() -> None:
    assert built(session(statements(), starts=None)).findings == ()


def second(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return session(*items, **{"id": "second", "starts": "2020-10-29 12:05", **more})


def test_speaking_in_two_sessions_at_once_is_found() -> None:
    first = session(item("a", takes="30 min", speakers=["head-uz"]))
    order = built(first, second(item("b", speakers=["head-uz"])))
    assert said(order) == [
        "W332 'head-uz' is expected in two places at 12:05 (in 'plenary' and in 'second')",
    ]
    assert order.findings[0].path == ("sessions", 1, "items", 0)


def test_chairing_one_session_while_speaking_in_another_is_found() -> None:
    first = session(item("a", takes="1 h"), chair="head-uz")
    order = built(first, second(item("b", speakers=["head-uz"])))
    assert codes(order) == ["W332"]


def test_taking_the_record_of_two_sessions_at_once_is_found_once() -> None:
    first = session(item("a", takes="1 h"), rapporteur="head-uz")
    order = built(first, second(item("b", speakers=["head-uz"]), rapporteur="head-uz"))
    assert codes(order) == ["W332"]


def test_speaking_in_a_session_that_one_chairs_is_one_place() -> None:
    order = built(session(item("a", speakers=["head-ru"]), chair="head-ru", rapporteur="head-ru"))
    assert order.findings == ()


def test_going_from_one_session_straight_to_the_next_is_possible() -> None:
    first = session(item("a", takes="5 min", speakers=["head-uz"]))
    assert built(first, second(item("b", speakers=["head-uz"]))).findings == ()


def test_a_cancelled_session_keeps_nobody_from_another() -> None:
    first = session(item("a", takes="30 min", speakers=["head-uz"]), status="cancelled")
    assert built(first, second(item("b", speakers=["head-uz"]))).findings == ()


@pytest.mark.parametrize(
    ("now", "found"),
    [("2020-10-29 07:09", []), ("2020-10-29 07:10", ["W306"]), ("2021-01-01 00:00", ["W306"])],
)
def test_a_session_that_is_over_lies_in_the_past(now: str, found: list[str]) -> None:
    order = built(session(item("a")))
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert [each.code for each in running_orders.past(order, moment)] == found


def test_what_has_no_date_or_was_called_off_is_not_in_the_past() -> None:
    order = built(session(item("a"), starts=None), second(item("b"), status="cancelled"))
    assert running_orders.past(order, datetime(2030, 1, 1, tzinfo=UTC)) == ()
