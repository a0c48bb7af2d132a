"""The frame of a paper to edit: title block, head and foot of the page, and how lines are made."""

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from orchestrator.layout.papers import Block, Cell, Line, Paper, Table
from orchestrator.layout.runs import Line as Runs
from orchestrator.layout.runs import Run, text_of

Values = Mapping[str, Any]

DOT = "\N{EN SPACE}\N{MIDDLE DOT}\N{EN SPACE}"
FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def line(style: str, *runs: Run, level: int = 0) -> Line:
    """Return a paragraph of a style."""
    return Line(style=style, runs=tuple(runs), level=level)


def plain(runs: Iterable[Run]) -> str:
    """Return the text of a line."""
    return "".join(map(text_of, runs))


def small(runs: Iterable[Run]) -> Iterator[Run]:
    """Return a line in small print."""
    for run in runs:
        yield {**({"text": run} if isinstance(run, str) else run), "small": "yes"}


def strong(runs: Iterable[Run]) -> Iterator[Run]:
    """Return a line in bold; what is not translated keeps the mark that says so."""
    for run in runs:
        yield {**({"text": run} if isinstance(run, str) else run), "strong": "yes"}


def joined(lines: Iterable[Runs], mark: str = DOT) -> tuple[Run, ...]:
    """Return several lines as one."""
    found: list[Run] = []
    for each in lines:
        found += [mark, *each] if found else each
    return tuple(found)


def times(style: str, hours: Runs, note: str = "ItemNote") -> Iterator[Line]:
    """Yield a time; one that ends on another day says so in a small line of its own."""
    whole = [run for run in hours if isinstance(run, dict) and "whole" in run]
    if len(hours) < 2 or len(whole) != 1:
        yield line(style, *hours)
        return
    first, *rest = (run for run in hours if run not in whole)
    yield line(style, *whole)
    yield line(note, first.lstrip() if isinstance(first, str) else first, *rest)


def column_heads(columns: Iterable[Runs]) -> tuple[Cell, ...]:
    """Return the header of a table."""
    return tuple(Cell(lines=(line("ColumnHead", *each),)) for each in columns)


def framed(values: Values, blocks: tuple[Block, ...], name: str) -> Paper:
    """Return the whole paper around its blocks."""
    language = values["language"]
    kind, forum = values["paper"], values["running"]
    legend = (line("Note", *values["legend"]),) if values["legend"] else ()
    return Paper(
        language=language,
        nastaliq=values["nastaliq"],
        title=values["title"],
        author=values["author"],
        identifier=f"{name}/{language}",
        blocks=(*blocks, *legend),
        head=(_margin("Header", tuple(forum), tuple(kind)),),
        foot=(_margin("Footer", joined(values["colophon"]), tuple(_page(values["page"]))),),
    )


def _margin(style: str, start: tuple[Run, ...], end: tuple[Run, ...]) -> Table:
    """Return two texts at the two ends of a line."""
    cells = (Cell(lines=(line(style, *start),)), Cell(lines=(line(f"{style}End", *end),)))
    return Table(rows=(cells,), widths=(118, 48), style="Margin")


def _page(template: str) -> Iterator[Run]:
    for text, name, *_ in Formatter().parse(template):
        if text:
            yield text
        if name in FIELDS:
            yield {"text": "1", "field": FIELDS[name]}


def titled(values: Values, *below: Runs) -> Iterator[Block]:
    """Yield what a paper is, of which forum, and what is to be said beneath."""
    yield line("PaperKind", *values["paper"])
    yield line("Title", *values["forum"], level=1)
    for each in below:
        if each:
            yield line("Note", *each)
