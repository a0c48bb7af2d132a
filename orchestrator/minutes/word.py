"""The form as a Word document, and any Word document as a paper again."""

from collections.abc import Iterator
from datetime import datetime

from orchestrator.findings import N_
from orchestrator.languages import match
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.layout.stationery import CUSTOM, MAIN
from orchestrator.layout.word import docx
from orchestrator.minutes.archives import Element, UnreadableError, members, tree

W = f"{{{MAIN}}}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
BREAKS = {f"{W}br", f"{W}cr"}
# Word says it twice, once for old programs, and keeps what was deleted under change tracking.
SETTINGS = {f"{W}{name}Pr" for name in ("p", "r", "tbl", "tr", "tc", "sect")}
PASSED_OVER = SETTINGS | {f"{COMPATIBLE}Fallback", f"{W}del", f"{W}moveFrom", f"{W}instrText"}
TEXT, CORE, OWN = "word/document.xml", "docProps/core.xml", "docProps/custom.xml"
# Words may hide here too; they are kept as notes.
ASIDE = ("word/comments.xml", "word/footnotes.xml", "word/endnotes.xml")


def write_docx(paper: Paper, dated: datetime) -> bytes:
    """Return a form as a Word document."""
    return docx(paper, dated)


def read_docx(data: bytes) -> Paper:
    """Read a Word document as a paper: headings, paragraphs, tables and their marks."""
    parts = members(data, _wanted)
    if TEXT not in parts:
        raise UnreadableError(N_("The file is neither Word nor OpenDocument."))
    body = tree(parts[TEXT]).find(f"{W}body")
    core = tree(parts[CORE]) if CORE in parts else None
    aside = (tree(parts[name]) for name in sorted(parts) if name in ASIDE or _margin(name))
    return Paper(
        language=match(_said(core, "language")) or "",
        title=_said(core, "title"),
        identifier=_said(core, "identifier"),
        properties=_properties(parts.get(OWN)),
        blocks=(
            *(_blocks(body) if body is not None else ()),
            *(line for part in aside for line in _aside(part)),
        ),
    )


def _wanted(name: str) -> bool:
    return name in (TEXT, CORE, OWN) or name in ASIDE or _margin(name)


def _margin(name: str) -> bool:
    return name.startswith(("word/header", "word/footer"))


def _said(core: Element | None, name: str) -> str:
    return "" if core is None else core.findtext(f"{DUBLIN_CORE}{name}") or ""


def _properties(content: bytes | None) -> dict[str, str]:
    if content is None:
        return {}
    found = tree(content).iter(f"{{{CUSTOM}}}property")
    return {str(each.get("name")): "".join(map(str, each.itertext())) for each in found}


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{W}p":
            yield _line(element)
        elif element.tag == f"{W}tbl":
            yield Table(rows=tuple(_rows(element)))
        elif element.tag == f"{W}bookmarkStart":
            yield Line(text="", marks=(str(element.get(f"{W}name")),))
        elif element.tag not in PASSED_OVER:
            yield from _blocks(element)  # content controls, tracked insertions and the like


def _line(element: Element) -> Line:
    style = element.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else str(style.get(f"{W}val"))
    digits = "".join(character for character in name if character.isdecimal())
    heading = name.startswith("Heading") and digits
    level = 1 if name == "Title" else int(digits) + 1 if heading else 0
    return Line(text=_text(element), level=level, marks=_marks(element))


def _rows(table: Element) -> Iterator[Row]:
    for element in table:
        if element.tag == f"{W}tr":
            yield tuple(_cell(each) for each in _cells(element))
        elif element.tag not in PASSED_OVER:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag not in PASSED_OVER:
            yield from _cells(element)


def _cell(element: Element) -> Cell:
    return Cell(text="\n".join(_paragraphs(element)), marks=_marks(element))


def _paragraphs(parent: Element) -> Iterator[str]:
    """Return the paragraphs inside, those of tables within tables too."""
    for element in parent:
        if element.tag == f"{W}p":
            yield _text(element)
        elif element.tag not in PASSED_OVER:
            yield from _paragraphs(element)


def _marks(element: Element) -> tuple[str, ...]:
    names = (str(each.get(f"{W}name")) for each in element.iter(f"{W}bookmarkStart"))
    return tuple(name for name in names if not name.startswith("_"))


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(parent: Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{W}t":
            yield element.text or ""
        elif element.tag == f"{W}tab":
            yield " "
        elif element.tag in BREAKS:
            yield "\n"
        elif element.tag == f"{W}noBreakHyphen":
            yield "-"
        elif element.tag == f"{W}p":
            yield "\n" + _text(element)  # a text box inside a paragraph
        elif element.tag not in PASSED_OVER:
            yield from _pieces(element)


def _aside(part: Element) -> Iterator[Line]:
    """Return what was written into comments, footnotes and margins; page numbers say nothing."""
    for text in _paragraphs_anywhere(part):
        if any(character.isalpha() for character in text):
            yield Line(text=text, style="aside")


def _paragraphs_anywhere(part: Element) -> Iterator[str]:
    return (_text(each) for each in part.iter(f"{W}p"))
