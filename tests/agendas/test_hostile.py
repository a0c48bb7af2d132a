"""Files that are meant to harm are refused before anything is built of them."""

from __future__ import annotations

import pytest

from orchestrator import agendas
from tests.agendas.shapes import HEAD, MIB, SESSION, numbered, shapes

# `bench_read` times the same shapes at eight times the size.
SHAPES = shapes(MIB, 2_000)


@pytest.mark.parametrize(("code", "text"), SHAPES.values(), ids=SHAPES)
def test_a_hostile_file_is_refused_with_few_words(code: str, text: str) -> None:
    reading = agendas.read(text.encode())
    assert code in {each.code for each in reading.findings}
    assert reading.agenda is None
    assert len(reading.findings) <= 1_001
    assert all(len(str(each.message.values)) < 5_000 for each in reading.findings)
    for each in reading.findings:
        line, column = reading.locate(each)
        assert 1 <= column <= len(reading.lines[line - 1]) + 1 if reading.lines else line == 1


def test_faults_of_one_kind_are_shown_up_to_a_bound() -> None:
    equal = agendas.read(b"a: b\n" * 1_000)
    wrong = agendas.read((HEAD + "people:\n" + "- nobody\n" * 1_000).encode())
    assert [each.code for each in equal.findings] == ["E010"] * 200 + ["E019"]
    assert sorted(each.code for each in wrong.findings) == ["E019"] + ["E128"] * 200


def test_a_forum_of_more_meetings_than_anybody_could_hold_is_not_worked_out() -> None:
    reading = agendas.read(shapes(100, 2_000)["rounds of many"][1].encode())
    assert [each.code for each in reading.findings] == ["E022"]
    assert reading.salvage is None


@pytest.mark.parametrize(
    ("speakers", "turns"),
    [
        ("{all: heads}", 20_020),
        ("{all: delegations}", 20_020),
        (f"[[{', '.join(['{delegation: d0}'] * 1_001)}]]", 20_020),
        ("{all: observers}", None),
        ("[]", None),
    ],
)
def test_turns_are_counted_before_a_forum_is_worked_out(speakers: str, turns: int | None) -> None:
    item = f"  - {{id: i#, kind: statements, takes: 5, speakers: {speakers}}}\n"
    delegations = numbered("- {id: d#, name: D}\n", 1_001)
    text = f"{HEAD}delegations:\n{delegations}{SESSION}{numbered(item, 20)}"
    reading = agendas.read(text.encode())
    crowds = [each for each in reading.findings if each.code == "E023"]
    assert [dict(each.message.values) for each in crowds] == (
        [{"turns": turns, "limit": 20_000}] if turns else []
    )
    assert (reading.salvage is None) == bool(turns)


def test_a_rehearsal_of_everybody_counts_all_delegations() -> None:
    item = "  - {id: i#, kind: rehearsal, takes: 5}\n"
    delegations = numbered("- {id: d#, name: D}\n", 1_001)
    text = f"{HEAD}delegations:\n{delegations}{SESSION}{numbered(item, 20)}"
    assert "E023" in {each.code for each in agendas.read(text.encode()).findings}
