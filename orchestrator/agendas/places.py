"""Where things stand in a file: paths to lines and columns, and paths in words."""

from collections.abc import Mapping
from typing import Any

from orchestrator.findings import N_, Path, Phrase, phrase

# What a file holds before it is checked: texts, lists and maps of any shape.
Raw = Any
# A mark of libyaml: `line` and `column` from 0.
Mark = Any
# The mark of the key (of the value in a list), the mark of the value, and what stands inside it.
Spot = tuple[Mark, Mark, Raw]

KINDS = {
    "delegations": (N_("delegation '{id}'"), N_("delegation {number}")),
    "people": (N_("person '{id}'"), N_("person {number}")),
    "sessions": (N_("session '{id}'"), N_("session {number}")),
    "items": (N_("item '{id}'"), N_("item {number}")),
    "reminders": (N_("reminder '{id}'"), N_("reminder {number}")),
}


def within(box: object, step: str | int) -> bool:
    """Tell whether a step leads from here to something that stands in the file."""
    if isinstance(box, Mapping):
        return step in box
    if isinstance(box, list | tuple):
        return isinstance(step, int) and step < len(box)
    return False


def existing(data: Raw, path: Path) -> Path:
    """Return the steps of a path that stand in the data.

    The models know steps that short forms leave out: in `speakers: [kim]` there is no `person`.
    """
    steps: list[str | int] = []
    for step in path:
        if within(data, step):
            data = data[step]
            steps.append(step)
    return tuple(steps)


def value_at(data: Raw, path: Path) -> Raw:
    """Return what stands at a path, None if nothing does."""
    for step in path:
        if not within(data, step):
            return None
        data = data[step]
    return data


def position(spot: Spot, path: Path, *, on_key: bool) -> tuple[int, int]:
    """Return line and column (from 1) of what the existing steps of a path lead to."""
    for step in path:
        if within(spot[2], step):
            spot = spot[2][step]
    mark = spot[0] if on_key else spot[1]
    return mark.line + 1, mark.column + 1


def place(data: Raw, path: Path) -> Phrase:
    """Return a path in words: `item 'opening'`, `'join' of session 'plenary'`, `the file`."""
    said: Phrase | None = None
    for index, step in enumerate(path):
        if isinstance(step, int):
            said = _entry(data, path[: index + 1], said)
        elif not _leads_to_entry(path, index):
            said = _key(step, said)
    return said or phrase(N_("the file"))


def _leads_to_entry(path: Path, index: int) -> bool:
    return path[index] in KINDS and len(path) > index + 1 and isinstance(path[index + 1], int)


def _key(key: str, outer: Phrase | None) -> Phrase:
    if outer is None:
        return phrase(N_("'{key}'"), key=shortened(key))
    return phrase(N_("'{key}' of {place}"), key=shortened(key), place=outer)


def _entry(data: Raw, path: Path, outer: Phrase | None) -> Phrase:
    number = int(path[-1]) + 1
    if len(path) < 2 or path[-2] not in KINDS:
        inside = outer or phrase(N_("the file"))
        return phrase(N_("entry {number} of {place}"), number=number, place=inside)
    named, numbered = KINDS[str(path[-2])]
    entry = value_at(data, path)
    name = entry.get("id") if isinstance(entry, Mapping) else None
    if isinstance(name, str):
        return phrase(named, id=shortened(name))
    return phrase(numbered, number=number)


def shortened(text: str, most: int = 80) -> str:
    """Return a text as it can be quoted in a sentence: one line, not too long."""
    # A hostile text may be as long as the file.
    line = " ".join(text[: 8 * most].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
