"""The record that a filled form is: attendance, items, statements, decisions, action items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from orchestrator import languages
from orchestrator.findings import Finding, finding
from orchestrator.languages import Translator
from orchestrator.minutes import dates, labels, marks
from orchestrator.minutes.answers import Answers, Entry, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A delegation's presence; `status` is present, absent, represented, as written, or None."""

    delegation: str | None
    name: str
    status: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the record with its number, the same in every language."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it was recorded; times as read, with what was written where they are none."""

    id: str
    title: str
    planned: str
    start: time | None
    end: time | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one speaker said; `filled` is false where only the standing phrase is there."""

    number: int
    item: str
    person: str | None
    speaker: str
    text: str
    filled: bool

    @property
    def headed(self) -> str:
        """Return the speaker where the text does not say itself who has the floor."""
        return "" if self.speaker in self.text else self.speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision and how it was adopted: consensus, vote, noted, as written, or None."""

    number: int
    item: str
    text: str
    adopted: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action item; `written` is the due date as it was written."""

    number: int
    item: str
    what: str
    who: str
    due: date | None
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record of a session."""

    forum: str | None
    session: str | None
    language: str
    kind: str
    head: dict[str, str]
    attendance: tuple[Attendance, ...]
    items: tuple[Item, ...]
    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]


def record(filled: Answers, to_decide: Sequence[str] = ()) -> Record:
    """Return the record that the answers of a form are, with all that is to be said about it.

    `to_decide` are the items that the agenda has for adopting decisions.
    """
    reader = _Reader(filled)
    reader.undecided(to_decide)
    named = filled.identity
    attendance = tuple(reader.attendance())
    items, statements = reader.items()
    decisions, actions = tuple(reader.decisions()), tuple(reader.actions())
    notes = tuple(reader.notes())
    return Record(
        forum=named.forum if named else None,
        session=named.session if named else None,
        language=filled.language,
        kind=named.kind if named else "summary",
        head={
            name: filled.fields[f"h/{name}"]
            for name in labels.HEAD
            if name != "notes" and f"h/{name}" in filled.fields
        },
        attendance=attendance,
        items=items,
        statements=statements,
        decisions=decisions,
        actions=actions,
        notes=notes,
        findings=(*filled.findings, *reader.findings),
    )


def numbered(found: Record, first: int) -> Record:
    """Return a record whose decisions are numbered on from their place in the edition."""
    decisions = (replace(each, number=each.number + first - 1) for each in found.decisions)
    return replace(found, decisions=tuple(decisions))


@dataclass(slots=True)
class _Reader:
    filled: Answers
    words: Translator = field(init=False)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = languages.translator(self.filled.language)

    def tell(self, code: str, item: str | None, **values: str | int) -> None:
        path = ("items", item) if item else ()
        self.findings.append(finding(code, path, **values))  # type: ignore[arg-type]

    def entries(self, name: str) -> Iterator[tuple[str, Entry]]:
        """Return the rows of a kind of list, item by item in the order of the document."""
        for item in self.filled.titles:
            for entry in self.filled.lists.get(f"o/{item}/{name}", ()):
                if any(entry.cells):
                    yield item, entry

    def attendance(self) -> Iterator[Attendance]:
        silent = []
        for entry in self.filled.lists.get("h/attendance", ()):
            name, said, by = entry.cells
            status = labels.understood(said, labels.ATTENDED, self.words)
            if said and not status:
                self.tell("W414", None, given=said, name=name)
            if not said and not by:
                silent.append(name)
            yield Attendance(
                delegation=entry.key.split("/")[1] if entry.key else None,
                name=name,
                status=status or said or ("represented" if by else None),
                by=by,
            )
        if silent:
            self.tell("W415", None, count=len(silent))

    def items(self) -> tuple[tuple[Item, ...], tuple[Statement, ...]]:
        items, statements = [], []
        number = 0
        for item in self.filled.titles:
            texts = self.filled.fields.get(f"o/{item}/summary", "").split("\n")
            paragraphs = [Paragraph(number=number + n, text=text) for n, text in _numbered(texts)]
            number += len(paragraphs)
            items.append(self.item(item, tuple(paragraphs)))
            for entry in self.filled.lists.get(f"o/{item}/statements", ()):
                if any(entry.cells):
                    number += 1
                    statements.append(self.statement(item, entry, number))
        silent = [each.speaker for each in statements if not each.filled]
        if silent:
            self.tell("W418", None, count=len(silent))
        return tuple(items), tuple(statements)

    def item(self, item: str, paragraphs: tuple[Paragraph, ...]) -> Item:
        fields = self.filled.fields
        for name in ("summary", "start", "end"):
            self.blank(item, name, fields.get(f"o/{item}/{name}", ""))
        return Item(
            id=item,
            title=self.filled.titles[item],
            planned=fields.get(f"o/{item}/planned", ""),
            start=self.hour(item, "start"),
            end=self.hour(item, "end"),
            paragraphs=paragraphs,
        )

    def blank(self, item: str, name: str, text: str) -> None:
        if labels.BLANK in text:
            self.tell("W417", item, field=self.label(name), place=self.place(item))

    def label(self, name: str) -> str:
        return labels.label(f"o/x/{name}", self.words)

    def place(self, item: str) -> str:
        return self.filled.titles.get(item) or item

    def hour(self, item: str, name: str) -> time | None:
        said = self.filled.fields.get(f"o/{item}/{name}", "")
        read = dates.hour(said) if said else None
        if said and read is None:
            self.tell("W419", item, given=said, field=self.label(name), place=self.place(item))
        return read

    def statement(self, item: str, entry: Entry, number: int) -> Statement:
        speaker, text = entry.cells
        return Statement(
            number=number,
            item=item,
            person=entry.key.split("/")[1] if entry.key else None,
            speaker=speaker,
            text=text,
            filled=self.filled.changed(entry.key, entry.text) if entry.key else bool(text),
        )

    def decisions(self) -> Iterator[Decision]:
        for number, (item, entry) in enumerate(self.entries("decisions"), start=1):
            text, said = entry.cells
            adopted = labels.understood(said, labels.ADOPTED, self.words)
            if not said:
                self.tell("W409", item, number=number, place=self.place(item))
            elif adopted is None:
                self.tell("W410", item, number=number, place=self.place(item), given=said)
            yield Decision(number=number, item=item, text=text, adopted=adopted or said or None)

    def undecided(self, agenda: Sequence[str]) -> None:
        """Name the items that were there to be decided and hold no decision."""
        decided = {item for item, _ in self.entries("decisions")}
        for item in agenda:
            if item in self.filled.titles and item not in decided:
                self.tell("W421", item, place=self.place(item))

    def actions(self) -> Iterator[Action]:
        for number, (item, entry) in enumerate(self.entries("actions"), start=1):
            what, who, said = entry.cells
            if not who:
                self.tell("W411", item, number=number, place=self.place(item))
            yield Action(
                number=number,
                item=item,
                what=what,
                who=who,
                due=self.due(item, number, said),
                written=said,
            )

    def due(self, item: str, number: int, said: str) -> date | None:
        read = dates.due(said, self.filled.language)
        if not said:
            self.tell("W412", item, number=number, place=self.place(item))
        elif read.day is None:
            code = "W407" if read.ambiguous else "W408"
            self.tell(code, item, number=number, place=self.place(item), given=said)
        return read.day

    def notes(self) -> Iterator[Note]:
        yield from self.filled.notes
        for key, text in self.filled.fields.items():
            if marks.field_of(key) == "notes" and text:
                yield Note(item=marks.item_of(key), text=text)
        # A time that is none stands nowhere else in the record.
        for key, text in self.filled.fields.items():
            if marks.field_of(key) in ("start", "end") and text and dates.hour(text) is None:
                name = self.label(marks.field_of(key))
                yield Note(item=marks.item_of(key), text=f"{name}: {text}")


def _numbered(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    return enumerate((text for text in texts if text), start=1)
