"""The form as an OpenDocument text, and any as a paper: the marks are `text:bookmark`."""

from collections.abc import Iterator
from datetime import datetime

from orchestrator.findings import N_
from orchestrator.languages import match
from orchestrator.layout.opendocument import IDENTIFIER, odt
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.minutes.archives import Element, UnreadableError, members, tree

SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, META = (
    f"{{{SPACE}{name}:1.0}}" for name in ("office", "text", "table", "meta")
)
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
MARKS = {f"{TEXT}bookmark", f"{TEXT}bookmark-start"}
# Deleted text, and who wrote a comment when: the comment itself is read.
PASSED_OVER = {f"{TEXT}tracked-changes", f"{TEXT}sequence-decls"}
PASSED_OVER |= {f"{DUBLIN_CORE}creator", f"{DUBLIN_CORE}date", f"{META}date-string"}
MOST_SPACES = 1000
WANTED = frozenset({"content.xml", "meta.xml", "word/document.xml"})


def write_odt(paper: Paper, dated: datetime) -> bytes:
    """Return a form as an OpenDocument text."""
    return odt(paper, dated)


def read_odt(data: bytes) -> Paper:
    """Read an OpenDocument text as a paper: headings, paragraphs, tables and their marks."""
    parts = members(data, WANTED.__contains__)
    if "content.xml" not in parts or "word/document.xml" in parts:
        raise UnreadableError(N_("The file is neither Word nor OpenDocument."))
    body = tree(parts["content.xml"]).find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableError(N_("The file is an OpenDocument file, but not a text."))
    meta = tree(parts["meta.xml"]) if "meta.xml" in parts else None
    properties = _properties(meta)
    return Paper(
        language=match(_said(meta, "language")) or "",
        title=_said(meta, "title"),
        identifier=properties.get(IDENTIFIER, "") or _said(meta, "identifier"),
        properties=properties,
        blocks=tuple(_blocks(body)),
    )


def _said(meta: Element | None, name: str) -> str:
    found = None if meta is None else meta.find(f".//{DUBLIN_CORE}{name}")
    return "" if found is None else found.text or ""


def _properties(meta: Element | None) -> dict[str, str]:
    found = () if meta is None else meta.iter(f"{META}user-defined")
    return {str(each.get(f"{META}name")): each.text or "" for each in found}


def _blocks(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag in PARAGRAPHS:
            yield _line(element)
        elif element.tag == f"{TABLE}table":
            yield Table(rows=tuple(_rows(element)))
        elif element.tag not in PASSED_OVER:
            yield from _blocks(element)  # sections, lists, frames


def _line(element: Element) -> Line:
    given = str(element.get(f"{TEXT}outline-level", "0"))
    level = int(given) + 1 if element.tag == f"{TEXT}h" and given.isdecimal() else 0
    if str(element.get(f"{TEXT}style-name", "")) == "Title":
        level = 1
    return Line(text=_text(element), level=level, marks=_marks(element))


def _rows(table: Element) -> Iterator[Row]:
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield tuple(_cell(each) for each in element.iterchildren(f"{TABLE}table-cell"))
        else:
            yield from _rows(element)  # header rows and groups of rows


def _cell(element: Element) -> Cell:
    return Cell(text="\n".join(_paragraphs(element)), marks=_marks(element))


def _paragraphs(parent: Element) -> Iterator[str]:
    for element in parent:
        if element.tag in PARAGRAPHS:
            yield _text(element)
        elif element.tag not in PASSED_OVER:
            yield from _paragraphs(element)


def _marks(element: Element) -> tuple[str, ...]:
    names = (str(each.get(f"{TEXT}name")) for each in element.iter(*MARKS))
    return tuple(name for name in names if not name.startswith("_"))


def _text(paragraph: Element) -> str:
    return (paragraph.text or "") + "".join(_pieces(paragraph))


def _pieces(parent: Element) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{TEXT}s":
            given = str(element.get(f"{TEXT}c", "1"))
            yield " " * min(int(given) if given.isdecimal() else 1, MOST_SPACES)
        elif element.tag == f"{TEXT}tab":
            yield " "
        elif element.tag == f"{TEXT}line-break":
            yield "\n"
        elif element.tag in PARAGRAPHS:
            yield "\n" + _text(element)  # comments, notes and text boxes inside a paragraph
        elif element.tag not in PASSED_OVER:
            yield (element.text or "") if element.tag not in MARKS else ""
            yield from _pieces(element)
        yield element.tail or ""
