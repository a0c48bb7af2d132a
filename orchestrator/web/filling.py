"""The form as a page has it: the names of its controls, what a post says, what stands in them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from orchestrator.languages import Translator
from orchestrator.minutes import Answers, Conflict, labels, marks
from orchestrator.minutes.answers import Entry

# The cell of a row: the list, where the row stands on the page, the cell, or the row's own key.
CELL = re.compile(r"([a-z0-9/-]{3,140}):(\d{1,4}):(key|[0-2])")
CHOOSE = "choose "
MINE, THEIRS, BOTH = "mine", "theirs", "both"
LONGEST = 100_000  # characters: more than anybody says under one item
MOST_ROWS = 400
CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n"}
Posted = Sequence[tuple[str, str]]


def control(key: str, row: int | None = None, cell: int | str | None = None) -> str:
    """Return the name of a control."""
    return key if row is None else f"{key}:{row}:{cell}"


def clean(text: str) -> str:
    """Return a text as it is kept: one kind of line end, nothing that nobody can see."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(CONTROLS)[:LONGEST]


def chosen(posted: Iterable[tuple[str, str]]) -> Posted:
    """Return what was posted, with what was chosen where two texts stood side by side."""
    found = [(name, clean(value)) for name, value in posted]
    told = dict(found)
    return [
        (name.removeprefix(CHOOSE), _picked(told, name.removeprefix(CHOOSE), value))
        if name.startswith(CHOOSE)
        else (name, value)
        for name, value in found
    ]


def _picked(told: Mapping[str, str], name: str, choice: str) -> str:
    mine, theirs = told.get(f"{MINE} {name}", ""), told.get(f"{THEIRS} {name}", "")
    conflict = Conflict(key=name, row=None, cell=None, mine=mine, theirs=theirs)
    return {MINE: mine, THEIRS: theirs}.get(choice, conflict.both)


def written(base: Answers, posted: Posted) -> Answers:
    """Return the answers with what was posted; what the page did not show stays as it was."""
    told = dict(posted)
    fields = {key: told.get(key, text) for key, text in base.fields.items()}
    rows = _rows(posted)
    lists = {
        key: tuple(_entries(key, was, rows[key])) if key in rows else was
        for key, was in base.lists.items()
    }
    return replace(base, fields=fields, lists=lists)


def _rows(posted: Posted) -> Mapping[str, dict[str, dict[str, str]]]:
    """Return the cells of every row of every list, in the order of the page."""
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for name, value in posted:
        cell = CELL.fullmatch(name)
        if cell and marks.is_list(cell[1]) and len(found[cell[1]]) < MOST_ROWS:
            found[cell[1]].setdefault(cell[2], {})[cell[3]] = value
    return found


def _entries(
    key: str, was: tuple[Entry, ...], rows: Mapping[str, Mapping[str, str]]
) -> Iterator[Entry]:
    known = {each.key: each for each in was if each.key}
    for told in rows.values():
        old = known.pop(told.get("key", ""), None)
        width = marks.LISTS[marks.field_of(key)]
        before = old.cells if old else ("",) * width
        cells = tuple(told.get(str(nth), text) for nth, text in enumerate(before))
        if old or any(each.strip() for each in cells):
            yield Entry(key=old.key if old else None, cells=cells)
    yield from known.values()  # no page leaves one out, and nothing is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that a cell can be answered with: a word of the record, shown in the reader's."""

    value: str
    label: str
    chosen: bool


def options(name: str, said: str, record: Translator, reader: Translator) -> list[Option]:
    """Return what attendance or a way of adopting can be; what is neither stays as it is."""
    meanings = labels.ATTENDED if name == "attendance" else labels.ADOPTED
    meant = labels.understood(said, meanings, record)
    found = [
        Option(
            value=said if meant == meaning else record.say(spoken[-1]),
            label=reader.say(spoken[-1]),
            chosen=meant == meaning,
        )
        for meaning, spoken in meanings.items()
    ]
    odd = [Option(value=said, label=said, chosen=True)] if said and meant is None else []
    return [Option(value="", label="–", chosen=not said), *found, *odd]
