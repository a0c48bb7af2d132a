"""A table as a spreadsheet has it: rows with their numbers, every cell a text."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 2_000
MOST_COLUMNS = 100
MOST_LETTERS = 2_000  # in one cell
MOST_RAW = 100_000  # in one cell with all its spaces: what is longer takes time to make clean
MOST_TEXT = 1_000_000  # letters in all
# Letters of columns: Z is the 26th, AA the 27th.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What a spreadsheet would run instead of showing it; our own tables put a sign before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SIGN = "'"
ELLIPSIS = "…"

ROWS = N_("The table has more than {limit} rows. Import it in parts.")
COLUMNS = N_("Row {row} has more than {limit} columns. Remove what belongs to nobody.")
LONG = N_("Cell {cell} holds more than {limit} characters: this is no name and no address.")
TEXT = N_("The table holds more text than {limit} characters. Import it in parts.")
EMPTY = N_("The file holds no table: its first row has the headings, and each row below a person.")


class RosterError(OrchestratorError):
    """A file that no people can be read from."""


Name = Annotated[str, Field(max_length=200)]


class Line(BaseModel):
    """A row of the table: its number in the file, and its cells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=1, le=2**31)]
    cells: Annotated[tuple[str, ...], Field(max_length=MOST_COLUMNS)]

    def cell(self, column: int) -> str:
        """Return the text of a column from 0, empty where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


class Table(BaseModel):
    """The rows of a file that hold anything; `sheet` and `coding` say how they were found.

    `merged` are groups of cells of which each has the text of the first; `hidden_rows` are left
    out, `hidden_columns` (from 0) are not; `unread` are other sheets that hold something.
    It travels through the browser between two pages, so it is believed no more than a file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: Annotated[tuple[Line, ...], Field(max_length=MOST_ROWS)]
    sheet: Annotated[str, Field(max_length=200)] = ""
    coding: Annotated[str, Field(max_length=20)] = ""
    merged: Annotated[tuple[Name, ...], Field(max_length=MOST_ROWS)] = ()
    hidden_rows: Annotated[tuple[int, ...], Field(max_length=MOST_ROWS)] = ()
    hidden_columns: Annotated[tuple[int, ...], Field(max_length=MOST_COLUMNS)] = ()
    unread: Annotated[tuple[Name, ...], Field(max_length=MOST_COLUMNS)] = ()

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        sizes = [len(cell) for line in self.lines for cell in line.cells]
        if sum(sizes) > MOST_TEXT or max(sizes, default=0) > MOST_LETTERS:
            raise PydanticCustomError("too_large", "")
        return self

    @property
    def width(self) -> int:
        """Return how many columns the widest row has."""
        return max((len(line.cells) for line in self.lines), default=0)


def letters(column: int) -> str:
    """Return the name of a column, counted from 0, as spreadsheets have it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, len(ALPHABET))
        name = ALPHABET[rest] + name
    return name


def place(row: int, column: int) -> str:
    """Return the name of a cell: row from 1, column from 0."""
    return f"{letters(column)}{row}"


def clean(text: str) -> str:
    """Return a cell as it is meant: on one line, without the sign that kept it from being run."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return line.removeprefix(SIGN) if line.lstrip(SIGN).startswith(FORMULA) else line


def inert(cell: str) -> str:
    """Return a cell for a spreadsheet, which shall show it and never run it."""
    # A text that has the sign of its own gets another, so that reading takes off only ours.
    return f"{SIGN}{cell}" if cell.lstrip(SIGN).startswith(FORMULA) else cell


class Builder:
    """Takes rows one by one and stops a file at the first one that is too much."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._left = MOST_TEXT

    def add(self, number: int, cells: list[str]) -> None:
        """Take a row, unless it is empty."""
        self._refuse_long(number, cells, MOST_RAW)
        found = [clean(cell) for cell in cells]
        while found and not found[-1]:
            found.pop()
        if not found:
            return
        self._refuse(number, found)
        self._left -= sum(map(len, found))
        if self._left < 0:
            raise RosterError(TEXT, limit=MOST_TEXT)
        self._lines.append(Line(number=number, cells=tuple(found)))

    def _refuse(self, number: int, cells: list[str]) -> None:
        if len(self._lines) >= MOST_ROWS:
            raise RosterError(ROWS, limit=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise RosterError(COLUMNS, row=number, limit=MOST_COLUMNS)
        self._refuse_long(number, cells, MOST_LETTERS)

    def _refuse_long(self, number: int, cells: list[str], most: int) -> None:
        long = next((n for n, cell in enumerate(cells) if len(cell) > most), None)
        if long is not None:
            raise RosterError(LONG, cell=place(number, long), limit=MOST_LETTERS)

    def table(self, *, sheet: str = "", coding: str = "") -> Table:
        """Return the table that was built; one without rows is none."""
        if not self._lines:
            raise RosterError(EMPTY)
        return Table(lines=tuple(self._lines), sheet=sheet[:200], coding=coding)


SHOWN = 12  # rows, columns or cells that a sentence names
MERGED = N_("Merged cells count for each of their rows: {cells}.")
HIDDEN_ROWS = N_(
    "Rows that are hidden in the spreadsheet are left out: {rows}. If they count, show them there, "
    "save the table, and import it again."
)
HIDDEN_COLUMNS = N_("Columns that are hidden in the spreadsheet are read all the same: {columns}.")
UNREAD = N_("Only one sheet is read. These are not: {sheets}.")


def notes(table: Table) -> tuple[Phrase, ...]:
    """Return what a person should know of a table who sees only its rows."""
    columns = [*map(letters, table.hidden_columns)]
    said = (
        (table.merged, phrase(MERGED, cells=_listed(table.merged))),
        (table.hidden_rows, phrase(HIDDEN_ROWS, rows=_listed(table.hidden_rows))),
        (columns, phrase(HIDDEN_COLUMNS, columns=_listed(columns))),
        (table.unread, phrase(UNREAD, sheets=_listed(table.unread))),
    )
    return tuple(sentence for several, sentence in said if several)


def _listed(several: Sequence[object]) -> str:
    more = [ELLIPSIS] if len(several) > SHOWN else []
    return ", ".join([*map(str, several[:SHOWN]), *more])


REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def placed(reference: str) -> tuple[int, int] | None:
    """Return row (from 1) and column (from 0) of a cell by its name; None where it is none."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * len(ALPHABET) + ALPHABET.index(letter) + 1
    return int(found[2]), column - 1
