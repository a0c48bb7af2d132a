"""Writes a form as an OpenDocument text: the same styles, tables and marks that Word gets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.layout.runs import Run, steered, text_of
from orchestrator.layout.scripts import COMPLEX, EAST_ASIAN, PLAIN, SANS, Script, script
from orchestrator.layout.styles import (
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PARAGRAPHS,
    TEXT_WIDTH,
    WASH,
    Style,
    scale,
)
from orchestrator.layout.word import CONTROLS, HEADINGS, NUMBERED, answered, packed

KIND = "application/vnd.oasis.opendocument.text"
SPACE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = {
    **{name: f"{SPACE}:{name}:1.0" for name in ("office", "text", "table", "style", "meta")},
    "fo": f"{SPACE}:xsl-fo-compatible:1.0",
    "svg": f"{SPACE}:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SPACES = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES.items())
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
VERSION = 'office:version="1.3"'
# LibreOffice keeps Word's identifier under this name, and gives it back to Word.
IDENTIFIER = "OOXMLCorePropertyIdentifier"
FIELDS = {
    "PAGE": '<text:page-number text:select-page="current">1</text:page-number>',
    "NUMPAGES": "<text:page-count>1</text:page-count>",
}
GIVEN = re.compile("([\t\n]|(?<= ) +|^ +)")


def odt(paper: Paper, dated: datetime) -> bytes:
    """Return a form as an OpenDocument text that says it was made at this instant (UTC)."""
    of = script(paper.language)
    parts = {
        "styles.xml": _styles(of),
        "content.xml": _content(paper, of),
        "meta.xml": _meta(paper, dated),
    }
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", KIND), *((name, "text/xml") for name in parts))
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{SPACE}:manifest:1.0" '
        f'manifest:version="1.3">{listed}</manifest:manifest>'
    )
    written = {**parts, "META-INF/manifest.xml": manifest}
    return packed(
        {
            "mimetype": KIND.encode(),  # the first, and not packed: by it the file is known
            **{name: f"{HEAD}{text}".encode() for name, text in written.items()},
        }
    )


def _content(paper: Paper, of: Script) -> str:
    writer = _Writer(of)
    body = "".join(writer.blocks(paper.blocks))
    return (
        f"<office:document-content {SPACES} {VERSION}><office:automatic-styles>"
        f"{''.join(writer.looks)}{_cells()}{_plain()}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


class _Writer:
    """Writes blocks in one language; it gathers the looks of tables, each of which has its own."""

    def __init__(self, of: Script) -> None:
        self.script = of
        self.looks: list[str] = []
        self.tables = 0

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        return (self.line(each) if isinstance(each, Line) else self.table(each) for each in blocks)

    def line(self, line: Line) -> str:
        style = line.style or HEADINGS.get(line.level, "Normal")
        pieces = steered(line.pieces, right_to_left=self.script.right_to_left)
        written = "".join(f"<text:bookmark text:name={quoteattr(name)}/>" for name in line.marks)
        written += "".join(self.run(run) for run in pieces)
        about = f'text:style-name="{style}"'
        if line.level > 1:
            return f'<text:h {about} text:outline-level="{line.level - 1}">{written}</text:h>'
        return f"<text:p {about}>{written}</text:p>"

    def run(self, run: Run) -> str:
        if isinstance(run, dict) and "field" in run:
            return FIELDS[run["field"]]
        if not self.script.plain:
            return _text(text_of(run))
        parts = enumerate(PLAIN.split(text_of(run)))
        span = '<text:span text:style-name="Plain">{}</text:span>'
        return "".join(span.format(_text(each)) if n % 2 else _text(each) for n, each in parts)

    def table(self, table: Table) -> str:
        self.tables += 1
        name = f"Table{self.tables}"
        shares = table.widths or (1,) * len(table.rows[0])
        self.looks += _table_looks(name, shares, self.script)
        columns = "".join(
            f'<table:table-column table:style-name="{name}.{nth}"/>' for nth in range(len(shares))
        )
        first, *rest = (self.row(row) for row in table.rows)
        head = f"<table:table-header-rows>{first}</table:table-header-rows>"
        rows = (head if table.header else first) + "".join(rest)
        about = f'table:name="{name}" table:style-name="{name}"'
        return f"<table:table {about}>{columns}{rows}</table:table>"

    def row(self, row: Row) -> str:
        return f"<table:table-row>{''.join(map(self.cell, row))}</table:table-row>"

    def cell(self, cell: Cell) -> str:
        style = "Label" if cell.label else "Answer"
        written = "".join(map(self.line, cell.lines or answered(cell)))
        return (
            f'<table:table-cell table:style-name="{style}" office:value-type="string">'
            f"{written}</table:table-cell>"
        )


def _text(text: str) -> str:
    """Return a text with what XML would lose: tabs, ends of lines, spaces side by side."""
    parts = enumerate(GIVEN.split(text.translate(CONTROLS)))
    return "".join(_white(each) if n % 2 else escape(each) for n, each in parts)


def _white(given: str) -> str:
    known = {"\t": "<text:tab/>", "\n": "<text:line-break/>"}
    return known.get(given) or f'<text:s text:c="{len(given)}"/>'


def _table_looks(name: str, shares: tuple[int, ...], of: Script) -> Iterator[str]:
    mode = "rl-tb" if of.right_to_left else "lr-tb"
    yield (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties '
        f'style:width="{TEXT_WIDTH}mm" table:align="margins" table:border-model="collapsing" '
        f'style:writing-mode="{mode}"/>'
        "</style:style>"
    )
    for nth, share in enumerate(shares):
        width = TEXT_WIDTH * share / sum(shares)
        yield (
            f'<style:style style:name="{name}.{nth}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width:.2f}mm"/></style:style>'
        )


def _cells() -> str:
    room = 'fo:padding-left="1.8mm" fo:padding-right="1.8mm"'
    room += ' fo:padding-top="0.7mm" fo:padding-bottom="0.7mm"'
    line = f'fo:border="0.5pt solid #9aa0a6" {room}'
    shades = {"Label": f' fo:background-color="#{WASH.lower()}"', "Answer": ""}
    return "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f"<style:table-cell-properties {line}{shade}/></style:style>"
        for name, shade in shades.items()
    )


def _plain() -> str:
    return (
        '<style:style style:name="Plain" style:family="text"><style:text-properties '
        f'style:font-name-complex="{SANS}"/></style:style>'
    )


def _styles(of: Script) -> str:
    faces = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="&apos;{name}&apos;"/>'
        for name in dict.fromkeys((SANS, EAST_ASIAN, *COMPLEX.values()))
    )
    mode = "rl-tb" if of.right_to_left else "lr-tb"
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        f'style:writing-mode="{mode}"/><style:text-properties {_letters(of)}/>'
        "</style:default-style>"
    )
    named = "".join(_style(style, of) for style in PARAGRAPHS)
    layout = (
        '<style:page-layout style:name="Page"><style:page-layout-properties '
        f'fo:page-width="{PAGE_WIDTH}mm" fo:page-height="{PAGE_HEIGHT}mm" '
        f'fo:margin="{MARGIN}mm" fo:margin-top="{MARGIN}mm" fo:margin-bottom="12mm" '
        f'fo:margin-left="{MARGIN}mm" fo:margin-right="{MARGIN}mm" style:writing-mode="{mode}"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="10mm" '
        'fo:margin-top="5mm"/></style:footer-style></style:page-layout>'
    )
    foot = _Writer(of).line(NUMBERED)
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"<style:footer>{foot}</style:footer></style:master-page>"
    )
    return (
        f"<office:document-styles {SPACES} {VERSION}>"
        f"<office:font-face-decls>{faces}</office:font-face-decls>"
        f"<office:styles>{default}{named}</office:styles>"
        f"<office:automatic-styles>{layout}{_plain()}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>"
    )


def _letters(of: Script) -> str:
    """Return fonts and languages for the three kinds of letters that OpenDocument knows."""
    third = COMPLEX.get(of.language, SANS)
    main = "en-GB" if of.complex or of.language == "zh-Hans" else of.locale
    return " ".join(
        (
            f'style:font-name="{SANS}" style:font-name-asian="{EAST_ASIAN}"',
            f'style:font-name-complex="{third}"',
            _tongue(main, "fo", ""),
            _tongue("zh-CN", "style", "-asian"),
            _tongue(of.locale if of.complex else "ar-SA", "style", "-complex"),
        )
    )


def _tongue(locale: str, space: str, kind: str) -> str:
    language, *script_of, country = locale.split("-")
    said = f'{space}:language{kind}="{language}" {space}:country{kind}="{country}"'
    return said + "".join(f' {space}:script{kind}="{each}"' for each in script_of)


def _style(style: Style, of: Script) -> str:
    size = f"{style.size * scale(of.language):g}pt"
    weight = "bold" if style.bold else "normal"
    based = f' style:parent-style-name="{style.based}"' if style.based else ""
    outline = f' style:default-outline-level="{style.level}"' if style.level else ""
    keep = ' fo:keep-with-next="always"' if style.keep else ""
    # Sides, for LibreOffice takes "start" as left in every language, and in each style: of those it
    # knows by name it believes to know better.
    align = "right" if style.end is not of.right_to_left else "left"
    mode = "rl-tb" if of.right_to_left else "lr-tb"
    kinds = ("", "-asian", "-complex")
    looks = (
        f'{"style" if kind else "fo"}:font-size{kind}="{size}" '
        f'{"style" if kind else "fo"}:font-weight{kind}="{weight}"'
        for kind in kinds
    )
    return (
        f'<style:style style:name="{style.id}" style:display-name="{style.name}" '
        f'style:family="paragraph"{based}{outline}><style:paragraph-properties '
        f'fo:margin-top="{style.before:g}pt" fo:margin-bottom="{style.after:g}pt"{keep} '
        f'fo:text-align="{align}" style:writing-mode="{mode}"/>'
        f'<style:text-properties fo:color="#{style.colour.lower()}" {" ".join(looks)}/>'
        "</style:style>"
    )


def _meta(paper: Paper, dated: datetime) -> str:
    moment = f"{dated:%Y-%m-%dT%H:%M:%SZ}"
    own: Mapping[str, str] = {IDENTIFIER: paper.identifier, **paper.properties}
    said = "".join(
        f"<meta:user-defined meta:name={quoteattr(name)} "
        f'meta:value-type="string">{escape(value)}</meta:user-defined>'
        for name, value in own.items()
        if value
    )
    return (
        f"<office:document-meta {SPACES} {VERSION}><office:meta>"
        f"<dc:title>{escape(paper.title)}</dc:title>"
        f"<dc:language>{script(paper.language).locale}</dc:language>"
        f"<meta:creation-date>{moment}</meta:creation-date><dc:date>{moment}</dc:date>"
        f"{said}</office:meta></office:document-meta>"
    )
