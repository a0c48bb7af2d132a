from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.running_orders.forums import (
    built,
    codes,
    hours,
    item,
    only,
    said,
    session,
    statements,
)


def test_items_follow_one_another_from_the_start_of_the_session() -> None:
    order = built(session(item("a", takes="5 min"), item("b", takes="1 h"), item("c")))
    assert hours(order) == ["07:00-07:05", "07:05-08:05", "08:05-08:15"]


def test_time_for_each_is_multiplied_by_the_speakers() -> None:
    timed = only(built(session(statements(), item("next"))))
    assert [each.length for each in timed.items] == [timedelta(minutes=56), timedelta(minutes=10)]
    assert timed.items[1].start == datetime(2020, 10, 29, 7, 56, tzinfo=UTC)


def test_joint_speakers_count_once() -> None:
    talk = item("talk", takes="7 min each", speakers=[["head-uz", "head-cn"], "head-ru"])
    assert only(built(session(talk))).items[0].length == timedelta(minutes=14)


def test_time_in_all_is_shared_equally_in_whole_seconds() -> None:
    talk = item("talk", takes="10 min", speakers=["head-uz", "head-cn", "head-ru"])
    assert hours(built(session(talk))) == ["07:00-07:03", "07:03-07:06", "07:06-07:10"]
    seven = [f"head-{code}" for code in ("uz", "cn", "ru", "kz", "kg", "tj", "in")]
    slots = list(built(session(item("talk", takes="10 min", speakers=seven))).slots)
    assert {slot.end - slot.start for slot in slots if slot.start and slot.end} == {
        timedelta(seconds=85),
        timedelta(seconds=86),
    }


def test_time_for_each_of_nobody_is_that_of_one() -> None:
    assert only(built(session(item("a", takes="7 min each")))).items[0].length == timedelta(
        minutes=7,
    )


def test_a_pinned_item_waits_for_its_time_and_shows_the_buffer() -> None:
    timed = only(built(session(item("a"), item("b", starts="13:00"), item("c"))))
    assert [each.buffer for each in timed.items] == [
        timedelta(),
        timedelta(minutes=50),
        timedelta(),
    ]
    assert [f"{each.start:%H:%M}" for each in timed.items] == ["07:00", "08:00", "08:10"]


def test_an_item_pinned_into_the_one_before_it_is_found() -> None:
    order = built(session(item("a", takes="45 min"), item("b", starts="12:30")))
    assert said(order) == [
        (
            "E201 item 'b' is pinned to 12:30, but the items before it end at 12:45 "
            "(shorten them or move it by 15 min)"
        ),
    ]
    assert order.findings[0].path == ("sessions", 0, "items", 1, "starts")


def test_an_item_pinned_exactly_to_the_end_of_the_one_before_it_fits() -> None:
    order = built(session(item("a", takes="30 min"), item("b", starts="12:30")))
    assert (order.findings, hours(order)) == ((), ["07:00-07:30", "07:30-07:40"])


def test_a_plan_that_runs_over_the_hard_end_is_found() -> None:
    order = built(session(statements(), item("b", takes="2 h 30"), ends="15:00"))
    assert said(order) == [
        "P320 session 'plenary' needs 3 h 26 min but ends after 3 h (26 min over)",
    ]
    assert only(order).end == datetime(2020, 10, 29, 10, 0, tzinfo=UTC)


def test_a_plan_that_ends_on_the_hard_end_fits() -> None:
    assert built(session(statements(), item("b", takes="2 h 4"), ends="15:00")).findings == ()


def test_a_session_ends_with_its_last_item_or_at_its_hard_end() -> None:
    assert f"{only(built(session(item('a')))).end:%H:%M}" == "07:10"
    assert f"{only(built(session(item('a'), ends='15:00'))).end:%H:%M}" == "10:00"


def test_a_tentative_session_of_which_nothing_says_when_it_ends_is_found() -> None:
    order = built(session(status="tentative"))
    assert (codes(order), only(order).end) == (["P321"], None)


def test_a_session_without_a_date_has_an_order_but_no_instants() -> None:
    undated = session(statements(), item("b", starts="14:00"), starts=None, ends="15:00")
    order = built(undated)
    assert (order.findings, only(order).start, only(order).end) == ((), None, None)
    assert [slot.state for slot in order.slots][:3] == ["IN", "KZ", "CN"]
    assert {slot.start for slot in order.slots} == {None}
    assert only(order).items[0].length == timedelta(minutes=56)


@pytest.mark.parametrize("status", ["cancelled", "tentative", "confirmed"])
def test_a_session_with_a_date_keeps_its_instants_whatever_its_status(status: str) -> None:
    order = built(session(item("a"), status=status))
    assert (order.findings, hours(order)) == ((), ["07:00-07:10"])


def test_a_postponed_session_without_a_date_has_no_instants() -> None:
    order = built(session(item("a"), starts=None, status="postponed"))
    assert (order.findings, hours(order)) == ((), [])


def test_a_postponed_session_that_still_has_a_date_is_found() -> None:
    (found,) = said(built(session(item("a"), status="postponed")))
    assert found == (
        "W307 session 'plenary' is postponed: nobody is invited on the date it has "
        "(when a new date is known, write it with 'status: confirmed')"
    )


def test_items_are_numbered_but_breaks_and_rehearsals_are_not() -> None:
    items = [
        item("test", "rehearsal"),
        item("a", "opening"),
        item("pause", "break"),
        item("b", "closing"),
    ]
    assert [each.number for each in only(built(session(*items))).items] == [None, 1, None, 2]


def test_every_session_numbers_its_items_anew() -> None:
    order = built(session(item("a")), session(item("b"), id="second", starts="2020-10-30 12:00"))
    assert [each.number for timed in order.sessions for each in timed.items] == [1, 1]


def test_the_running_order_knows_the_slots_of_each_person() -> None:
    order = built(session(item("a", speakers=["head-ru"]), statements()))
    assert [slot.item for slot in order.slots_of["head-ru"]] == ["a", "statements"]
    assert [slot.item for slot in order.slots_of["head-uz"]] == ["statements"]


def test_the_same_agenda_gives_the_same_order() -> None:
    plan = session(statements(first="host"), item("b", starts="13:30"), ends="13:35")
    assert repr(built(plan)) == repr(built(plan))
