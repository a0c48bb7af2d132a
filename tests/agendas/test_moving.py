"""An item is moved in the text: it says what is meant, and nothing else of it has changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from orchestrator.agendas.rewriting import RewritingError, move_item, move_speaker
from orchestrator.agendas.rewriting.sound import UNSAFE
from tests.agendas.written import HEAD, data, items, remarks, texts

SESSIONS = st.sampled_from(["one", "two"])


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(texts(), st.integers(0, 7), SESSIONS, st.integers(0, 7))
def test_a_moved_item_is_where_it_was_meant_and_nothing_else_changed(
    text: str, chosen: int, session: str, place: int
) -> None:
    said = data(text)
    assume(said is not None and said == data(f"{text}\n"))
    before = items(said)
    known = [(name, each) for name, own in before.items() for each in own]
    assume(known)
    home, item = known[chosen % len(known)]
    before[home].remove(item)
    place %= len(before[session]) + 1
    before[session].insert(place, item)
    try:
        made = move_item(text, item["id"], session, place)
    except RewritingError:
        # Below a block of text a comment, or an empty line, would become a part of it.
        assert "# deep" in text or "|+" in text
        return
    assert items(data(made)) == before
    assert {**data(made), "sessions": 0} == {**said, "sessions": 0}
    assert remarks(made) == remarks(text)
    if home == session:
        assert sorted(made.splitlines()) == sorted(text.splitlines())


LISTED = f"""\
{HEAD}sessions:
  - id: one
    items:  # in this order
      # about a
      - id: a
        kind: opening
        # still of a

      # Part two

      # about b
      - id: b  # short
        kind: |+
          kept

      - {{id: c, kind: closing}}
    chair: x
  - id: two
    starts: 2030-01-01 10:00
    # the end of two
  - id: three
    items:
    - id: d
# the end
"""


def test_comments_go_with_their_items_and_empty_lines_stay() -> None:
    # What stood before `Part two` stands there still: it is about a place, not about an item.
    a = "      # about a\n      - id: a\n        kind: opening\n        # still of a\n"
    b = "      # about b\n      - id: b  # short\n        kind: |+\n          kept\n\n"
    c = "      - {id: c, kind: closing}\n"
    start, rest = LISTED.split(a)
    between, rest = rest.split(b)
    _, end = rest.split(c)
    assert move_item(LISTED, "c", "one", 0) == f"{start}{c}{between}{a}{b}{end}"


def test_an_item_takes_the_indentation_of_its_new_session() -> None:
    made = move_item(LISTED, "b", "three", 0)
    assert made.endswith(
        "    items:\n    # about b\n    - id: b  # short\n      kind: |+\n        kept\n\n"
        "    - id: d\n# the end\n"
    )


def test_a_session_without_items_gets_its_list() -> None:
    made = move_item(LISTED, "d", "two", 0)
    assert "    starts: 2030-01-01 10:00\n    items:\n    - id: d\n    # the end of two\n" in made
    assert made.endswith("  - id: three\n    items: []\n# the end\n")


def test_an_empty_list_is_filled() -> None:
    emptied = move_item(LISTED, "d", "two", 0)
    assert move_item(emptied, "d", "three", 0).endswith("    items:\n    - id: d\n# the end\n")


def test_items_between_brackets_change_places_within_them() -> None:
    text = f"{HEAD}sessions: [{{id: s, items: [{{id: a}}, {{id: b, k: [x]}} , {{id: c}}]}}]\n"
    made = move_item(text, "c", "s", 0)
    assert made == text.replace(
        "{id: a}, {id: b, k: [x]} , {id: c}", "{id: c}, {id: a} , {id: b, k: [x]}"
    )


def test_an_item_that_stays_leaves_every_byte() -> None:
    assert move_item(LISTED, "b", "one", 1) == LISTED


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("kind: opening", "kind: [opening"), 12),
        (("kind: opening", "kind: &o opening"), 12),
        (("kind: opening", "kind: *o"), 12),
        (("kind: opening", "kind: a\n        kind: b"), 13),
        (("        kind: opening", "\tkind: opening"), 12),
        (("kind: opening", "kind: a\u202eb"), 12),
    ],
)
def test_a_text_with_a_fault_of_form_is_not_touched(change: tuple[str, str], line: int) -> None:
    with pytest.raises(RewritingError) as refused:
        move_item(LISTED.replace(*change), "a", "one", 1)
    assert refused.value.values == {"line": line}


@pytest.mark.parametrize(
    ("item", "session", "place"),
    [("x", "one", 0), ("a", "x", 0), ("a", "one", 3), ("a", "three", 2), ("a", "one", -1)],
)
def test_what_is_not_there_is_not_moved(item: str, session: str, place: int) -> None:
    with pytest.raises(RewritingError):
        move_item(LISTED, item, session, place)


@pytest.mark.parametrize(
    ("text", "session", "place"),
    [
        # Whose is the comment?
        ("  items: [{id: a},  # first\n    {id: b}]\n", "s", 1),
        # A list between brackets has no lines of its own to take, nor has a session.
        ("  items: [{id: b}]\n- id: t\n  items:\n  - id: a\n", "s", 0),
        ("  items:\n  - id: a\n- {id: t}\n", "t", 0),
        # With its last line the item would get a line end.
        ("  items:\n  - id: b\n  - id: a\n    title: |\n      x", "s", 0),
    ],
)
def test_what_cannot_be_moved_safely_is_left_to_the_person(
    text: str, session: str, place: int
) -> None:
    with pytest.raises(RewritingError) as refused:
        move_item(f"{HEAD}sessions:\n- id: s\n{text}", "a", session, place)
    assert refused.value.message == UNSAFE


def test_speakers_change_places_with_what_they_share() -> None:
    text = f"{HEAD}sessions:\n- id: s\n  items:\n  - id: a\n    speakers: [x, [y, z],w]  # all\n"
    assert move_speaker(text, "a", 2, 0) == text.replace("[x, [y, z],w]", "[w, x,[y, z]]")


def test_speakers_with_lines_of_their_own_take_their_comments_along() -> None:
    head = f"{HEAD}sessions:\n- id: s\n  items:\n  - id: a\n    speakers:\n"
    lines = ("    - x  # first\n", "    # both\n    - [y, z]\n")
    assert move_speaker(head + "".join(lines), "a", 0, 1) == head + "".join(reversed(lines))


def test_a_round_of_protocol_has_no_order_by_hand() -> None:
    text = f"{HEAD}sessions:\n- id: s\n  items:\n  - id: a\n    speakers: {{all: heads}}\n"
    with pytest.raises(RewritingError):
        move_speaker(text, "a", 0, 0)
