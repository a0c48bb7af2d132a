from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.minutes import Answers, joined
from orchestrator.minutes.answers import Entry
from orchestrator.minutes.joining import Joined, both

LIST = "o/outcome/decisions"
TEXTS = st.sampled_from(["", "a", "b", "c"])


def sheet(*rows: str | tuple[str, str], summary: str = "", **fields: str) -> Answers:
    """Return answers with a summary and one list; a pair is a row with a key of its own."""
    entries = tuple(
        Entry(key=None, cells=(row, "")) if isinstance(row, str) else Entry(key=row[0], cells=row)
        for row in rows
    )
    return Answers(
        identity=None,
        language="en",
        base={},
        titles={"outcome": "Outcome"},
        fields={"o/outcome/summary": summary, **fields},
        lists={LIST: entries},
        notes=(),
    )


def texts(found: Joined) -> list[str]:
    return [each.cells[0] for each in found.answers.lists[LIST]]


@pytest.mark.parametrize(
    ("mine", "theirs", "stands", "conflicts"),
    [
        ("a", "a", "a", 0),
        ("b", "a", "b", 0),
        ("a", "b", "b", 0),
        ("b", "b", "b", 0),
        ("b", "c", "b", 1),
        ("", "c", "", 1),
        ("", "a", "", 0),
    ],
)
def test_a_field_that_one_changed_is_theirs_and_one_that_both_changed_is_asked_about(
    mine: str, theirs: str, stands: str, conflicts: int
) -> None:
    found = joined(sheet(summary="a"), sheet(summary=mine), sheet(summary=theirs))
    assert found.answers.fields["o/outcome/summary"] == stands
    assert len(found.conflicts) == conflicts


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "stands"),
    [
        ((), ("m",), ("t",), ["t", "m"]),
        ((), ("x",), ("x",), ["x"]),
        (("a",), ("a", "m"), ("a", "t"), ["a", "t", "m"]),
        (("a", "b"), ("a", "m", "b"), ("a", "b", "t"), ["a", "m", "b", "t"]),
        (("a", "b"), ("a",), ("a", "b"), ["a"]),
        (("a", "b"), ("a", "b"), ("b",), ["b"]),
        (("a", "b"), ("a",), ("a", "t"), ["a", "t"]),
        (("a", "b"), ("m", "b"), ("a", "t"), ["m", "t"]),
        (("a",), (), (), []),
    ],
)
def test_rows_of_both_stand_in_the_order_of_both(
    base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...], stands: list[str]
) -> None:
    found = joined(sheet(*base), sheet(*mine), sheet(*theirs))
    assert (texts(found), found.conflicts) == (stands, ())


def test_a_row_that_both_changed_is_asked_about_at_its_place() -> None:
    found = joined(sheet("x", "a"), sheet("x", "m"), sheet("new", "x", "t"))
    assert texts(found) == ["new", "x", "m"]
    (conflict,) = found.conflicts
    assert (conflict.row, conflict.cell, conflict.mine, conflict.theirs, conflict.both) == (
        2,
        0,
        "m",
        "t",
        "t\nm",
    )
    assert found.origins[LIST] == (None, 0, 1)


def test_rows_with_keys_stand_in_the_order_into_which_one_of_us_brought_them() -> None:
    one, two = ("s/one/1", "1"), ("s/two/1", "2")
    for mine, theirs in (((two, one), (one, two)), ((one, two), (two, one))):
        found = joined(sheet(one, two), sheet(*mine), sheet(*theirs))
        keys = [each.key for each in found.answers.lists[LIST]]
        assert (keys, found.conflicts) == (["s/two/1", "s/one/1"], ())


def test_what_differs_in_spaces_only_is_the_same_to_a_file() -> None:
    base, mine = sheet(summary="a  b\n\nc"), sheet(summary="a b\nc")
    assert joined(base, mine, base, loose=True).answers.fields == base.fields
    assert joined(base, mine, base).answers.fields == mine.fields


@given(base=st.lists(TEXTS, max_size=4), mine=st.lists(TEXTS, max_size=4))
def test_what_only_one_of_us_changed_is_taken_whole(base: list[str], mine: list[str]) -> None:
    was, own = sheet(*base), sheet(*mine)
    assert texts(joined(was, own, was)) == mine
    assert texts(joined(was, was, own)) == mine
    assert joined(was, own, own).conflicts == ()


@given(
    base=st.lists(st.sampled_from("abc"), max_size=4),
    mine=st.lists(st.sampled_from("abcm"), max_size=5),
    theirs=st.lists(st.sampled_from("abct"), max_size=5),
)
def test_no_word_that_somebody_wrote_is_lost(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    found = joined(sheet(*base), sheet(*mine), sheet(*theirs))
    said = {*texts(found)}
    said |= {text for each in found.conflicts for text in (each.mine, each.theirs)}
    new = ({*mine} | {*theirs}) - {*base}
    assert new <= said


def test_two_texts_in_one_hold_neither_twice() -> None:
    assert (both("a b", "a"), both("a", "a b"), both("a", "b")) == ("a b", "a b", "b\na")


def test_what_only_a_file_says_beside_its_cells_is_kept() -> None:
    base = sheet()
    mine = replace(base, fields={**base.fields, "o/outcome/notes": "x"})
    assert joined(base, mine, base).answers.fields["o/outcome/notes"] == "x"
