"""Excel workbooks: the cells of the first sheet that has any, as Excel last showed them.

Read with lxml and no library of workbooks: calamine makes room for the whole rectangle that a
stray cell spans (tafia/calamine #661) and tells nothing of formulas, openpyxl is at rest.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orchestrator.findings import N_
from orchestrator.layout import archives
from orchestrator.layout.archives import Element, Reasons, UnreadableError
from orchestrator.rosters import layers
from orchestrator.rosters.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    Builder,
    RosterError,
    Table,
    place,
    placed,
)

BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
SHEETS = "xl/worksheets/"
# A value or a text: a sheet without any holds nothing.
FULL = re.compile(rb"<(?:\w+:)?[vt][ >]")
MACRO_TYPES = "macroEnabled"
TYPES = "[Content_Types].xml"
# The text of a string, or those of its runs; readings above the letters are neither.
RUNS = ("{*}t", "{*}r/{*}t")

REASONS = Reasons(
    large=N_("The file is larger than a table of people may be."),
    portable=N_("The file is a PDF, whatever its name says. Send the table it was made from."),
    old=N_(
        "The file is encrypted, or of the old Excel format .xls. "
        "Save it as .xlsx without a password."
    ),
    strange=N_("The file is neither a table in text form (CSV) nor an Excel workbook (.xlsx)."),
    macros=N_("The workbook holds macros. Save it without them, as .xlsx."),
    bomb=N_("The file unpacks to more than a table of people can hold; it is not read."),
    locked=N_("The file is protected with a password. Save it without one."),
    entities=N_("The file declares entities of its own; it is not read."),
    damaged=N_("The file is damaged: it cannot be opened as an Excel workbook."),
)
FORMULA = N_(
    "Cell {cell} holds a formula whose result was never computed. Open the table in a spreadsheet, "
    "save it, and send it again."
)
ERROR = N_("Cell {cell} shows the error {error}. Correct its formula, or write the value itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook: its name, the member that holds it, and whether it is shown."""

    name: str
    member: str
    shown: bool


def read_xlsx(data: bytes) -> Table:
    """Read a table from the first sheet with anything in it that the workbook shows."""
    parts = archives.members(data, _wanted, REASONS)
    if BOOK not in parts:
        raise UnreadableError(REASONS.strange)
    if MACRO_TYPES.encode() in parts.get(TYPES, b""):
        raise UnreadableError(REASONS.macros)
    strings = _strings(parts)
    sheets = [*_sheets(parts)]
    for sheet in sheets:
        root = archives.tree(parts[sheet.member], REASONS) if sheet.shown else None
        if root is not None and root.find("{*}sheetData/{*}row/{*}c") is not None:
            others = (each for each in sheets if each != sheet and FULL.search(parts[each.member]))
            return _table(root, sheet.name, strings, [each.name[:200] for each in others])
    return Builder().table()


def _table(root: Element, name: str, strings: Sequence[str], unread: Sequence[str]) -> Table:
    built, merged, hidden = Builder(), layers.merges(root), []
    for number, is_hidden, cells in layers.spread(_rows(root, strings), merged):
        if not is_hidden:
            built.add(number, cells)
        elif cells:
            hidden.append(number)
    table = built.table(sheet=name)
    return table.model_copy(
        update={
            "merged": tuple(each.name for each in merged if each.holds_in(table)),
            "hidden_rows": tuple(hidden[:MOST_ROWS]),
            "hidden_columns": layers.hidden_columns(root, table.width),
            "unread": tuple(unread[:MOST_COLUMNS]),
        }
    )


def _wanted(name: str) -> bool:
    return name in (BOOK, STRINGS, RELATIONS, TYPES) or name.startswith(SHEETS)


def _all(root: Element, name: str) -> Iterator[Element]:
    # In any name space: the strict form of the standard has one of its own.
    yield from root.iter(f"{{*}}{name}")


def _strings(parts: Mapping[str, bytes]) -> Sequence[str]:
    if STRINGS not in parts:
        return ()
    # Only where they belong: strings within strings are no workbook, and would be read again and
    # again for each that is around them.
    return [_text(each) for each in archives.tree(parts[STRINGS], REASONS).iterfind("{*}si")]


def _text(of: Element) -> str:
    """Return the text of a string: its runs, without the readings above them."""
    return "".join(each.text or "" for path in RUNS for each in of.iterfind(path))


def _sheets(parts: Mapping[str, bytes]) -> Iterator[Sheet]:
    """Return the sheets in the order of their tabs."""
    targets = _targets(parts.get(RELATIONS))
    for each in _all(archives.tree(parts[BOOK], REASONS), "sheet"):
        link = next((value for key, value in each.items() if str(key).endswith("}id")), "")
        member = targets.get(str(link), "")
        if member in parts:
            shown = each.get("state", "visible") == "visible"
            yield Sheet(name=str(each.get("name", "")), member=member, shown=shown)


def _targets(relations: bytes | None) -> Mapping[str, str]:
    if relations is None:
        raise UnreadableError(REASONS.damaged)
    found = _all(archives.tree(relations, REASONS), "Relationship")
    # Names lead from the workbook, or from the root of the archive.
    return {
        str(each.get("Id")): posixpath.normpath(
            posixpath.join("xl", str(each.get("Target", "")))
        ).lstrip("/")
        for each in found
    }


def _rows(root: Element, strings: Sequence[str]) -> Iterator[layers.Row]:
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        given = str(row.get("r", ""))
        counts = given.isdecimal() and len(given) < 8 and int(given) > 0
        number = int(given) if counts else number + 1
        yield number, layers.is_hidden(row), _cells(row, number, strings)


def _cells(row: Element, number: int, strings: Sequence[str]) -> list[str]:
    found: dict[int, str] = {}
    column = -1
    for cell in row.iterfind("{*}c"):
        at = placed(str(cell.get("r", "")))
        column = at[1] if at else column + 1
        text = _said(cell, place(number, column), strings)
        if text.strip():
            found[column] = text
    # One column too many is enough to refuse the row: a stray cell may stand in the 16,384th.
    width = min(max(found, default=-1) + 1, MOST_COLUMNS + 1)
    cells = [found.get(each, "") for each in range(width)]
    return [*cells[:-1], "?"] if width > MOST_COLUMNS else cells


def _said(cell: Element, name: str, strings: Sequence[str]) -> str:
    """Return what a cell shows."""
    kind, value = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "inlineStr":
        return "".join(_text(each) for each in cell.iterfind("{*}is"))
    if value is None:
        if cell.find("{*}f") is not None:
            raise RosterError(FORMULA, cell=name)
        return ""
    if kind == "e":
        raise RosterError(ERROR, cell=name, error=value[:20])
    if kind == "s":
        return _shared(value, strings)
    if kind == "b":
        return "true" if value == "1" else "false"
    return _number(value) if kind == "n" else value


def _shared(value: str, strings: Sequence[str]) -> str:
    number = int(value) if value.isdecimal() and len(value) < 9 else len(strings)
    if number >= len(strings):
        raise UnreadableError(REASONS.damaged)
    return strings[number]


def _number(value: str) -> str:
    """Return a number as a sheet shows it: 3 and not 3.0."""
    try:
        found = float(value)
    except ValueError:
        return value
    return str(int(found)) if found.is_integer() and abs(found) < 1e15 else value
