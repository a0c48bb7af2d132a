"""What lies over the cells of a sheet: merged cells, and rows and columns that nobody sees."""

from __future__ import annotations

import secrets
import time
from io import BytesIO

import openpyxl
import pytest

from orchestrator import rosters, sandbox
from orchestrator.errors import OrchestratorError
from orchestrator.languages import translator
from orchestrator.rosters import Table
from tests.rosters.tables import MAIN, cells, row, sheet, workbook


def merged(*ranges: str) -> str:
    told = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return f"<mergeCells>{told}</mergeCells>"


def read(*rows: str, after: str = "", before: str = "") -> Table:
    page = sheet(*rows).replace("</sheetData>", f"</sheetData>{after}")
    return rosters.read(workbook(page.replace("<sheetData>", f"{before}<sheetData>")))


def said(table: Table) -> list[str]:
    return [translator("en").phrase(each) for each in rosters.notes(table)]


def test_a_delegation_over_all_of_its_people_is_that_of_each() -> None:
    table = read(
        row(1, "Delegation", "Name"),
        row(2, "KZ", "Kim"),
        row(3, "", "Lee"),
        row(4, "", "Pak"),
        row(5, "", "Anybody"),
        after=merged("A2:A4"),
    )
    assert [line.cells for line in table.lines] == [
        ("Delegation", "Name"),
        ("KZ", "Kim"),
        ("KZ", "Lee"),
        ("KZ", "Pak"),
        ("", "Anybody"),
    ]
    assert said(table) == ["Merged cells count for each of their rows: A2:A4."]


def test_a_merged_cell_makes_no_person_of_an_empty_row() -> None:
    table = read(
        row(1, "Delegation"), row(2, "KZ", "Kim"), row(3), row(4, ""), after=merged("A2:A9")
    )
    assert ([line.number for line in table.lines], said(table)) == ([1, 2], [])


def test_headings_of_two_rows_are_whole_in_the_second() -> None:
    table = read(
        row(1, "Id", "Name", "", "E-mail"),
        row(2, "", "Surname", "First name", ""),
        row(3, "kim", "Kim", "Ok", "k@example.org"),
        after=merged("A1:A2", "B1:C1", "D1:D2"),
    )
    assert table.lines[1].cells == ("Id", "Surname", "First name", "E-mail")


@pytest.mark.parametrize("name", ["", "A2", "A2:A2", "A2:B2", "2:A", "A9:A2", "A0:A3", "XFD1:XFD9"])
def test_what_names_no_cells_of_several_rows_is_passed_over(name: str) -> None:
    table = read(row(1, "a", "b"), row(2, "c", "d"), row(3, "", "e"), after=merged(name))
    assert table.lines[2].cells == ("", "e")


@pytest.mark.parametrize("sign", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_hidden_rows_are_left_out_and_told(sign: str) -> None:
    hidden = row(2, "Kim").replace("<row", f"<row {sign}")
    table = read(row(1, "Name"), hidden, row(3, "Lee"), '<row r="4" hidden="1"/>')
    assert cells(table) == [(1, ("Name",)), (3, ("Lee",))]
    (told,) = said(table)
    assert told == (
        "Rows that are hidden in the spreadsheet are left out: 2. If they count, show them there, "
        "save the table, and import it again."
    )


def test_hidden_columns_are_read_and_told() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" width="0"/></cols>'
    table = read(row(1, "Name", "Id"), row(2, "Lee", "lee"), before=columns)
    assert cells(table)[1] == (2, ("Lee", "lee"))
    assert said(table) == ["Columns that are hidden in the spreadsheet are read all the same: B."]


def test_other_sheets_that_hold_something_are_told() -> None:
    data = workbook(sheet(row(1, "Kim")), sheet(), sheet(row(1, "x")), hidden=[3])
    assert said(rosters.read(data)) == ["Only one sheet is read. These are not: Sheet 3."]


def test_many_are_told_by_the_first_of_them() -> None:
    hidden = [row(n, "x").replace("<row", '<row hidden="1"') for n in range(2, 20)]
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …. If" in said(read(row(1, "a"), *hidden))[0]


def test_a_library_and_this_room_mean_the_same() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (["Delegation", "Name"], ["KZ", "Kim"], [None, "Lee"], ["CN", "Pak"]):
        page.append(line)
    page.merge_cells("A2:A3")
    page.row_dimensions[4].hidden = True
    page.column_dimensions["B"].hidden = True
    book.create_sheet("Old").append(["x"])
    held = BytesIO()
    book.save(held)
    table = sandbox.read_table(held.getvalue())
    assert [line.cells for line in table.lines] == [
        ("Delegation", "Name"),
        ("KZ", "Kim"),
        ("KZ", "Lee"),
    ]
    assert (table.merged, table.hidden_rows, table.hidden_columns, table.unread) == (
        ("A2:A3",),
        (4,),
        (1,),
        ("Old",),
    )


def strings(inner: str) -> bytes:
    told = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return workbook(sheet(told), strings=f'<sst xmlns="{MAIN}">{inner}</sst>')


def test_strings_within_strings_cost_no_more_than_they_weigh() -> None:
    texts = (f"<t>{secrets.token_hex(20)}</t>" for _ in range(4_000))
    nest = "".join(f"{'<si>' * 200}{each}{'</si>' * 200}" for each in texts)
    begun = time.process_time()
    assert rosters.read(strings("<si><t>Kim</t></si>" + nest)).lines[0].cells == ("Kim",)
    assert time.process_time() - begun < 2


def test_more_tags_than_a_table_can_need_are_not_read() -> None:
    begun = secrets.token_bytes(2_000_001).hex(" ").split()
    noise = "".join(f"<a{each}/>" for each in begun)
    with pytest.raises(OrchestratorError) as wrong:
        rosters.read(strings(noise))
    assert str(wrong.value) == (
        "The file unpacks to more than a table of people can hold; it is not read."
    )
