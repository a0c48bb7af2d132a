"""A paper as headings, paragraphs and tables: what Word, OpenDocument and Markdown can all hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, or a heading of a level (1 is the title); `marks` are empty bookmarks in it."""

    text: str
    level: int = 0
    style: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; each line of its text is a paragraph."""

    text: str = ""
    marks: tuple[str, ...] = ()
    label: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `widths` are shares of the page, `header` says that the first row is repeated."""

    rows: tuple[Row, ...]
    widths: tuple[int, ...] = ()
    header: bool = False


Block = Line | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper in one language; `properties` travel with the file and are not printed."""

    language: str
    title: str
    blocks: tuple[Block, ...]
    identifier: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[Row]:
        """Return the rows of all tables in order."""
        return (row for block in self.blocks if isinstance(block, Table) for row in block.rows)
