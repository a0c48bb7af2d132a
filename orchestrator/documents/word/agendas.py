"""The agenda as a paper to edit."""

from collections.abc import Iterator

from orchestrator.documents.word import sessions
from orchestrator.documents.word.frame import (
    Values,
    column_heads,
    joined,
    line,
    plain,
    times,
    titled,
)
from orchestrator.layout.papers import Block, Cell, Line, Row, Table
from orchestrator.layout.styles import TEXT_WIDTH, scale

# The column of numbers is as wide as what stands over it.
NUMBERS = {"hi": 13, "ur": 18}
COLUMNS = 3
# An item with many speakers goes over several rows, so that no row need be broken.
MOST_IN_ROW, FIRST_IN_ROW, NEXT_IN_ROW = 5, 3, 2


def blocks(values: Values) -> tuple[Block, ...]:
    """Return the agenda beneath its frame."""
    languages = joined(values["languages"]) if len(values["languages"]) > 1 else ()
    return (
        *titled(values, values["worth"], list(languages)),
        *(block for sitting in values["sittings"] for block in _sitting(values, sitting)),
    )


def _widths(language: str) -> tuple[int, ...]:
    times, numbers = round(32 * scale(language)), NUMBERS.get(language, 10)
    return (times, numbers, TEXT_WIDTH - times - numbers)


def _sitting(values: Values, sitting: Values) -> Iterator[Block]:
    yield from sessions.head(sitting)
    yield from sessions.clocks(sitting["strip"])
    if sitting["rows"]:
        yield line("Gap")
        heads = column_heads(sitting["columns"])
        rows = sessions.kept(row for given in sitting["rows"] for row in _rows(given))
        name = plain(sitting["title"])
        yield Table(
            rows=(heads, *rows),
            widths=_widths(values["language"]),
            header=True,
            style="Agenda",
            name=name,
        )


def _rows(row: Values) -> Iterator[Row]:
    if row["kind"] == "day":
        yield sessions.day(row, COLUMNS)
    elif row["quiet"]:
        yield _break(row)
    else:
        yield from _item(row)


def _break(row: Values) -> Row:
    time = times("Break", row["hours"]) if row["hours"] else sessions.notes(row["length"])
    what = (line("Break", *row["title"]), *sessions.notes(row["rule"]))
    held = (sessions.lines(time), (line("Break", row["number"]),), what)
    return tuple(Cell(lines=each, wash=True) for each in held)


def _item(row: Values) -> Iterator[Row]:
    first, *others = grouped(row["turns"])
    parts = [list(_head(row)) + _speakers(row, first), *(_speakers(row, each) for each in others)]
    parts[-1] += list(sessions.notes(*row["papers"]))
    for nth, part in enumerate(parts):
        left = sessions.lines(_time(row) if nth == 0 else ())
        number = line("ItemNumber", row["number"] if nth == 0 else "")
        edges = (("top",) if nth else ()) + (("bottom",) if nth < len(parts) - 1 else ())
        yield tuple(
            Cell(lines=held, open=edges, long=row["long"])
            for held in (left, (number,), tuple(part))
        )


def grouped(turns: list[Values]) -> list[list[Values]]:
    """Return the turns of an item as rows hold them."""
    if len(turns) <= MOST_IN_ROW:
        return [turns]
    rest = range(FIRST_IN_ROW, len(turns), NEXT_IN_ROW)
    return [turns[:FIRST_IN_ROW], *(turns[nth : nth + NEXT_IN_ROW] for nth in rest)]


def _time(row: Values) -> Iterator[Line]:
    if row["hours"]:
        yield from times("ItemTime", row["hours"])
    yield from sessions.notes(row["length"])


def _head(row: Values) -> Iterator[Line]:
    yield line("ItemTitle", *row["title"])
    yield from sessions.notes(row["sort"], row["rule"])


def _speakers(row: Values, turns: list[Values]) -> list[Line]:
    return [each for turn in turns for each in sessions.speakers(turn, timed=row["timed"])]
