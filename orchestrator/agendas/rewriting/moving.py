"""Items and speakers of an agenda's text change places, with the comments that are theirs."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from orchestrator.agendas.places import Raw
from orchestrator.agendas.rewriting import nodes
from orchestrator.agendas.rewriting.nodes import Entry, Node
from orchestrator.agendas.rewriting.sound import Edit, RewritingError, Sound, rewritten, sound
from orchestrator.findings import N_

GONE = N_("'{id}' does not stand in the text any more, or stands there twice.")
NOWHERE = N_("There is no such place to move '{id}' to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The lines of an item, the column of its dash, and how far that is from its list's key."""

    lines: tuple[str, ...]
    column: int
    offset: int

    def at(self, column: int) -> str:
        """Return the lines with the dash in another column."""
        by = column - self.column
        if by < 0:
            return "".join(line[min(-by, nodes.indent(line)) :] for line in self.lines)
        return "".join(line if line[0] in "\r\n" else " " * by + line for line in self.lines)


def move_item(text: str, item: str, session: str, place: int) -> str:
    """Return the text with an item moved to a place (from 0) of its own or another session.

    Raises RewritingError where the text cannot be changed safely.
    """
    read = sound(text)
    here, nth = _found(read.data, item)
    there = _session(read.data, session)
    room = len(_list(read.data["sessions"][there], "items")) - (here == there)
    if not 0 <= place <= room:
        raise RewritingError(NOWHERE, id=item)
    expected = deepcopy(read.data)
    moved = expected["sessions"][here]["items"].pop(nth)
    target = expected["sessions"][there]
    target["items"] = [*_list(target, "items")]
    target["items"].insert(place, moved)
    sessions = [*nodes.parts(_value(read.root, "sessions"))]
    if here == there:
        key, box = _pair(sessions[here], "items")
        return rewritten(read, _shuffled(read, key, box, nth, place), expected)
    body = _body(read, sessions[here], nth)
    edits = (*_taken(read, sessions[here], nth), *_given(read, sessions[there], body, place))
    return rewritten(read, edits, expected)


def move_speaker(text: str, item: str, speaker: int, place: int) -> str:
    """Return the text with an entry of an item's list of speakers moved to a place (from 0)."""
    read = sound(text)
    here, nth = _found(read.data, item)
    expected = deepcopy(read.data)
    speaking = _list(expected["sessions"][here]["items"][nth], "speakers")
    if not (0 <= speaker < len(speaking) and 0 <= place < len(speaking)):
        raise RewritingError(NOWHERE, id=item)
    speaking.insert(place, speaking.pop(speaker))
    session = [*nodes.parts(_value(read.root, "sessions"))][here]
    of_item = _value(session, "items").value[nth]
    key, box = _pair(of_item, "speakers")
    return rewritten(read, _shuffled(read, key, box, speaker, place), expected)


def _list(box: Raw, key: str) -> list[Raw]:
    found = box.get(key) if isinstance(box, Mapping) else None
    return found if isinstance(found, list) else []


def _found(data: Raw, item: str) -> tuple[int, int]:
    """Return at which place of which session an item stands."""
    found = [
        (here, nth)
        for here, session in enumerate(_list(data, "sessions"))
        for nth, each in enumerate(_list(session, "items"))
        if isinstance(each, Mapping) and each.get("id") == item
    ]
    if len(found) != 1:
        raise RewritingError(GONE, id=item)
    return found[0]


def _session(data: Raw, name: str) -> int:
    found = [
        n
        for n, each in enumerate(_list(data, "sessions"))
        if isinstance(each, Mapping) and each.get("id") == name
    ]
    if len(found) != 1:
        raise RewritingError(GONE, id=name)
    return found[0]


def _pair(node: Node, key: str) -> tuple[Node, Node]:
    found = nodes.pair(node, key)
    assert found is not None  # noqa: S101 - the data was read from these nodes
    return found


def _value(node: Node, key: str) -> Node:
    return _pair(node, key)[1]


def _shuffled(read: Sound, key: Node, box: Node, at: int, to: int) -> Iterator[Edit]:
    """Return the edits that move an entry within its list."""
    order = [*range(len(box.value))]
    order.insert(to, order.pop(at))
    if nodes.is_block(box):
        found = _entries(read, key, box)
        spans = [(read.starts[each.start], read.starts[each.end]) for each in found]
    else:
        start, end = box.start_mark.index, box.end_mark.index
        # Beside whose text a comment inside brackets stands is anybody's guess.
        if nodes.comments(read.text, start, end, box):
            raise read.unsafe(box.start_mark.line)
        spans = [(each.start_mark.index, each.end_mark.index) for each in box.value]
    for (start, end), source in zip(spans, order, strict=True):
        a, b = spans[source]
        if (a, b) != (start, end):
            yield start, end, read.text[a:b]


def _entries(read: Sound, key: Node, box: Node) -> tuple[Entry, ...]:
    found = nodes.entries(read.lines, key, box) if nodes.is_block(box) else None
    if found is None:
        raise read.unsafe(box.start_mark.line)
    return found


def _taken(read: Sound, session: Node, nth: int) -> Iterator[Edit]:
    """Return the edits that take an item out of its session."""
    key, box = _pair(session, "items")
    found = _entries(read, key, box)
    start, end = found[nth].start, found[nth].end
    if len(found) == 1:
        colon = read.text.index(":", key.end_mark.index) + 1
        yield colon, colon, " []"
    elif nth and _gap(read, found, nth - 1):
        start = found[nth - 1].end
    elif nth + 1 < len(found) and _gap(read, found, nth):
        end = found[nth + 1].start
    yield read.starts[start], read.starts[end], ""


def _gap(read: Sound, found: Sequence[Entry], nth: int) -> str:
    """Return the empty lines after an entry; none where something else stands between them too."""
    if not 0 <= nth < len(found) - 1:
        return ""
    lines = read.lines[found[nth].end : found[nth + 1].start]
    return "".join(lines) if all(map(nodes.is_blank, lines)) else ""


def _body(read: Sound, session: Node, nth: int) -> _Body:
    key, box = _pair(session, "items")
    entry = _entries(read, key, box)[nth]
    column = box.start_mark.column
    return _Body(
        lines=read.lines[entry.start : entry.end],
        column=column,
        offset=column - key.start_mark.column,
    )


def _given(read: Sound, session: Node, body: _Body, place: int) -> Iterator[Edit]:
    """Return the edits that put an item of another session into this one."""
    pair = nodes.pair(session, "items")
    if not nodes.is_block(session):
        raise read.unsafe(session.start_mark.line)
    if pair is None or nodes.is_empty(pair[1]):
        yield from _begun(read, session, pair, body)
        return
    found = _entries(read, *pair)
    new = body.at(pair[1].start_mark.column)
    if place < len(found):
        at, gap = found[place].start, _gap(read, found, max(place - 1, 0))
        yield read.starts[at], read.starts[at], f"{new}{gap}"
    else:
        at, gap = found[-1].end, _gap(read, found, len(found) - 2)
        yield read.starts[at], read.starts[at], f"{gap}{new}"


def _begun(
    read: Sound, session: Node, pair: tuple[Node, Node] | None, body: _Body
) -> Iterator[Edit]:
    """Return the edits that give a session its first item."""
    own = session.start_mark.column
    new = body.at(own + body.offset)
    if pair is None:
        at = read.starts[nodes.after(read.lines, session)]
        yield at, at, f"{' ' * own}items:{read.line_end}{new}"
        return
    start, end = pair[1].start_mark, pair[1].end_mark
    if end.index > start.index:
        yield len(read.text[: start.index].rstrip(" ")), end.index, ""
    at = read.starts[end.line + 1]
    yield at, at, new
