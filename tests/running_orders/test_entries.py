from __future__ import annotations

from orchestrator import running_orders
from orchestrator.agendas.models import Join
from orchestrator.running_orders import RunningOrder
from orchestrator.running_orders.entries import join_link
from tests.running_orders.forums import HEADS, built, item, session, statements

TWICE = item("talk", takes="9 min", speakers=["head-uz", "head-cn", "head-uz"])


def things(order: RunningOrder) -> list[tuple[str, str]]:
    return [(entry.person.id, entry.thing) for entry in running_orders.entries(order)]


def test_everybody_has_an_entry_of_the_session_and_one_of_each_slot() -> None:
    assert things(built(session(TWICE))) == [
        ("head-uz", "session-plenary"),
        ("head-uz", "slot-talk"),
        ("head-uz", "slot-talk.2"),
        ("head-cn", "session-plenary"),
        ("head-cn", "slot-talk"),
    ]


def test_the_chair_has_no_entries_of_slots() -> None:
    order = built(session(TWICE, chair="head-uz"))
    assert [thing for person, thing in things(order) if person == "head-uz"] == ["session-plenary"]


def test_an_entry_keeps_its_name_when_the_slot_changes_its_place() -> None:
    plain, moved = (built(session(statements(**rule))) for rule in ({}, {"first": "uz"}))
    assert sorted(things(plain)) == sorted(things(moved))


def test_an_entry_of_a_slot_has_its_times_and_the_readers_language_and_clock() -> None:
    entry = running_orders.entries(built(session(TWICE)))[4]
    assert entry.item is not None
    assert (entry.item.id, entry.language, entry.clock, entry.zone, entry.status) == (
        "talk",
        "zh-Hans",
        "Asia/Shanghai",
        "Asia/Yekaterinburg",
        "confirmed",
    )
    assert (f"{entry.start:%H:%M}", f"{entry.end:%H:%M}") == ("07:03", "07:06")
    assert [each.is_session for each in running_orders.entries(built(session(TWICE)))] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_session_without_a_date_has_entries_without_instants() -> None:
    order = built(session(TWICE, starts=None))
    assert {(entry.start, entry.end) for entry in running_orders.entries(order)} == {(None, None)}


def test_a_delegation_whose_speaker_is_not_named_has_no_entry_yet() -> None:
    people = [each for each in HEADS if each["delegation"] != "cn"]
    order = built(session(statements()), people=people)
    assert len(things(order)) == 14


def test_the_link_is_that_of_the_readers_language_or_the_common_one() -> None:
    both = Join.model_validate(
        {"url": "https://meet.example.org/a", "languages": {"ru": "https://meet.example.org/ru"}},
    )
    assert [join_link(join, tag) for join in (both, None) for tag in ("ru", "uz")] == [
        "https://meet.example.org/ru",
        "https://meet.example.org/a",
        None,
        None,
    ]
