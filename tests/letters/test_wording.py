"""What a letter says: first line, both clocks, old beside new, and nothing that did not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from orchestrator import languages, letters
from orchestrator.letters import About, Kind
from orchestrator.running_orders.compare import KINDS
from tests.letters.kinds import PAGE, Desk
from tests.letters.reading import page_lines, text_lines

PLENARY = "Plenary session – Thursday, 29 October 2020, 12:30–15:30 (New Delhi, UTC+05:30)"
UNTIL = Desk().deadline
SAID_UNTIL = "Monday, 26 October 2020, 18:30 (New Delhi, UTC+05:30)"
ENGLISH = languages.translator("en")


def composed(kind: Kind, about: About, tag: str = "en") -> letters.Letter:
    return letters.compose(kind, about, languages.translator(tag))


def lines(kind: Kind, about: About) -> list[str]:
    return text_lines(composed(kind, about))


def first(kind: Kind, **given: Any) -> str:
    return lines(kind, Desk().about(**given))[0]


def values(kind: Kind, about: About, label: str) -> list[str]:
    """Return what stands under a label."""
    blocks = [block.split("\n") for block in composed(kind, about).text.strip().split("\n\n")]
    return [line.strip() for block in blocks if block[0] == label for line in block[1:]]


@pytest.mark.parametrize(
    ("kind", "given", "before", "after"),
    [
        ("invitation", {"answer_by": UNTIL}, "You are invited", "Please answer by {until}"),
        ("invitation", {}, "You are invited", "Please answer"),
        ("invitation", {"kinds": ("reinstated",)}, "You are expected after all", "Please answer"),
        ("nudge", {"answer_by": UNTIL}, "Your answer is still missing", "Please answer by {until}"),
        ("change", {"kinds": ("moved", "place")}, "New time", "Please answer again"),
        ("change", {"kinds": ("tentative",)}, "Now tentative", "Date and time may still change"),
        ("reminder", {}, "Reminder", "Please join in good time"),
        ("cancellation", {}, "Withdrawn", "You are no longer expected at this time"),
    ],
)
def test_the_first_line_says_what_when_and_what_to_do(
    kind: Kind, given: dict[str, Any], before: str, after: str
) -> None:
    expected = f"{before}: {PLENARY}. {after}.".replace("{until}", SAID_UNTIL)
    assert first(kind, **given) == expected


@pytest.mark.parametrize(
    ("status", "said", "subject"),
    [
        ("cancelled", "Cancelled", "[Cancelled] Plenary session"),
        ("postponed", "Postponed", "[Postponed] Plenary session"),
        ("confirmed", "Withdrawn", "[Cancelled] Your invitation: Plenary session"),
    ],
)
def test_a_cancellation_says_whether_nobody_meets_or_only_the_reader_is_free(
    status: str, said: str, subject: str
) -> None:
    letter = composed("cancellation", Desk(changes={"status": status}).about())
    assert letter.text.startswith(f"{said}: ")
    assert letter.subject.startswith(subject)


def test_the_withdrawal_of_a_turn_does_not_read_like_one_of_the_session() -> None:
    letter = composed("cancellation", Desk(thing="slot-statements").about())
    assert letter.subject.startswith("[Cancelled] Your turn: Statements by the heads of regions")


def test_only_what_changed_is_shown_old_beside_new() -> None:
    desk = Desk()
    about = desk.changed("place", before=desk.told(place="House 1"))
    letter = composed("change", about)
    assert values("change", about, "Place") == ["Until now: House 1", "Now: –"]
    assert '<s><bdi dir="ltr">House 1</bdi></s>' in letter.html
    assert [line for line in page_lines(letter) if "meet.example.org" in line] == []


def test_a_new_time_stands_beside_the_old_one_on_both_clocks() -> None:
    desk = Desk()
    about = desk.changed("moved", before=desk.earlier())
    day = "Thursday, 29 October 2020"
    assert values("change", about, "On your clock") == [
        f"Until now: {day}, 12:10–15:10 (New Delhi, UTC+05:30)",
        f"Now: {day}, 12:30–15:30 (New Delhi, UTC+05:30)",
    ]
    assert values("change", about, "On the forum's clock") == [
        f"Until now: {day}, 11:40–14:40 (Yekaterinburg, UTC+05:00)",
        f"Now: {day}, 12:00–15:00 (Yekaterinburg, UTC+05:00)",
    ]


def test_clocks_that_agree_are_one() -> None:
    about = Desk(person="head-uz").about()
    assert values("reminder", about, "Date and time") == [
        "Thursday, 29 October 2020, 12:00–15:00 (Tashkent, UTC+05:00)"
    ]
    assert values("reminder", about, "On the forum's clock") == []


def test_new_zone_rules_show_the_hour_that_was_told_and_leave_the_other_clock_alone() -> None:
    # Told by rules under which Almaty was an hour further ahead than the rules of today say.
    desk = Desk(person="head-kz")
    now = desk.told().offset
    assert now is not None
    about = desk.changed("zone", before=desk.told(offset=now + 60))
    assert values("change", about, "On your clock") == [
        "Until now: Thursday, 29 October 2020, 14:00–17:00 (Almaty, UTC+07:00)",
        "Now: Thursday, 29 October 2020, 13:00–16:00 (Almaty, UTC+06:00)",
    ]
    assert values("change", about, "On the forum's clock") == [
        "Thursday, 29 October 2020, 12:00–15:00 (Yekaterinburg, UTC+05:00)"
    ]


def test_hours_told_past_midnight_name_both_days() -> None:
    desk = Desk(person="head-cn")
    told = desk.told()
    about = desk.changed("zone", before=replace(told, offset=11 * 60))
    assert values("change", about, "On your clock")[0] == (
        "Until now: Thursday, 29 October 2020, 18:00–21:00 (Beijing, UTC+11:00)"
    )
    about = desk.changed("zone", before=replace(told, offset=15 * 60))
    assert values("change", about, "On your clock")[0] == (
        "Until now: Thursday, 29 October 2020, 22:00 (Beijing, UTC+15:00)"
        " – Friday, 30 October 2020, 01:00 (Beijing, UTC+15:00)"
    )


def test_an_old_link_is_shown_but_cannot_be_followed() -> None:
    desk = Desk()
    old = ("https://meet.example.org/old", *desk.told().join[1:])
    about = desk.changed("join", before=desk.told(join=old))
    letter = composed("change", about)
    assert "https://meet.example.org/old" not in letter.text + letter.html
    assert values("change", about, "Join")[1].startswith("Now: https://")


@pytest.mark.parametrize("kind", ["address", "language"])
def test_who_has_nothing_yet_here_is_told_the_whole(kind: str) -> None:
    desk = Desk()
    before = desk.told(address="old@example.org", language="ru")
    about = desk.changed(kind, before=before)
    assert values("change", about, "By telephone") == ["+7 351 000 00 00"]


def test_the_old_address_learns_why_and_gets_no_link_and_no_new_address() -> None:
    desk = Desk()
    about = desk.changed("address", before=desk.told(address="old@example.org"))
    letter = composed("address", about)
    assert letter.text.startswith("This address is no longer written to: ")
    assert PAGE not in letter.text + letter.html
    assert str(about.person.email) not in letter.text + letter.html


def test_a_copy_names_whose_mail_it_is_and_keeps_their_clock_and_link() -> None:
    desk = Desk(tag="zh-Hans", person="head-cn")
    about = desk.about(copy_for=desk.entry.person)
    copy, own = (letters.compose("invitation", each, ENGLISH) for each in (about, desk.about()))
    assert copy.text.startswith(f"For Head of delegation, China: {own.text.partition(chr(10))[0]}")
    assert copy.subject.endswith(" (for Head of delegation, China)")
    assert "https://meet.example.org/sco-regions-2020/zh" in copy.text


def test_a_trial_says_so_in_its_subject_and_in_both_bodies() -> None:
    letter = composed("invitation", Desk().about(trial=True))
    said = "This is a trial: it went to the organizer alone, nobody else has received it."
    assert letter.subject.startswith("[Trial] [Answer needed] ")
    assert (said in text_lines(letter), said in page_lines(letter)) == (True, True)


def test_without_a_page_the_answer_goes_through_the_calendar_or_to_the_organizer() -> None:
    said = "Please answer the invitation in your calendar or write to forum@example.org."
    assert said in lines("invitation", Desk().about(link=None))


def test_a_message_that_lacks_a_language_shows_which_one_it_is_in() -> None:
    words = {"own": {"ru": "Внимание"}, "headline": {"ru": "Новость"}}
    letter = composed("message", Desk().about(**words))
    assert text_lines(letter)[:2] == ["Новость [ru]", "Внимание [ru]"]
    assert '<td colspan="3" lang="ru" dir="ltr"' in letter.html
    assert '<bdi lang="ru" dir="ltr">Новость</bdi>' in letter.html
    assert letter.subject == "[Message] Новость [ru]"


def test_a_message_fills_the_known_places_and_leaves_the_others_as_they_are() -> None:
    own = {"en": "{person}, {forum}, {{}} {person.email} {date}"}
    about = replace(Desk().about(own=own), entry=None)
    assert (
        "Head of delegation, India, First SCO Member States' Heads of Regions Forum,"
        " {} {person.email} {date}" in lines("message", about)
    )


def test_a_message_without_a_headline_names_the_organizer() -> None:
    assert (
        first("message", own={"en": "x"}) == "Message from the organizer: Secretariat of the Forum"
    )


def test_a_courtesy_translation_says_that_it_is_one() -> None:
    assert text_lines(composed("reminder", Desk(tag="uz").about(), "uz"))[-1] == (
        languages.translator("uz").say("Unofficial translation")
    )


def test_an_undated_session_says_that_its_date_is_open() -> None:
    desk = Desk(person="head-in", thing="session-expert-session")
    assert "date to be announced" in lines("reminder", desk.about())[0]


def test_the_chair_is_told_so_and_when_they_have_the_floor() -> None:
    about = Desk(person="teksler").about()
    told = values("reminder", about, "Your part")
    assert told[:2] == ["You chair this session.", "You have the floor: Opening of the Forum"]


def test_every_kind_of_change_has_its_own_first_line_and_subject() -> None:
    kinds = KINDS.keys() - {"new", "reinstated", "withdrawn"}
    letters_of = [composed("change", Desk().about(kinds=(kind,))) for kind in sorted(kinds)]
    assert len({letter.text.partition(":")[0] for letter in letters_of}) == len(kinds)
    assert len({letter.subject for letter in letters_of}) == len(kinds)


def test_a_turn_tells_its_session() -> None:
    about = Desk(thing="slot-statements").about(kinds=("new",))
    assert values("invitation", about, "Session") == ["Plenary session"]


def test_a_reminder_of_a_turn_says_who_has_the_floor() -> None:
    about = Desk(thing="slot-statements").about()
    assert lines("reminder", about)[0].startswith("Reminder: you have the floor. Statements by")


def test_a_link_of_the_organizer_in_urdu_runs_from_left_to_right() -> None:
    own = {"ur": "لنک: https://meet.example.org/a وقت 12:00–13:30"}
    letter = composed("message", Desk(tag="ur").about(own=own), "ur")
    assert "\u2066https://meet.example.org/a\u2069" in letter.text
    assert "\u206612:00–13:30\u2069" in letter.text


def test_an_answer_by_reads_on_both_clocks() -> None:
    about = Desk().about(answer_by=Desk().deadline)
    assert values("nudge", about, "Answer by") == [
        SAID_UNTIL,
        "Monday, 26 October 2020, 18:00 (Yekaterinburg, UTC+05:00)",
    ]


def test_a_moved_turn_of_a_minute_is_told_to_the_minute() -> None:
    desk = Desk(thing="slot-statements")
    start, end = desk.entry.start, desk.entry.end
    assert start
    assert end
    minute = timedelta(minutes=1)
    about = desk.changed("moved", before=desk.told(start=start - minute, end=end - minute))
    assert lines("change", about)[0].startswith("New time for you: ")
    assert values("change", about, "On your clock") == [
        "Until now: Thursday, 29 October 2020, 12:59–13:06 (New Delhi, UTC+05:30)",
        "Now: Thursday, 29 October 2020, 13:00–13:07 (New Delhi, UTC+05:30)",
    ]


@pytest.mark.parametrize(
    ("kind", "kinds", "label"),
    [
        ("invitation", ("new",), "Answer on your page"),
        ("change", ("moved",), "Answer on your page"),
        ("change", ("place",), "Your page"),
        ("reminder", (), "Your page"),
        ("note", (), "Confirm or change your answer on your page"),
    ],
)
def test_the_button_says_what_the_page_is_for(
    kind: Kind, kinds: tuple[str, ...], label: str
) -> None:
    assert values(kind, Desk().about(kinds=kinds), label) == [PAGE]


def test_numbers_keep_their_direction_where_a_mail_program_knows_no_isolates() -> None:
    letter = composed("reminder", Desk(tag="ur").about(), "ur")
    assert '<bdi dir="ltr">&lrm;+7 351 000 00 00</bdi>' in letter.html
    assert "&lrm;" not in composed("reminder", Desk().about()).html
