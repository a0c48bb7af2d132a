"""Where the parts of a YAML text begin and end, comments beside them included."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# Nodes of libyaml, with marks at their beginning and end.
Node = Any
REMARK = re.compile(r"[ \t]*#")
COMMENT = re.compile(r"(?:^|(?<=[ \t\n\r]))#[^\r\n]*")
KEPT = re.compile(r"[|>][0-9]*\+")


def pair(node: Node, key: str) -> tuple[Node, Node] | None:
    """Return the nodes of a key and its value in a map."""
    return next((each for each in node.value if each[0].value == key), None)


def is_block(node: Node) -> bool:
    """Tell whether a node is a list or a map with a line for every entry."""
    return node.id != "scalar" and not node.flow_style


def is_empty(node: Node) -> bool:
    """Tell whether there is nothing: no value, or a list or map without entries."""
    if node.id == "scalar":
        return bool(node.start_mark.index == node.end_mark.index)
    return not node.value


def parts(node: Node) -> Iterator[Node]:
    """Return what stands directly in a list or a map."""
    for each in node.value if node.id != "scalar" else ():
        yield from each if isinstance(each, tuple) else (each,)


def scalars(node: Node) -> Iterator[Node]:
    """Return every text in a node."""
    if node.id == "scalar":
        yield node
    for each in parts(node):
        yield from scalars(each)


def after(lines: Sequence[str], node: Node) -> int:
    """Return the line after the last one of a node; lines count from 0."""
    if is_block(node):
        *_, last = parts(node)
        return after(lines, last)
    mark = node.end_mark
    if getattr(node, "style", None) not in ("|", ">"):
        return int(mark.line) + 1
    end = int(mark.line) if mark.column == 0 else int(mark.line) + 1
    header = lines[node.start_mark.line][node.start_mark.column :]
    # Empty lines at the end belong to the text only where its sign says so.
    while not KEPT.match(header) and end > node.start_mark.line + 1 and is_blank(lines[end - 1]):
        end -= 1
    return end


def is_blank(line: str) -> bool:
    """Tell whether a line is empty."""
    return not line.strip()


def is_remark(line: str) -> bool:
    """Tell whether a line is a comment."""
    return REMARK.match(line) is not None


def indent(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def comments(text: str, start: int, end: int, node: Node) -> tuple[str, ...]:
    """Return the comments of a part of the text, which a node fills."""
    rest, at = [], start
    for each in scalars(node):
        rest.append(text[at : each.start_mark.index])
        if each.style in ("|", ">"):
            rest.append(text[each.start_mark.index :].partition("\n")[0])
        at = int(each.end_mark.index)
    rest.append(text[at:end])
    return tuple(found[0].rstrip() for piece in rest for found in COMMENT.finditer(piece))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The lines of one entry of a block list: from its own comments to the line after its last."""

    start: int
    end: int


def entries(lines: Sequence[str], key: Node, node: Node) -> tuple[Entry, ...] | None:
    """Return the entries of a block list, None where their lines are not their own.

    Comments directly above an entry are its own, as are those below it that are indented deeper.
    Empty lines between entries, and comments between empty lines, belong to nobody.
    """
    column = node.start_mark.column
    bodies = []
    floor = key.end_mark.line + 1
    for each in node.value:
        dash = _dash(lines, floor, each.start_mark.line, column)
        end = after(lines, each)
        if dash is None:
            return None
        bodies.append((floor, dash, end))
        floor = end
    if any(not _is_between(lines, floor, dash) for floor, dash, _ in bodies):
        return None
    starts = [_above(lines, floor, dash, column) for floor, dash, _ in bodies]
    ends = [
        _below(lines, end, starts[n + 1] if n + 1 < len(starts) else None, column)
        for n, (_, _, end) in enumerate(bodies)
    ]
    return tuple(Entry(start=start, end=end) for start, end in zip(starts, ends, strict=True))


def _dash(lines: Sequence[str], floor: int, line: int, column: int) -> int | None:
    """Return the line on which an entry's dash stands, with nothing before it."""
    sign = re.compile(rf" {{{column}}}-(?=\s)")
    return next((n for n in range(line, floor - 1, -1) if sign.match(lines[n])), None)


def _is_between(lines: Sequence[str], start: int, end: int) -> bool:
    return all(is_blank(line) or is_remark(line) for line in lines[start:end])


def _above(lines: Sequence[str], floor: int, dash: int, column: int) -> int:
    """Return where the comments begin that belong to the entry below them."""
    start = dash
    while start > floor and is_remark(lines[start - 1]):
        start -= 1
    if start > floor:  # an empty line parts them from the entry above
        return start
    while start < dash and indent(lines[start]) > column:
        start += 1
    return start


def _below(lines: Sequence[str], end: int, next_: int | None, column: int) -> int:
    """Return where the comments end that belong to the entry above them."""
    while end < (len(lines) if next_ is None else next_) and is_remark(lines[end]):
        if next_ is None and indent(lines[end]) <= column:
            break
        end += 1
    return end
