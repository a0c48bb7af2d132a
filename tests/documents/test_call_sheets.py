from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from orchestrator import documents, running_orders
from orchestrator.agendas.models import Speaker
from orchestrator.languages import Translator
from orchestrator.running_orders import RunningOrder
from tests.documents import forums
from tests.documents.parser import Page, section, words

ENGLISH = Translator(language="en")
DAY = date(2020, 10, 20)


@pytest.fixture(scope="module")
def order() -> RunningOrder:
    return forums.crowded(texts=("en",))


def sheet(order: RunningOrder, person: str, words: Translator = ENGLISH) -> Page:
    return Page(documents.call_sheet(order, order.agenda.person[person], words, DAY))


def slots(page: Page) -> list[str]:
    return [words(e) for e in page.all("div") if e.attributes.get("class") == "slot"]


def test_a_speaker_finds_every_turn_on_both_clocks(order: RunningOrder) -> None:
    page = sheet(order, "head-in")
    assert "".join(slots(page)) == (
        "On your clock23:57–00:04 (until Friday, 30 October 2020)Thursday, 29 October 2020"
        "New Delhi, UTC+05:30 "
        "On the forum's clock23:27–23:34Thursday, 29 October 2020Yekaterinburg, UTC+05:00"
    )


def test_who_speaks_twice_finds_both_turns(order: RunningOrder) -> None:
    said = section(sheet(order, "far"), "session-plenary")
    assert [time in said for time in ("05:40–05:50", "06:10–06:20", "08:08–08:28")] == [True] * 3


def test_before_and_after_are_told_with_their_times_on_the_readers_clock(
    order: RunningOrder,
) -> None:
    rows = [e for e in sheet(order, "head-in").all("ul") if e.attributes.get("class") == "row"]
    assert words(rows[0]).startswith("23:50–23:57RussiaBefore you 23:57–00:04")
    assert words(rows[0]).endswith("00:04–00:11ChinaAfter you")


def test_what_has_no_speaker_is_a_neighbour_by_its_title() -> None:
    pages = sheet(forums.shipped(), "head-uz", ENGLISH).all("ul")
    rows = [e for e in pages if e.attributes.get("class") == "row"]
    assert words(rows[0]).endswith("13:26–13:41BreakAfter you")


def test_joint_speakers_are_told_of_each_other(order: RunningOrder) -> None:
    assert "Together with: Item of the forum" in section(sheet(order, "far"), "session-plenary")


def test_the_chair_is_told_the_whole_course_and_the_rapporteur_their_task(
    order: RunningOrder,
) -> None:
    chair = section(sheet(order, "head-ru"), "session-plenary")
    assert "You chair this session." in chair
    assert "Running order" in chair
    assert "22:30–01:33" in chair
    writer = section(sheet(order, "writer"), "session-plenary")
    assert "You take the record of this session." in writer
    assert "22:30–01:33" in writer


def test_access_answer_and_contact_stand_on_the_sheet(order: RunningOrder) -> None:
    said = section(sheet(order, "head-in"), "session-plenary")
    for fact in (
        "Join meet.example.org/room ",
        "+7 351 000 00 00,,12#",
        "12 34-56",
        "Line opens Thursday, 29 October 2020, 22:30 (New Delhi, UTC+05:30)",
        "On the forum's clock: 22:00 (Yekaterinburg, UTC+05:00)",
        "+7 351 000 00 01",
        "support@example.org",
    ):
        assert fact.replace(" ", "") in said.replace(" ", ""), fact


def test_the_link_is_that_of_the_readers_language_where_there_is_one() -> None:
    order = forums.crowded(texts=("en",), reader="ur")
    page = sheet(order, "head-in", Translator(language="ur"))
    links = [e.attributes["href"] for e in page.all("a")]
    assert "https://meet.example.org/room/ur" in links
    assert "Language of this link: Urdu" in section(page, "session-plenary")


def test_who_has_no_address_of_a_session_of_their_own_calls_the_organizer(
    order: RunningOrder,
) -> None:
    said = section(sheet(order, "far"), "session-maybe")
    assert "forum@example.org" in said
    assert "Tentative: date and time may still change." in said


def test_cancelled_and_undated_sessions_ask_for_nothing_and_promise_no_hour(
    order: RunningOrder,
) -> None:
    page = sheet(order, "far")
    never = section(page, "session-never")
    assert "Cancelled: this session will not take place." in never
    assert "Join" not in never
    assert "You take the floor" not in never
    someday = section(page, "session-someday")
    assert "The date will be announced." in someday
    assert "Time given to you: 1 h 30 min." in someday
    assert "10:00" not in someday


def test_the_sheet_says_whom_it_is_for(order: RunningOrder) -> None:
    name = order.agenda.person["far"].name
    assert name is not None
    assert (
        f"This page is meant for one reader alone: {name['en']}. "
        "If it reached you by mistake, please do not use it."
    ) in words(sheet(order, "far").all("header")[0])


def test_everybody_with_a_part_has_a_sheet_and_nobody_else() -> None:
    called = {person.id for person in documents.called(forums.shipped())}
    assert called == {
        *(f"head-{state}" for state in ("in", "kz", "cn", "kg", "pk", "tj", "uz")),
        *("teksler", "norov", "reshetnikov", "secretary", "coordinator"),
    }


def test_sessions_stand_in_the_order_of_time_and_the_office_is_not_doubled() -> None:
    order = forums.shipped()
    page = sheet(order, "head-in")
    sections = [e.attributes["id"] for e in page.all("section")]
    assert sections == [
        *("session-connection-test", "session-plenary"),
        *("session-expert-session", "session-governors-meeting"),
    ]
    assert words(page.all("header")[0]).startswith(
        "Call sheet Head of delegation, India First SCO Member States' Heads of Regions Forum"
    )


def test_who_is_invited_without_a_part_finds_the_session_on_their_sheet() -> None:
    said = section(sheet(forums.shipped(), "norov"), "session-expert-session")
    assert "Tentative: the date will be announced." in said
    assert "You are invited to this session." in said
    assert "December 2020" in said
    assert "Whom to call" in said
    plenary = section(sheet(forums.shipped(), "coordinator"), "session-plenary")
    assert "You are invited to this session." in plenary
    assert "12:00–15:00" in plenary
    assert "You chair" not in plenary


def test_who_has_a_part_in_a_session_is_not_told_that_they_are_invited(
    order: RunningOrder,
) -> None:
    assert "You are invited" not in section(sheet(order, "far"), "session-plenary")
    assert "You are invited" not in section(sheet(order, "writer"), "session-plenary")


def test_a_deadline_is_told_once_with_its_sessions_and_how_to_answer() -> None:
    page = sheet(forums.shipped(), "head-in")
    boxes = [words(e) for e in page.all("div") if e.attributes.get("class") == "need"]
    assert "".join(boxes) == (
        "Your answer is needed by: Monday, 26 October 2020, 18:30 (New Delhi, UTC+05:30)"
        "On the forum's clock: 18:00 (Yekaterinburg, UTC+05:00) "
        "Please answer the invitation in your calendar or write to forum@example.org. "
        "Connection test before the plenary session Plenary session"
    )


def test_two_deadlines_are_told_one_after_the_other() -> None:
    order = forums.shipped()
    first, *rest = order.sessions
    early = first.session.model_copy(update={"answer_by": datetime(2020, 10, 25, 12)})
    page = sheet(replace(order, sessions=(replace(first, session=early), *rest)), "head-in")
    boxes = [words(e) for e in page.all("div") if e.attributes.get("class") == "need"]
    assert [box[:49] for box in boxes] == [
        "Your answer is needed by: Sunday, 25 October 2020",
        "Your answer is needed by: Monday, 26 October 2020",
    ]
    assert [box.partition("example.org. ")[2] for box in boxes] == [
        "Connection test before the plenary session",
        "Plenary session",
    ]


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("head-in", "Call sheet"),
        ("teksler", "Call sheet"),
        ("secretary", "Participant's sheet"),
        ("coordinator", "Participant's sheet"),
    ],
)
def test_a_call_sheet_is_for_those_who_speak(person: str, name: str) -> None:
    page = sheet(forums.shipped(), person)
    papers = [words(e) for e in page.all("p") if e.attributes.get("class") == "paper"]
    assert papers == [name]
    assert words(page.all("title")[0]).startswith(f"{name} – ")


def test_a_reader_who_follows_themself_is_called_you() -> None:
    order = forums.crowded(texts=("en",))
    plenary = next(each for each in order.sessions if each.session.id == "plenary")
    items = [
        item.model_copy(update={"speakers": ((Speaker(person="far"),),)})
        if item.id in ("sign", "decide")
        else item
        for item in plenary.session.items
    ]
    session = plenary.session.model_copy(update={"items": tuple(items)})
    sessions = [session if each.id == "plenary" else each for each in order.agenda.sessions]
    agenda = order.agenda.model_copy(update={"sessions": tuple(sessions)})
    page = sheet(running_orders.build(agenda), "far")
    rows = [words(e) for e in page.all("ul") if e.attributes.get("class") == "row"]
    assert any(row.endswith("YouAfter you") for row in rows)
