"""The running order as a paper to edit: who has the floor when, on both clocks, and why there."""

from collections.abc import Iterator

from orchestrator.documents.word import sessions
from orchestrator.documents.word.frame import Values, column_heads, line, plain, times, titled
from orchestrator.layout.papers import Block, Cell, Line, Row, Table
from orchestrator.layout.runs import Line as Runs

WIDTHS = (30, 37, 49, 50)


def blocks(values: Values) -> tuple[Block, ...]:
    """Return the running order beneath its frame."""
    return (
        *titled(values, values["note"]),
        *(block for sitting in values["sittings"] for block in _sitting(sitting)),
    )


def _sitting(sitting: Values) -> Iterator[Block]:
    yield from sessions.head(sitting)
    if sitting["rows"]:
        yield line("Gap")
        heads = column_heads(sitting["columns"])
        rows = sessions.kept(row for given in sitting["rows"] for row in _rows(given))
        name = plain(sitting["title"])
        yield Table(rows=(heads, *rows), widths=WIDTHS, header=True, style="Agenda", name=name)


def _rows(row: Values) -> Iterator[Row]:
    if row["kind"] == "day":
        yield sessions.day(row, len(WIDTHS))
        return
    yield _item(row)
    yield from (_speaker(each) for each in row["speakers"])


def _item(row: Values) -> Row:
    keep = bool(row["speakers"])  # an item stays with its first speaker
    hours = times("HeadingTime", row["hours"]) if row["hours"] else sessions.notes(row["length"])
    style = "BreakHeading" if row["quiet"] else "ItemHeading"
    beneath = (each for each in (row["sort"], row["rule"]) if each)
    what = (
        line(style, row["number"], "\t", *row["title"]),
        *(line("HeadingNote", "\t", *each) for each in beneath),
    )
    return (
        Cell(lines=sessions.keeping(hours, keep=keep), wash=True, long=row["long"]),
        Cell(
            lines=sessions.keeping(what, keep=keep),
            wash=True,
            span=len(WIDTHS) - 1,
            long=row["long"],
        ),
    )


def _speaker(speaker: Values) -> Row:
    hours = times("ItemTime", speaker["hours"]) if speaker["hours"] else ()
    held = (
        sessions.lines(hours),
        sessions.lines(_own_clock(speaker["own"])),
        (line("Person", *sessions.person(speaker["who"], bold=True)),),
        (line("Reason", *speaker["because"]),),
    )
    return tuple(Cell(lines=each, long=speaker["long"]) for each in held)


def _own_clock(lines: list[Runs]) -> Iterator[Line]:
    """Yield the hours, the date where it is another, and whose clock it is."""
    for nth, each in enumerate(lines):
        if nth == 0:
            yield from times("OwnClock", each)
        else:
            yield line("ItemNote" if nth == len(lines) - 1 else "OtherDay", *each)
