"""The styles of papers that people edit: one table of them, for Word and for OpenDocument.

Sizes are points, lengths millimetres. A style is named as people see it in the list of styles.
"""

from dataclasses import dataclass

INK, QUIET, ACCENT, WARM = "1A2230", "566070", "0F4C5C", "9A3412"
HAIRLINE, WASH = "D5DAE1", "F3F5F7"

# A4 with its margins.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210, 297, 22
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN

# Arabic letters are small for their size.
SCALES = {"ur": 1.15}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A paragraph style; `keep` binds it to what follows, `hang` is where its second column is."""

    name: str
    based: str = "Normal"
    size: float = 10.5
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 0
    keep: bool = False
    hang: float = 0
    level: int = 0
    end: bool = False
    line: float = 1.0

    @property
    def id(self) -> str:
        """Return the name by which a paragraph refers to the style."""
        return self.name.replace(" ", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """A character style: what is said of a run of text."""

    name: str
    marks: tuple[str, ...]
    colour: str = ""
    small: bool = False
    bold: bool = False
    line: str = ""

    @property
    def id(self) -> str:
        """Return the name by which a run refers to the style."""
        return self.name.replace(" ", "")


PARAGRAPHS = (
    Style(name="Normal", based="", after=4, line=1.15),
    Style(name="Title", size=20, bold=True, after=8, keep=True, line=1.05),
    Style(name="Heading 1", size=14, bold=True, before=20, after=5, keep=True, level=1),
    Style(name="Heading 2", size=11, bold=True, before=10, after=4, keep=True, level=2),
    Style(name="Header", size=8, colour=QUIET),
    Style(name="Footer", size=8, colour=QUIET),
    Style(name="Header End", based="Header", size=8, colour=QUIET, end=True),
    Style(name="Footer End", based="Footer", size=8, colour=QUIET, end=True),
    Style(name="Rest", size=1),
    Style(name="Gap", size=6, keep=True),
    Style(name="Paper Kind", bold=True, colour=ACCENT, after=8, keep=True),
    Style(name="Note", size=9.5, colour=QUIET, after=4),
    Style(name="When", size=11, after=4, keep=True),
    Style(name="Notice", bold=True, colour=WARM, after=4, keep=True),
    Style(name="Fact", after=3, hang=40, keep=True),
    Style(name="Clocks Head", size=8.5, colour=QUIET, after=4, keep=True),
    Style(name="Clock Hour", size=12.5, bold=True, keep=True),
    Style(name="Clock Place", size=7.5, colour=QUIET, keep=True),
    Style(name="Clock Day", size=7.5, colour=WARM, keep=True),
    Style(name="Column Head", size=8.5, colour=QUIET, keep=True),
    Style(name="Day", bold=True, colour=WARM, before=8, after=2, keep=True),
    Style(name="Item Time", bold=True),
    Style(name="Item Number", colour=QUIET),
    Style(name="Item Title", bold=True, after=2),
    Style(name="Item Heading", bold=True, hang=8),
    Style(name="Heading Note", size=8.5, colour=QUIET, before=2, hang=8),
    Style(name="Heading Time", colour=QUIET),
    Style(name="Item Note", size=8.5, colour=QUIET, after=2),
    Style(name="Break", colour=QUIET),
    Style(name="Break Heading", colour=QUIET, hang=8),
    Style(name="Speaker", before=3, after=2),
    Style(name="Person", after=3),
    Style(name="Timed Speaker", before=3, after=2, hang=26),
    Style(name="Own Clock"),
    Style(name="Other Day", size=8.5, colour=WARM),
    Style(name="Reason", size=8.5, colour=QUIET),
    Style(name="Form Label", size=9, bold=True, before=2, after=2),
    Style(name="Form Answer", size=10.5, before=2, after=2),
    Style(name="Form Note", size=9.5, colour=QUIET, before=4, after=8),
)
# Of a run of which several things are said, the first that fits says it.
LETTERS = (
    Letters(
        name="Untranslated Small",
        marks=("fallback", "small"),
        line="dotted",
        colour=WARM,
        small=True,
    ),
    Letters(
        name="Untranslated Strong",
        marks=("fallback", "strong"),
        line="dotted",
        colour=WARM,
        bold=True,
    ),
    Letters(name="Untranslated", marks=("fallback",), line="dotted", colour=WARM),
    Letters(name="Hyperlink", marks=("url",), colour=ACCENT),
    Letters(name="Struck", marks=("struck",), colour=QUIET, line="struck"),
    Letters(name="Muted", marks=("small",), colour=QUIET, small=True),
    Letters(name="Strong", marks=("strong",), bold=True),
)


def scale(language: str) -> float:
    """Return how much larger a language is set."""
    return SCALES.get(language, 1.0)
