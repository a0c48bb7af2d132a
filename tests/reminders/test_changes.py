from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestrator import reminders
from orchestrator.reminders import Known, Planned, Replanned
from orchestrator.running_orders import RunningOrder
from tests.running_orders.forums import built, item, session

FLOOR = {"id": "floor", "before": "15 min", "of": "slot", "to": "speakers"}
WEEK = {"id": "week", "before": "7 days", "at": "10:00"}
FIRST = datetime(2020, 10, 1, tzinfo=UTC)
DAY_OF = datetime(2020, 10, 29, 6, 0, tzinfo=UTC)  # an hour before the session
Plain = dict[str, Any]


def order(
    *rules: Plain,
    starts: str = "12:00",
    day: int = 29,
    speakers: Sequence[str] = ("head-uz",),
    **more: Any,
) -> RunningOrder:
    talk = item("talk", takes="20 min", speakers=list(speakers))
    plan = session(talk, starts=f"2020-10-{day} {starts}")
    return built(plan, reminders=list(rules or (FLOOR, WEEK)), **more)


def stored(plans: Sequence[Planned], state: str = "pending") -> list[Known]:
    return [
        Known(
            id=number,
            person=each.person,
            thing=each.thing,
            rule=each.rule,
            at=each.at,
            begins=each.begins,
            expires=each.expires,
            state=state,
        )
        for number, each in enumerate(plans, start=1)
    ]


def first(*rules: Plain, state: str = "pending") -> list[Known]:
    return stored(reminders.planned(order(*rules), FIRST), state)


def counted(found: Replanned) -> tuple[int, int, int, int]:
    counts = found.counts()
    return counts["new"], counts["moved"], counts["withdrawn"], len(found.kept)


def test_a_first_publication_makes_what_is_planned() -> None:
    found = reminders.replanned([], order(), FIRST)
    assert (found.new, counted(found)) == (reminders.planned(order(), FIRST), (2, 0, 0, 0))


def test_publishing_again_changes_nothing() -> None:
    assert counted(reminders.replanned(first(), order(), FIRST + timedelta(days=1))) == (0, 0, 0, 0)


def test_a_session_that_moves_takes_its_reminders_along() -> None:
    found = reminders.replanned(first(), order(starts="12:20"), FIRST)
    assert [
        (each.id, each.to.rule, each.to.at.hour, each.to.at.minute) for each in found.moved
    ] == [(2, "floor", 7, 5)]
    # The week's reminder is due at the same moment and useful for longer.
    assert [(each.id, each.to.rule) for each in found.kept] == [(1, "week")]
    assert (found.new, found.withdrawn) == ((), ())


def test_whoever_speaks_no_more_is_reminded_no_more() -> None:
    found = reminders.replanned(first(), order(speakers=["head-cn"]), FIRST)
    assert (found.withdrawn, counted(found)) == ((1, 2), (2, 0, 2, 0))


def test_a_rule_that_is_dropped_takes_back_what_waits_and_nothing_else() -> None:
    assert reminders.replanned(first(), order(WEEK), FIRST).withdrawn == (2,)
    assert reminders.replanned(first(state="sent"), order(WEEK), FIRST).withdrawn == ()


def test_a_reminder_that_is_due_and_late_outlives_a_publication() -> None:
    waiting = first()
    late = waiting[0].at + timedelta(minutes=5)
    assert counted(reminders.replanned(waiting, order(), late)) == (0, 0, 0, 0)


def test_a_reminder_that_would_now_be_past_is_taken_back() -> None:
    found = reminders.replanned(first(FLOOR), order(FLOOR, starts="11:10"), DAY_OF)
    assert (found.withdrawn, counted(found)) == ((1,), (0, 0, 1, 0))


@pytest.mark.parametrize("state", ["leased", "sent", "written", "held"])
def test_what_went_out_does_not_go_out_again(state: str) -> None:
    gone = first(state=state)
    assert counted(reminders.replanned(gone, order(), FIRST)) == (0, 0, 0, 0)


@pytest.mark.parametrize("state", ["superseded", "expired", "failed"])
def test_what_never_arrived_is_made_again_while_there_is_time(state: str) -> None:
    assert counted(reminders.replanned(first(state=state), order(), FIRST)) == (2, 0, 0, 0)


def test_after_a_move_worth_a_message_a_rule_reminds_again() -> None:
    gone = first(FLOOR, state="sent")
    assert counted(reminders.replanned(gone, order(FLOOR, starts="12:30"), DAY_OF)) == (1, 0, 0, 0)


def test_after_a_move_nobody_is_told_of_no_rule_reminds_again() -> None:
    gone = first(FLOOR, state="sent")
    quiet: Plain = {"notices": {"quiet": "5 min"}}
    just_sent = gone[0].at + timedelta(minutes=1)
    nearly = order(FLOOR, starts="12:04", **quiet)
    enough = order(FLOOR, starts="12:05", **quiet)
    assert counted(reminders.replanned(gone, nearly, just_sent)) == (0, 0, 0, 0)
    assert counted(reminders.replanned(gone, enough, just_sent)) == (1, 0, 0, 0)


def test_a_new_clock_of_the_reader_does_not_double_what_went_out() -> None:
    gone = first(WEEK, state="sent")
    travelled = [{"id": "head-uz", "email": "uz@example.org", "zone": "Europe/London"}]
    found = reminders.replanned(gone, order(WEEK, people=travelled), gone[0].at)
    assert counted(found) == (0, 0, 0, 0)


def test_back_at_a_time_that_was_reminded_of_what_waits_is_taken_back() -> None:
    sent = first(FLOOR, state="sent")[0]
    waiting = replace(
        sent,
        id=2,
        state="pending",
        at=sent.at + timedelta(hours=1),
        begins=sent.begins + timedelta(hours=1),
    )
    now = sent.at + timedelta(minutes=1)
    assert reminders.replanned([sent, waiting], order(FLOOR), now).withdrawn == (2,)


def test_there_and_back_makes_the_first_reminder_anew() -> None:
    there = order(FLOOR, starts="12:20")
    old = first(FLOOR)
    moved = reminders.replanned(old, there, FIRST).moved
    after = [replace(old[0], state="superseded"), *stored([each.to for each in moved])]
    back = reminders.replanned(after, order(FLOOR), FIRST)
    assert [each.to.at for each in back.moved] == [old[0].at]


def test_one_rule_has_one_waiting_reminder_of_a_thing() -> None:
    one = first(FLOOR)[0]
    twins = [one, replace(one, id=7, at=one.at - timedelta(minutes=1))]
    assert reminders.replanned(twins, order(FLOOR), FIRST).withdrawn == (7,)
    assert counted(reminders.replanned(twins, order(FLOOR, starts="13:00"), FIRST)) == (0, 1, 1, 0)


def test_a_form_that_is_late_for_its_rapporteur_goes_out_at_once_and_once() -> None:
    talk = item("talk", takes="20 min", speakers=["head-uz"])
    sitting = session(talk, starts="2020-10-29 12:00", rapporteur="head-kz")
    late = built(sitting, record={"sent": "1 hour before"})
    begins = late.sessions[0].start
    assert begins is not None
    now = begins - timedelta(minutes=20)
    fresh = reminders.replanned((), late, now).new
    assert [(each.purpose, each.at) for each in fresh if each.purpose == "form"] == [("form", now)]
    for state in ("pending", "sent"):
        again = reminders.replanned(stored(fresh, state), late, now + timedelta(minutes=5))
        made = (*again.new, *(move.to for move in again.moved))
        assert [each for each in made if each.purpose == "form"] == []
