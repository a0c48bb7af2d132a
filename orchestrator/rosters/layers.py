"""What lies over the cells of a sheet: cells that were merged, rows and columns that are hidden."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from orchestrator.layout.archives import Element
from orchestrator.rosters.tables import MOST_COLUMNS, MOST_ROWS, Table, placed

YES = ("1", "true")
Row = tuple[int, bool, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Cells of several rows that are one: its name, its column from 0, its rows from 1."""

    name: str
    column: int
    first: int
    last: int

    def holds_in(self, table: Table) -> bool:
        """Tell whether a table has rows that got their text from this cell."""
        return any(
            self.first < line.number <= self.last and line.cell(self.column) for line in table.lines
        )


def merges(root: Element) -> tuple[Merge, ...]:
    """Return the cells that span several rows, in the order of the file."""
    found = (
        _merge(str(each.get("ref", ""))) for each in root.iterfind("{*}mergeCells/{*}mergeCell")
    )
    return tuple(islice((each for each in found if each), MOST_ROWS))


def _merge(name: str) -> Merge | None:
    ends = [placed(each) for each in name.split(":")]
    match ends:
        case [(int(first), int(column)), (int(last), int())] if last > first:
            return Merge(name=name, column=column, first=first, last=last)
    return None


def spread(rows: Iterable[Row], merged: Sequence[Merge]) -> Iterator[Row]:
    """Yield rows with the text of each merged cell in all of its rows that say anything else.

    The delegation is written once, over all of its people: it is meant for each of them.
    """
    starting: dict[int, list[Merge]] = {}
    for each in merged:
        if each.column < MOST_COLUMNS:
            starting.setdefault(each.first, []).append(each)
    held: dict[int, tuple[int, str]] = {}
    for number, hidden, cells in rows:
        held = {column: over for column, over in held.items() if over[0] >= number}
        yield number, hidden, _filled(cells, held)
        for each in starting.get(number, ()):
            if each.column < len(cells):
                held[each.column] = each.last, cells[each.column]


def _filled(cells: list[str], held: dict[int, tuple[int, str]]) -> list[str]:
    if not held or not any(text for n, text in enumerate(cells) if n not in held):
        return cells
    width = max(len(cells), max(held) + 1)
    found = [*cells, *[""] * (width - len(cells))]
    for column, (_, text) in held.items():
        found[column] = found[column] or text
    return found


def is_hidden(row: Element) -> bool:
    """Tell whether a row is not shown: hidden by hand, by a filter, or of no height."""
    return row.get("hidden") in YES or _is_nothing(row.get("ht"))


def hidden_columns(root: Element, width: int) -> tuple[int, ...]:
    """Return the columns of a table that are not shown, from 0."""
    found: set[int] = set()
    for each in islice(root.iterfind("{*}cols/{*}col"), MOST_ROWS):
        first, last = str(each.get("min", "")), str(each.get("max", ""))
        ends = first.isdecimal() and last.isdecimal() and len(first + last) < MOST_COLUMNS
        if ends and (each.get("hidden") in YES or _is_nothing(each.get("width"))):
            found.update(range(int(first) - 1, min(int(last), width)))
    return tuple(sorted(each for each in found if 0 <= each < width))


def _is_nothing(size: str | None) -> bool:
    return size is not None and size.strip("0.") == "" and "0" in size
