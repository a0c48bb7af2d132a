"""Cuts the fonts of the papers from Debian's: `python templates/fonts/cut.py`.

Needs fontTools and Debian's packages fonts-noto-core and fonts-noto-cjk. What papers may hold is
what the fonts have: coverage.list beside this file lists it, so that a build need not open a font.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DEBIAN = Path("/usr/share/fonts")
WEIGHTS = {"Regular": 400, "Bold": 700}

# Latin with its extensions, Greek, Cyrillic, and the punctuation, signs and arrows of plain text.
EUROPE = (
    *((0x0020, 0x007E), (0x00A0, 0x024F), (0x02B0, 0x03FF), (0x0400, 0x052F), (0x1C80, 0x1C8F)),
    *((0x1DC0, 0x1DFF), (0x1E00, 0x1EFF), (0x2000, 0x20CF), (0x2100, 0x23FF), (0x25A0, 0x25FF)),
    *((0x2C60, 0x2C7F), (0xA640, 0xA69F), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0xFFFD, 0xFFFD)),
)
INDIA = ((0x0020, 0x007E), (0x00A0, 0x00A0), (0x0900, 0x097F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF))
MARKS = ((0x2000, 0x206F), (0x20B9, 0x20B9), (0x25CC, 0x25CC))
ARABIA = ((0x0020, 0x007E), (0x00A0, 0x00BB), (0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF))
# Pages copied from old programs hold letters in their joined shapes.
JOINED = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
CJK_MARKS = ((0x3000, 0x303F), (0xFF00, 0xFFEF), (0x2010, 0x2027), (0x2460, 0x24FF))
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))

EVERYTHING = ["*"]
# Vertical and historical forms of seven thousand characters would double the Chinese font.
HORIZONTAL = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "halt", "chws"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One font to be made: where it comes from, what it keeps and how it is called."""

    source: str
    family: str
    keeps: frozenset[int]
    features: tuple[str, ...] = ("*",)
    face: str | None = None


def spread(*ranges: tuple[int, int]) -> frozenset[int]:
    """Return the characters of ranges, both ends included."""
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def gb2312() -> frozenset[int]:
    """Return the characters of GB 2312: what print in the People's Republic has always had."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            text = bytes((high, low)).decode("gb2312", errors="ignore")
            found.update(map(ord, text))
    return frozenset(found)


def used_han() -> frozenset[int]:
    """Return the Chinese characters of our own catalogues, tables and agenda files."""
    han = spread(*HAN)
    paths = sorted(path for name in ("locales", "agendas") for path in (ROOT / name).rglob("*.*"))
    texts = (path.read_text(encoding="utf-8") for path in paths if path.is_file())
    return frozenset(code for text in texts for code in map(ord, text) if code in han)


def cuts() -> tuple[Cut, ...]:
    """Return the five families that papers are set in."""
    chinese = spread(*CJK_MARKS, (0x20, 0x7E), (0xA0, 0xFF)) | gb2312() | used_han()
    return (
        Cut(
            source="truetype/noto/NotoSans-{}.ttf",
            family="Noto Sans",
            keeps=spread(*EUROPE),
            features=("kern", "liga", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum", "case"),
        ),
        Cut(
            source="truetype/noto/NotoSansDevanagari-{}.ttf",
            family="Noto Sans Devanagari",
            keeps=spread(*INDIA, *MARKS),
        ),
        Cut(
            source="truetype/noto/NotoNaskhArabic-{}.ttf",
            family="Noto Naskh Arabic",
            keeps=spread(*ARABIA, *JOINED, *MARKS),
        ),
        Cut(
            source="truetype/noto/NotoNastaliqUrdu-{}.ttf",
            family="Noto Nastaliq Urdu",
            keeps=spread(*ARABIA, *JOINED, *MARKS),
        ),
        Cut(
            source="opentype/noto/NotoSansCJK-{}.ttc",
            family="Noto Sans SC",
            keeps=chinese,
            features=tuple(HORIZONTAL),
            face="Noto Sans CJK SC",
        ),
    )


def opened(cut: Cut, weight: str) -> TTFont:
    """Open the font of a cut, out of its collection where it stands in one."""
    path = DEBIAN / cut.source.format(weight)
    if cut.face is None:
        return TTFont(path, recalcTimestamp=False)
    faces = TTCollection(path, lazy=True).fonts
    face = next(font for font in faces if font["name"].getDebugName(1) == cut.face)
    face.recalcTimestamp = False
    return face


def named(font: TTFont, family: str, weight: str) -> None:
    """Give a font its family and weight; Debian's bold Nastaliq says that it is regular."""
    postscript = f"{family.replace(' ', '')}-{weight}"
    names = {1: family, 2: weight, 4: f"{family} {weight}", 6: postscript}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    for number in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    font["OS/2"].usWeightClass = WEIGHTS[weight]
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = postscript


def made(cut: Cut, weight: str) -> frozenset[int]:
    """Write one font and return the characters that it has."""
    font = opened(cut, weight)
    options = Options(
        layout_features=list(cut.features),
        hinting=False,
        desubroutinize=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        recalc_timestamp=False,
    )
    cutter = Subsetter(options)
    cutter.populate(unicodes=cut.keeps)
    cutter.subset(font)
    named(font, cut.family, weight)
    ending = "otf" if "CFF " in font else "ttf"
    font.save(HERE / f"{cut.family.replace(' ', '')}-{weight}.{ending}")
    return frozenset(font.getBestCmap())


def ranges(codes: frozenset[int]) -> Iterator[str]:
    """Yield characters as ranges, `0020-007E`, one a line."""
    ordered = sorted(codes)
    ends = [a for a, b in pairwise(ordered) if b != a + 1] + ordered[-1:]
    starts = ordered[:1] + [b for a, b in pairwise(ordered) if b != a + 1]
    for first, last in zip(starts, ends, strict=True):
        yield f"{first:04X}-{last:04X}" if first != last else f"{first:04X}"


def main() -> None:
    """Cut every font and list what they have: nothing counts that one of the weights lacks."""
    lines = []
    for cut in cuts():
        had = [made(cut, weight) for weight in WEIGHTS]
        lines += [f"# {cut.family}", *ranges(had[0] & had[1])]
        sys.stdout.write(f"{cut.family}: {len(had[0] & had[1])} characters\n")
    (HERE / "coverage.list").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
