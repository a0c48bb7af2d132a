"""The empty Word document of each language: its styles, its table style, page and footer."""

import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO  # noqa: TID251 - bytes in memory: python-docx saves into a file object
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

from orchestrator.layout.scripts import Script, script

CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
INK = RGBColor(0x1A, 0x1A, 0x1A)
# Style, points, bold, points before, points after.
STYLES = (
    ("Normal", 11, 0, 0, 4),
    ("Title", 17, 1, 0, 4),
    ("Heading 1", 13, 1, 16, 6),
    ("Heading 2", 11, 1, 10, 4),
)
OWN_STYLES = (
    ("Form Label", 10, 1, 2, 2),
    ("Form Answer", 11, 0, 2, 2),
    ("Form Note", 10, 0, 4, 8),
)
TABLE_STYLE = """<w:style {space} w:type="table" w:customStyle="1" w:styleId="Form">
<w:name w:val="Form"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/>
<w:left w:w="100" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>
</w:tblCellMar></w:tblPr></w:style>"""
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


@cache
def stationery(language: str) -> Mapping[str, bytes]:
    """Return the parts of an empty document in a language, by their names in the archive."""
    document = Document()
    of = script(language)
    _styles(document, of)
    _page(document, of)
    package = document.part.package
    # Filled for each paper; python-docx itself knows no such part.
    own = Part(PackURI("/docProps/custom.xml"), CUSTOM_TYPE, b"", package)
    package.relate_to(own, CUSTOM_RELATION)
    thumbnail = f"{RELATIONSHIP_TYPE.THUMBNAIL}"
    for name in [name for name, each in package.rels.items() if each.reltype == thumbnail]:
        del package.rels[name]
    saved = BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _styles(document: Any, of: Script) -> None:  # noqa: ANN401 - python-docx's classes are factories
    for name, *_ in OWN_STYLES:
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
        added.quick_style = True
    for name, *look in (*STYLES, *OWN_STYLES):
        _style(document.styles[name], of, tuple(look))
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="9AA0A6"/>' for edge in EDGES
    )
    table = TABLE_STYLE.format(space=nsdecls("w"), borders=borders)
    document.styles.element.append(parse_xml(table))


def _style(style: Any, of: Script, look: tuple[int, ...]) -> None:  # noqa: ANN401 - the same
    size, bold, before, after = look
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bool(bold), INK
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    if of.right_to_left:
        # In the style too: a row that some editor adds bare shall run like its neighbours.
        spacing = style.element.pPr.find(f"{{{style.element.nsmap['w']}}}spacing")
        spacing.addprevious(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
    properties = style.element.get_or_add_rPr()
    for tag in ("rFonts", "lang", "szCs", "bCs"):
        for old in properties.findall(f"{{{properties.nsmap['w']}}}{tag}"):
            properties.remove(old)
    properties.insert(0, parse_xml(of.fonts.replace("/>", f" {nsdecls('w')}/>")))
    # The size and weight of complex scripts are settings of their own, in the schema's order.
    weight = parse_xml(f'<w:bCs {nsdecls("w")} w:val="{int(bold)}"/>')
    properties.find(f"{{{properties.nsmap['w']}}}b").addnext(weight)
    tall = parse_xml(f'<w:szCs {nsdecls("w")} w:val="{size * 2}"/>')
    properties.find(f"{{{properties.nsmap['w']}}}sz").addnext(tall)
    properties.append(parse_xml(of.tongue.replace("/>", f" {nsdecls('w')}/>")))
    if style.name == "Title":
        border = style.element.pPr.find(f"{{{properties.nsmap['w']}}}pBdr")
        if border is not None:
            style.element.pPr.remove(border)


def _page(document: Any, of: Script) -> None:  # noqa: ANN401 - python-docx's classes are factories
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    _footer(section.footer.paragraphs[0])
    if of.right_to_left:
        # Before docGrid, where the schema wants it: Word calls the file damaged otherwise.
        turned = parse_xml(f"<w:bidi {nsdecls('w')}/>")
        grid = section._sectPr.find(f"{{{section._sectPr.nsmap['w']}}}docGrid")  # noqa: SLF001
        grid.addprevious(turned)


def _footer(paragraph: Any) -> None:  # noqa: ANN401 - python-docx's classes are factories
    """Write `1 / 4`: numbers alone, the same in every language."""
    paragraph.alignment = 1
    pieces = ("PAGE", None, "NUMPAGES")
    for piece in pieces:
        inner = (
            f'<w:fldSimple {nsdecls("w")} w:instr="{piece}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
        plain = f'<w:r {nsdecls("w")}><w:t xml:space="preserve"> / </w:t></w:r>'
        paragraph._p.append(parse_xml(inner if piece else plain))  # noqa: SLF001
