"""Files that are meant to harm are refused before anything is built of them."""

from __future__ import annotations

import pytest

from orchestrator import agendas
from tests.agendas.shapes import MIB, shapes

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
