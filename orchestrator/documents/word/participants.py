"""The list of participants as a paper to edit: by standing, delegations in protocol order."""

from collections.abc import Iterator

from orchestrator.documents.word import sessions
from orchestrator.documents.word.frame import Values, column_heads, line, plain, small, titled
from orchestrator.layout.papers import Block, Cell, Line, Row, Table
from orchestrator.layout.runs import Line as Runs

WIDTHS = (58, 108)


def blocks(values: Values) -> tuple[Block, ...]:
    """Return the list beneath its frame."""
    return (
        *titled(values, values["note"]),
        *(block for group in values["groups"] for block in _group(group, values["columns"])),
    )


def _group(group: Values, columns: list[Runs]) -> Iterator[Block]:
    yield line("Heading1", *group["title"], level=2)
    rows = tuple(_row(each) for each in group["rows"])
    name = plain(group["title"])
    heads = column_heads(columns)
    yield Table(rows=(heads, *rows), widths=WIDTHS, header=True, style="Agenda", name=name)


def _row(row: Values) -> Row:
    people = [_person(each) for each in row["people"]]
    return (
        Cell(lines=tuple(_delegation(row)), long=row["long"]),
        Cell(lines=tuple(people) or (line("ItemNote", *row["unnamed"]),), long=row["long"]),
    )


def _delegation(row: Values) -> Iterator[Line]:
    name, *rest = row["called"] or [[]]
    yield line("ItemTitle", *name)
    yield from sessions.notes(*rest, row["host"])


def _person(each: Values) -> Line:
    roles = ("\n", *small(each["roles"])) if each["roles"] else ()
    return line("Person", *sessions.person(each["who"], bold=True), *roles)
