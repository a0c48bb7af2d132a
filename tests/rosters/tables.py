"""Makes tables as people send them: text in any coding, and workbooks as Excel writes them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from orchestrator import agendas, resources, rosters
from orchestrator.agendas import Agenda
from orchestrator.rosters import Roster, Table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SOURCE = (resources.folder("agendas") / "sco-heads-of-regions-2020.yaml").read_text("utf-8")


def agenda(source: str = SOURCE) -> Agenda:
    found = agendas.read(source.encode()).agenda
    assert found is not None
    return found


def text(*rows: Sequence[str], mark: str = ",") -> bytes:
    """Return rows as a text file."""
    return "".join(f"{mark.join(row)}\n" for row in rows).encode()


def cells(table: Table) -> list[tuple[int, ...] | tuple[int, tuple[str, ...]]]:
    """Return rows with their numbers."""
    return [(line.number, line.cells) for line in table.lines]


def enrolled(data: bytes, source: str = SOURCE, taken: Sequence[str] = ()) -> Roster:
    """Return what a file would make of the people of an agenda."""
    found, table = agenda(source), rosters.read(data)
    top = rosters.heading(table)
    return rosters.enrol(table, top, rosters.guessed(table, top, found), found, taken)


def sheet(*rows: str, space: str = MAIN, dimension: str = "") -> str:
    """Return a sheet of rows that are written out."""
    said = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<worksheet xmlns="{space}">{said}<sheetData>{"".join(rows)}</sheetData></worksheet>'


def row(number: int, *texts: str) -> str:
    """Return a row of texts that stand in their cells."""
    told = "".join(
        f'<c r="{rosters.letters(n)}{number}" t="inlineStr"><is><t>{escape(each)}</t></is></c>'
        for n, each in enumerate(texts)
    )
    return f'<row r="{number}">{told}</row>'


def workbook(
    *sheets: str,
    hidden: Sequence[int] = (),
    strings: str = "",
    space: str = MAIN,
    more: Mapping[str, bytes | str] | None = None,
) -> bytes:
    """Return a workbook of sheets."""
    state = dict.fromkeys(hidden, ' state="hidden"')
    names = "".join(
        f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}"{state.get(n, "")}/>'
        for n in range(1, len(sheets) + 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": (
            f'<workbook xmlns="{space}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": each for n, each in enumerate(sheets, 1)},
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **(more or {}),
    }
    return packed(parts)


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()
