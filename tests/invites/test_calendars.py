from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from orchestrator import invites
from orchestrator.invites import components
from orchestrator.running_orders import RunningOrder
from tests.invites import forums
from tests.invites.plain_reader import event, read


def public(file: dict[str, Any] | None = None, language: str = "en") -> bytes:
    return invites.public_calendar(forums.order(file), forums.words(language), stamp=forums.STAMP)


def full(order: RunningOrder) -> bytes:
    return invites.full_calendar(order, forums.words("en"), stamp=forums.STAMP)


def personal(person: str, file: dict[str, Any] | None = None, **given: Any) -> bytes:
    order = forums.order(file)
    words = forums.words(order.agenda.language_of(order.agenda.person[person]))
    own = invites.own_entries(order)[person]
    return invites.personal_calendar(order, own, words, stamp=forums.STAMP, **given)


def seen(data: bytes) -> list[str]:
    return [part.one("SUMMARY").text for part in read(data).parts]


def flat(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def head(data: bytes) -> list[tuple[str, dict[str, list[str]], str]]:
    return [(each.name, each.params, each.text) for each in read(data).properties]


def test_a_plain_calendar_says_its_name_and_how_often_to_ask() -> None:
    assert head(public()) == [
        ("VERSION", {}, "2.0"),
        ("PRODID", {}, "-//Orchestrator//Forum invitations//EN"),
        ("NAME", {"LANGUAGE": ["en"]}, "Forum of Regions"),
        ("X-WR-CALNAME", {}, "Forum of Regions"),
        ("REFRESH-INTERVAL", {"VALUE": ["DURATION"]}, "PT1H"),
        ("X-PUBLISHED-TTL", {}, "PT1H"),
    ]


def test_everybody_sees_the_sessions_that_have_a_date() -> None:
    assert seen(public()) == [
        "Plenary session – Forum of Regions",
        "Expert session – Forum of Regions",
    ]


def test_everybody_reads_the_agenda_on_the_forums_clock() -> None:
    said = read(public()).parts[0].one("DESCRIPTION").text
    assert said.split("\n") == [
        "Forum of Regions",
        "Plenary session",
        "",
        "Time: Thursday, 29 October 2020, 12:00–15:00 (Yekaterinburg, UTC+05:00)",
        "",
        "Agenda",
        "12:00–12:10 Opening",
        "12:10–12:38 Statements by the heads",
        "12:38–12:53 Break",
        "12:53–13:13 Adoption of decisions",
    ]


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "ur"])
def test_nothing_public_holds_a_link_an_address_or_a_guest(language: str) -> None:
    made = flat(public(language=language)) + flat(
        invites.full_calendar(forums.order(), forums.words(language), stamp=forums.STAMP)
    )
    secrets = (
        "https:",
        "mailto:",
        "ATTENDEE",
        "ORGANIZER",
        "4711",
        "351 000",
        "METHOD",
        "CONFERENCE",
    )
    assert not [secret for secret in secrets if secret in made]
    assert "@" not in "".join(line for line in made.split("\r\n") if not line.startswith("UID:"))


def test_a_public_forum_says_that_its_calendar_is_public() -> None:
    assert [
        part.one("CLASS").value for part in read(public(forums.data(visibility="public"))).parts
    ] == ["PUBLIC"] * 2
    assert "CLASS" not in flat(personal("rao", forums.data(visibility="public")))


def test_a_cancelled_session_is_shown_as_cancelled_and_a_postponed_one_not_at_all() -> None:
    file = forums.data()
    file["sessions"][0]["status"] = "cancelled"
    file["sessions"][1]["status"] = "postponed"
    (part,) = read(public(file)).parts
    assert part.one("STATUS").value == "CANCELLED"
    assert "Cancelled: this session will not take place." in part.one("DESCRIPTION").text
    assert "Agenda" not in part.one("DESCRIPTION").text
    (own,) = read(personal("watcher", file)).parts
    assert own.one("STATUS").value == "CANCELLED"
    assert "https" not in flat(personal("watcher", file))
    assert [part.one("STATUS").value for part in read(personal("rao", file)).parts] == [
        "CANCELLED",
        "CANCELLED",
    ]


def test_the_public_entry_is_another_than_anybodys_own() -> None:
    shown = {part.one("UID").value for part in read(public()).parts}
    full_ones = {part.one("UID").value for part in read(full(forums.order())).parts}
    own = {part.one("UID").value for part in read(personal("rao")).parts}
    assert (shown & own, full_ones & own, shown & full_ones) == (set(), set(), set())


def test_ones_own_calendar_has_the_uids_of_the_invitations_and_the_link() -> None:
    made = {part.one("UID").value: part for part in read(personal("rao")).parts}
    asked = [
        event(forums.invitation("rao", thing)) for thing in ("session-plenary", "slot-statements")
    ]
    for entry in asked:
        own = made[entry.one("UID").value]
        same = ("SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "LOCATION", "URL", "STATUS")
        assert [own.one(name) for name in same] == [entry.one(name) for name in same]
        assert not {"ATTENDEE", "ORGANIZER", "SEQUENCE"} & set(own.names())


def test_ones_own_calendar_bears_the_sequences_last_told() -> None:
    made = personal("rao", sequences={("rao", "session-plenary"): 3})
    assert [part.one("SEQUENCE").value for part in read(made).parts if part.all("SEQUENCE")] == [
        "3"
    ]


def test_ones_own_calendar_holds_every_entry_with_a_date() -> None:
    assert seen(personal("li")) == [
        "全体会议 – 地方论坛",
        "You have the floor: 团长发言 – 地方论坛",
        "Заседание экспертов [ru] – 地方论坛",
        "You have the floor: Discussion – 地方论坛",
    ]


def test_the_full_calendar_holds_every_slot_with_who_has_the_floor() -> None:
    assert seen(full(forums.order())) == [
        "Head of delegation, Russia: Opening",
        "Head of delegation, India: Statements by the heads",
        "Head of delegation, China: Statements by the heads",
        "Head of delegation, Pakistan: Statements by the heads",
        "Head of delegation, Russia: Statements by the heads",
        "Break",
        "Adoption of decisions",
        "Head of delegation, India: Discussion",
        "Head of delegation, Pakistan: Discussion",
        "Head of delegation, China: Discussion",
        "Head of delegation, India: Discussion",
    ]


def test_a_delegation_whose_speaker_is_not_named_has_the_floor_by_its_name() -> None:
    file = forums.data()
    file["sessions"][1]["items"][0]["speakers"] = [{"delegation": "press"}]
    assert seen(full(forums.order(file)))[-1] == "Наблюдатели [ru]: Discussion"


def test_a_forum_without_a_date_has_an_empty_calendar() -> None:
    file = forums.data(sessions=[forums.data()["sessions"][2]])
    assert read(public(file)).parts == []


def test_a_component_is_made_once_for_as_long_as_its_facts_stay() -> None:
    components.rendered.cache_clear()
    first = full(forums.order())
    assert full(forums.order()) == first
    assert components.rendered.cache_info()[:2] == (11, 11)


def test_a_change_makes_only_its_own_component_anew() -> None:
    components.rendered.cache_clear()
    full(forums.order())
    file = forums.data()
    file["sessions"][0]["items"][3]["title"] = {"en": "Outcome"}
    assert "Outcome" in seen(full(forums.order(file)))
    assert components.rendered.cache_info().misses == 12


def test_a_later_publication_bears_its_own_stamp() -> None:
    later = replace(forums.STAMP, dtstamp=datetime(2020, 10, 21, tzinfo=UTC))
    public()
    made = invites.public_calendar(forums.order(), forums.words("en"), stamp=later)
    assert {part.one("DTSTAMP").instant for part in read(made).parts} == {later.dtstamp}
