from __future__ import annotations

from tests.running_orders.forums import (
    DELEGATIONS,
    built,
    delegation,
    head,
    said,
    session,
    statements,
    states,
)

RANKED = {
    "delegations": [delegation(code) for code in ("RU", "UZ", "CN")],
    "people": [head("RU", rank=2), head("UZ", rank=1), head("CN", rank=2)],
}


def test_an_observer_whom_the_alphabet_puts_before_a_member_is_found() -> None:
    observer = delegation("BY", status="observer")
    order = built(session(statements(all="delegations")), delegations=[*DELEGATIONS, observer])
    assert states(order).startswith("BY IN")
    assert said(order) == [
        (
            "W310 two rules decide the order of item 'statements' differently "
            "(by the alphabet 'by' speaks before 'in', by standing after it)"
        ),
    ]


def test_an_observer_whom_the_alphabet_puts_last_is_no_dispute() -> None:
    others = [each for each in DELEGATIONS if each["state"] != "UZ"]
    observer = delegation("UZ", status="observer")
    order = built(session(statements(all="delegations")), delegations=[*others, observer])
    assert order.findings == ()


def test_whoever_has_placed_by_hand_has_thought_about_it() -> None:
    observer = delegation("BY", status="observer")
    placing = {"speaker": "by", "after": "uz", "because": {"ru": "Наблюдатель"}}
    order = built(
        session(statements(all="delegations", placed=[placing])),
        delegations=[*DELEGATIONS, observer],
    )
    assert order.findings == ()


def test_a_host_who_speaks_first_against_the_ranks_is_found() -> None:
    order = built(session(statements(order="rank", first="host")), **RANKED)
    assert states(order) == "RU UZ CN"
    assert said(order) == [
        (
            "W310 two rules decide the order of item 'statements' differently "
            "(by 'first:' it is 'ru' who speaks first, by rank 'uz')"
        ),
    ]


def test_one_who_speaks_last_against_the_ranks_is_found() -> None:
    order = built(session(statements(order="rank", last="uz")), **RANKED)
    assert said(order) == [
        (
            "W310 two rules decide the order of item 'statements' differently "
            "(by 'last:' it is 'uz' who speaks last, by rank 'ru')"
        ),
    ]


def test_the_last_of_equal_rank_can_be_chosen() -> None:
    order = built(session(statements(order="rank", last="cn")), **RANKED)
    assert (states(order), order.findings) == ("UZ RU CN", ())


def test_a_host_first_in_the_alphabetical_order_is_no_dispute() -> None:
    assert built(session(statements(first="host"))).findings == ()
