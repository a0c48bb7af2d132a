"""The work grows with the size of a forum, not with its square: steps are counted, not seconds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from orchestrator import running_orders
from tests.running_orders.forums import HEADS, forum, item, session

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from orchestrator.agendas.models import Agenda

Plain = dict[str, Any]
NEVER = ["03:00–03:01"]
WHY = {"ru": "По договорённости"}


def steps(agenda: Agenda) -> int:
    """Return how many instructions of Python it takes to put an agenda on the clock."""
    running_orders.build(agenda)  # what is kept in memory is there
    counted = 0

    def count(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        nonlocal counted
        frame.f_trace_opcodes = True
        counted += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        running_orders.build(agenda)
    finally:
        sys.settrace(before)
    return counted


def states(count: int) -> list[Plain]:
    return [{"id": f"d{n}", "name": {"ru": f"Орган {n}"}} for n in range(count)]


def heads(count: int, **more: Any) -> list[Plain]:
    known = {"head": True, "office": {"ru": "Глава"}}
    return [{"id": f"p{n}", "delegation": f"d{n}", **known, **more} for n in range(count)]


def one_round(count: int, **rule: Any) -> Agenda:
    speakers = {"all": "heads", "by": "ru", **rule}
    statements = item("statements", "statements", "1 min each", speakers=speakers)
    known = {"delegations": states(count), "people": heads(count)}
    return forum(session(statements), **known)


def excepted(count: int) -> Agenda:
    silent: Plain = {"except": [f"p{n}" for n in range(1, count)]}
    return one_round(count, **silent)


def placed_in_a_chain(count: int) -> Agenda:
    chain = [{"speaker": f"p{n}", "before": f"p{n + 1}", "because": WHY} for n in range(count - 1)]
    return one_round(count, placed=chain)


def regions_of_one_state(count: int) -> Agenda:
    codes = ("RU", "KZ", "UZ", "CN", "IN")
    parts = [
        {"id": f"d{n}", "state": codes[n % 5], "region": {"ru": f"Область {n}"}}
        for n in range(count)
    ]
    talk = item("talk", "statements", "1 min each", speakers={"all": "heads", "by": "ru"})
    return forum(session(talk), delegations=parts, people=heads(count))


def invited_again_and_again(count: int) -> Agenda:
    return forum(
        session(item("talk"), invited=["members"] * count),
        delegations=states(count),
        people=heads(count),
    )


def rounds_of_nobody(count: int) -> Agenda:
    rule = {"all": "observers", "by": "ru"}
    rounds = [item(f"t{n}", "statements", speakers=rule) for n in range(count)]
    return forum(session(*rounds), delegations=states(count), people=[])


@pytest.mark.parametrize(
    "shape",
    [
        excepted,
        placed_in_a_chain,
        regions_of_one_state,
        invited_again_and_again,
        rounds_of_nobody,
    ],
)
def test_twice_as_much_is_at_most_little_more_than_twice_the_work(
    shape: Callable[[int], Agenda],
) -> None:
    small, large = (steps(shape(count)) for count in (90, 180))
    assert large < 2.3 * small


def test_a_session_of_weeks_takes_no_more_work_than_one_of_a_day() -> None:
    people = [{**each, "available": NEVER} for each in HEADS]
    talks = [[item("talk", takes=length, speakers=["head-cn"])] for length in ("1 day", "30 days")]
    day, days = (steps(forum(session(*talk), people=people)) for talk in talks)
    assert days < 1.5 * day


def test_proposals_do_not_grow_with_the_square_of_a_round() -> None:
    def late(count: int) -> Agenda:
        people = heads(count, available=["06:00–22:00"])
        people[0]["available"] = NEVER
        talk = item("talk", "statements", "1 min each", speakers=[[p["id"]] for p in people])
        return forum(session(talk), delegations=states(count), people=people)

    small, large = (steps(late(count)) for count in (90, 180))
    assert large < 2.3 * small
