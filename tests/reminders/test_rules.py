from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orchestrator import reminders, zones
from orchestrator.agendas.models import Person
from tests.running_orders.forums import HEADS, built, forum, head, item, session

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SPEAKERS = ["head-uz", "head-cn"]
TALK = item("talk", takes="20 min", speakers=SPEAKERS)
SECRETARY = {"id": "secretary", "email": "secretary@example.org", "zone": "Asia/Yekaterinburg"}
Plain = dict[str, Any]


def rule(**more: Any) -> Plain:
    return {"id": "rule", "before": "1 day", **more}


def told(
    *rules: Plain,
    starts: str = "2020-10-29 12:00",
    published: datetime = LONG_AGO,
    people: Any = HEADS,
    record: Any = None,
    **more: Any,
) -> list[str]:
    """Return the reminders of a forum with a talk by two heads: who, of what, when, until when."""
    known = {"items": [TALK], **more}
    order = built(
        session(*known.pop("items"), starts=starts, **known),
        reminders=list(rules),
        people=people,
        **({"record": record} if record else {}),
    )
    return [
        f"{each.person} {each.thing} {each.rule} {each.purpose} {each.at:%m-%dT%H:%M}"
        f" < {each.expires:%m-%dT%H:%M}"
        for each in reminders.planned(order, published)
    ]


def hours(*rules: Plain, **more: Any) -> list[str]:
    """Return when each person is reminded, on their own clock."""
    order = built(
        session(*more.pop("items", [TALK]), **more.pop("session", {})),
        reminders=list(rules),
        **more,
    )
    return [
        f"{each.person} {zones.local(each.at, zone_of(each.person, more)):%Y-%m-%d %H:%M}"
        for each in reminders.planned(order, LONG_AGO)
    ]


def zone_of(name: str, more: Plain) -> str:
    agenda = forum(session(TALK), **more)
    person: Person = agenda.person[name]
    return agenda.zone_of(person)


def test_everyone_who_is_invited_is_reminded_of_the_session() -> None:
    assert told(rule(to="everyone")) == [
        "head-cn session-plenary rule reminder 10-28T07:00 < 10-29T07:00",
        "head-uz session-plenary rule reminder 10-28T07:00 < 10-29T07:00",
    ]


def test_ten_in_the_morning_is_ten_on_each_reader_s_clock() -> None:
    assert hours(rule(before="7 days", at="10:00")) == [
        "head-cn 2020-10-22 10:00",
        "head-uz 2020-10-22 10:00",
    ]


def test_speakers_are_reminded_of_each_of_their_slots() -> None:
    twice = item("talk", takes="10 min each", speakers=["head-uz", "head-cn", "head-uz"])
    assert told(rule(before="15 min", of="slot", to="speakers"), items=[twice]) == [
        "head-cn slot-talk rule reminder 10-29T06:55 < 10-29T07:10",
        "head-uz slot-talk rule reminder 10-29T06:45 < 10-29T07:00",
        "head-uz slot-talk.2 rule reminder 10-29T07:05 < 10-29T07:20",
    ]


def test_a_chair_who_speaks_is_reminded_once_of_the_session_that_is_theirs() -> None:
    items = [
        item("opening", takes="5 min", speakers=["head-ru"]),
        TALK,
        item("end", speakers=["head-ru"]),
    ]
    found = told(rule(before="15 min", of="slot", to="speakers"), items=items, chair="head-ru")
    assert [each for each in found if "head-ru" in each] == [
        "head-ru session-plenary rule reminder 10-29T06:45 < 10-29T07:00"
    ]


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ("everyone", "head-cn head-ru head-uz secretary"),
        ("unanswered", "head-cn head-ru head-uz secretary"),
        ("heads", "head-cn head-ru head-uz"),
        ("speakers", "head-cn head-uz"),
        ("chair", "head-ru"),
        ("rapporteur", "secretary"),
        ("head-cn", "head-cn"),
        ("observers", ""),
        ("head-in", ""),
        ({"delegation": "uz"}, "head-uz"),
        ({"delegation": "in"}, ""),
    ],
)
def test_an_audience_is_its_invited_part(to: object, names: str) -> None:
    found = told(rule(to=to), people=[*HEADS, SECRETARY], chair="head-ru", rapporteur="secretary")
    assert " ".join(each.partition(" ")[0] for each in found) == names


def test_the_unanswered_are_nudged_and_who_they_are_is_decided_when_it_is_due() -> None:
    assert told(rule(before="3 days", to="unanswered")) == [
        "head-cn session-plenary rule nudge 10-26T07:00 < 10-29T07:00",
        "head-uz session-plenary rule nudge 10-26T07:00 < 10-29T07:00",
    ]


def test_before_an_answer_s_deadline_means_before_it_and_not_after_it() -> None:
    found = told(rule(before="2 days", of="answer", to="head-uz"), answer_by="2020-10-20 18:00")
    assert found == ["head-uz session-plenary rule nudge 10-18T13:00 < 10-20T13:00"]
    assert told(rule(before="2 days", of="answer")) == []


def test_a_deadline_after_the_start_is_of_no_use_after_the_start() -> None:
    late = {"answer_by": "2020-10-30 18:00", "to": "head-uz"}
    found = told(rule(before="2 days", of="answer", to="head-uz"), answer_by=late["answer_by"])
    assert found == ["head-uz session-plenary rule nudge 10-28T13:00 < 10-29T07:00"]
    assert told(rule(before="1 h", of="answer", to="head-uz"), answer_by=late["answer_by"]) == []


def test_a_reminder_is_useful_until_the_next_one_of_its_thing() -> None:
    found = told(
        rule(id="week", before="7 days", to="head-uz"),
        rule(id="hour", before="1 h", to="head-uz"),
        rule(id="ask", before="2 days", to="unanswered"),
    )
    assert [each for each in found if "head-uz" in each] == [
        "head-uz session-plenary ask nudge 10-27T07:00 < 10-29T07:00",
        "head-uz session-plenary week reminder 10-22T07:00 < 10-29T06:00",
        "head-uz session-plenary hour reminder 10-29T06:00 < 10-29T07:00",
    ]


def test_of_two_reminders_at_one_moment_the_one_asked_for_later_is_made() -> None:
    night: Plain = {"starts": "2020-10-29 04:00", "people": [head("UZ", zone="Asia/Yekaterinburg")]}
    talk = item("talk", speakers=["head-uz"])
    found = told(
        rule(id="three", before="3 h"), rule(id="four", before="4 h"), items=[talk], **night
    )
    assert found == ["head-uz session-plenary three reminder 10-28T16:59 < 10-28T23:00"]


def test_what_would_fall_before_its_publication_is_not_made() -> None:
    at = datetime(2020, 10, 28, 7, 0, tzinfo=UTC)
    assert len(told(rule(to="head-uz"), published=at)) == 1
    assert told(rule(to="head-uz"), published=at + timedelta(microseconds=1)) == []


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_what_is_put_off_or_off_is_not_reminded_of(status: str) -> None:
    assert told(rule(), status=status) == []
    assert len(told(rule(), status="tentative", ends="15:00")) == 2


def test_a_session_without_a_date_has_no_reminders() -> None:
    undated = {"id": "later", "title": {"ru": "Позже"}, "items": [TALK]}
    assert reminders.planned(built(undated, reminders=[rule()]), LONG_AGO) == ()


def test_who_has_no_address_cannot_be_reminded() -> None:
    people = [head("UZ", email=None), head("CN")]
    assert [each.partition(" ")[0] for each in told(rule(), people=people)] == ["head-cn"]


def test_the_rapporteur_gets_the_form_before_and_is_asked_for_the_record_after() -> None:
    found = told(
        people=[*HEADS, SECRETARY],
        rapporteur="secretary",
        ends="15:00",
        record={"sent": "1 hour before", "due": "3 days after"},
    )
    assert found == [
        "secretary session-plenary record.due chaser 11-01T10:00 < 12-01T10:00",
        "secretary session-plenary record.sent form 10-29T06:00 < 10-29T07:00",
    ]


def test_what_is_overdue_at_night_is_asked_for_in_the_morning() -> None:
    found = told(
        people=[*HEADS, SECRETARY],
        starts="2020-10-29 22:30",
        rapporteur="secretary",
        ends="23:30",
        record={"due": "1 hour after"},
    )
    assert found == ["secretary session-plenary record.due chaser 10-30T02:00 < 11-28T19:30"]


def test_every_session_has_its_own_reminders() -> None:
    order = built(
        session(TALK),
        session(item("other", speakers=["head-kz"]), id="second", starts="2020-10-30 12:00"),
        reminders=[rule()],
    )
    assert [
        (each.person, each.session, each.at.day) for each in reminders.planned(order, LONG_AGO)
    ] == [
        ("head-cn", "plenary", 28),
        ("head-kz", "second", 29),
        ("head-uz", "plenary", 28),
    ]
