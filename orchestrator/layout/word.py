"""Writes a paper as a Word document: real styles, table styles, every script's own settings.

The package (styles, settings) is made once per language; the text of each paper is written into it,
and gives identical bytes for identical papers.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO  # noqa: TID251 - bytes in memory: a zip archive is written nowhere else
from xml.sax.saxutils import escape, quoteattr

from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.layout.runs import Run, Style, steered
from orchestrator.layout.scripts import PLAIN, Script, script
from orchestrator.layout.stationery import (
    CORE,
    CUSTOM,
    HEAD,
    OUTSET,
    SPACES,
    TYPES,
    stationery,
)
from orchestrator.layout.styles import LETTERS, TEXT_WIDTH, WASH

# What Word calls the set of properties that people add themselves.
OWN_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
HEADINGS = {1: "Title", 2: "Heading1", 3: "Heading2"}
# Twentieths of a point in a millimetre.
TWIPS = 1440 / 25.4
# The earliest date that a zip archive can carry: nothing in it shall tell one run from another.
UNDATED = (1980, 1, 1, 0, 0, 0)
CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n"} | {0xFFFE: None}
PARTING = re.compile("([\t\n])")
PARTED = {"\t": "<w:tab/>", "\n": "<w:br/>"}
PAGE_NUMBERS: tuple[Run, ...] = (
    {"text": "1", "field": "PAGE"},
    " / ",
    {"text": "1", "field": "NUMPAGES"},
)
NUMBERED = Line(style="FooterEnd", runs=PAGE_NUMBERS)


def docx(paper: Paper, dated: datetime) -> bytes:
    """Return the paper as a Word document that says it was made at this instant (UTC)."""
    of = script(paper.language, nastaliq=paper.nastaliq)
    parts = dict(stationery(of))
    writer = _Writer(of)
    body = "".join(writer.blocks(paper.blocks))
    blank = parts["word/document.xml"].decode()
    parts["word/document.xml"] = blank.replace("<w:body>", f"<w:body>{body}", 1).encode()
    parts["word/header1.xml"] = _margin("hdr", writer, paper.head or (Line(style="Header"),))
    foot = _margin("ftr", writer, paper.foot or (NUMBERED,))
    parts["word/footer1.xml"] = parts["word/footer2.xml"] = foot
    relations = parts["word/_rels/document.xml.rels"].decode()
    linked = "".join(writer.relations())
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f"{linked}</Relationships>"
    ).encode()
    parts["docProps/core.xml"] = _core(paper, dated)
    parts["docProps/custom.xml"] = _custom(paper.properties)
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a zip archive; identical parts give identical bytes."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name, UNDATED), content, kind)
    return archive.getvalue()


def _margin(kind: str, writer: "_Writer", blocks: tuple[Block, ...]) -> bytes:
    return f"{HEAD}<w:{kind} {SPACES}>{''.join(writer.blocks(blocks))}</w:{kind}>".encode()


class _Writer:
    """Writes blocks in one language; it counts bookmarks and links, whose names must differ."""

    def __init__(self, of: Script) -> None:
        self.script = of
        self.marked = 0
        self.links: dict[str, str] = {}

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Table) and isinstance(before, Table):
                yield self.line(Line())  # tables that touch become one
            yield self.line(block) if isinstance(block, Line) else self.table(block)
            before = block
        if isinstance(before, Table):
            yield self.line(Line(style="Rest"))  # Word wants a paragraph after the last table

    def relations(self) -> Iterator[str]:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        for url, name in self.links.items():
            target = quoteattr(url.translate(CONTROLS))
            yield f'<Relationship Id="{name}" Type="{kind}" Target={target} TargetMode="External"/>'

    def line(self, line: Line) -> str:
        style = line.style or HEADINGS.get(line.level, "Normal")
        # An empty paragraph says how the text typed into it shall run, hence run settings in it.
        about = f'<w:pStyle w:val="{style}"/>'
        if line.keep:
            about += "<w:keepNext/>"
        if self.script.right_to_left:
            about += "<w:bidi/>"
        if self.script.own:
            about += f"<w:rPr>{self.script.own}</w:rPr>"
        written = "".join(self.bookmark(name) for name in line.marks)
        pieces = steered(line.pieces, right_to_left=self.script.right_to_left)
        written += "".join(self.run(run) for run in pieces)
        return f"<w:p><w:pPr>{about}</w:pPr>{written}</w:p>"

    def bookmark(self, name: str) -> str:
        self.marked += 1
        number = f'w:id="{self.marked}"'
        return f"<w:bookmarkStart {number} w:name={quoteattr(name)}/><w:bookmarkEnd {number}/>"

    def run(self, run: Run) -> str:
        said: Style = {"text": run} if isinstance(run, str) else run
        if not said["text"]:
            return ""
        written = "".join(self._written(said))
        if "field" in said:
            return f'<w:fldSimple w:instr="{said["field"]}">{written}</w:fldSimple>'
        if "url" in said:
            name = self.links.setdefault(said["url"], f"link{len(self.links) + 1}")
            return f'<w:hyperlink r:id="{name}" w:history="1">{written}</w:hyperlink>'
        return written

    def _written(self, said: Style) -> Iterator[str]:
        language = said.get("language", self.script.language)
        of = self.script if language == self.script.language else script(language)
        own = self.script.own if of is self.script else of.foreign
        parts = PLAIN.split(said["text"]) if of.plain and of is self.script else (said["text"],)
        for nth, text in enumerate(parts):
            if text:
                about = _letters(said) + (of.plain if nth % 2 else own)
                about = f"<w:rPr>{about}</w:rPr>" if about else ""
                yield f"<w:r>{about}{_text(text)}</w:r>"

    def table(self, table: Table) -> str:
        shares = table.widths or (1,) * sum(cell.span for cell in table.rows[0])
        # The text of the outer columns stands in line with that around the table.
        wide = round(TEXT_WIDTH * TWIPS) + 2 * OUTSET[table.style]
        widths = [wide * share // sum(shares) for share in shares]
        # bidiVisual puts the first column on the right; Word wants it right after the style.
        turned = "<w:bidiVisual/>" if self.script.right_to_left else ""
        first = int(table.header)
        look = (
            f'<w:tblLook w:val="{first * 0x20 + 0x600:04X}" w:firstRow="{first}" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
        name = f"<w:tblCaption w:val={quoteattr(table.name)}/>" if table.name else ""
        about = (
            f'<w:tblPr><w:tblStyle w:val="{table.style}"/>{turned}'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{-OUTSET[table.style]}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{look}{name}</w:tblPr>'
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = (
            self.row(row, widths, header=table.header and nth == 0, fixed=table.style != "Form")
            for nth, row in enumerate(table.rows)
        )
        return f"<w:tbl>{about}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def row(self, row: Row, widths: list[int], *, header: bool, fixed: bool) -> str:
        # What people fill in may grow over a page; what is only read stays together.
        whole = header or (fixed and not any(cell.long for cell in row))
        about = "<w:cantSplit/>" if whole else ""
        about += "<w:tblHeader/>" if header else ""
        about = f"<w:trPr>{about}</w:trPr>" if about else ""
        written, column = "", 0
        for cell in row:
            written += self.cell(cell, sum(widths[column : column + cell.span]))
            column += cell.span
        return f"<w:tr>{about}{written}</w:tr>"

    def cell(self, cell: Cell, width: int) -> str:
        about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        about += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        if cell.open:
            edges = "".join(f'<w:{edge} w:val="nil"/>' for edge in cell.open)
            about += f"<w:tcBorders>{edges}</w:tcBorders>"
        if cell.label or cell.wash:
            about += f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>'
        if cell.open:
            closed = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in cell.open)
            about += f"<w:tcMar>{closed}</w:tcMar>"
        written = "".join(map(self.line, cell.lines or answered(cell)))
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{written}</w:tc>"


def answered(cell: Cell) -> Iterator[Line]:
    """Return the paragraphs of a field of a form; its marks stand in the first."""
    style = "FormLabel" if cell.label else "FormAnswer"
    for nth, text in enumerate(cell.text.split("\n")):
        yield Line(text=text, style=style, marks=cell.marks if nth == 0 else ())


def _letters(said: Style) -> str:
    name = next((each.id for each in LETTERS if said.keys() >= set(each.marks)), "")
    return f'<w:rStyle w:val="{name}"/>' if name else ""


def _text(text: str) -> str:
    parts = (part for part in PARTING.split(text) if part)
    return "".join(
        PARTED.get(part) or f'<w:t xml:space="preserve">{escape(part.translate(CONTROLS))}</w:t>'
        for part in parts
    )


def _core(paper: Paper, dated: datetime) -> bytes:
    moment = f'xsi:type="dcterms:W3CDTF">{dated:%Y-%m-%dT%H:%M:%SZ}<'
    author = f"<dc:creator>{escape(paper.author)}</dc:creator>" if paper.author else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(paper.title)}</dc:title>{author}"
        f"<dc:identifier>{escape(paper.identifier)}</dc:identifier>"
        f"<dc:language>{script(paper.language).locale}</dc:language>"
        f"<dcterms:created {moment}/dcterms:created><dcterms:modified {moment}/dcterms:modified>"
        "</cp:coreProperties>"
    ).encode()


def _custom(properties: Mapping[str, str]) -> bytes:
    held = "".join(
        f'<property fmtid="{OWN_PROPERTIES}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return f'{HEAD}<Properties xmlns="{CUSTOM}" xmlns:vt="{TYPES}">{held}</Properties>'.encode()
