from __future__ import annotations

from typing import Any

import pytest

from orchestrator.languages import compiled
from tests.invites import forums
from tests.invites.plain_reader import event


def described(
    person: str, thing: str, file: dict[str, Any] | None = None, **given: Any
) -> list[str]:
    made = forums.invitation(person, thing, forums.order(file), **given)
    return event(made).one("DESCRIPTION").text.split("\n")


def summary(person: str, thing: str, file: dict[str, Any] | None = None) -> str:
    return event(forums.invitation(person, thing, forums.order(file))).one("SUMMARY").text


def test_both_clocks_are_spelt_out_with_date_city_and_offset() -> None:
    said = described("rao", "session-plenary")
    assert said[3:5] == [
        "Your time: Thursday, 29 October 2020, 12:30–15:30 (New Delhi, UTC+05:30)",
        "Forum time: Thursday, 29 October 2020, 12:00–15:00 (Yekaterinburg, UTC+05:00)",
    ]


def test_one_clock_is_said_once() -> None:
    said = described("keeper", "session-plenary")
    assert said[3] == "Time: четверг, 29 октября 2020 года, 12:00–15:00 (Екатеринбург, UTC+05:00)"
    assert not [line for line in said if line.startswith(("Your time", "Forum time"))]


def test_a_session_past_midnight_names_both_dates_where_there_are_two() -> None:
    said = described("rao", "session-experts")
    assert said[3:5] == [
        "Your time: Friday, 11 December 2020, 00:00–01:00 (New Delhi, UTC+05:30)",
        (
            "Forum time: Thursday, 10 December 2020, 23:30 (Yekaterinburg, UTC+05:00)"
            " – Friday, 11 December 2020, 00:30 (Yekaterinburg, UTC+05:00)"
        ),
    ]


def test_a_session_over_a_change_of_clocks_names_both_offsets() -> None:
    file = forums.data()
    file["sessions"][1] |= {"starts": "2020-10-25 01:30", "zone": "Europe/Berlin"}
    assert described("rao", "session-experts", file)[4] == (
        "Forum time: Sunday, 25 October 2020, 01:30–02:30 (Berlin, UTC+02:00)"
    )
    file["sessions"][1]["items"][0]["takes"] = "1 h each"
    assert described("rao", "session-experts", file)[4] == (
        "Forum time: Sunday, 25 October 2020, 01:30 (Berlin, UTC+02:00)"
        " – Sunday, 25 October 2020, 03:30 (Berlin, UTC+01:00)"
    )


def test_only_a_chair_reads_in_the_session_when_they_have_the_floor() -> None:
    # A speaker has an entry for each turn: told in two places, one of them would grow stale.
    assert not [line for line in described("li", "session-plenary") if "floor" in line]
    file = forums.data()
    file["sessions"][0]["chair"] = "rao"
    said = described("rao", "session-plenary", file)
    assert "You have the floor: Statements by the heads" in said


def test_a_turn_on_another_date_than_the_sessions_start_names_its_date() -> None:
    file = forums.data()
    file["sessions"][1]["chair"] = "rao"
    said = described("rao", "session-experts", file)
    assert "Forum time: 23:30–23:50 (Yekaterinburg, UTC+05:00)" in said
    assert "Forum time: Friday, 11 December 2020, 00:10–00:30 (Yekaterinburg, UTC+05:00)" in said


def test_chair_and_rapporteur_read_what_they_are() -> None:
    assert "You chair this session." in described("host-head", "session-plenary")
    assert "You take the record of this session." in described("keeper", "session-plenary")
    assert not [line for line in described("rao", "session-plenary") if "this session" in line]


def test_a_connection_test_is_no_floor() -> None:
    file = forums.data()
    file["sessions"][1]["items"][0] |= {"kind": "rehearsal"}
    assert summary("rao", "slot-talks", file) == "Your turn: Connection test – Forum of Regions"


def test_a_slot_says_its_item_and_its_session() -> None:
    assert summary("rao", "slot-statements") == (
        "You have the floor: Statements by the heads – Forum of Regions"
    )
    assert described("rao", "slot-statements")[:4] == [
        "Forum of Regions",
        "Plenary session",
        "",
        "You have the floor: Statements by the heads",
    ]


def test_a_forum_of_one_session_is_named_once() -> None:
    file = forums.data()
    file["sessions"][0]["title"] = file["title"]
    assert summary("rao", "session-plenary", file) == "Forum of Regions"
    assert described("rao", "session-plenary", file)[:2] == ["Forum of Regions", ""]


def test_everybody_has_the_link_of_their_own_language() -> None:
    assert f"Join link: {forums.LINK}/zh" in described("li", "session-plenary")
    assert f"Join link: {forums.LINK}" in described("rao", "session-plenary")


def test_ways_in_and_whom_to_call_are_said() -> None:
    said = described("rao", "session-plenary")
    assert said[-7:] == [
        f"Join link: {forums.LINK}",
        "By telephone: +7 351 000 00 00",
        "Access code: 4711",
        "The line opens 30 min before the start.",
        "",
        (
            "Please answer by Monday, 26 October 2020, 18:30 (New Delhi, UTC+05:30), "
            "forum time Monday, 26 October 2020, 18:00 (Yekaterinburg, UTC+05:00)."
        ),
        "Questions: Secretariat, forum@example.org",
    ]


def test_a_sessions_own_contact_stands_before_the_organizer() -> None:
    file = forums.data()
    file["sessions"][0]["contact"] = {"name": {"en": "Help desk"}, "phone": "+7 351 111 11 11"}
    assert described("rao", "session-plenary", file)[-1] == "Questions: Help desk, +7 351 111 11 11"


def test_an_answer_is_asked_for_in_the_sessions_entry_only() -> None:
    assert not [line for line in described("rao", "slot-statements") if "answer" in line]


def test_a_tentative_session_says_so() -> None:
    assert "Tentative: date and time may still change." in described("rao", "session-experts")


def test_a_text_that_fell_back_is_marked() -> None:
    assert summary("li", "session-experts") == "Заседание экспертов [ru] – 地方论坛"


def test_a_courtesy_translation_says_what_it_is() -> None:
    assert described("khan", "session-plenary")[-1] == "Unofficial translation"
    assert "Unofficial translation" not in described("rao", "session-plenary")


def test_a_neighbours_change_leaves_the_text_as_it_was() -> None:
    file = forums.data()
    file["people"][1]["office"] = {"zh-Hans": "另一位", "en": "Somebody else"}
    file["sessions"][0]["items"][3] |= {"takes": "10 min", "title": {"ru": "Другое"}}
    assert forums.invitation("rao", "session-plenary", forums.order(file)) == forums.invitation(
        "rao", "session-plenary"
    )


def ltr(text: str) -> str:
    return f"\u2066{text}\u2069"


def rtl(text: str) -> str:
    return f"\u2067{text}\u2069"


def test_in_urdu_every_value_stands_in_its_own_direction() -> None:
    said = described("khan", "session-plenary")
    day, city = rtl("جمعرات، 29 اکتوبر 2020"), rtl("یکاترنبرگ")
    when = f"{day}, {ltr('12:00–15:00')} ({city}, {ltr('UTC+05:00')})"
    assert said[4] == f"Forum time: {when}"
    assert f"Join link: {ltr(forums.LINK + ' ')}" in said
    assert f"By telephone: {ltr('+7 351 000 00 00')}" in said


@pytest.mark.parametrize("person", ["rao", "li", "keeper"])
def test_left_to_right_languages_need_no_isolates(person: str) -> None:
    made = forums.invitation(person, "session-plenary").decode()
    assert not set(made) & set("\u2066\u2067\u2068\u2069")


def test_an_urdu_name_among_latin_letters_is_isolated() -> None:
    file = forums.data()
    file["sessions"][1]["title"] = {"ur": "ماہرین کا اجلاس"}
    said = summary("rao", "session-experts", file)
    assert said == f"{rtl('ماہرین کا اجلاس')} [ur] – Forum of Regions"


def test_the_words_come_from_the_catalogue_of_the_language() -> None:
    words = compiled(
        "ru", 'msgid ""\nmsgstr ""\n\nmsgid "You chair this session."\nmsgstr "Вы ведёте."\n'
    )
    assert "Вы ведёте." in described("host-head", "session-plenary", words=words)
