"""Due dates: what is clear is read, what is not is never guessed."""

from __future__ import annotations

from datetime import date, time

import pytest

from orchestrator.minutes import dates

LAST = date(2020, 12, 31)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("2020-12-31", "en", LAST),
        ("31.12.2020", "ru", LAST),
        ("31.12.2020 г.", "ru", LAST),
        ("31.12.2020 ж.", "kk", LAST),
        ("03.04.2021", "en", date(2021, 4, 3)),
        ("03/04/2021", "hi", date(2021, 4, 3)),
        ("31/12/2020", "en", LAST),
        ("12/31/2020", "en", LAST),
        ("05/05/2021", "en", date(2021, 5, 5)),
        ("2020年12月31日", "zh-Hans", LAST),
        ("2020/12/31", "zh-Hans", LAST),
        ("३१/१२/२०२०", "hi", LAST),
        ("۳۱/۱۲/۲۰۲۰", "ur", LAST),
    ],
)
def test_a_date_in_the_short_form_of_its_language_is_read(
    text: str, language: str, day: date
) -> None:
    assert dates.due(text, language) == dates.Due(day=day)


@pytest.mark.parametrize(
    ("text", "language"),
    [("03/04/2021", "en"), ("3-4-2021", "en"), ("01.02.21", "ru"), ("01/02/21", "hi")],
)
def test_a_date_that_can_be_read_in_two_ways_is_not_guessed(text: str, language: str) -> None:
    assert dates.due(text, language) == dates.Due(day=None, ambiguous=True)


@pytest.mark.parametrize(
    "text", ["soon", "2020-13-01", "31.02.2021", "December 2020", "1" * 90, ""]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.due(text, "en") == dates.Due(day=None)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12:03", time(12, 3)),
        ("9.05", time(9, 5)),
        ("१२:०३", time(12, 3)),
        ("25:00", None),
        ("noon", None),
    ],
)
def test_an_hour_is_read_on_the_24_hour_clock(text: str, read: time | None) -> None:
    assert dates.hour(text) == read
