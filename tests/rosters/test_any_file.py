"""Whatever is sent, it becomes a table or a sentence; whatever a table holds, it becomes rows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator import rosters
from orchestrator.errors import OrchestratorError
from orchestrator.rosters import Table
from tests.rosters.tables import agenda, packed

AGENDA = agenda()
FIELDS = ("", *rosters.fields(AGENDA))
BEGINNINGS = st.sampled_from(
    [b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"%PDF"]
)
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["teksler", "chair@example.org", "Алексей Текслер", "KZ", "yes", "Asia/Almaty"]
    ),
)


@given(BEGINNINGS, st.binary(max_size=300))
def test_any_bytes_become_a_table_or_a_sentence(beginning: bytes, rest: bytes) -> None:
    try:
        table = rosters.read(beginning + rest)
    except OrchestratorError as wrong:
        assert str(wrong)  # noqa: PT017 - either is right
    else:
        assert table == Table.model_validate_json(table.model_dump_json())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=5), st.data())
def test_any_table_becomes_rows(rows: list[list[str]], data: st.DataObject) -> None:
    lines = [{"number": n, "cells": row} for n, row in enumerate(rows, 1)]
    table = Table.model_validate({"lines": lines})
    columns = data.draw(st.lists(st.sampled_from(FIELDS), min_size=table.width, max_size=6))
    assert len(rosters.guessed(table, 0, AGENDA)) == table.width
    found = rosters.enrol(table, 0, tuple(columns[: table.width]), AGENDA, ())
    new = [each.person for each in found.of("new")]
    known = [each.person for kind in ("changed", "same") for each in found.of(kind)]
    assert len(set(new)) == len(new)
    assert not set(new) & set(AGENDA.person)
    assert set(known) <= set(AGENDA.person)
    assert {*found.missing} | {each.person for each in found.entries} >= set(AGENDA.person)


@given(st.dictionaries(st.sampled_from(["xl/workbook.xml", "xl/x"]), st.binary(max_size=99)))
def test_any_archive_becomes_a_sentence(parts: dict[str, bytes]) -> None:
    try:
        rosters.read(packed(parts))
    except OrchestratorError as wrong:
        assert str(wrong)  # noqa: PT017 - either is right
    else:
        raise AssertionError
