"""Excel workbooks: what Excel last showed, and nothing that a hostile file wants."""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from orchestrator import rosters, sandbox
from orchestrator.errors import OrchestratorError
from tests.rosters.tables import MAIN, STRICT, cells, packed, row, sheet, workbook

ROWS = [(1, ("name", "rank")), (2, ("Kim", "3"))]
RUNS = f"""<sst xmlns="{MAIN}"><si><t>name</t></si>
<si><r><t>Kim </t></r><r><t>Ok</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si></sst>"""


def genuine() -> bytes:
    """Return a workbook as a library writes it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Имя", "rank", "head", "empty"])
    page.append(["Алексей\nТекслер", 3, True, None])
    page.append([])
    page.append(["Kim", 2.5, False])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_reads_as_it_is_shown() -> None:
    table = sandbox.read_table(genuine())
    assert (table.sheet, cells(table)) == (
        "Sheet",
        [
            (1, ("Имя", "rank", "head", "empty")),
            (2, ("Алексей Текслер", "3", "true")),
            (4, ("Kim", "2.5", "false")),
        ],
    )


@pytest.mark.parametrize("space", [MAIN, STRICT])
def test_strings_of_several_runs_are_one_text_without_readings(space: str) -> None:
    told = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
    data = workbook(sheet(told, space=space), strings=RUNS.replace(MAIN, space), space=space)
    assert cells(rosters.read(data)) == [(1, ("name", "", "Kim Ok"))]


def test_a_formula_counts_by_what_it_last_showed() -> None:
    told = '<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>Kim</v></c></row>'
    assert cells(rosters.read(workbook(sheet(told)))) == [(1, ("Kim",))]


def test_the_first_sheet_that_is_shown_and_holds_anything_is_read() -> None:
    data = workbook(sheet(row(1, "hidden")), sheet(), sheet(row(1, "Kim")), hidden=[1])
    table = rosters.read(data)
    assert (table.sheet, cells(table)) == ("Sheet 3", [(1, ("Kim",))])


def test_cells_and_rows_without_names_follow_each_other() -> None:
    told = '<row><c t="str"><v>a</v></c><c><v>7</v></c></row><row r="5"><c><v>8.0</v></c></row>'
    assert cells(rosters.read(workbook(sheet(told)))) == [(1, ("a", "7")), (5, ("8",))]
    assert cells(sandbox.read_table(workbook(sheet('<row r="0"><c><v>7</v></c></row>')))) == [
        (1, ("7",))
    ]


def test_a_sheet_that_claims_the_whole_grid_costs_nothing() -> None:
    data = workbook(sheet(row(1, "Kim"), row(1_048_576, "Lee"), dimension="A1:XFD1048576"))
    assert cells(sandbox.read_table(data)) == [(1, ("Kim",)), (1_048_576, ("Lee",))]


def broken(data: bytes) -> bytes:
    """Return a workbook whose first sheet begins with a block that deflate does not know."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    name, extra = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (26, 28))
    start = at + 30 + name + extra
    return data[:start] + b"\xff" * 8 + data[start + 8 :]


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>' + sheet(row(1, "x"))


def cell(inner: str) -> bytes:
    return workbook(sheet(f'<row r="2">{inner}</row>'))


LARGE = "The file unpacks to more than a table of people can hold; it is not read."
DAMAGED = "The file is damaged: it cannot be opened as an Excel workbook."
STRANGE = "The file is neither a table in text form (CSV) nor an Excel workbook (.xlsx)."
MACROS = "The workbook holds macros. Save it without them, as .xlsx."
TYPES = (
    '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)
OLD = "The file is encrypted, or of the old Excel format .xls. Save it as .xlsx without a password."
ENTITIES = "The file declares entities of its own; it is not read."
WIDE = '<?xml version="1.0" encoding="UTF-16"?>'
ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: workbook(sheet("<a>" + " " * 30_000_000)), LARGE),
    "too many members": (
        lambda: workbook(sheet(), more={f"m{n}.xml": "x" for n in range(500)}),
        LARGE,
    ),
    "macros": (lambda: workbook(sheet(), more={"xl/vbaProject.bin": b"x"}), MACROS),
    "macros by its type": (lambda: workbook(sheet(), more={"[Content_Types].xml": TYPES}), MACROS),
    "an old or encrypted workbook": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), OLD),
    "a PDF": (
        lambda: b"%PDF-1.7\n",
        "The file is a PDF, whatever its name says. Send the table it was made from.",
    ),
    "a Word file": (lambda: packed({"word/document.xml": "<x/>"}), STRANGE),
    "entities": (lambda: workbook(laughs()), ENTITIES),
    "a document type in UTF-16": (
        lambda: workbook(more={"xl/workbook.xml": (WIDE + laughs()).encode("utf-16")}),
        ENTITIES,
    ),
    "XML cut short": (lambda: workbook(sheet(row(1, "x"))[:-9]), DAMAGED),
    "half an archive": (lambda: genuine()[:3_000], DAMAGED),
    "a broken stream": (lambda: broken(genuine()), DAMAGED),
    "no relations": (lambda: packed({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), DAMAGED),
    "a string that is not there": (lambda: cell('<c r="A2" t="s"><v>9</v></c>'), DAMAGED),
    "a string of nine digits": (lambda: cell('<c t="s"><v>999999999</v></c>'), DAMAGED),
    "a formula never computed": (
        lambda: cell('<c r="B2"><f>A1</f></c>'),
        (
            "Cell B2 holds a formula whose result was never computed. Open the table in a "
            "spreadsheet, save it, and send it again."
        ),
    ),
    "an error": (
        lambda: cell('<c r="C2" t="e"><f>A1</f><v>#REF!</v></c>'),
        "Cell C2 shows the error #REF!. Correct its formula, or write the value itself.",
    ),
    "a cell far to the right": (
        lambda: cell('<c r="XFD2" t="str"><v>x</v></c>'),
        "Row 2 has more than 100 columns. Remove what belongs to nobody.",
    ),
    "too many rows": (
        lambda: workbook(sheet(*(row(n, "x") for n in range(1, 2_010)))),
        "The table has more than 2000 rows. Import it in parts.",
    ),
    "an empty workbook": (
        lambda: workbook(sheet()),
        "The file holds no table: its first row has the headings, and each row below a person.",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_hostile_or_damaged_gets_one_sentence(name: str) -> None:
    make, sentence = ATTACKS[name]
    with pytest.raises(OrchestratorError) as wrong:
        sandbox.read_table(make())
    assert str(wrong.value) == sentence


def test_a_crowd_of_cells_meets_the_limits_of_its_process() -> None:
    noise = "".join(f'<c r="A2" s="{secrets.token_hex(4)}"/>' for _ in range(600_000))
    with pytest.raises(OrchestratorError) as wrong:
        sandbox.read_table(cell(noise), memory=160 * 1024 * 1024)
    assert str(wrong.value) == (
        "Reading the file takes more memory or time than a table of people needs; it is not read."
    )


def test_a_workbook_and_the_same_text_give_the_same_table() -> None:
    data = workbook(sheet(row(1, "name", "rank"), row(2, "Kim", "3")))
    assert cells(rosters.read(data)) == cells(rosters.read(b"name,rank\nKim,3\n")) == ROWS


def test_what_calc_writes_reads_as_it_shows_it() -> None:
    """Runs, links, lines in a cell, formulas, numbers as ids, and a million coloured empty rows."""
    table = sandbox.read_table((Path(__file__).parent / "calc.xlsx").read_bytes())
    assert cells(table) == [
        (1, ("Страна", "Имя", "Id", "E-mail", "Rank", "Arrives")),
        # A day is a number to a sheet; no field of a person is one.
        (2, ("KZ", "Иван Ким", "2020", "kim@example.org", "3", "44132")),
        (3, ("KZ", "Алия Пак", "", "pak@example.org", "4")),
        (6, ("CN", "Ли")),
    ]
    assert (table.merged, table.hidden_rows, table.hidden_columns, table.unread) == (
        ("A2:A3",),
        (4, 5),
        (2,),
        ("Прошлый год",),
    )


def test_empty_rows_that_have_a_colour_are_none() -> None:
    coloured = "".join(
        f'<row r="{n}" ht="{n % 97}.5"><c r="A{n}" s="{n % 89}"/></row>' for n in range(2, 100_002)
    )
    assert cells(sandbox.read_table(workbook(sheet(row(1, "Kim"), coloured)))) == [(1, ("Kim",))]
