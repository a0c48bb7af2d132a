from __future__ import annotations

import pytest

from tests.running_orders.forums import built, codes, hours, item, only, said, session


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        ("Asia/Kolkata", "2020-10-29T06:30:00+00:00"),
        ("Asia/Kathmandu", "2020-10-29T06:15:00+00:00"),
        ("Asia/Kabul", "2020-10-29T07:30:00+00:00"),
        ("Australia/Eucla", "2020-10-29T03:15:00+00:00"),
        ("Asia/Almaty", "2020-10-29T06:00:00+00:00"),
        ("Pacific/Kiritimati", "2020-10-28T22:00:00+00:00"),
    ],
)
def test_a_session_starts_on_its_own_clock(zone: str, instant: str) -> None:
    start = only(built(session(item("a"), zone=zone))).start
    assert start is not None
    assert start.isoformat() == instant


def test_a_time_earlier_than_the_start_is_on_the_next_day() -> None:
    late = session(item("a"), item("b", starts="00:30"), starts="2020-10-29 23:30", ends="01:00")
    order = built(late)
    assert hours(order) == ["18:30-18:40", "19:30-19:40"]
    assert f"{only(order).end:%d %H:%M}" == "29 20:00"
    assert codes(order) == []


def test_the_next_day_can_be_the_next_year() -> None:
    late = session(item("a"), item("b", starts="00:15"), starts="2020-12-31 23:50", zone="UTC")
    assert f"{only(built(late)).items[1].start:%Y-%m-%d %H:%M}" == "2021-01-01 00:15"


def test_an_item_pinned_to_the_start_starts_the_session() -> None:
    order = built(session(item("a", starts="12:00")))
    assert (f"{only(order).end:%d %H:%M}", order.findings) == ("29 07:10", ())


def test_an_item_before_the_start_of_the_session_is_suspected() -> None:
    order = built(session(item("a"), item("b", starts="11:00"), ends="15:00"))
    assert said(order)[0] == (
        "W308 item 'b' starts 22 h 50 min after the end of the item before it "
        "(a time earlier than the session's start means the next day)"
    )
    assert codes(order) == ["W308", "P320"]


def test_items_run_on_through_the_night_when_clocks_go_back() -> None:
    night = session(
        item("a", takes="4 h"),
        item("b", starts="04:00"),
        starts="2020-10-25 00:30",
        zone="Europe/Berlin",
    )
    # 00:30 is 22:30Z; the clocks go back at 01:00Z, so 04:00 is 03:00Z and not 02:00Z.
    assert hours(built(night)) == ["22:30-02:30", "03:00-03:10"]


def test_items_run_on_through_the_night_when_clocks_go_forward() -> None:
    night = session(
        item("a", takes="2 h"),
        item("b", starts="03:30"),
        starts="2020-03-29 01:00",
        zone="Europe/Berlin",
    )
    assert said(built(night)) == [
        (
            "E201 item 'b' is pinned to 03:30, but the items before it end at 04:00 "
            "(shorten them or move it by 30 min)"
        ),
    ]


def test_a_hard_end_at_the_hour_of_the_start_is_a_day_later() -> None:
    assert f"{only(built(session(item('a'), ends='12:00'))).end:%d %H:%M}" == "30 07:00"


def test_a_zone_that_changed_its_rules_is_read_by_the_rules_of_its_day() -> None:
    before = built(session(item("a"), starts="2024-02-29 12:00", zone="Asia/Almaty"))
    since = built(session(item("a"), starts="2024-03-01 12:00", zone="Asia/Almaty"))
    assert (hours(before), hours(since)) == (["06:00-06:10"], ["07:00-07:10"])


TALK = item("talk", takes="1 h")


def test_a_hard_end_before_the_start_is_shown_as_it_is_read() -> None:
    order = built(session(TALK, ends="11:59"))
    assert said(order) == [
        (
            "P322 session 'plenary' starts at 12:00 and ends at 11:59 on the next day, "
            "23 h 59 min later (a time earlier than the session's start means the next day)"
        ),
    ]
    assert order.findings[0].path == ("sessions", 0, "ends")


@pytest.mark.parametrize(
    ("starts", "ends", "takes", "found"),
    [
        ("22:00", "01:00", "1 h", []),
        ("20:00", "08:00", "6 h", []),
        ("20:00", "08:01", "6 h 1", ["P322"]),
        ("20:00", "08:00", "5 h 59", ["P322"]),
        ("09:00", "23:00", "1 h", []),
        ("20:00", "04:00", "9 h", ["P320"]),
    ],
)
def test_only_a_night_longer_than_its_items_need_is_suspected(
    starts: str, ends: str, takes: str, found: list[str]
) -> None:
    night = session(item("talk", takes=takes), starts=f"2020-10-29 {starts}", ends=ends)
    assert codes(built(night)) == found


def test_a_night_without_items_is_suspected_only_for_its_length() -> None:
    night = {"starts": "2020-10-29 22:00", "status": "tentative"}
    assert codes(built(session(ends="09:00", **night))) == []
    assert codes(built(session(ends="11:00", **night))) == ["P322"]


def test_a_cancelled_session_may_end_when_it_likes() -> None:
    assert codes(built(session(TALK, ends="11:59", status="cancelled"))) == []


def test_a_session_of_a_month_is_the_longest() -> None:
    assert codes(built(session(item("a", takes="30 days"), item("b", takes="1 day")))) == []
    order = built(session(item("a", takes="31 days"), item("b", takes="1 min")))
    assert said(order) == [
        "E210 session 'plenary' lasts longer than any session can: more than 31 days",
    ]
    assert order.findings[0].path == ("sessions", 0, "items", 1, "takes")


def test_what_no_calendar_holds_is_not_worked_out() -> None:
    years = [item(f"i{n}", takes="366 days", speakers=["head-uz"]) for n in range(9_000)]
    order = built(session(*years))
    assert codes(order) == ["E210"]
    assert f"{only(order).end:%Y-%m-%d}" == "2020-11-29"


def test_a_session_without_a_date_has_a_longest_too() -> None:
    talk = item("talk", takes="366 days each", speakers=[["head-uz"]] * 9_000)
    assert codes(built(session(talk, starts=None))) == ["E210"]
