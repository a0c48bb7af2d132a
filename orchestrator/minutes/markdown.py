"""The form as Markdown, for pads and repositories, and back.

A mark is an HTML comment: behind a heading, behind the bold label that stands above its answer, or
in the cell that opens a row of a table.
"""

import re
from collections.abc import Iterator, Sequence

from orchestrator.findings import N_
from orchestrator.languages import match
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.minutes.archives import MOST_BYTES, UnreadableError
from orchestrator.minutes.marks import PROPERTY, identity

MARK = re.compile(r"<!-- ([a-z]_[a-z0-9_]{1,60}) -->")
HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
LABEL = re.compile(r"\*\*(.+?)\*\*((?:[ \t]*<!-- [a-z]_[a-z0-9_]{1,60} -->)+)[ \t]*(.*)")
RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-*:?[ \t]*)*")
ABOUT = re.compile(r"<!-- form: (\S+) -->")
HELD = re.compile(r"<!-- made: ([^<>]*) -->")
SPLIT = re.compile(r"(?<!\\)\|")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
ESCAPING = r"\\\g<0>"
# What Markdown, or this reader, would take for something else than text.
SPECIAL = re.compile(r"[\\`*<>|]|\[(?=[^\]]*\]\()")
START = re.compile(r"^(\s*)(\d{0,9})((?<!\d)[#>+-]|(?<=\d)[.)])(?=\s)")


def write_markdown(paper: Paper) -> str:
    """Return a form as Markdown."""
    held = " ".join(paper.properties.values())
    head = [f"<!-- form: {paper.identifier} -->"] if paper.identifier else []
    foot = [f"<!-- made: {held} -->"] if held else []
    return "\n\n".join((*head, *_written(paper.blocks), *foot)) + "\n"


def _written(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield _line(block)
        elif block.header:
            yield _table(block)
        else:
            yield from (_field(row) for row in block.rows)


def _line(line: Line) -> str:
    marks = "".join(f" <!-- {mark} -->" for mark in line.marks)
    if line.level:
        return f"{'#' * line.level} {SPECIAL.sub(ESCAPING, line.text)}{marks}"
    return _safe(line.text) + marks


def _field(row: Row) -> str:
    label, answer = row
    marks = "".join(f" <!-- {mark} -->" for mark in label.marks)
    head = f"**{_safe(label.text)}**{marks}"
    return "\n\n".join((head, *(_safe(text) for text in answer.text.split("\n") if text)))


def _table(table: Table) -> str:
    header, *rows = (_row(row) for row in table.rows)
    rule = "|" + " --- |" * len(table.rows[0])
    return "\n".join((header, rule, *rows))


def _row(row: Row) -> str:
    return "| " + " | ".join(_cell(cell) for cell in row) + " |"


def _cell(cell: Cell) -> str:
    marks = "".join(f" <!-- {mark} -->" for mark in cell.marks)
    return "<br>".join(_safe(text) for text in cell.text.split("\n")) + marks


def _safe(text: str) -> str:
    return START.sub(r"\1\2\\\3", SPECIAL.sub(ESCAPING, text)) if text else ""


def _plain(text: str) -> str:
    """Return what Markdown shows for a text: escapes taken away, emphasis left as it was typed."""
    return ESCAPED.sub(r"\1", text.strip())


def read_markdown(data: bytes) -> Paper:
    """Read Markdown as a paper: headings, paragraphs, tables and their marks."""
    text = _decoded(data)
    found = ABOUT.search(text)
    about = found[1] if found else ""
    named = identity(about)
    held = " ".join(each[1] for each in HELD.finditer(text))
    rest = HELD.sub("", ABOUT.sub("", text))
    return Paper(
        language=match(named.language) or "" if named else "",
        title="",
        identifier=about,
        properties={f"{PROPERTY}1": held} if held else {},
        blocks=tuple(_blocks(rest.splitlines())),
    )


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise UnreadableError(N_("The file is larger than a form may be."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnreadableError(N_("The file is not UTF-8 text.")) from wrong


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Take the lines apart; a label gathers what follows it as its answer."""
    field: Cell | None = None
    answer: list[str] = []
    for group in _groups(lines):
        block = _structure(group)
        if block is None and field is not None:
            answer.extend(_plain(line) for line in group)
            continue
        if field is not None:
            yield _filled(field, answer)
            field = None
        if isinstance(block, Cell):
            field, answer = block, [rest] if (rest := _behind_label(group[0])) else []
        else:
            yield block or Line(text="\n".join(_plain(line) for line in group))
    if field is not None:
        yield _filled(field, answer)


def _filled(label: Cell, answer: Sequence[str]) -> Table:
    return Table(rows=((label, Cell(text="\n".join(answer))),))


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Return the paragraphs; a heading, a label or a table needs no empty line around it."""
    group: list[str] = []
    for line in lines:
        kind = _kind(line)
        if group and (not line.strip() or kind != _kind(group[-1]) or kind in ("heading", "label")):
            yield group
            group = []
        if line.strip():
            group.append(line)
    if group:
        yield group


def _kind(line: str) -> str:
    if HEADING.match(line):
        return "heading"
    if LABEL.match(line.strip()):
        return "label"
    return "table" if line.lstrip().startswith("|") else "text"


def _structure(group: Sequence[str]) -> Block | Cell | None:
    """Return the heading, label or table that a group is; None where it is plain text."""
    first = group[0].strip()
    if heading := HEADING.match(group[0]):
        return Line(
            text=_plain(MARK.sub("", heading[2])),
            level=len(heading[1]),
            marks=tuple(MARK.findall(heading[2])),
        )
    if label := LABEL.match(first):
        return Cell(text=_plain(label[1]), marks=tuple(MARK.findall(label[2])), label=True)
    if first.startswith("|") and any(MARK.search(line) for line in group):
        return Table(rows=tuple(_cells(line) for line in group if not RULE.fullmatch(line.strip())))
    return None


def _behind_label(line: str) -> str:
    found = LABEL.match(line.strip())
    return _plain(found[3]) if found else ""


def _cells(line: str) -> Row:
    inner = line.strip().removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    return tuple(
        Cell(
            text="\n".join(_plain(text) for text in MARK.sub("", cell).split("<br>")),
            marks=tuple(MARK.findall(cell)),
        )
        for cell in SPLIT.split(inner)
    )
