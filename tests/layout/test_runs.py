from __future__ import annotations

import pytest
from markupsafe import Markup

from orchestrator import languages
from orchestrator.languages import Chosen
from orchestrator.layout import Ltr, Pen
from orchestrator.layout.runs import Run, line, lines, steered

EN, UR = (Pen(words=languages.translator(tag)) for tag in ("en", "ur"))


def test_plain_text_is_one_run_with_its_white_space_closed_up() -> None:
    assert line(EN.show("a  b\n c &<"), "ltr") == ["a b c &<"]
    assert line(EN.show("a  b\n c"), "ltr") == ["a b c"]


def test_a_dash_stays_with_what_it_follows() -> None:
    assert line(EN.show("states — members"), "ltr") == ["states\u00a0— members"]


def test_nothing_is_no_run() -> None:
    assert line(Markup(" "), "ltr") == []


def test_isolates_stay_where_directions_can_meet_and_only_there() -> None:
    assert line(EN.show(Ltr(text="x-1")), "ltr") == ["x-1"]
    assert line(UR.show(Ltr(text="x-1")), "rtl") == ["\u2066x-1\u2069"]
    name = Chosen(text="اردو", language="ur", fallback=True)
    assert line(EN.say("{names} and {last}", names=name, last="b"), "ltr") == [
        "\u2067",
        {"text": "اردو", "language": "ur", "fallback": "yes"},
        "\u2069 and \u2068b\u2069",
    ]


def test_an_isolate_around_a_whole_line_of_the_papers_own_direction_is_left_out() -> None:
    assert line(UR.show(Chosen(text="اردو", language="ur")), "rtl") == ["اردو"]


def test_a_range_of_times_is_a_whole_that_needs_no_isolate() -> None:
    written = Markup('at <bdi dir="ltr" class="whole"><time>12:00</time>–13:00</bdi>!')
    for direction in ("ltr", "rtl"):
        assert line(written, direction) == ["at ", {"text": "12:00–13:00", "whole": "yes"}, "!"]


def test_a_link_and_what_is_struck_say_so() -> None:
    assert line(EN.link("https://example.org/?a=1&b", "paper"), "ltr") == [
        {"text": "paper", "url": "https://example.org/?a=1&b"}
    ]
    assert line(Markup("<s>old</s> new"), "ltr") == [{"text": "old", "struck": "yes"}, " new"]


def test_small_print_stands_in_lines_of_its_own() -> None:
    assert lines(Markup("one <small>two</small>"), "ltr") == [
        ["one"],
        [{"text": "two", "small": "yes"}],
    ]


def test_only_what_runs_against_the_page_is_embedded_and_its_end_marked() -> None:
    mixed: list[Run] = ["\u2067", {"text": "اردو", "language": "ur"}, "\u2069 and \u2066b\u2069"]
    assert list(steered(mixed, right_to_left=False)) == [
        *("\u202b", {"text": "اردو", "language": "ur"}, "\u202c\u200e and b")
    ]
    assert list(steered(mixed, right_to_left=True)) == [
        *("", {"text": "اردو", "language": "ur"}, " and \u202ab\u202c\u200f")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u2068Казань (2)\u2069", "\u202aКазань (2)\u202c\u200f"),
        ("\u2068(اردو) b\u2069", "(اردو) b"),
        ("\u206812\u2069", "12"),
        ("a\u2069b", "ab"),
    ],
)
def test_a_name_among_urdu_runs_as_its_first_letter_does(text: str, shown: str) -> None:
    assert list(steered([text], right_to_left=True)) == [shown]


def test_in_urdu_a_time_is_embedded_as_a_whole() -> None:
    time: Run = {"text": "12:00–13:00", "whole": "yes"}
    assert list(steered([time], right_to_left=False)) == [time]
    assert list(steered([time], right_to_left=True)) == [
        {"text": "\u202a12:00–13:00\u202c\u200f", "whole": "yes"}
    ]
