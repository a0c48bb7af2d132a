"""The empty Word document of each language: its styles, table styles, page and settings.

It is written by hand: a library's own blank document brings along 800 KB of styles that nobody
uses, and takes a quarter of a second to load.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from orchestrator.layout.scripts import LIKE, Script
from orchestrator.layout.styles import (
    HAIRLINE,
    LETTERS,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PARAGRAPHS,
    QUIET,
    Letters,
    Style,
    scale,
)

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = f'xmlns:w="{MAIN}" xmlns:r="{RELATED}"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "application/vnd.openxmlformats-officedocument"

# Twentieths of a point in a millimetre.
TWIPS = 1440 / 25.4
# Name in the archive, kind of content, kind of relation; those of `word/` belong to the document.
PARTS = (
    ("word/document.xml", f"{WORD}.document.main+xml", f"{RELATED}/officeDocument"),
    (
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{PACKAGE}/relationships/metadata/core-properties",
    ),
    (
        "docProps/app.xml",
        f"{OFFICE}.extended-properties+xml",
        f"{RELATED}/extended-properties",
    ),
    ("docProps/custom.xml", f"{OFFICE}.custom-properties+xml", f"{RELATED}/custom-properties"),
    ("word/styles.xml", f"{WORD}.styles+xml", f"{RELATED}/styles"),
    ("word/settings.xml", f"{WORD}.settings+xml", f"{RELATED}/settings"),
    ("word/fontTable.xml", f"{WORD}.fontTable+xml", f"{RELATED}/fontTable"),
    ("word/header1.xml", f"{WORD}.header+xml", f"{RELATED}/header"),
    ("word/footer1.xml", f"{WORD}.footer+xml", f"{RELATED}/footer"),
    ("word/footer2.xml", f"{WORD}.footer+xml", f"{RELATED}/footer"),
)
# Lines and their colour, space in cells above and beside (twentieths of a point), line under the
# header row. Left and right are alike: programs differ in whether they change places in Urdu.
TABLES = {
    "Form": ("top left bottom right insideH insideV", "9AA0A6", 40, 100, ""),
    "Agenda": ("bottom insideH", HAIRLINE, 70, 60, QUIET),
    "Clocks": ("top bottom", HAIRLINE, 60, 30, ""),
    "Margin": ("", "", 0, 0, ""),
}
# How far a table without side lines stands out on both sides.
OUTSET = {name: 0 if name == "Form" else beside for name, (_, _, _, beside, _) in TABLES.items()}
PROPERTIES = f'<Properties xmlns="{EXTENDED}"><Application>orchestrator</Application></Properties>'


@cache
def stationery(of: Script) -> Mapping[str, bytes]:
    """Return the parts of an empty document in a script, by their names in the archive.

    Those that each paper fills for itself are empty here.
    """
    written = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations("", PARTS[:4]),
        "word/_rels/document.xml.rels": _relations("word/", PARTS[4:]),
        "word/document.xml": _document(of),
        "docProps/app.xml": PROPERTIES,
        "word/styles.xml": _styles(of),
        "word/settings.xml": _settings(of),
        "word/fontTable.xml": _fonts(),
    }
    found = {name: f"{HEAD}{text}".encode() for name, text in written.items()}
    return found | {name: b"" for name, *_ in PARTS if name not in found}


def _types() -> str:
    held = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind, _ in PARTS
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{held}</Types>'
    )


def _relations(folder: str, parts: tuple[tuple[str, str, str], ...]) -> str:
    held = "".join(
        f'<Relationship Id="part{number}" Type="{kind}" Target="{name.removeprefix(folder)}"/>'
        for number, (name, _, kind) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{held}</Relationships>'


def _document(of: Script) -> str:
    edge = round(MARGIN * TWIPS)
    wide, tall = (round(length * TWIPS) for length in (PAGE_WIDTH, PAGE_HEIGHT))
    # Before docGrid, where the schema wants it: Word calls the file damaged otherwise.
    turned = "<w:bidi/>" if of.right_to_left else ""
    return (
        f"<w:document {SPACES}><w:body><w:sectPr>"
        '<w:headerReference w:type="default" r:id="part4"/>'
        '<w:footerReference w:type="default" r:id="part5"/>'
        '<w:footerReference w:type="first" r:id="part6"/>'
        f'<w:pgSz w:w="{wide}" w:h="{tall}"/><w:pgMar w:top="{edge}" w:right="{edge}" '
        f'w:bottom="{edge}" w:left="{edge}" w:header="600" w:footer="600" w:gutter="0"/>'
        f'<w:cols w:space="720"/><w:titlePg/>{turned}<w:docGrid w:linePitch="360"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _settings(of: Script) -> str:
    return (
        f'<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat>{of.tongue.replace("<w:lang", "<w:themeFontLang")}'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _fonts() -> str:
    held = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{like}"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        for name, like in LIKE.items()
    )
    return f"<w:fonts {SPACES}>{held}</w:fonts>"


def _styles(of: Script) -> str:
    # What is set for all stands in the defaults, so that a change of Normal changes everything.
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{of.fonts}{of.tongue}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )
    nothing = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name '
        'w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    held = (*_paragraphs(of), *_letters(of), *map(_table, TABLES))
    return f"<w:styles {SPACES}>{defaults}{nothing}{''.join(held)}</w:styles>"


# Styles that Word itself knows, by the names it knows them by.
KNOWN = {
    "Normal": "Normal",
    "Title": "Title",
    "Heading 1": "heading 1",
    "Heading 2": "heading 2",
    "Header": "header",
    "Footer": "footer",
    "Hyperlink": "Hyperlink",
    "Strong": "Strong",
}


def _named(kind: str, style: Style | Letters) -> str:
    own = "" if style.name in KNOWN else ' w:customStyle="1"'
    first = ' w:default="1"' if style.name == "Normal" else ""
    name = KNOWN.get(style.name, style.name)
    return f'<w:style w:type="{kind}"{first}{own} w:styleId="{style.id}"><w:name w:val="{name}"/>'


def _paragraphs(of: Script) -> Iterator[str]:
    for style in PARAGRAPHS:
        based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
        follows = '<w:next w:val="Normal"/>' if style.keep else ""
        yield (
            f"{_named('paragraph', style)}{based}{follows}<w:qFormat/>"
            f"<w:pPr>{_spacing(style, of)}</w:pPr><w:rPr>{_look(style, of)}</w:rPr></w:style>"
        )


def _spacing(style: Style, of: Script) -> str:
    """Return the paragraph settings of a style, in the schema's order."""
    before, after = round(style.before * 20), round(style.after * 20)
    # Letters of these scripts stand on lines that their fonts make high by themselves.
    line = 1.0 if of.complex or of.language == "zh-Hans" else style.line
    hang = round(style.hang * scale(of.language) * TWIPS)
    said = "<w:keepNext/>" if style.keep else ""
    said += "<w:keepLines/>" if style.level else ""
    said += f'<w:tabs><w:tab w:val="left" w:pos="{hang}"/></w:tabs>' if hang else ""
    # In the style too: a row that some editor adds bare shall run like its neighbours.
    said += "<w:bidi/>" if of.right_to_left else ""
    said += f'<w:spacing w:before="{before}" w:after="{after}" w:line="{round(line * 240)}" '
    said += 'w:lineRule="auto"/>'
    said += f'<w:ind w:left="{hang}" w:hanging="{hang}"/>' if hang else ""
    # "Right" is where a line ends: Word turns it round in paragraphs that run from the right.
    said += '<w:jc w:val="right"/>' if style.end else ""
    return said + (f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else "")


def _look(style: Style, of: Script) -> str:
    size = round(style.size * scale(of.language) * 2)
    bold = int(style.bold)
    return (
        f'<w:b w:val="{bold}"/><w:bCs w:val="{bold}"/><w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _letters(of: Script) -> Iterator[str]:
    small = round(8.5 * scale(of.language) * 2)
    for each in LETTERS:
        said = "<w:b/><w:bCs/>" if each.bold else ""
        said += "<w:strike/>" if each.line == "struck" else ""
        # The words keep the ink; the dots beneath are warm.
        dotted = each.line == "dotted"
        said += f'<w:color w:val="{each.colour}"/>' if each.colour and not dotted else ""
        said += f'<w:sz w:val="{small}"/><w:szCs w:val="{small}"/>' if each.small else ""
        said += f'<w:u w:val="dotted" w:color="{each.colour}"/>' if dotted else ""
        yield f"{_named('character', each)}<w:qFormat/><w:rPr>{said}</w:rPr></w:style>"


def _table(name: str) -> str:
    edges, colour, above, beside, under = TABLES[name]
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>'
        for edge in edges.split()
    )
    margins = "".join(
        f'<w:{side} w:w="{beside if side in ("left", "right") else above}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    first = (
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" '
        f'w:sz="6" w:space="0" w:color="{under}"/></w:tcBorders></w:tcPr></w:tblStylePr>'
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>"
        f"</w:tblPr>{first if under else ''}</w:style>"
    )
