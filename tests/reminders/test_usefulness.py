from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestrator import reminders
from orchestrator.running_orders import Entry, entries
from tests.running_orders.forums import HEADS, built, item, session

BEGINS = datetime(2020, 10, 29, 7, 0, tzinfo=UTC)
BEFORE = BEGINS - timedelta(minutes=15)
PEOPLE = [*HEADS, {"id": "secretary", "email": "secretary@example.org"}]


def entry(person: str = "head-uz", thing: str = "session-plenary", **more: Any) -> Entry:
    talk = item("talk", speakers=["head-uz"])
    order = built(session(talk, rapporteur="secretary", ends="15:00", **more), people=PEOPLE)
    return next(each for each in entries(order) if (each.person.id, each.thing) == (person, thing))


@pytest.mark.parametrize("purpose", ["reminder", "nudge"])
def test_a_reminder_in_time_is_of_use(purpose: str) -> None:
    assert reminders.pointless(purpose, entry(), BEFORE, BEGINS) is None


def test_after_the_beginning_it_is_not() -> None:
    late = BEGINS + timedelta(hours=1)
    assert reminders.pointless("reminder", entry(), BEGINS, late) == "began"
    assert reminders.pointless("form", entry("secretary"), BEGINS, late) == "began"


def test_a_beginning_that_came_earlier_counts() -> None:
    earlier = entry(starts="2020-10-29 11:30")
    assert reminders.pointless("reminder", earlier, BEFORE, BEGINS) == "began"


def test_when_the_next_reminder_is_due_it_is_not() -> None:
    assert reminders.pointless("reminder", entry(), BEFORE, BEFORE) == "late"
    assert reminders.pointless("reminder", entry(), BEFORE, BEFORE + timedelta.resolution) is None


def test_a_chaser_is_of_use_until_the_record_comes() -> None:
    after, late = BEGINS + timedelta(days=3), BEGINS + timedelta(days=33)
    of_secretary = entry("secretary")
    assert reminders.pointless("chaser", of_secretary, after, late) is None
    assert reminders.pointless("chaser", of_secretary, after, late, recorded=True) == "recorded"
    assert reminders.pointless("chaser", of_secretary, late, late) == "late"
    assert reminders.pointless("form", of_secretary, BEFORE, BEGINS, recorded=True) == "recorded"


def test_a_form_goes_to_the_rapporteur_and_to_nobody_who_was() -> None:
    assert reminders.pointless("form", entry("secretary"), BEFORE, BEGINS) is None
    assert reminders.pointless("form", entry("head-uz"), BEFORE, BEGINS) == "withdrawn"


def test_who_has_answered_is_not_nudged_and_is_reminded() -> None:
    assert reminders.pointless("nudge", entry(), BEFORE, BEGINS, answered=True) == "answered"
    assert reminders.pointless("reminder", entry(), BEFORE, BEGINS, answered=True) is None


def test_another_that_took_its_place_is_enough() -> None:
    assert reminders.pointless("reminder", entry(), BEFORE, BEGINS, replaced=True) == "replaced"


def test_what_was_withdrawn_is_not_reminded_of() -> None:
    assert reminders.pointless("reminder", None, BEFORE, BEGINS) == "withdrawn"
    cancelled = entry(status="cancelled")
    assert reminders.pointless("reminder", cancelled, BEFORE, BEGINS) == "withdrawn"


def test_every_reason_has_its_words() -> None:
    reasons = {"withdrawn", "replaced", "answered", "declined", "recorded", "began", "late"}
    assert reasons == reminders.POINTLESS.keys()
