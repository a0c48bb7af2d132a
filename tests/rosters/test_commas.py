"""Tables as text, in the codings and with the marks that offices use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import rosters
from orchestrator.rosters import RosterError
from orchestrator.rosters.commas import write_csv
from tests.rosters.tables import cells

ROWS = [(1, ("Имя", "Почта")), (2, ("Алексей Текслер", "chair@example.org"))]
SAID = "Имя;Почта\r\nАлексей Текслер;chair@example.org\r\n"


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode(),
        SAID.encode("utf-8-sig"),
        SAID.encode("utf-16"),
        SAID.encode("utf-16-be"),
        SAID.encode("utf-16-le"),
        SAID.encode("windows-1251"),
        SAID.replace(";", ",").encode(),
        SAID.replace(";", "\t").encode(),
        SAID.replace("\r\n", "\r").encode(),
        SAID.replace("Почта", '"Почта"').encode(),
    ],
)
def test_every_coding_and_every_mark_gives_the_same_table(data: bytes) -> None:
    assert cells(rosters.read(data)) == ROWS


@pytest.mark.parametrize(
    "first", ["sep=;\n", "sep=;,,,\n", '"sep=;",,\n', "sep=;\r\n", '"sep=;"\n']
)
def test_the_line_that_names_the_mark_is_no_row(first: str) -> None:
    table = rosters.read((first + SAID).encode())
    assert cells(table) == [(number + 1, row) for number, row in ROWS]


def test_a_coding_that_was_guessed_is_told() -> None:
    found = [rosters.read(SAID.encode(coding)).coding for coding in ("utf-8", "cp1251", "utf-16")]
    assert found == ["", "windows-1251", ""]


def test_lines_within_a_cell_are_one_row_and_rows_are_counted_as_a_spreadsheet_does() -> None:
    data = b'name,office\n"Amir\nKhan","a, ""b"""\n\n,,\nKim,c\n'
    assert cells(rosters.read(data)) == [
        (1, ("name", "office")),
        (2, ("Amir Khan", 'a, "b"')),
        (5, ("Kim", "c")),
    ]


def test_a_comma_within_texts_does_not_hide_the_semicolons() -> None:
    data = b"name;office\nKim;Minister, of trade\nLee;a, b, c\n"
    assert rosters.read(data).lines[2].cells == ("Lee", "a, b, c")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file holds no table"),
        (b"\n\n,,,\n", "The file holds no table"),
        (b'name,office\nKim,"open\n', "Row 2 cannot be read: a quotation mark is opened"),
        (b'name,office\n"Kim" x,c\n', "Row 2 cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "The file is neither a table in text form"),
        (b"name\n" + bytes(range(128, 256)), "The file is neither a table in text form"),
        (b"sep=\na,b\n", "The first line says that '' stands between the cells, which cannot be."),
        (b'sep="\na,b\n', "The first line says that '\"' stands between"),
        (b"sep= \na,b\n", "The first line says that ' ' stands between"),
        (b"sep=ab\na,b\n", "The first line says that 'ab' stands between"),
        (b"\xff\xfen\0a\0m", "The file is cut short"),
        (b"name\n" + b"x" * 2_001, "Cell A2 holds more than 2000 characters"),
        (b"name,office\nKim," + b"x" * 5_000_000, "Cell B2 holds more than 2000 characters"),
        (b'name\n"' + b" " * 200_000 + b'"\n', "Cell A2 holds more than 2000 characters"),
        (SAID.encode() + b"x\0;\n", "The table was damaged on its way. Send the file again."),
        (b"n\0ame,office\nKim,c\n", "The table was damaged on its way. Send the file again."),
        (b"na\0me,office\nKim,c\n", "The table was damaged on its way. Send the file again."),
        (b"n\0a\0me,office\nKim,\n", "The table was damaged on its way. Send the file again."),
        (b"," * 100 + b"x\n", "Row 1 has more than 100 columns"),
        (b"x\n" * 2_001, "The table has more than 2000 rows"),
        ((b"x" * 1_999 + b"\n") * 501, "The table holds more text than 1000000 characters"),
        (b"x" * (8 * 1024 * 1024 + 1), "The file is larger than 8 MiB"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(RosterError) as wrong:
        rosters.read(data)
    assert str(wrong.value)[: len(said)] == said


LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs"))


@given(st.lists(st.lists(st.text(LETTERS, max_size=9), min_size=4, max_size=4), min_size=1))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    clean = [tuple(rosters.clean(each) for each in row) for row in rows]
    table = [("a", "b", "c", "d"), *clean, ("z", "z", "z", "z")]
    found = rosters.read(write_csv(table).encode())
    again = {line.number: tuple(line.cell(n) for n in range(4)) for line in found.lines}
    assert again == {number: row for number, row in enumerate(table, 1) if any(row)}


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-x", "@a", "＝1", "'=1", "''+x", "'x", "x"])
def test_nothing_that_is_written_is_a_formula_and_all_of_it_comes_back(cell: str) -> None:
    written = write_csv([("a", "b"), (cell, "x")])
    assert not written.splitlines()[1].startswith(("=", "+", "-", "@", "＝"))
    assert rosters.read(written.encode()).lines[1].cells[0] == cell
