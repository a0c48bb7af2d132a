"""Values in the words of YAML, as people write agenda files: block style, quotes where needed."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from orchestrator.agendas.places import Raw
from orchestrator.agendas.walking import NOTHING

STEP = 2


def plain(text: str) -> str:
    """Return a text as it stands after a key."""
    events = (
        yaml.MappingStartEvent(anchor=None, tag=None, implicit=True, flow_style=False),
        _scalar("k"),
        _scalar(text),
        yaml.MappingEndEvent(),
    )
    return _written(events).removeprefix("k:").strip(" ")


def flow(value: Raw) -> str:
    """Return a value as it stands inside of brackets or braces."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    events = (
        yaml.SequenceStartEvent(anchor=None, tag=None, implicit=True, flow_style=True),
        _scalar(value),
        yaml.SequenceEndEvent(),
    )
    return _written(events)[1:-1]


def lines(key: str, value: Raw, column: int) -> Iterator[str]:
    """Return the lines of a key and its value."""
    before = f"{' ' * column}{plain(key)}:"
    if isinstance(value, Mapping) and value:
        yield before
        for inner, each in value.items():
            yield from lines(inner, each, column + STEP)
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        yield before
        for each in value:
            yield from entry(each, column + STEP)
    else:
        yield f"{before} {plain(value) if isinstance(value, str) else flow(value)}"


def entry(value: Raw, column: int) -> Iterator[str]:
    """Return the lines of an entry of a list, with its dash."""
    if not isinstance(value, Mapping) or not value:
        yield f"{' ' * column}- {flow(value)}"
        return
    inner = [line for key, each in value.items() for line in lines(key, each, column + STEP)]
    yield f"{' ' * column}- {inner[0][column + STEP :]}"
    yield from inner[1:]


def _scalar(text: str) -> yaml.Event:
    # Everything in an agenda file is read as text; only what would be read as nothing is quoted.
    style = '"' if "\n" in text or text in NOTHING else None
    return yaml.ScalarEvent(anchor=None, tag=None, implicit=(True, True), value=text, style=style)


def _written(events: tuple[yaml.Event, ...]) -> str:
    whole: tuple[Any, ...] = (
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *events,
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    )
    # PyYAML would fold long lines; no line is this long.
    said: str = yaml.emit(whole, Dumper=yaml.SafeDumper, allow_unicode=True, width=2**31)
    return said.rstrip("\n")
