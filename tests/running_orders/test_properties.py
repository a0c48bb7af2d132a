from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from orchestrator import running_orders, zones
from orchestrator.agendas.checks.clocks import following
from orchestrator.running_orders import Facts, RunningOrder
from tests.running_orders.forums import DELEGATIONS, HEADS, built, codes, item, only, session

CLOCKS = [
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Yekaterinburg",
    "Australia/Adelaide",
    "Europe/Berlin",
    "America/St_Johns",
    "Pacific/Kiritimati",
]
CHANGES = [
    date(2020, 3, 29),
    date(2020, 10, 24),
    date(2021, 4, 3),
    date(2021, 10, 2),
    date(2022, 3, 13),
    date(2023, 12, 31),
]
NAMES = [each["id"] for each in HEADS]
Plain = dict[str, Any]

minutes = st.integers(1, 90)
lists = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), max_size=6)
rounds = st.fixed_dictionaries(
    {
        "all": st.sampled_from(["heads", "delegations"]),
        "by": st.sampled_from(["ru", "zh-Hans", "uz", None]),
        "except": st.lists(st.sampled_from(NAMES), max_size=7, unique=True),
    },
)


@st.composite
def items(draw: st.DrawFn) -> list[Plain]:
    """Return items, some of them pinned to a full hour."""
    return [
        item(
            f"item-{n}",
            draw(st.sampled_from(["statements", "discussion", "break", "rehearsal"])),
            f"{draw(minutes)} min{draw(st.sampled_from(['', ' each']))}",
            speakers=draw(lists | rounds),
            starts=draw(st.none() | st.none() | st.integers(0, 23).map(lambda hour: f"{hour}:00")),
        )
        for n in range(draw(st.integers(1, 6)))
    ]


@st.composite
def plans(draw: st.DrawFn) -> Plain:
    """Return a session on any day, and often on one whose clocks are put forward or back."""
    zone = draw(st.sampled_from(CLOCKS))
    day = draw(st.dates(date(2020, 1, 1), date(2026, 12, 31)) | st.sampled_from(CHANGES))
    starts = datetime.combine(day, time(draw(st.integers(0, 23)), draw(st.integers(0, 59))))
    return session(*draw(items()), starts=f"{starts:%Y-%m-%d %H:%M}", zone=zone)


def clear(plan: Plain) -> bool:
    """Tell whether every time in a plan exists exactly once, as the reader of files demands."""
    starts = datetime.fromisoformat(plan["starts"])
    pins = [int(each["starts"].partition(":")[0]) for each in plan["items"] if each["starts"]]
    walls = [following(starts, time(hour)) for hour in pins]
    return all(len(zones.reading(wall, plan["zone"]).instants) == 1 for wall in (starts, *walls))


def sound(plan: Plain) -> RunningOrder:
    """Return the running order of a plan of which one can be made."""
    assume(clear(plan))
    order = built(plan)
    assume(not {"E201", "E202"} & set(codes(order)))
    return order


@given(plans())
def test_nothing_overlaps_in_a_session(plan: Plain) -> None:
    timed = only(sound(plan))
    turns = sorted({(slot.start, slot.end) for slot in timed.slots if slot.start and slot.end})
    assert all(one[1] <= other[0] for one, other in pairwise(turns))


@given(plans())
def test_between_items_there_is_nothing_but_their_buffers(plan: Plain) -> None:
    timed = only(sound(plan))
    ends = [timed.start, *(each.end for each in timed.items)]
    for end, each in zip(ends, timed.items, strict=False):
        assert end is not None
        assert each.start == end + each.buffer
        assert each.buffer == timedelta() or each.item.starts


@given(plans())
def test_pins_never_move(plan: Plain) -> None:
    assume(clear(plan))
    for each in only(built(plan)).items:
        if each.item.starts and each.start:
            assert zones.local(each.start, plan["zone"]).time() == each.item.starts


@given(plans())
def test_durations_are_conserved(plan: Plain) -> None:
    for each in only(sound(plan)).items:
        turns = {(slot.start, slot.end) for slot in each.slots if slot.start and slot.end}
        lengths = [end - start for start, end in turns]
        assert sum(lengths, timedelta()) == each.length
        assert max(lengths) - min(lengths) <= timedelta(seconds=1)
        times = len(turns) if each.item.takes.each else 1
        assert each.length == each.item.takes.length * times


@given(plans())
def test_the_same_agenda_gives_the_same_order_and_is_no_change(plan: Plain) -> None:
    one, other = built(plan), built(plan)
    assert repr(one) == repr(other)
    told = running_orders.all_facts(one)
    assert running_orders.compare(told, running_orders.all_facts(other)) == ()


@given(plans(), st.permutations(DELEGATIONS), st.permutations(HEADS))
def test_a_round_does_not_follow_the_order_of_the_file(
    plan: Plain,
    delegations: list[Plain],
    people: list[Plain],
) -> None:
    plan["items"] = [each for each in plan["items"] if each["kind"] != "rehearsal"]
    turned = built(plan, delegations=delegations, people=people)
    assert [slot.person for slot in built(plan).slots] == [slot.person for slot in turned.slots]


@given(plans(), st.data())
def test_an_edit_touches_only_those_whose_told_facts_changed(
    plan: Plain,
    data: st.DataObject,
) -> None:
    before = running_orders.all_facts(sound(plan))
    edited = data.draw(st.sampled_from(plan["items"]))
    edited["takes"] = f"{data.draw(minutes)} min"
    after = running_orders.all_facts(sound(plan))
    touched = {(each.person, each.thing) for each in running_orders.compare(before, after)}
    assert touched == {
        key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    }


@given(plans(), st.integers(0, 30).map(lambda n: timedelta(minutes=n)), st.data())
def test_only_small_moves_of_slots_are_quiet(
    plan: Plain,
    quiet: timedelta,
    data: st.DataObject,
) -> None:
    before = running_orders.all_facts(sound(plan))
    data.draw(st.sampled_from(plan["items"]))["takes"] = f"{data.draw(minutes)} min"
    after = running_orders.all_facts(sound(plan))
    told = {(each.person, each.thing) for each in running_orders.compare(before, after, quiet)}
    for key in {key for key in before if before[key] != after[key]} - told:
        assert key[1].startswith("slot-")
        assert all(abs(new - old) < quiet for old, new in moves(before[key], after[key]))


def moves(old: Facts, new: Facts) -> list[tuple[datetime, datetime]]:
    pairs = [(old.start, new.start), (old.end, new.end)]
    return [(was, now) for was, now in pairs if was and now]


@given(st.permutations(NAMES), st.data())
def test_an_exchange_of_two_touches_these_two(names: list[str], data: st.DataObject) -> None:
    first, second = sorted(data.draw(st.sets(st.integers(0, 7), min_size=2, max_size=2)))
    turned = [*names]
    turned[first], turned[second] = names[second], names[first]
    before, after = (
        running_orders.all_facts(built(session(item("talk", takes="7 min each", speakers=order))))
        for order in (names, turned)
    )
    touched = {(each.person, each.thing) for each in running_orders.compare(before, after)}
    assert touched == {(names[first], "slot-talk"), (names[second], "slot-talk")}
