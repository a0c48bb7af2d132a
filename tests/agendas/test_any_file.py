"""Whatever a file holds, reading it ends with findings, never with an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator import agendas, running_orders
from orchestrator.agendas import Reading
from orchestrator.agendas.texts import clock, length
from orchestrator.findings import stops_build
from orchestrator.languages import Translator
from tests.agendas.faulty import FORUM

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    FORUM,
    *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "agendas").glob("*.yaml"))),
]
ENGLISH = Translator(language="en")

# What breaks files: YAML's own signs, words of the vocabulary in the wrong place, far times.
BITS = st.sampled_from(
    [
        *":-?[]{},#&*!|>'\"%@`\t\n ~",
        "\n  - ",
        ": ",
        "null",
        "\r\n",
        "\u202e",
        "e\u0301",
        "\\",
        "2030-03-31 02:30",
        "1900-01-01 00:00",
        "2199-12-31 23:59",
        "00:00",
        "99999 weeks",
        "Asia/Almaty",
        "Asia",
        "heads",
        "{all: heads, first: host}",
        "[[a, b], {delegation: kz}]",
        "zh-Hans",
        "cancelled",
        "id",
        "speakers:",
        "{}",
        "[]",
        "{person}",
    ]
)


# Which file, and where in it how many letters give way to what: small, so that failures are told.
Damage = tuple[int, list[tuple[int, int, str]]]
EDITS = st.tuples(
    st.integers(0, 100_000),
    st.integers(0, 60),
    st.one_of(BITS, st.just("twice"), st.just(""), st.text(max_size=8)),
)
DAMAGES = st.tuples(st.integers(0, len(FILES) - 1), st.lists(EDITS, min_size=1, max_size=6))


def damaged(damage: Damage) -> str:
    """Return a real file with a few parts taken out, doubled, exchanged or put in."""
    number, edits = damage
    text = FILES[number]
    for place, length_of, new in edits:
        start = place % (len(text) + 1)
        end = start + length_of
        said = text[start:end] * 2 if new == "twice" else new
        text = text[:start] + said + text[end:]
    return text


def look(reading: Reading) -> None:
    """Check what holds for every reading."""
    assert (reading.agenda is None) >= stops_build(reading.findings)
    for each in reading.findings:
        line, column = reading.locate(each)
        assert line >= 1
        assert column >= 1
        if reading.lines:
            assert column <= len(reading.lines[line - 1]) + 1
        assert "\n" not in ENGLISH.phrase(each.message)
        assert each.hint is None or ENGLISH.phrase(each.hint)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    look(agendas.read(data))


@given(st.lists(BITS, max_size=60).map("".join))
def test_any_signs_of_yaml_are_read(text: str) -> None:
    look(agendas.read(text.encode()))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(DAMAGES)
def test_any_damaged_file_is_read(damage: Damage) -> None:
    reading = agendas.read(damaged(damage).encode("utf-8", "surrogatepass"))
    look(reading)
    if reading.salvage is not None:
        order = running_orders.build(reading.salvage)
        look_at = reading.placed(order.findings)
        assert all(reading.locate(each) >= (1, 1) for each in look_at)


@pytest.mark.parametrize("read", [length, clock])
@given(text=st.text(alphabet="0123456789:hmindays ,", max_size=80))
def test_any_words_are_a_time_or_none(read: object, text: str) -> None:
    assert callable(read)
    read(text)


@pytest.mark.parametrize("text", ["5 min " * 20, "1234567", "5 мин", "1.5 h", "0", "367 days"])
def test_what_nobody_would_write_is_no_duration(text: str) -> None:
    assert length(text) is None
