from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from orchestrator import reminders, zones
from orchestrator.reminders import Known, Planned, changes
from orchestrator.reminders.rules import FORM
from orchestrator.running_orders import RunningOrder
from tests.running_orders.forums import built, item, session

# Clocks that skip hours, half hours and a whole day, and two that stand a day apart.
CLOCKS = [
    "Asia/Kathmandu",
    "Asia/Yekaterinburg",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
DAYS = [
    date(2011, 12, 31),
    date(2020, 3, 29),
    date(2020, 10, 25),
    date(2021, 1, 1),
    date(2021, 4, 4),
    date(2021, 10, 3),
]
MINUTE = timedelta(minutes=1)
Plain = dict[str, Any]

lengths = st.integers(1, 20_000).map(lambda minutes: f"{minutes} min")
hours = st.times().map(lambda each: f"{each:%H:%M}")
rules = st.lists(
    st.fixed_dictionaries(
        {
            "before": lengths,
            "at": st.none() | hours,
            "of": st.sampled_from(["session", "slot", "answer"]),
            "to": st.sampled_from(["everyone", "speakers", "unanswered", "chair", "rapporteur"]),
        }
    ),
    max_size=5,
).map(lambda found: [{"id": f"rule-{n}", **each} for n, each in enumerate(found)])


@st.composite
def orders(draw: st.DrawFn) -> RunningOrder:
    """Return a session of four people on clocks far apart, at any hour, with any rules."""
    day = draw(st.dates(date(2020, 1, 1), date(2026, 12, 31)) | st.sampled_from(DAYS))
    starts = datetime.combine(day, draw(st.times()).replace(second=0, microsecond=0, fold=0))
    forum_zone = draw(st.sampled_from(CLOCKS))
    by = starts - draw(st.integers(0, 9_000)) * MINUTE
    assume(all(len(zones.reading(each, forum_zone).instants) == 1 for each in (starts, by)))
    people = [
        {"id": f"p{n}", "email": f"p{n}@example.org", "zone": draw(st.sampled_from(CLOCKS))}
        for n in range(4)
    ]
    talk = item("talk", takes="7 min each", speakers=["p0", "p1", "p0"])
    plan = session(talk, item("rest", takes="1 h"), chair="p1", rapporteur="p2", invited=["p3"])
    plan |= {"starts": f"{starts:%Y-%m-%d %H:%M}", "answer_by": f"{by:%Y-%m-%d %H:%M}"}
    record = {"sent": draw(st.none() | lengths), "due": draw(st.none() | lengths)}
    return built(plan, zone=forum_zone, people=people, reminders=draw(rules), record=record)


@st.composite
def publications(draw: st.DrawFn) -> tuple[RunningOrder, datetime]:
    """Return an order and a moment about its session at which it is published."""
    order = draw(orders())
    start = order.sessions[0].start
    assert start
    return order, start + draw(st.integers(-30_000, 1_000)) * MINUTE


def clock(order: RunningOrder, each: Planned) -> str:
    return order.agenda.zone_of(order.agenda.person[each.person])


def deadline(order: RunningOrder, each: Planned) -> datetime:
    """Return what a reminder counts back from."""
    rule = next((rule for rule in order.agenda.reminders if rule.id == each.rule), None)
    answer_by = order.agenda.sessions[0].answer_by
    if rule and rule.of == "answer" and answer_by:
        return zones.instant(answer_by, order.agenda.zone)
    return each.begins


@given(publications())
def test_nobody_is_written_to_at_night_unless_the_thing_is_near(
    published: tuple[RunningOrder, datetime],
) -> None:
    order, moment = published
    for each in reminders.planned(order, moment):
        wall = zones.local(each.at, clock(order, each)).time()
        near = each.purpose != "chaser" and deadline(order, each) - each.at <= timedelta(hours=2)
        assert time(7) <= wall < time(22) or near


@given(publications())
def test_nothing_is_due_before_its_publication_nor_when_it_is_of_no_use(
    published: tuple[RunningOrder, datetime],
) -> None:
    order, moment = published
    for each in reminders.planned(order, moment):
        assert moment <= each.at < each.expires
        assert each.purpose == "chaser" or each.expires <= each.begins


@given(publications())
def test_the_same_agenda_gives_the_same_reminders_each_with_a_key_of_its_own(
    published: tuple[RunningOrder, datetime],
) -> None:
    order, moment = published
    found = reminders.planned(order, moment)
    assert found == reminders.planned(order, moment)
    assert len({each.key for each in found}) == len(found)


@given(publications())
def test_two_reminders_of_a_thing_are_never_of_use_together(
    published: tuple[RunningOrder, datetime],
) -> None:
    def chain(each: Planned) -> tuple[str, str, str]:
        return each.person, each.thing, each.purpose

    for _, links in groupby(sorted(reminders.planned(*published), key=chain), key=chain):
        spans = sorted((each.at, each.expires) for each in links)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(publications(), orders())
def test_publishing_leaves_waiting_exactly_what_is_owed(
    published: tuple[RunningOrder, datetime], other: RunningOrder
) -> None:
    order, moment = published
    old = known(reminders.planned(other, moment))  # what is late already stays, so none is
    found = reminders.replanned(old, order, moment)
    wanted = sorted(map(facts, reminders.planned(order, moment)))
    # A form that is late goes out at once: that is a rule of its own, with a test of its own.
    assert [each for each in waiting(old, found) if each[2] != FORM] == [
        each for each in wanted if each[2] != FORM
    ]
    again = reminders.replanned(known(reminders.planned(order, moment)), order, moment)
    assert {each.rule for each in again.new} <= {FORM}
    assert (again.moved, again.withdrawn, again.kept) == ((), (), ())


def known(plans: tuple[Planned, ...]) -> list[Known]:
    return [
        Known(
            id=number,
            person=each.person,
            thing=each.thing,
            rule=each.rule,
            at=each.at,
            begins=each.begins,
            expires=each.expires,
            state="pending",
        )
        for number, each in enumerate(plans)
    ]


def facts(each: Planned | Known) -> tuple[str, str, str, datetime, datetime, datetime]:
    return each.person, each.thing, each.rule, each.at, each.begins, each.expires


def waiting(old: list[Known], found: changes.Replanned) -> list[tuple[Any, ...]]:
    """Return what waits after a publication."""
    changed = {each.id: each.to for each in (*found.moved, *found.kept)}
    left = [changed.get(row.id, row) for row in old if row.id not in found.withdrawn]
    return sorted(map(facts, [*left, *found.new]))


def test_the_clocks_are_far_apart() -> None:
    noon = datetime(2020, 10, 29, 12, 0, tzinfo=UTC)
    assert zones.offset(noon, CLOCKS[-2]) - zones.offset(noon, CLOCKS[-1]) > timedelta(days=1)
