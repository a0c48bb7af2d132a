from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from orchestrator.languages import TAGS
from tests.tables.scripts import foreign_letters, unwanted_signs
from tests.tables.sort_keys import STATES

GLOSSARY = STATES.with_name("GLOSSARY.md")
STATUS = STATES.with_name("STATUS.md")

# Placeholders, the name of the world's clock and the marks that belong to no script.
BESIDE_THE_WORDS = re.compile(r"\{[a-z]+\}|UTC|[,،，—]")

Rows = list[list[str]]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def table(text: str) -> Rows:
    """Return the rows of every table in a Markdown text, without heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rules = [at for at, line in enumerate(lines) if set(line) <= set("|- ")]
    heads = {at - 1 for at in rules}
    return [cells(line) for at, line in enumerate(lines) if at not in heads and at not in rules]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return table(GLOSSARY.read_text(encoding="utf-8"))


def test_every_term_has_a_rendering_in_each_language(rows: Rows) -> None:
    assert [row for row in rows if len(row) != len(TAGS) or not all(row)] == []


def test_every_term_stands_once(rows: Rows) -> None:
    assert [term for term, times in Counter(row[0] for row in rows).items() if times > 1] == []


@pytest.mark.parametrize("tag", TAGS[1:])
def test_two_terms_have_two_renderings(rows: Rows, tag: str) -> None:
    times = Counter(row[TAGS.index(tag)] for row in rows)
    assert [rendering for rendering, found in times.items() if found > 1] == []


def test_every_rendering_is_written_in_the_script_of_its_language(rows: Rows) -> None:
    strangers = {
        (row[0], tag): foreign_letters(BESIDE_THE_WORDS.sub("", rendering), tag)
        for row in rows
        for tag, rendering in zip(TAGS[1:], row[1:], strict=True)
    }
    assert {place: found for place, found in strangers.items() if found} == {}


def test_renderings_keep_the_places_of_their_term(rows: Rows) -> None:
    places = [[sorted(re.findall(r"\{\w+\}", cell)) for cell in row] for row in rows]
    assert [row for row in places if row != [row[0]] * len(TAGS)] == []


def test_the_tables_are_nfc_and_have_no_invisible_or_look_alike_signs(rows: Rows) -> None:
    text = "\n".join(cell for row in rows for cell in row[1:])
    assert unicodedata.is_normalized("NFC", text)
    assert unwanted_signs(text) == []


def test_the_status_names_every_language_with_its_direction() -> None:
    status = [(row[0], row[3]) for row in table(STATUS.read_text(encoding="utf-8"))]
    assert status == [(tag, "right to left" if tag == "ur" else "left to right") for tag in TAGS]
