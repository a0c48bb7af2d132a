"""One pass over the YAML of an agenda file: plain data, and where everything in it stands.

What could cost memory or time is refused while the events pass by, before anything is built of it.
Every scalar stays text: YAML 1.1 would read `12:30` as 750, `no` as False and `010` as 8.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

import yaml

from orchestrator.agendas import faults
from orchestrator.agendas.decoding import BREAK, CONTROLS, code_point, position
from orchestrator.agendas.places import Mark, Raw, Spot, shortened
from orchestrator.findings import Finding, Path, finding

DEEPEST = 20
MOST_NODES = 200_000
MOST_FINDINGS = 200
LONGEST_KEY = 1_000
MOST_TABS = 20
MOST_TABBED = 10_000

NOTHING = frozenset({"", "~", "null"})

# libyaml compares every %TAG with every other one: a file full of them takes hours.
# Python sees no beginning of a line after the breaks that are no line feed; libyaml does.
DIRECTIVE = re.compile("(?:^|(?<=[\r\x85\u2028\u2029]))%", re.MULTILINE)
LEADING_TAB = re.compile(r"^ *(\t)[ \t]*[^\s#]", re.MULTILINE)

BROKEN_BY_TABS = frozenset({"E003", "E005", "E006"})

# Events of libyaml; their marks are always set.
Event = Any

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What stands in a file: plain data and the place of everything in it.

    `blanks` are keys and dashes that nothing follows, `holes` all places without a usable value.
    """

    data: Mapping[str, Raw] | None = None
    spot: Spot | None = None
    blanks: tuple[Path, ...] = ()
    holes: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Refused(Exception):  # noqa: N818 - it ends the walk; it is no error of ours
    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.found = found


@dataclass(slots=True)
class _Frame:
    box: Raw
    spots: Raw
    flow: bool
    start: Mark = None
    key: Event = None

    @property
    def step(self) -> str | int:
        return self.key.value if self.key is not None else len(self.box)


@dataclass(slots=True)
class _Walk:
    text: str
    # Without escapes and decomposed letters the scalars need no second look.
    clean: bool
    tabbed: bool
    stack: list[_Frame] = field(default_factory=lambda: [_Frame([], [], flow=False)])
    blanks: list[Path] = field(default_factory=list)
    holes: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    documents: int = 0
    nodes: int = 0
    last: Event = None

    def note(self, found: Finding) -> None:
        self.findings.append(found)
        if len(self.findings) >= MOST_FINDINGS:
            raise _Refused(finding("E019", limit=MOST_FINDINGS, mark=found.mark))

    def node(self, event: Event) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Refused(finding("E009", mark=_mark(event), limit=MOST_NODES))
        if event.anchor is not None or event.tag is not None:
            self.note(finding("E007", mark=_mark(event)))

    def scalar(self, event: Event) -> None:
        self.node(event)
        if not self.clean:
            self.cleanse(event)
        if self.tabbed and event.style:
            self.spans.append((event.start_mark.line, event.end_mark.line))
        frame = self.stack[-1]
        if frame.key is None and type(frame.box) is dict:
            self.take_key(frame, event)
        elif event.value in NOTHING and event.implicit[0]:
            self.blank(frame, event)
        else:
            self.put(frame, event.value, event.start_mark, None)
        self.last = event

    def take_key(self, frame: _Frame, event: Event) -> None:
        if len(event.value) > LONGEST_KEY:
            raise _Refused(finding("E018", mark=_mark(event)))
        frame.key = event

    def cleanse(self, event: Event) -> None:
        """Look at what escapes said, and normalise: an escape can say what may not be typed."""
        hidden = CONTROLS.search(event.value)
        if hidden:
            self.note(finding("E011", mark=_mark(event), number=code_point(hidden[0])))
            event.value = CONTROLS.sub(" ", event.value)
        if _pile().search(event.value):
            raise _Refused(finding("E021", mark=_mark(event)))
        event.value = unicodedata.normalize("NFC", event.value)

    def put(self, frame: _Frame, value: object, mark: Mark, spots: object) -> None:
        key = frame.key
        if key is None:
            frame.box.append(value)
            frame.spots.append((mark, mark, spots))
            return
        frame.key = None
        if key.value in frame.box:
            first = frame.spots[key.value][0].line + 1
            self.note(finding("E010", mark=_mark(key), key=shortened(key.value), first=first))
            return
        frame.box[key.value] = value
        frame.spots[key.value] = (key.start_mark, mark, spots)

    def blank(self, frame: _Frame, event: Event) -> None:
        if frame.flow and self.torn(frame, event):
            frame.key = None
            return
        if event.anchor is None and event.tag is None:
            self.blanks.append(self.path())
        self.hole(frame, event)

    def path(self) -> Path:
        return tuple(each.step for each in self.stack[1:])

    def hole(self, frame: _Frame, event: Event) -> None:
        self.holes.append(self.path())
        self.put(frame, None, event.start_mark, None)

    def torn(self, frame: _Frame, event: Event) -> bool:
        """Mend a text that a comma ended, as in `{en: Trade, economy and investment}`."""
        key = frame.key
        if key is None or not frame.box or event.start_mark.index != key.end_mark.index:
            return False
        before = next(reversed(frame.box))
        if not isinstance(frame.box[before], str):
            return False
        frame.box[before] += f", {key.value}"
        self.note(finding("E012", mark=self.comma(key.start_mark)))
        return True

    def comma(self, after: Mark) -> tuple[int, int]:
        back = after.index - self.text.rfind(",", 0, after.index)
        # The comma may end the line above: then the word after it is the place to show.
        column = after.column - back if back <= after.column else after.column
        return after.line + 1, column + 1

    def begin(self, event: Event) -> None:
        self.node(event)
        frame = self.stack[-1]
        if frame.key is None and type(frame.box) is dict:
            raise _Refused(finding("E018", mark=_mark(event)))
        if len(self.stack) > DEEPEST:
            raise _Refused(finding("E008", mark=_mark(event), limit=DEEPEST))
        box: Raw = {} if type(event) is yaml.MappingStartEvent else []
        spots: Raw = {} if type(event) is yaml.MappingStartEvent else []
        self.stack.append(_Frame(box, spots, bool(event.flow_style), event.start_mark))

    def end(self, _: Event) -> None:
        inner = self.stack.pop()
        self.put(self.stack[-1], inner.box, inner.start, inner.spots)

    def alias(self, event: Event) -> None:
        self.note(finding("E007", mark=_mark(event)))
        frame = self.stack[-1]
        if frame.key is None and type(frame.box) is dict:
            raise _Refused(finding("E018", mark=_mark(event)))
        self.hole(frame, event)

    def document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Refused(finding("E014", mark=_mark(event)))

    def pass_by(self, event: Event) -> None:
        """Do nothing: the beginning and the end of file and document say nothing."""

    def through(self) -> None:
        """Walk to the end of the file."""
        on = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.begin,
            yaml.SequenceStartEvent: self.begin,
            yaml.MappingEndEvent: self.end,
            yaml.SequenceEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
            yaml.DocumentEndEvent: self.pass_by,
            yaml.StreamStartEvent: self.pass_by,
        }
        loader = LOADER(self.text)
        while type(event := loader.get_event()) is not yaml.StreamEndEvent:
            on[type(event)](event)


@cache
def _pile() -> re.Pattern[str]:
    """Return what finds more marks on a letter than any script has.

    To normalise a heap of marks takes time in the square of its height.
    """
    marks = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1EA00))))
    return re.compile(f"[{marks}]{{40}}")


def _mark(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def walk(text: str, lines: tuple[str, ...]) -> Tree:
    """Return the plain data of a YAML text with the place of everything in it."""
    if directive := DIRECTIVE.search(text):
        return Tree(findings=(finding("E020", mark=position(text, directive.start())),))
    clean = "\\" not in text and unicodedata.is_normalized("NFC", text)
    steps = _Walk(text, clean=clean, tabbed=bool(LEADING_TAB.search(text)))
    stopped = _stopped(steps, lines)
    if stopped is None:
        return _tree(steps)
    stopped = _at_a_tab(stopped, lines)
    tabs = [tab for tab in _tabs(steps) if _before(tab, stopped)]
    if stopped not in tabs and not (tabs and stopped.code in BROKEN_BY_TABS):
        tabs.append(stopped)
    return Tree(findings=(*steps.findings, *tabs))


def _stopped(steps: _Walk, lines: tuple[str, ...]) -> Finding | None:
    try:
        steps.through()
    except _Refused as refused:
        return refused.found
    except yaml.YAMLError as error:
        return faults.fault(error, lines, steps.last)
    return None


def _at_a_tab(stopped: Finding, lines: tuple[str, ...]) -> Finding:
    """Return a tab as the fault where one stands before the place that could not be read."""
    line, column = stopped.mark or (1, 1)
    before = lines[line - 1][:column] if stopped.code in BROKEN_BY_TABS else ""
    if "\t" in before and not before.strip():
        return finding("E004", mark=(line, before.index("\t") + 1))
    return stopped


def _before(one: Finding, other: Finding) -> bool:
    return (one.mark or (1, 1))[0] <= (other.mark or (1, 1))[0]


def _tree(steps: _Walk) -> Tree:
    root = steps.stack[0]
    found = (*steps.findings, *_tabs(steps))
    if not steps.documents:
        return Tree(findings=(*found, finding("E015", mark=(1, 1))))
    if not root.box or type(root.box[0]) is not dict:
        return Tree(findings=(*found, finding("E013", mark=(1, 1))))
    return Tree(
        data=root.box[0],
        spot=root.spots[0],
        blanks=tuple(steps.blanks),
        holes=tuple(steps.holes),
        findings=found,
    )


def _tabs(steps: _Walk) -> list[Finding]:
    """Return the tabs that stand as indentation, not inside of a quoted text or a block."""
    starts = [start for start, _ in steps.spans]
    found = []
    for line, column in _leading_tabs(steps.text) if steps.tabbed else ():
        before = bisect_left(starts, line)
        if not (before and steps.spans[before - 1][1] >= line):
            found.append(finding("E004", mark=(line + 1, column + 1)))
    return found[:MOST_TABS]


def _leading_tabs(text: str) -> Iterator[tuple[int, int]]:
    line, end = 0, 0
    for hit in islice(LEADING_TAB.finditer(text), MOST_TABBED):
        line += len(BREAK.findall(text, end, hit.start()))
        end = hit.start()
        yield line, hit.start(1) - hit.start()
