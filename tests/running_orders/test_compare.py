from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from orchestrator import running_orders
from orchestrator.running_orders import Change, Facts
from orchestrator.running_orders.compare import KINDS, Key
from tests.running_orders.forums import HEADS, built, forum, head, item, session, statements

QUIET = timedelta(minutes=5)
JOIN = {
    "url": "https://meet.example.org/a",
    "dial": "+7 351 000 00 00",
    "languages": {"zh-Hans": "https://meet.example.org/zh"},
}
TITLE = {"ru": "Заседание", "zh-Hans": "会议", "en": "Session"}


def told(*items: dict[str, Any], people: Any = HEADS, **more: Any) -> dict[Key, Facts]:
    """Return what everybody is told of a session with a talk by two heads."""
    talk = item("talk", takes="20 min", speakers=["head-uz", "head-cn"])
    plan = session(*(items or (talk,)), **{"title": TITLE, "join": JOIN, **more})
    return running_orders.all_facts(built(plan, people=people))


def changes(old: Mapping[Key, Facts], new: Mapping[Key, Facts], **more: Any) -> list[str]:
    found = running_orders.compare(old, new, **{"quiet": QUIET, **more})
    return [f"{each.person} {each.thing}: {' '.join(each.kinds)}" for each in found]


def test_nothing_changed_means_nothing_to_tell() -> None:
    assert changes(told(), told()) == []


def test_whoever_was_told_nothing_is_told_of_new_entries() -> None:
    assert changes({}, told()) == [
        "head-uz session-plenary: new",
        "head-uz slot-talk: new",
        "head-cn session-plenary: new",
        "head-cn slot-talk: new",
    ]


def test_a_change_carries_what_was_told_and_what_is_true() -> None:
    old, new = told(), told(starts="2020-10-29 12:30")
    key = ("head-uz", "session-plenary")
    assert running_orders.compare(old, new, QUIET)[0] == Change(
        person="head-uz",
        thing="session-plenary",
        kinds=("moved",),
        from_=old[key],
        to=new[key],
    )


def test_a_session_that_moves_by_a_minute_is_told_and_its_slots_are_not() -> None:
    assert changes(told(), told(starts="2020-10-29 12:01")) == [
        "head-uz session-plenary: moved",
        "head-cn session-plenary: moved",
    ]


def later(minutes: int) -> dict[Key, Facts]:
    """Return what is told when something else takes so many minutes before the talk."""
    talk = item("talk", takes="20 min", speakers=["head-uz", "head-cn"])
    before = [item("before", takes=f"{minutes} min")] if minutes else []
    return told(*before, talk, ends="15:00")


def test_a_slot_that_moves_less_than_is_worth_a_message_is_quiet() -> None:
    assert changes(later(0), later(4)) == []
    assert changes(later(0), later(5)) == ["head-uz slot-talk: moved", "head-cn slot-talk: moved"]


def test_small_moves_add_up_since_what_was_told_last() -> None:
    told_last = later(10)
    assert changes(told_last, later(14)) == []
    assert changes(told_last, later(18)) == ["head-uz slot-talk: moved", "head-cn slot-talk: moved"]


def test_a_slot_that_only_ends_much_later_has_moved() -> None:
    longer = item("talk", takes="34 min", speakers=["head-uz", "head-cn"])
    old = told(item("talk", takes="20 min", speakers=["head-uz", "head-cn"]), ends="15:00")
    assert changes(old, told(longer, ends="15:00")) == [
        "head-uz slot-talk: moved",
        "head-cn slot-talk: moved",
    ]


def test_a_small_move_is_told_where_something_else_is_to_be_told_anyway() -> None:
    titled = item("talk", takes="20 min", speakers=["head-uz", "head-cn"], title={"ru": "Доклады"})
    new = told(item("before", takes="1 min"), titled, ends="15:00")
    assert changes(later(0), new)[0] == "head-uz slot-talk: moved retitled"


def test_a_corrected_chinese_comma_is_no_mail_to_tashkent() -> None:
    corrected = {**TITLE, "zh-Hans": "会议，"}
    assert changes(told(), told(title=corrected)) == ["head-cn session-plenary: retitled"]


def test_a_reader_without_an_own_text_hears_of_the_official_one() -> None:
    corrected = {**TITLE, "ru": "Пленарное заседание"}
    assert changes(told(), told(title=corrected)) == ["head-uz session-plenary: retitled"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"place": {"ru": "Челябинск"}}, "place"),
        ({"join": {**JOIN, "dial": "+7 351 000 00 01"}}, "join"),
        ({"contact": {"name": {"ru": "Дежурный"}, "phone": "+7 351 000 00 02"}}, "contact"),
        ({"status": "tentative"}, "tentative"),
    ],
)
def test_what_was_told_and_changed_is_told_anew(more: dict[str, Any], kind: str) -> None:
    expected = [
        f"head-{code} {thing}: {kind}"
        for code in ("uz", "cn")
        for thing in ("session-plenary", "slot-talk")
    ]
    assert changes(told(), told(**more)) == expected


def test_a_link_for_one_language_concerns_its_readers_only() -> None:
    join = {**JOIN, "languages": {"zh-Hans": "https://meet.example.org/other"}}
    assert changes(told(), told(join=join)) == [
        "head-cn session-plenary: join",
        "head-cn slot-talk: join",
    ]


def test_a_tentative_session_is_made_firm() -> None:
    assert changes(told(status="tentative"), told())[0] == "head-uz session-plenary: firm"


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"language": "ru"}, "join language"),
        ({"zone": "Asia/Almaty"}, "zone"),
        ({"email": "other@example.org"}, "address"),
    ],
)
def test_what_a_person_is_told_in_on_and_at_is_told_anew(more: dict[str, str], kind: str) -> None:
    people = [each for each in HEADS if each["delegation"] != "cn"]
    old, new = told(people=[*people, head("CN")]), told(people=[*people, head("CN", **more)])
    assert changes(old, new) == [
        f"head-cn session-plenary: {kind}",
        f"head-cn slot-talk: {kind}",
    ]


def test_a_change_of_language_is_no_change_of_every_text() -> None:
    here = {"place": {"ru": "Челябинск", "zh-Hans": "车里雅宾斯克"}}
    old = told(people=[head("CN")], **here)
    new = told(people=[head("CN", language="ru")], **here)
    assert [each.split(": ")[1] for each in changes(old, new)] == ["join language"] * 2


def test_a_session_on_another_clock_at_the_same_instant_is_told() -> None:
    found = changes(told(), told(zone="Asia/Tashkent"))
    assert found[0] == "head-uz session-plenary: zone"


def test_an_instant_that_stays_while_the_rules_of_the_zone_change_is_told() -> None:
    new = told(people=[head("UZ")])
    old = {key: replace(each, offset=360) for key, each in new.items()}
    assert changes(old, new) == ["head-uz session-plenary: zone", "head-uz slot-talk: zone"]


def test_a_move_into_other_offsets_is_no_more_than_a_move() -> None:
    berlin = {"zone": "Europe/Berlin", "people": HEADS}
    old = told(starts="2020-10-20 12:00", **berlin)
    new = told(starts="2020-10-29 12:00", **berlin)
    assert {each.split(": ")[1] for each in changes(old, new)} == {"moved"}


@pytest.mark.parametrize(
    "more",
    [{"status": "cancelled"}, {"status": "postponed"}, {"starts": None, "status": "postponed"}],
)
def test_what_is_called_off_or_loses_its_date_is_withdrawn(more: dict[str, Any]) -> None:
    found = running_orders.compare(told(), told(**more), QUIET)
    assert [each.kinds for each in found] == [("withdrawn",)] * 4
    assert {each.to for each in found} == {None}


def test_what_is_gone_from_the_plan_is_withdrawn() -> None:
    alone = item("talk", takes="20 min", speakers=["head-uz"])
    assert changes(told(), told(alone)) == [
        "head-uz slot-talk: moved",
        "head-cn session-plenary: withdrawn",
        "head-cn slot-talk: withdrawn",
    ]


def test_what_was_withdrawn_and_comes_back_is_reinstated() -> None:
    gone = frozenset(told())
    assert {each.split(": ")[1] for each in changes(told(), told(), withdrawn_before=gone)} == {
        "reinstated",
    }
    assert {each.split(": ")[1] for each in changes({}, told(), withdrawn_before=gone)} == {
        "reinstated",
    }
    cancelled = told(status="cancelled")
    assert {each.split(": ")[1] for each in changes(cancelled, told())} == {"reinstated"}


def test_what_was_withdrawn_and_stays_away_is_not_told_twice() -> None:
    old = told()
    assert changes(old, told(status="cancelled"), withdrawn_before=frozenset(old)) == []
    assert changes(old, {}, withdrawn_before=frozenset(old)) == []


def test_what_never_had_a_date_is_not_told() -> None:
    assert changes({}, told(starts=None)) == []
    assert changes(told(starts=None), told(starts=None, title={"ru": "Иное"})) == []


def test_the_order_of_what_was_told_does_not_matter() -> None:
    old = told(statements())
    turned = dict(reversed(old.items()))
    assert running_orders.compare(turned, told()) == running_orders.compare(old, told())


def test_exchanging_two_speakers_concerns_these_two() -> None:
    found = changes(told(statements()), told(statements(first="kz")))
    assert found == ["head-kz slot-statements: moved", "head-in slot-statements: moved"]


def test_the_name_of_a_kind_stands_for_a_missing_title() -> None:
    facts = told(people=[head("UZ")])
    assert facts["head-uz", "slot-talk"].title == "Discussion"


def test_facts_survive_the_way_through_json() -> None:
    for plan in (told(), told(starts=None), told(join=None, place={"ru": "Челябинск"})):
        for facts in plan.values():
            assert Facts.from_dict(json.loads(json.dumps(facts.as_dict()))) == facts


def test_facts_are_written_with_instants_to_the_second() -> None:
    written = told()["head-cn", "slot-talk"].as_dict()
    assert written == {
        "start": "2020-10-29T07:10:00Z",
        "end": "2020-10-29T07:20:00Z",
        "status": "confirmed",
        "title": "Discussion",
        "place": None,
        "join": ["https://meet.example.org/zh", "+7 351 000 00 00", None],
        "contact": ["Секретариат", "forum@example.org", None],
        "language": "zh-Hans",
        "address": "cn@example.org",
        "zone": "Asia/Shanghai",
        "offset": 480,
        "session_zone": "Asia/Yekaterinburg",
        "session_offset": 300,
        "part": [],
        "answer_by": None,
        "opens": None,
    }


def test_every_kind_has_words() -> None:
    made = "new reinstated withdrawn moved retitled place join contact tentative firm language"
    other = "zone address assistant part deadline opens"
    assert set(KINDS) == {*made.split(), *other.split()}


def test_what_was_told_under_an_old_id_is_known_under_the_new_one() -> None:
    old = told(item("talk", speakers=["head-uz", "head-cn", "head-uz"]))
    people = [{**each, "id": f"new-{each['id']}", "was": each["id"]} for each in HEADS]
    talk = item("speech", was="talk", speakers=[f"new-head-{c}" for c in ("uz", "cn", "uz")])
    plan = session(talk, id="sitting", was="plenary", title=TITLE, join=JOIN)
    agenda = forum(plan, people=people)
    new = running_orders.all_facts(running_orders.build(agenda))
    assert running_orders.compare(running_orders.renamed(agenda, old), new) == ()
    assert len(running_orders.compare(old, new)) == 2 * len(new)
