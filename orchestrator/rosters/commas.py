"""Tables as text: comma, semicolon or tab between the cells, in the codings that offices use."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO  # noqa: TID251 - text in memory: csv reads lines as a file gives them
from itertools import islice

from orchestrator.findings import N_
from orchestrator.rosters import codings
from orchestrator.rosters.tables import MOST_BYTES, Builder, RosterError, Table, inert

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MARK = b"\xef\xbb\xbf"
DELIMITERS = ",;\t"
# Spreadsheets write it into the first line for each other, and show it to nobody.
SAID = re.compile(r'\A\s*"?sep=([^\r\n]*)(?:\r\n|\n|\r|\Z)')
# What another program may have put behind it when it saved the table.
BEHIND = '" \t,;'
# No cell could be told from the next: Python 3.13 refuses some of these, older ones read nonsense.
NO_MARKS = frozenset("\"'\r\n ")
# The rows by which a delimiter is known.
LOOKED_AT = 20

# So many bytes of a file tell whether it is in UTF-16; one of so many is zero then, or more.
HEAD, SPARSE, FEWEST = 512, 32, 3
# Longer cells are refused by their names, and not as marks that are not closed.
csv.field_size_limit(MOST_BYTES)

DAMAGED = N_("The table was damaged on its way. Send the file again.")
TEXTLESS = N_("The file is neither a table in text form (CSV) nor an Excel workbook (.xlsx).")
MISNAMED = N_("The file is not in the encoding {coding}. Name another, or let it be guessed.")
HALF = N_("The file is cut short: its last character is not whole. Save it again.")
MARKLESS = N_(
    "The first line says that '{mark}' stands between the cells, which cannot be. Write sep=; "
    "there, or take the line out."
)
BROKEN = N_(
    "Row {row} cannot be read: a quotation mark is opened and not closed, or stands inside a text. "
    "Save the table again from the program it was made with."
)


def read_csv(data: bytes, named: str = "") -> Table:
    """Read a table from the bytes of a text file, in a coding if a person has named it."""
    text, coding = (_in(data, codings.known(named)), named) if named else _decoded(data)
    said = SAID.match(text)
    delimiter = _named(said[1]) if said else _delimiter(text)
    skipped = 1 if said else 0
    built = Builder()
    for number, cells in _rows(text[said.end() :] if said else text, delimiter):
        built.add(number + skipped, cells)
    return built.table(coding=coding)


def _named(said: str) -> str:
    """Return what the first line says of the mark between cells."""
    mark, behind = said[:1], said[1:]
    if not mark or mark in NO_MARKS or mark.isalnum() or behind.strip(BEHIND):
        raise RosterError(MARKLESS, mark=said[:20])
    return mark


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its coding, empty where that was told by the file itself."""
    try:
        if data.startswith(UTF_16):
            return data.decode("utf-16"), ""
        if wide := _wide(data):
            return data.decode(wide), ""
    except UnicodeDecodeError:
        raise RosterError(HALF) from None
    if b"\0" in data:
        raise RosterError(DAMAGED if _is_text(data.replace(b"\0", b"")) else TEXTLESS)
    try:
        return data.removeprefix(MARK).decode(), ""
    except UnicodeDecodeError:
        coding = codings.guess(data)
    if coding is None:
        raise RosterError(TEXTLESS)
    return data.decode(coding), coding


def _wide(data: bytes) -> str:
    """Return which UTF-16 a file without a mark is in: many bytes are zero, each the second one."""
    head = data[:HEAD]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if len(data) % 2 or odd + even < max(FEWEST, len(head) // SPARSE):
        return ""
    if odd and even:  # a picture, or a program
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _in(data: bytes, coding: str) -> str:
    """Return a text in the coding that a person has named."""
    try:
        return data.removeprefix(MARK).decode(coding)
    except UnicodeDecodeError:
        raise RosterError(MISNAMED, coding=coding) from None


def _delimiter(text: str) -> str:
    """Return what stands between the cells: with it most of the first rows are of one width."""
    return max(DELIMITERS, key=lambda each: _evenness(text, each))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first rows have the same number of cells, and how many these are."""
    widths: list[int] = []
    # Half a row is enough here: what is wrong with it is said when it is read.
    with suppress(RosterError):
        widths.extend(len(cells) for _, cells in islice(_rows(text, delimiter), LOOKED_AT))
    counts = Counter(width for width in widths if width > 1)
    return max(((count, width) for width, count in counts.items()), default=(0, 0))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Return the rows with their numbers as a spreadsheet counts them: a cell may hold lines."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise RosterError(BROKEN, row=number) from None
        yield number, cells


def write_csv(rows: list[tuple[str, ...]]) -> str:
    """Return rows as CSV; nothing in it is a formula to a spreadsheet."""
    held = StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return held.getvalue()
