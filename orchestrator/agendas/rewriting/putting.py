"""Values are put into the people of an agenda's text; comments and all other lines stay."""

import unicodedata
from collections.abc import Iterator, Mapping
from copy import deepcopy

from orchestrator.agendas.places import Raw
from orchestrator.agendas.rewriting import nodes, speech
from orchestrator.agendas.rewriting.nodes import Node
from orchestrator.agendas.rewriting.sound import Edit, Sound, rewritten, sound
from orchestrator.agendas.validating import first_language

KEY = "people"


def put_people(text: str, people: Mapping[str, Mapping[str, Raw]]) -> str:
    """Return the text with people changed or added, by their ids, in the shape of the file.

    Maps are joined key by key (`{"name": {"ru": …}}` leaves the other languages), everything else
    takes the place of what stood there, and None takes a key away. Assistants are known again by
    their addresses and keep what else is said of them. New people are added at the end, in the
    order of the map. Raises RewritingError where the text cannot be changed safely.
    """
    read = sound(text)
    told = _normal({name: {"id": name, **said} for name, said in people.items()})
    tag = first_language(read.data)
    before = read.data.get(KEY)
    standing = before if isinstance(before, list) else []
    if before is not None and not isinstance(before, list):
        raise read.unsafe(_line(read, KEY))
    known = {_name(each) for each in standing}
    after = [_joined(each, told.get(_name(each), {}), tag) for each in standing]
    new = [_joined({}, said, tag) for name, said in told.items() if name not in known]
    expected = deepcopy(read.data)
    if standing or new:
        expected[KEY] = [*after, *new]
    return rewritten(read, _edits(read, standing, after, new), expected)


def _line(read: Sound, key: str) -> int:
    pair = nodes.pair(read.root, key)
    return int(pair[0].start_mark.line) if pair else 0


def _name(person: Raw) -> str:
    found = person.get("id") if isinstance(person, Mapping) else None
    return found if isinstance(found, str) else ""


def _normal(value: Raw) -> Raw:
    """Return a value as it is read from a file."""
    if isinstance(value, Mapping):
        return {key: _normal(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(each) for each in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _joined(old: Raw, new: Raw, tag: str) -> Raw:
    """Return what stands there after a change; a plain text is one in the first language."""
    if isinstance(new, list) and isinstance(old, list):
        return [_of_address(old, each) for each in new]
    if not isinstance(new, Mapping):
        return new
    whole = dict(old) if isinstance(old, Mapping) else {tag: old} if isinstance(old, str) else {}
    for key, value in new.items():
        if value is None:
            whole.pop(key, None)
        else:
            whole[key] = _joined(whole.get(key), value, tag)
    return whole


def _of_address(old: list[Raw], entry: Raw) -> Raw:
    """Return an entry with what else was said of its address."""
    address = entry.get("email") if isinstance(entry, Mapping) else None
    same = (e for e in old if isinstance(e, Mapping) and address and e.get("email") == address)
    return {**next(same, {}), **entry} if address else entry


def _edits(read: Sound, standing: list[Raw], after: list[Raw], new: list[Raw]) -> Iterator[Edit]:
    pair = nodes.pair(read.root, KEY)
    if standing and pair:
        for node, old, said in zip(pair[1].value, standing, after, strict=True):
            if old != said:
                yield from _changed(read, node, old, said)
    if new:
        yield from _added(read, pair, new)


def _changed(read: Sound, node: Node, old: Raw, new: Raw) -> Iterator[Edit]:
    """Return the edits that make one map of another."""
    fresh = {key: value for key, value in new.items() if key not in old}
    for key, value in node.value:
        said = new.get(key.value)
        if said is None:
            yield _removed(read, key, value)
        elif said == old[key.value]:
            continue
        elif isinstance(said, Mapping) and isinstance(old[key.value], Mapping) and value.value:
            yield from _changed(read, value, old[key.value], said)
        else:
            yield _replaced(read, node, key, value, said)
    if fresh:
        yield _more(read, node, fresh)


def _more(read: Sound, node: Node, fresh: Mapping[str, Raw]) -> Edit:
    """Return the edit that gives a map more keys."""
    if not nodes.is_block(node):
        last = node.value[-1][1].end_mark.index
        said = "".join(f", {key}: {speech.flow(value)}" for key, value in fresh.items())
        return last, last, said
    at = read.starts[nodes.after(read.lines, node)]
    column = node.start_mark.column
    lines = [line for key, value in fresh.items() for line in speech.lines(key, value, column)]
    return at, at, "".join(f"{line}{read.line_end}" for line in lines)


def _removed(read: Sound, key: Node, value: Node) -> Edit:
    line, column = key.start_mark.line, key.start_mark.column
    end = read.starts[nodes.after(read.lines, value)]
    start = read.starts[line]
    told = nodes.comments(read.text, start, end, value)
    # Beside a dash, or between brackets, there is more on the line than the key.
    if read.lines[line][:column].strip() or read.text[start + column : end].count("\n") == 0:
        raise read.unsafe(line)
    kept = "".join(f"{' ' * column}{each}{read.line_end}" for each in told)
    return start, end, kept


def _replaced(read: Sound, node: Node, key: Node, value: Node, said: Raw) -> Edit:
    """Return the edit that puts a value in the place of another."""
    start, end = value.start_mark.index, value.end_mark.index
    if not nodes.is_block(node):
        if nodes.comments(read.text, start, end, value):
            raise read.unsafe(key.start_mark.line)
        return start, end, speech.flow(said)
    if (
        value.id == "scalar"
        and value.style not in ("|", ">")
        and isinstance(said, str)
        and start < end
    ):
        return start, end, speech.plain(said)
    colon = read.text.index(":", key.end_mark.index) + 1
    end = read.starts[nodes.after(read.lines, value)]
    told = nodes.comments(read.text, colon, end, value)
    column = key.start_mark.column
    first, *rest = speech.lines(key.value, said, column)
    first = first[first.index(":") + 1 :]
    if len(told) == 1 and not rest:
        first, told = f"{first} {told[0]}", ()
    whole = (first, *rest, *(f"{' ' * column}{each}" for each in told))
    return colon, end, "".join(f"{line}{read.line_end}" for line in whole)


def _added(read: Sound, pair: tuple[Node, Node] | None, new: list[Raw]) -> Iterator[Edit]:
    """Return the edits that add people at the end of the list."""
    if pair is None or nodes.is_empty(pair[1]):
        yield from _begun(read, pair, new)
        return
    key, box = pair
    if not nodes.is_block(box):
        at = box.value[-1].end_mark.index
        yield at, at, "".join(f", {speech.flow(each)}" for each in new)
        return
    found = nodes.entries(read.lines, key, box)
    if found is None:
        raise read.unsafe(box.start_mark.line)
    column = box.start_mark.column
    at = read.starts[found[-1].end]
    gap = read.lines[found[-2].end : found[-1].start] if len(found) > 1 else ()
    parted = bool(gap) and all(map(nodes.is_blank, gap))
    said = "".join((read.line_end if parted else "") + _entry(read, each, column) for each in new)
    yield at, at, said


def _entry(read: Sound, person: Raw, column: int) -> str:
    return "".join(f"{line}{read.line_end}" for line in speech.entry(person, column))


def _begun(read: Sound, pair: tuple[Node, Node] | None, new: list[Raw]) -> Iterator[Edit]:
    said = "".join(_entry(read, each, speech.STEP) for each in new)
    if pair is None:
        if not nodes.is_block(read.root):
            raise read.unsafe(0)
        beside = nodes.pair(read.root, "delegations") or read.root.value[-1]
        at = read.starts[nodes.after(read.lines, beside[1])]
        yield at, at, f"{' ' * read.root.start_mark.column}{KEY}:{read.line_end}{said}"
        return
    start, end = pair[1].start_mark.index, pair[1].end_mark.index
    if end > start:
        yield len(read.text[:start].rstrip(" ")), end, ""
    at = read.starts[pair[1].end_mark.line + 1]
    yield at, at, said
