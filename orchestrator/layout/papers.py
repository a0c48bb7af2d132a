"""A paper as headings, paragraphs and tables: what Word, OpenDocument and Markdown can all hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from orchestrator.layout.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, or a heading of a level (1 is the title); `marks` are empty bookmarks in it.

    `runs` are there where something is said of parts of its text; `keep` binds it to what follows.
    """

    text: str = ""
    level: int = 0
    style: str = ""
    marks: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    keep: bool = False

    @property
    def pieces(self) -> tuple[Run, ...]:
        """Return the text as runs."""
        return self.runs or ((self.text,) if self.text else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; each line of its text is a paragraph, or `lines` are its paragraphs.

    It spans columns, is washed with grey, is `open` at an edge ("top", "bottom") to the cell that
    it continues there, or is so long that its row must be allowed to break.
    """

    text: str = ""
    marks: tuple[str, ...] = ()
    label: bool = False
    lines: tuple[Line, ...] = ()
    span: int = 1
    wash: bool = False
    open: tuple[str, ...] = ()
    long: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `widths` are shares of the page, `header` says that the first row is repeated."""

    rows: tuple[Row, ...]
    widths: tuple[int, ...] = ()
    header: bool = False
    style: str = "Form"
    name: str = ""


Block = Line | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper in one language; `properties` travel with the file and are not printed.

    `head` stands on every page but the first, `foot` on every page; `nastaliq` is Urdu for print.
    """

    language: str
    title: str
    blocks: tuple[Block, ...]
    identifier: str = ""
    author: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    head: tuple[Block, ...] = ()
    foot: tuple[Block, ...] = ()
    nastaliq: bool = False

    @property
    def rows(self) -> Iterator[Row]:
        """Return the rows of all tables in order."""
        return (row for block in self.blocks if isinstance(block, Table) for row in block.rows)
