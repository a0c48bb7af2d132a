from __future__ import annotations

from typing import Any

import pytest

from tests.invites import forums
from tests.invites.plain_reader import event


def paragraph(text: str, person: str = "rao", tag: str = "en", **changes: Any) -> str:
    file = forums.data(invitation={"text": {tag: text}})
    file["sessions"][0] |= changes
    made = event(forums.invitation(person, "session-plenary", forums.order(file)))
    return made.one("DESCRIPTION").text.split("\n\n")[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear {person}", "Dear Head of delegation, India"),
        ("{office}", "Head of delegation, India"),
        ("{forum}: {session}", "Forum of Regions: Plenary session"),
        ("{date}", "Thursday, 29 October 2020"),
        ("{time}", "12:00 (Yekaterinburg, UTC+05:00)"),
        ("{your_time}", "12:30 (New Delhi, UTC+05:30)"),
        ("{join}", forums.LINK),
        ("{answer_by}", "Monday, 26 October 2020, 18:30 (New Delhi, UTC+05:30)"),
        ("{{person}} is {{literal}}", "{person} is {literal}"),
        ("{person.email} {0} {} {person!r}", "{person.email} {0} {} {person!r}"),
    ],
)
def test_a_place_is_filled(text: str, said: str) -> None:
    assert paragraph(text) == said


def test_your_time_names_its_date_where_it_is_another() -> None:
    said = paragraph("{date}, {your_time}", starts="2020-10-29 23:50", ends="23:59", answer_by=None)
    assert (
        said == "Thursday, 29 October 2020, Friday, 30 October 2020, 00:20 (New Delhi, UTC+05:30)"
    )


def test_a_place_without_a_value_is_empty() -> None:
    assert paragraph("before {answer_by}after", answer_by=None) == "before after"


def test_values_speak_the_language_of_a_paragraph_that_fell_back() -> None:
    assert paragraph("{session}: {date}", person="li", tag="ru") == (
        "Пленарное заседание: четверг, 29 октября 2020 года [ru]"
    )


def test_slots_have_no_paragraph() -> None:
    made = event(forums.invitation("rao", "slot-statements"))
    assert "invited" not in made.one("DESCRIPTION").text
