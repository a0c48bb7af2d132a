"""Fills a Word form as a person would: types into cells, adds and deletes rows, pastes."""
# ruff: noqa: SLF001 - python-docx names the XML below its objects this way

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from orchestrator.minutes import marks

# A number with a sign and Latin letters inside a sentence that runs from right to left.
MIXED = "تجارت 5% (COVID-19)"


class Pencil:
    """A form in somebody's hand."""

    def __init__(self, data: bytes) -> None:
        self.document: Any = docx.Document(BytesIO(data))

    def saved(self) -> bytes:
        held = BytesIO()
        self.document.save(held)
        return held.getvalue()

    def row(self, key: str) -> Any:
        """Return the row in whose cell the mark of this key stands."""
        name = marks.bookmark(key)
        for table in self.document.tables:
            for row in table.rows:
                names = [each.get(qn("w:name")) for each in row._tr.iter(qn("w:bookmarkStart"))]
                if name in names:
                    return row
        raise KeyError(key)

    def answer(self, key: str) -> Any:
        """Return the cell beside the label."""
        return self.row(key).cells[1]

    def write(self, key: str, text: str) -> None:
        """Type over what stands in a field."""
        self.type_into(self.answer(key), text)

    def type_into(self, cell: _Cell, text: str) -> None:
        first, *rest = text.split("\n")
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        for run in list(cell.paragraphs[0].runs):
            run._r.getparent().remove(run._r)
        cell.paragraphs[0].add_run(first)
        for line in rest:
            cell.add_paragraph(line)

    def paste(self, key: str, *pieces: str) -> None:
        """Paste text with formatting: bold, slanted, of another size and colour by turns."""
        paragraph = self.answer(key).paragraphs[0]
        for nth, piece in enumerate(pieces):
            run = paragraph.add_run(piece)
            run.bold, run.italic = nth % 2 == 0, nth % 3 == 1
            run.font.size = docx.shared.Pt(9 + nth)
            run.font.superscript = nth == len(pieces) - 1

    def fill(self, key: str, nth: int, *texts: str) -> None:
        """Type into the nth row under the header of a list, adding rows while there are too few."""
        table = self.table(key)
        while len(table.rows) <= nth:
            table.add_row()
        for cell, text in zip(table.rows[nth].cells, texts, strict=True):
            self.type_into(cell, text)

    def table(self, key: str) -> Any:
        row = self.row(key)
        return Table(row._tr.getparent(), self.document)

    def delete(self, key: str) -> None:
        """Delete a whole row."""
        row = self.row(key)._tr
        row.getparent().remove(row)

    def heading(self, item: str) -> Any:
        name = marks.bookmark(f"i/{item}")
        for paragraph in self.document.paragraphs:
            if any(
                each.get(qn("w:name")) == name for each in paragraph._p.iter(qn("w:bookmarkStart"))
            ):
                return paragraph
        raise KeyError(item)

    def type_under(self, item: str, text: str) -> None:
        """Type a paragraph under the heading of an item, outside every cell."""
        heading = self.heading(item)
        paragraph = self.document.add_paragraph(text)
        heading._p.addnext(paragraph._p)
