"""A form made anew that keeps what was filled into the old one."""

from collections.abc import Iterator
from dataclasses import replace

from orchestrator import languages
from orchestrator.findings import Finding
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.minutes import labels, marks
from orchestrator.minutes.answers import Answers, Entry, Note, answers
from orchestrator.minutes.form import prefilled
from orchestrator.minutes.merging import merged


def kept(fresh: Paper, old: Paper) -> tuple[Paper, tuple[Finding, ...]]:
    """Return the new form with everything kept that the old one was filled with."""
    both = merged(answers(old), answers(fresh))
    return filled(fresh, both), both.findings


def filled(fresh: Paper, both: Answers) -> Paper:
    """Return a new form filled with answers that were brought to what the agenda says now."""
    theirs = answers(fresh)
    homeless = tuple(_homeless(both, theirs))
    keys = marks.bookmarks(theirs.base)
    blocks = tuple(_block(block, both, keys, homeless) for block in fresh.blocks)
    return replace(fresh, blocks=blocks)


def standing(old: Answers | None, fresh: Answers) -> Answers:
    """Return what stands in a record today: what was filled in, and what the agenda says now.

    Loose words are in the notes, where people see them; from now on it counts as made today.
    """
    return fresh if old is None else replace(folded(merged(old, fresh)), base=fresh.base)


def folded(found: Answers) -> Answers:
    """Return answers whose loose words stand in the notes of their items."""
    fields = dict(found.fields)
    for note in found.notes:
        key = f"o/{note.item}/notes"
        key = key if key in fields else "h/notes"
        # The same loose words are read out of every copy of a file.
        if note.text not in fields.get(key, ""):
            fields[key] = "\n".join(filter(None, (fields.get(key), note.text)))
    return replace(found, fields=fields, notes=())


def stamped(paper: Paper, revision: str) -> Paper:
    """Return a filled form that says what it holds now, so that it is read against that."""
    named = marks.identity(paper.identifier)
    base = prefilled(paper.blocks, marks.bookmarks(marks.read(paper.properties)))
    words = languages.translator(paper.language)
    return replace(
        paper,
        identifier=str(replace(named, revision=revision)) if named else "",
        properties=marks.written(base, labels.ours(words)),
    )


def _homeless(both: Answers, theirs: Answers) -> Iterator[Note]:
    """Return what has lost its item or its field, as notes under the title it stood under."""
    yield from (note for note in both.notes if note.item in theirs.titles or note.item is None)
    lost = [note for note in both.notes if note.item and note.item not in theirs.titles]
    yield from (replace(note, item=None) for note in lost)
    for key, text in both.fields.items():
        if key not in theirs.fields and both.changed(key, text) and text:
            yield _as_note(both, theirs, key, text)
    for key, entries in both.lists.items():
        for entry in entries if key not in theirs.lists else ():
            if not entry.key or both.changed(entry.key, entry.text):
                yield _as_note(both, theirs, key, " | ".join(filter(None, entry.cells)))


def _as_note(both: Answers, theirs: Answers, key: str, text: str) -> Note:
    item = marks.item_of(key)
    words = languages.translator(both.language)
    place = both.place(key) if item not in theirs.titles else ""
    head = " – ".join(each for each in (place, labels.label(key, words)) if each)
    return Note(item=item if item in theirs.titles else None, text=f"{head}: {text}")


def _block(block: Block, both: Answers, keys: dict[str, str], homeless: tuple[Note, ...]) -> Block:
    if isinstance(block, Line):
        return _heading(block, both, keys)
    first = keys[block.rows[0][0].marks[0]]
    if marks.is_list(first):
        return _list(block, first, both)
    return replace(block, rows=tuple(_row(row, both, keys, homeless) for row in block.rows))


def _heading(line: Line, both: Answers, keys: dict[str, str]) -> Line:
    item = marks.item_of(keys[line.marks[0]]) if line.marks else None
    title = both.titles.get(item, "") if item else ""
    # Somebody's own wording of a title is kept; one that only lost its marks is not.
    own = title and marks.digest(title) != marks.digest(line.text)
    return replace(line, text=title) if own else line


def _row(row: Row, both: Answers, keys: dict[str, str], homeless: tuple[Note, ...]) -> Row:
    label, answer = row
    key = keys[label.marks[0]]
    texts = [both.fields.get(key, "")]
    if marks.field_of(key) == "notes":
        texts += [note.text for note in homeless if note.item == marks.item_of(key)]
    filled = "\n".join(text for text in texts if text)
    return (label, _filled(answer, filled))


def _list(table: Table, key: str, both: Answers) -> Table:
    header, *rows = table.rows
    fresh = {row[0].marks[0]: row for row in rows if row[0].marks}
    empty = (row for row in rows if not row[0].marks)
    filled = (_entry(entry, fresh) for entry in both.lists.get(key, ()))
    return replace(table, rows=(header, *filled, *empty))


def _entry(entry: Entry, fresh: dict[str, Row]) -> Row:
    known = fresh.get(marks.bookmark(entry.key)) if entry.key else None
    if known is None:
        return tuple(Cell(text=text) for text in entry.cells)
    return tuple(_filled(cell, text) for cell, text in zip(known, entry.cells, strict=True))


def _filled(cell: Cell, text: str) -> Cell:
    """Write a text into a cell; the same text stays as it is, with its direction controls."""
    return cell if marks.digest(cell.text) == marks.digest(text) else replace(cell, text=text)
