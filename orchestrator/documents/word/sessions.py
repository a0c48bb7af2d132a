"""A session in a paper to edit: its head, the strip of clocks, who speaks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from orchestrator.documents.word.frame import Values, line, plain, small, strong, times
from orchestrator.layout.papers import Block, Cell, Line, Row, Table
from orchestrator.layout.runs import Line as Runs
from orchestrator.layout.runs import Run

# A table of so few rows stands on one page.
FEW_ROWS = 4
# As many clocks as stand beside each other.
MOST_CLOCKS = 8


def head(sitting: Values) -> Iterator[Block]:
    """Yield what stands over a session."""
    yield line("Heading1", *sitting["title"], level=2)
    if sitting["when"]:
        yield line("When", *sitting["when"])
    if sitting["notice"]:
        yield line("Notice", *sitting["notice"])
    for name, (first, *others) in sitting["facts"]:
        yield line("Fact", *small(name), "\t", *first)
        yield from (line("Fact", "\t", *each) for each in others)


def clocks(strip: Values | None) -> Iterator[Block]:
    """Yield the member states' clocks at the start of a session."""
    if strip is None:
        return
    yield line("Gap")
    count = min(len(strip["clocks"]), MOST_CLOCKS)
    cells = [Cell(lines=tuple(_clock(each))) for each in strip["clocks"]]
    cells += [Cell(lines=(line("ClockPlace"),))] * (-len(cells) % count)
    name = Cell(lines=(line("ClocksHead", *strip["name"]),), span=count)
    rows = (tuple(cells[nth : nth + count]) for nth in range(0, len(cells), count))
    yield Table(
        rows=((name,), *rows), widths=(1,) * count, style="Clocks", name=plain(strip["name"])
    )


def _clock(clock: Values) -> Iterator[Line]:
    yield line("ClockHour", *clock["hour"])
    for city in clock["cities"]:
        yield line("ClockPlace", *city)
    yield line("ClockPlace", *clock["offset"])
    for day in clock["days"]:
        yield line("ClockDay", *day)


def person(who: Values, *, bold: bool = False) -> Iterator[Run]:
    """Yield a speaker: what to find them by, and the lines beneath in small print."""
    yield from strong(who["label"]) if bold else who["label"]
    for each in who["lines"]:
        yield "\n"
        yield from small(each)


def speakers(turn: Values, *, timed: bool) -> Iterator[Line]:
    """Yield who has the floor in a turn, behind its time where it has one of its own."""
    hours: Runs = turn["hours"] if timed else []
    if len(hours) > 1:  # a time that ends on another day is longer than its column
        yield from times("TimedSpeaker", hours)
        hours = []
    for nth, who in enumerate(turn["who"]):
        before: tuple[Run, ...] = (*(hours if nth == 0 else ()), "\t") if timed else ()
        yield line("TimedSpeaker" if timed else "Speaker", *before, *person(who))


def notes(*given: Runs | None) -> Iterator[Line]:
    """Yield lines in small print, as far as there are any."""
    return (line("ItemNote", *each) for each in given if each)


def day(row: Values, columns: int) -> tuple[Cell, ...]:
    """Return the row of a new date."""
    return (Cell(lines=(line("Day", *row["text"]),), span=columns),)


def lines(*held: Iterable[Line]) -> tuple[Line, ...]:
    """Return the paragraphs of a cell; a cell without any has an empty one."""
    return tuple(each for some in held for each in some) or (line("ItemNote"),)


def kept(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows of a table; those of a short one are kept together."""
    found = tuple(rows)
    if len(found) > FEW_ROWS:
        return found
    return (*(tuple(map(_keeping, row)) for row in found[:-1]), *found[-1:])


def _keeping(cell: Cell) -> Cell:
    return replace(cell, lines=keeping(cell.lines))


def keeping(held: Iterable[Line], *, keep: bool = True) -> tuple[Line, ...]:
    """Return the paragraphs of a cell bound to the row beneath."""
    return tuple(replace(each, keep=keep) for each in held)
