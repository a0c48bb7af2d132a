"""One pass over the YAML of an agenda file: plain data, and where everything in it stands.

What could cost memory or time is refused while the events pass by, before anything is built of it.
Every scalar stays text: YAML 1.1 would read `12:30` as 750, `no` as False and `010` as 8.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from orchestrator.agendas import faults
from orchestrator.agendas.decoding import CONTROLS, code_point
from orchestrator.agendas.places import Spot
from orchestrator.findings import Finding, Path, finding

DEEPEST = 20
MOST_NODES = 200_000
MOST_FINDINGS = 200

NOTHING = frozenset({"", "~", "null"})

# libyaml compares every %TAG with every other one: a file full of them takes hours.
DIRECTIVE = re.compile(r"^%", re.MULTILINE)
LEADING_TAB = re.compile(r"^ *(\t)[ \t]*[^\s#]", re.MULTILINE)

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What stands in a file: plain data, its places, and the keys and dashes that nothing follows."""

    data: Mapping[str, Any] | None = None
    spot: Spot | None = None
    blanks: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Refused(Exception):  # noqa: N818 - it ends the walk; it is no error of ours
    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.found = found


@dataclass(slots=True)
class _Frame:
    box: Any
    spots: Any
    flow: bool
    key: yaml.ScalarEvent | None = None

    @property
    def step(self) -> str | int:
        return self.key.value if self.key is not None else len(self.box)


@dataclass(slots=True)
class _Walk:
    text: str
    # Without escapes and decomposed letters the scalars need no second look.
    plain: bool
    stack: list[_Frame] = field(default_factory=lambda: [_Frame([], [], flow=False)])
    blanks: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    documents: int = 0
    nodes: int = 0
    last: Any = None

    def note(self, found: Finding) -> None:
        self.findings.append(found)
        if len(self.findings) >= MOST_FINDINGS:
            raise _Refused(finding("E019", limit=MOST_FINDINGS, mark=found.mark))

    def scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.note(finding("E007", mark=_mark(event)))
        if not self.plain:
            self.clean(event)
        frame = self.stack[-1]
        if frame.key is None and type(frame.box) is dict:
            frame.key = event
        elif event.value in NOTHING and event.implicit[0]:
            self.blank(frame, event)
        else:
            self.put(frame, event.value, event.start_mark, None)
        self.last = event

    def clean(self, event: Any) -> None:
        """An escape can say what may not be typed, and join what was normal apart."""
        hidden = CONTROLS.search(event.value)
        if hidden:
            self.note(finding("E011", mark=_mark(event), number=code_point(hidden[0])))
        event.value = unicodedata.normalize("NFC", event.value)

    def put(self, frame: _Frame, value: object, mark: Any, spots: object) -> None:
        key = frame.key
        if key is None:
            frame.box.append(value)
            frame.spots.append((mark, mark, spots))
            return
        frame.key = None
        if key.value in frame.box:
            first = frame.spots[key.value][0].line + 1
            self.note(finding("E010", mark=_mark(key), key=key.value[:80], first=first))
            return
        frame.box[key.value] = value
        frame.spots[key.value] = (key.start_mark, mark, spots)

    def blank(self, frame: _Frame, event: Any) -> None:
        if frame.flow and self.torn(frame, event):
            frame.key = None
            return
        self.blanks.append(tuple(each.step for each in self.stack[1:]))
        self.put(frame, None, event.start_mark, None)

    def torn(self, frame: _Frame, event: Any) -> bool:
        """In `{en: Trade, economy and investment}` YAML ends the text at the comma."""
        key = frame.key
        if key is None or not frame.box or event.start_mark.index != key.end_mark.index:
            return False
        before = next(reversed(frame.box))
        if not isinstance(frame.box[before], str):
            return False
        frame.box[before] += f", {key.value}"
        comma = self.text.rfind(",", 0, key.start_mark.index)
        back = key.start_mark.index - comma
        # The comma may end the line above: then the word after it is the place to show.
        shown = max(key.start_mark.column - back, 0) if back <= key.start_mark.column else None
        column = key.start_mark.column if shown is None else shown
        self.note(finding("E012", mark=(key.start_mark.line + 1, column + 1)))
        return True

    def begin(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.note(finding("E007", mark=_mark(event)))
        frame = self.stack[-1]
        mapping = type(event) is yaml.MappingStartEvent
        if frame.key is None and type(frame.box) is dict:
            raise _Refused(finding("E018", mark=_mark(event)))
        if len(self.stack) > DEEPEST:
            raise _Refused(finding("E008", mark=_mark(event), limit=DEEPEST))
        inner = _Frame({}, {}, event.flow_style) if mapping else _Frame([], [], event.flow_style)
        self.stack.append(inner)

    def end(self, event: Any) -> None:
        inner = self.stack.pop()
        self.put(self.stack[-1], inner.box, inner.start, inner.spots)

    def alias(self, event: Any) -> None:
        self.note(finding("E007", mark=_mark(event)))
        frame = self.stack[-1]
        if frame.key is None and type(frame.box) is dict:
            raise _Refused(finding("E018", mark=_mark(event)))
        frame.key = None

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Refused(finding("E014", mark=_mark(event)))

    def skip(self, event: Any) -> None:
        """Nothing to do for this one."""


def _mark(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
