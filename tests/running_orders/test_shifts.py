from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from orchestrator import running_orders
from orchestrator.running_orders import Facts
from orchestrator.running_orders.compare import Key
from tests.running_orders.forums import built, item, session

# Almaty's clocks went back by an hour on 1 March 2024; who is told here did not know of it yet.
NOW = datetime(2024, 1, 15, tzinfo=UTC)
ALMATY = "Asia/Almaty"
OLD, NEW = 360, 300  # minutes from UTC


def told(zone: str = "Asia/Yekaterinburg", starts: str = "2024-04-10 12:00") -> dict[Key, Facts]:
    """Return what the heads of Kazakhstan and Uzbekistan were told under the old rules."""
    talk = item("talk", takes="20 min", speakers=["head-kz", "head-uz"])
    order = built(session(talk, starts=starts, zone=zone, ends="15:00"))
    return {key: as_once(each) for key, each in running_orders.all_facts(order).items()}


def as_once(facts: Facts) -> Facts:
    """Return facts as the rules of 2023 had them."""
    assert facts.start
    assert facts.end
    own = OLD if facts.zone == ALMATY else facts.offset
    if facts.session_zone != ALMATY:
        return replace(facts, offset=own)
    earlier = timedelta(hours=1)
    start, end = facts.start - earlier, facts.end - earlier
    return replace(facts, offset=own, session_offset=OLD, start=start, end=end)


def seen(found: tuple[running_orders.Shift, ...]) -> list[str]:
    return [
        f"{each.person} {each.thing} {each.told_wall:%H:%M} {each.wall:%H:%M}"
        f"{' moved' if each.moved else ''}"
        for each in found
    ]


def test_a_reader_s_hour_changes_though_the_instant_does_not() -> None:
    found = running_orders.shifts(told(), NOW)
    assert seen(found) == [
        "head-kz session-plenary 13:00 12:00",
        "head-kz slot-talk 13:00 12:00",
    ]
    assert [each.start for each in found] == [datetime(2024, 4, 10, 7, 0, tzinfo=UTC)] * 2


def test_what_is_held_on_the_clock_that_changed_moves_for_everybody_else() -> None:
    found = running_orders.shifts(told(ALMATY), NOW)
    assert seen(found) == [
        "head-uz session-plenary 11:00 12:00 moved",
        "head-uz slot-talk 11:10 12:10 moved",
        "head-kz session-plenary 12:00 12:00 moved",
        "head-kz slot-talk 12:00 12:00 moved",
    ]
    assert found[0].start == datetime(2024, 4, 10, 7, 0, tzinfo=UTC)


def test_under_the_rules_that_were_told_nothing_shifts() -> None:
    known = {key: facts for key, facts in told().items() if key[0] == "head-uz"}
    assert len(known) == 2
    assert running_orders.shifts(known, NOW) == ()


def test_what_has_ended_is_left_alone() -> None:
    end = max(each.end for each in told().values() if each.end)
    assert len(running_orders.shifts(told(), end - timedelta(seconds=1))) == 1
    assert running_orders.shifts(told(), end) == ()


def test_what_does_not_stand_is_left_alone() -> None:
    off = {key: replace(facts, status="cancelled") for key, facts in told().items()}
    undated = {
        key: replace(facts, start=None, end=None, offset=None, session_offset=None)
        for key, facts in told().items()
    }
    assert running_orders.shifts(off, NOW) == running_orders.shifts(undated, NOW) == ()
