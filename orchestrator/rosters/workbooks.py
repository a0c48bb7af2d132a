"""Excel workbooks: the cells of the first sheet that has any, as Excel last showed them.

Read with lxml and no library of workbooks: calamine makes room for the whole rectangle that a
stray cell spans (tafia/calamine #661) and tells nothing of formulas, openpyxl is at rest.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orchestrator.findings import N_
from orchestrator.layout import archives
from orchestrator.layout.archives import Element, Reasons, UnreadableError
from orchestrator.rosters.tables import MOST_COLUMNS, Builder, RosterError, Table, place, placed

BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
SHEETS = "xl/worksheets/"
# Readings above the letters of a name, and what is not shown.
UNSEEN = {"rPh", "phoneticPr"}
MACRO_TYPES = "macroEnabled"
TYPES = "[Content_Types].xml"

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
    """A sheet of a workbook: its name, and the member of the archive that holds it."""

    name: str
    member: str


def read_xlsx(data: bytes) -> Table:
    """Read a table from the first sheet with anything in it that the workbook shows."""
    parts = archives.members(data, _wanted, REASONS)
    if BOOK not in parts:
        raise UnreadableError(REASONS.strange)
    if MACRO_TYPES.encode() in parts.get(TYPES, b""):
        raise UnreadableError(REASONS.macros)
    strings = _strings(parts)
    for sheet in _sheets(parts):
        root = archives.tree(parts[sheet.member], REASONS)
        if next(_all(root, "c"), None) is not None:
            built = Builder()
            for number, cells in _rows(root, strings):
                built.add(number, cells)
            return built.table(sheet=sheet.name)
    return Builder().table()


def _wanted(name: str) -> bool:
    return name in (BOOK, STRINGS, RELATIONS, TYPES) or name.startswith(SHEETS)


def _all(root: Element, name: str) -> Iterator[Element]:
    # In any name space: the strict form of the standard has one of its own.
    yield from root.iter(f"{{*}}{name}")


def _strings(parts: Mapping[str, bytes]) -> Sequence[str]:
    if STRINGS not in parts:
        return ()
    return [_text(each) for each in _all(archives.tree(parts[STRINGS], REASONS), "si")]


def _text(of: Element) -> str:
    """Return the text of a string: its runs, without the readings above them."""
    found = (each for each in _all(of, "t") if not _is_unseen(each, of))
    return "".join(each.text or "" for each in found)


def _is_unseen(each: Element, top: Element) -> bool:
    above = each.getparent()
    return above is not None and above is not top and _name(above) in UNSEEN


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _sheets(parts: Mapping[str, bytes]) -> Iterator[Sheet]:
    """Return the sheets that are shown, in the order of their tabs."""
    targets = _targets(parts.get(RELATIONS))
    for each in _all(archives.tree(parts[BOOK], REASONS), "sheet"):
        link = next((value for key, value in each.items() if str(key).endswith("}id")), "")
        member = targets.get(str(link), "")
        if each.get("state", "visible") == "visible" and member in parts:
            yield Sheet(name=str(each.get("name", "")), member=member)


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


def _rows(root: Element, strings: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in _all(root, "row"):
        given = str(row.get("r", ""))
        counts = given.isdecimal() and len(given) < 8 and int(given) > 0
        number = int(given) if counts else number + 1
        yield number, _cells(row, number, strings)


def _cells(row: Element, number: int, strings: Sequence[str]) -> list[str]:
    found: dict[int, str] = {}
    column = -1
    for cell in _all(row, "c"):
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
        return "".join(_text(each) for each in _all(cell, "is"))
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
