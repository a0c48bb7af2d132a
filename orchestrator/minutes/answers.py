"""What somebody wrote into a form, by key, whatever kind of file it came in. No word is dropped."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from orchestrator import languages
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Finding, finding
from orchestrator.languages import TAGS, Translator
from orchestrator.layout.papers import Cell, Line, Paper, Row, Table
from orchestrator.minutes import labels, marks
from orchestrator.minutes.marks import Identity, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a list; rows that people added have no key."""

    key: str | None
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the whole row, as its digest is made of."""
        return "\n".join(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words that stood in no cell of the form, with the item under which they stood."""

    item: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The content of a form. `base` is what it held when new; `titles` are its items in order."""

    identity: Identity | None
    language: str
    base: Mapping[str, str]
    titles: Mapping[str, str]
    fields: Mapping[str, str]
    lists: Mapping[str, tuple[Entry, ...]]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...] = ()

    def changed(self, key: str, text: str) -> bool:
        """Tell whether a text is another than the one that the new form held at this key."""
        held = self.base.get(key)
        return bool(text.strip()) if held is None else marks.digest(text) != held

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was written down of the session; the head of a record tells none."""
        fields = (
            self.changed(key, text)
            for key, text in self.fields.items()
            if not key.startswith("h/") or key == "h/notes"
        )
        rows = (
            self.changed(each.key or "", each.text)
            for entries in self.lists.values()
            for each in entries
        )
        return not (self.notes or any(fields) or any(rows))

    def place(self, key: str) -> str:
        """Return the heading under which a key stands."""
        return self.titles.get(marks.item_of(key) or "", "")


def answers(paper: Paper) -> Answers:
    """Read a filled form."""
    base = marks.read(paper.properties)
    found = _Reader(paper, base)
    found.walk()
    if not (found.fields or found.lists or found.titles):
        raise OrchestratorError(
            N_("The file is no form of this program: none of its marks is in it.")
        )
    read = Answers(
        identity=marks.identity(paper.identifier),
        language=found.words.language,
        base=base,
        titles=found.titles,
        fields=found.fields,
        lists={key: tuple(rows) for key, rows in found.lists.items()},
        notes=tuple(found.notes),
    )
    return replace(read, findings=(*found.findings, *_missing(read, found.seen, found.words)))


def _language(paper: Paper) -> str:
    """Return the language of a form: what it says, else the one whose words stand on it."""
    named = marks.identity(paper.identifier)
    said = languages.match(named.language if named else "")
    if said:
        return said
    texts = {plain(block.text) for block in paper.blocks if isinstance(block, Line)}

    def shared(tag: str) -> int:
        return len(texts & labels.ours(languages.translator(tag)))

    best = max(TAGS, key=shared)
    return best if shared(best) else paper.language or "en"


@dataclass(slots=True)
class _Reader:
    """Walks through a paper; knows under which item it stands and which list it is in."""

    paper: Paper
    base: Mapping[str, str]
    words: Translator = field(init=False)
    keys: Mapping[str, str] = field(init=False)
    ours: frozenset[str] = field(init=False)
    own_words: frozenset[str] = field(init=False)
    item: str | None = None
    heading: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[Entry]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = languages.translator(_language(self.paper))
        self.keys = marks.bookmarks(self.base)
        self.ours = labels.ours(self.words)
        self.own_words = marks.own_words(self.paper.properties)

    def walk(self) -> None:
        for block in self.paper.blocks:
            if isinstance(block, Line):
                self.line(block)
            else:
                self.table(block)

    def known(self, names: Iterable[str]) -> Iterator[str]:
        found = (marks.key_of(name, self.keys) for name in names)
        return (key for key in found if key)

    def line(self, line: Line) -> None:
        text = plain(line.text)
        key = next((key for key in self.known(line.marks) if key.startswith("i/")), None)
        if key:
            self.item, self.heading = marks.item_of(key), text
            self.titles[str(self.item)] = text
            self.seen.add(key)
        elif not text or self.is_ours(text):
            if line.level in (1, 2) and text:
                self.item, self.heading = None, text
        elif line.style == "aside":
            self.stray(text, None)
        else:
            self.stray(text, self.item)

    def is_ours(self, text: str) -> bool:
        """Tell whether the form itself brought these words along, in this version or an older."""
        return text in self.ours or marks.digest(text) in self.own_words

    def stray(self, text: str, item: str | None) -> None:
        """Keep words that stand in no cell."""
        self.notes.append(Note(item=item, text=text))
        self.findings.append(finding("W403", self.path(), place=self.under, text=_short(text)))

    @property
    def under(self) -> str:
        return self.heading or labels.title(self.words)

    def path(self, *more: str) -> tuple[str, ...]:
        return (*(("items", self.item) if self.item else ()), *more)

    def table(self, table: Table) -> None:
        within: str | None = None
        for row in table.rows:
            key = next((key for cell in row for key in self.known(cell.marks)), None)
            if key is None and within is None:
                key = self.by_label(row)
            if key and marks.is_list(key):
                within = key
                self.header(key, row)
            elif key and key.startswith(("d/", "s/")):
                within = within or self.list_of(key)
                self.entry(within, key, row)
            elif key:
                within = None
                self.answer(key, row)
            elif within:
                self.entry(within, None, row)
            else:
                self.unplaced(row)

    def by_label(self, row: Row) -> str | None:
        """Return the field whose label stands in the first cell, where its mark was lost."""
        said = plain(row[0].text) if row else ""
        own = {f"o/{self.item}/{name}": text for name, text in labels.ITEM.items()}
        table = own if self.item else {f"h/{name}": text for name, text in labels.HEAD.items()}
        columns = {
            (f"o/{self.item}/{name}" if self.item else f"h/{name}"): names[0]
            for name, names in labels.COLUMNS.items()
            if self.item or name == "attendance"
        }
        for key, text in (table | columns).items():
            if said and said == plain(self.words.say(text)) and key not in self.seen:
                self.findings.append(finding("W402", self.path(), field=said, place=self.under))
                return key
        return None

    def list_of(self, key: str) -> str:
        """Return the list that a row with a mark of its own must be from."""
        return "h/attendance" if key.startswith("d/") else f"o/{self.item}/statements"

    def header(self, key: str, row: Row) -> None:
        if key in self.seen:
            self.findings.append(self.twice(key))
        self.seen.add(key)
        self.lists.setdefault(key, [])
        columns = labels.COLUMNS[marks.field_of(key)]
        for cell, text in zip(row, columns, strict=False):
            self.beside_label(cell, self.words.say(text))
        self.surplus(row[len(columns) :])

    def twice(self, key: str) -> Finding:
        return finding("W422", self.path(), field=labels.label(key, self.words), place=self.under)

    def beside_label(self, cell: Cell, label: str) -> None:
        """Keep what somebody wrote into the cell of a label."""
        text, said = plain(cell.text), plain(label)
        rest = text.removeprefix(said).strip()
        if rest and not self.is_ours(text):
            self.stray(rest, self.item)

    def surplus(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if text := plain(cell.text):
                self.stray(text, self.item)

    def entry(self, within: str, key: str | None, row: Row) -> None:
        width = marks.LISTS[marks.field_of(within)]
        texts = [plain(cell.text) for cell in row]
        # A row typed into a merged cell has fewer cells, one pasted from elsewhere more.
        cells = (*texts[:width], *[""] * (width - len(texts)))
        if key in self.seen:
            key = None
        if key:
            self.seen.add(key)
        if key or any(cells):
            self.lists.setdefault(within, []).append(Entry(key=key, cells=cells))
        self.surplus(row[width:])

    def answer(self, key: str, row: Row) -> None:
        nth = next((n for n, cell in enumerate(row) if cell.marks), 0)
        text = plain("\n".join(cell.text for n, cell in enumerate(row) if n != nth))
        self.beside_label(row[nth], labels.label(key, self.words))
        if key in self.seen:
            self.findings.append(self.twice(key))
            self.stray(text, marks.item_of(key))
            return
        self.seen.add(key)
        item = marks.item_of(key)
        if item and item not in self.titles:  # its heading was deleted
            self.titles[item] = ""
            self.item = item
        self.fields[key] = text

    def unplaced(self, row: Row) -> None:
        text = " | ".join(plain(cell.text) for cell in row if plain(cell.text))
        if text and not self.is_ours(text):
            self.stray(text, self.item)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def _missing(read: Answers, seen: set[str], words: Translator) -> Iterator[Finding]:
    """Tell what the new form held and this one does not."""
    for key in read.base:
        if key in seen:
            continue
        item = marks.item_of(key)
        place = read.place(key) or item or labels.title(words)
        if key.startswith(("d/", "s/")):
            yield finding("W404", (key,), row=key.split("/")[1])
        elif key.startswith("i/"):
            yield finding("W406", ("items", str(item)), item=item)
        elif f"i/{item}" in seen or item is None:
            path = ("items", item) if item else ()
            yield finding("W401", path, field=labels.label(key, words), place=place)
