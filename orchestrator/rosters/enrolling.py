"""The rows of a table held against the people of an agenda: who is new, changed, or at fault."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import ValidationError

from orchestrator.agendas.models import Agenda, Person
from orchestrator.agendas.places import Raw
from orchestrator.agendas.wording import words as worded
from orchestrator.agendas.wording import wrong
from orchestrator.findings import N_, Finding, Phrase, phrase
from orchestrator.languages import TAGS
from orchestrator.rosters import matching, values
from orchestrator.rosters.columns import NONE, Field, in_tongue, open_tongues
from orchestrator.rosters.ids import new_id
from orchestrator.rosters.tables import Line, Table, clean, place
from orchestrator.rosters.values import Names, Value

Kind = Literal["new", "changed", "same", "fault"]
# Fields of which one column is enough; texts of several columns are joined.
TWICE = N_("Two columns are for '{field}': leave one of them out.")
AGAIN = N_("This row and row {row} are about the same person: leave one of them out.")
HOLDER = N_(
    "The address is that of {person}, and the name is another. A new holder of an office is a new "
    "person: if so, give the row an id of its own."
)
SHIFTED = N_("The new address is that of {person}: do the ids still stand in the right rows?")
HEADLESS = ("head", "false")
JOINS = {"name": " ", "office": ", "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field of a person before and after; `at` names the cell that says so."""

    at: str
    old: Raw
    new: Raw
    fault: Finding | None = None

    @property
    def is_changed(self) -> bool:
        """Tell whether the table says something else than the agenda."""
        return bool(self.new != self.old)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the table: whom it is about, and what it says of them.

    `faults` are of the row as a whole, and `doubts` what a person should look at.
    """

    row: int
    person: str
    kind: Kind
    by: matching.By = ""
    cells: Mapping[Field, Cell] = field(default_factory=dict)
    faults: tuple[Phrase, ...] = ()
    doubts: tuple[Phrase, ...] = ()

    @property
    def changes(self) -> Mapping[Field, Raw]:
        """Return what is to be written into the agenda; None takes away what stands there."""
        if self.kind not in ("new", "changed"):
            return {}
        changed = {name: cell.new for name, cell in self.cells.items() if cell.is_changed}
        # Whoever is no head any more loses the key: nobody writes `head: false`.
        return {name: None if (name, raw) == HEADLESS else raw for name, raw in changed.items()}

    @property
    def shown(self) -> Mapping[Field, Cell]:
        """Return the cells that somebody must see before they agree."""
        whole = self.kind in ("new", "fault")
        return {name: cell for name, cell in self.cells.items() if whole or cell.is_changed}

    @property
    def called(self) -> Mapping[str, str]:
        """Return what the row calls its person: by name, else by office, by language."""
        for kind in JOINS:
            texts = {tag: self.cells.get(f"{kind}:{tag}") for tag in TAGS}
            found = {tag: str(cell.new) for tag, cell in texts.items() if cell}
            if found:
                return found
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What becomes of the people of an agenda; `missing` are those of whom no row says anything."""

    entries: tuple[Entry, ...]
    missing: tuple[str, ...]
    wrong: tuple[Phrase, ...] = ()

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """Return the rows of one kind."""
        return tuple(each for each in self.entries if each.kind == kind)


def enrol(
    table: Table,
    top: int,
    columns: Sequence[Field],
    agenda: Agenda,
    taken: Collection[str],
    *,
    fixed: Collection[int] = (),
) -> Roster:
    """Hold a table against an agenda; `taken` are ids that no new person may get.

    `fixed` are the columns of which a person has said in which language their texts are.
    """
    twice = _twice(columns)
    known, people = values.names(agenda), matching.known(agenda)
    free = open_tongues(table, top).difference(fixed)
    heads = {column: table.lines[top].cell(column) for column in free if ":" in columns[column]}
    entries: list[Entry] = []
    for line in table.lines[top + 1 :]:
        said = _said(line, _spoken(line, columns, heads, known, agenda), known)
        if said:
            entries.append(_entry(line, said, agenda, people))
    named = _named(_without_doubles(entries), agenda, taken)
    met = {each.person for each in named}
    missing = tuple(each.id for each in agenda.people if each.id not in met)
    return Roster(entries=named, missing=missing, wrong=twice)


def _twice(columns: Sequence[Field]) -> tuple[Phrase, ...]:
    single = [each for each in columns if each != NONE and each.partition(":")[0] not in JOINS]
    return tuple(
        phrase(TWICE, field=each) for each in dict.fromkeys(single) if single.count(each) > 1
    )


def _spoken(
    line: Line, columns: Sequence[Field], heads: Mapping[int, str], known: Names, agenda: Agenda
) -> Sequence[Field]:
    """Return the fields of a row: a text is in the language of its letters.

    `heads` are the headings, by column, that name no language.
    """
    at = columns.index("language") if "language" in columns else None
    language = str(values.read("language", line.cell(at), known).raw) if at is not None else ""
    found = list(columns)
    for column, head in heads.items():
        field = in_tongue(columns[column], head, line.cell(column), language, agenda)
        # Another column is for it: two names would become one.
        found[column] = columns[column] if field in columns else field
    return found


def _said(line: Line, columns: Sequence[Field], known: Names) -> Mapping[Field, tuple[str, Value]]:
    """Return what a row says by field, with the cell where it begins; empty cells say nothing."""
    found: dict[Field, tuple[str, str]] = {}
    for column, name in enumerate(columns):
        given = line.cell(column)
        if name == NONE or not given:
            continue
        at, before = found.get(name, (place(line.number, column), ""))
        join = JOINS.get(name.partition(":")[0], " ")
        found[name] = (at, f"{before}{join}{given}" if before else given)
    return {name: (at, values.read(name, given, known)) for name, (at, given) in found.items()}


def _entry(
    line: Line, said: Mapping[Field, tuple[str, Value]], agenda: Agenda, people: matching.Known
) -> Entry:
    raw = {name: value.raw for name, (_, value) in said.items()}
    found = matching.match(raw, people)
    cells = {name: _cell(found.person, name, at, value) for name, (at, value) in said.items()}
    cells |= _inherited(found.person, cells, agenda)
    if found.wrong is None:
        cells = _validated(found.person, cells, agenda)
    entry = Entry(
        row=line.number,
        person=found.person.id if found.person else str(raw.get("id") or ""),
        kind="same",
        by=found.by,
        cells=cells,
        faults=(found.wrong,) if found.wrong else (),
        doubts=_doubts(found, cells, people),
    )
    return replace(entry, kind=_kind(entry, is_new=found.person is None))


def _kind(entry: Entry, *, is_new: bool) -> Kind:
    if entry.faults or any(cell.fault for cell in entry.cells.values()):
        return "fault"
    if is_new:
        return "new"
    changed = any(cell.is_changed for cell in entry.cells.values())
    return "changed" if changed else "same"


def _cell(person: Person | None, name: Field, at: str, value: Value) -> Cell:
    old = values.held(person, name) if person else None
    new = value.raw
    if name == "head" and old is None and new == "false":
        old = new  # nobody is a head unless the file says so
    # The words of a name in another order are the same name: tables put the surname first.
    if name.startswith("name:") and old and _ordered(old) == _ordered(new):
        new = old
    if isinstance(old, str) and clean(old) == new:
        new = old
    return Cell(at=at, old=old, new=new, fault=value.fault)


def _ordered(name: Raw) -> list[str]:
    """Return the words of a name whatever their order; a letter that is mended makes it another."""
    return sorted(clean(str(name)).replace(",", " ").split())


def _inherited(
    person: Person | None, cells: Mapping[Field, Cell], agenda: Agenda
) -> Mapping[Field, Cell]:
    """Return the cells that say of somebody what holds for all of the delegation anyway."""
    own = cells["delegation"].new if "delegation" in cells else person and person.delegation
    member = Person(id="anybody", delegation=own if own in agenda.delegation else None)
    usual = {"language": agenda.language_of(member), "zone": agenda.zone_of(member)}
    return {
        name: replace(cells[name], old=cells[name].new)
        for name, value in usual.items()
        if name in cells and cells[name].old is None and cells[name].new == value
    }


def _validated(
    person: Person | None, cells: Mapping[Field, Cell], agenda: Agenda
) -> dict[Field, Cell]:
    """Return the cells with what `check` would say of them."""
    raw = candidate(person, {name: cell.new for name, cell in cells.items()})
    raw.setdefault("id", "new")
    language = agenda.languages.official[0]
    try:
        Person.model_validate(raw, context={"language": language})
    except ValidationError as error:
        found = dict(_faults(raw, error))
    else:
        found = {}
    return {
        name: replace(cell, fault=cell.fault or found.get(name)) for name, cell in cells.items()
    }


def _faults(raw: Mapping[str, Raw], error: ValidationError) -> Iterator[tuple[Field, Finding]]:
    data = {"people": [raw]}
    for each in error.errors(include_url=False):
        kind, *rest = each["loc"]
        name = f"{kind}:{rest[0]}" if kind in JOINS and rest else str(kind)
        yield name, worded(data, wrong(data, {**each, "loc": ("people", 0, *each["loc"])}))


def candidate(person: Person | None, said: Mapping[Field, Raw]) -> dict[str, Raw]:
    """Return a person as the agenda file would have them, with what a row says of them."""
    own = (*values.KINDS, *(f"{kind}:{tag}" for kind in JOINS for tag in TAGS))
    before = {name: values.held(person, name) for name in own} if person else {}
    return shaped({name: raw for name, raw in {**before, **said}.items() if raw is not None})


def shaped(said: Mapping[Field, Raw]) -> dict[str, Raw]:
    """Return fields in the shape of the agenda file: texts by language, assistants with keys."""
    found: dict[str, Raw] = {}
    for name, raw in said.items():
        kind, _, tag = name.partition(":")
        if tag:
            found.setdefault(kind, {})[tag] = raw
        elif kind == "assistants":
            found[kind] = [{"email": address} for address in raw]
        else:
            found[kind] = raw
    return found


def _doubts(
    found: matching.Match, cells: Mapping[Field, Cell], people: matching.Known
) -> tuple[Phrase, ...]:
    """Tell where a row may be about somebody else.

    The next holder of an office keeps its address; a column that was sorted alone shifts the ids.
    """
    person = found.person
    if person is None:
        return ()
    renamed = any(cell.old and cell.is_changed for name, cell in cells.items() if "name:" in name)
    if found.by == "email" and renamed:
        return (phrase(HOLDER, person=_called(person)),)
    address = cells.get("email")
    if found.by == "id" and address and address.is_changed:
        holders = people.addresses.get(str(address.new).casefold(), [])
        others = [each for each in holders if each.id != person.id]
        return tuple(phrase(SHIFTED, person=_called(each)) for each in others[:1])
    return ()


def _called(person: Person) -> Mapping[str, str] | str:
    return person.name or person.office or person.id


def _without_doubles(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Return the rows; of several about one person none can be believed: all are at fault."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for each in entries:
        rows[_double(each)].append(each.row)
    for each in entries:
        first, *more = rows[_double(each)]
        if not more:
            yield each
        else:
            again = phrase(AGAIN, row=more[0] if each.row == first else first)
            yield replace(each, kind="fault", faults=(*each.faults, again))


def _double(entry: Entry) -> str:
    """Return what two rows about one person have in common."""
    if entry.person:
        return entry.person
    texts = sorted(
        f"{name}={' '.join(sorted(matching.words(str(cell.new))))}"
        for name, cell in entry.cells.items()
        if name.startswith(("name:", "office:", "delegation"))
    )
    return "\0".join(texts) or f"row {entry.row}"


def _named(entries: Iterator[Entry], agenda: Agenda, taken: Collection[str]) -> tuple[Entry, ...]:
    """Give new people their ids."""
    listed = tuple(entries)
    used = {*taken, *agenda.person, *(each.was for each in agenda.people if each.was)}
    used |= {each.id for each in agenda.delegations} | {each.person for each in listed}
    found = []
    for each in listed:
        if each.kind == "new" and not each.person:
            each = replace(each, person=_id(each, used))  # noqa: PLW2901 - the same row, named
            used.add(each.person)
        found.append(each)
    return tuple(found)


def _id(entry: Entry, taken: Collection[str]) -> str:
    raw = shaped({name: cell.new for name, cell in entry.cells.items()})
    return new_id(
        raw.get("name", {}),
        raw.get("office", {}),
        raw.get("delegation"),
        head=raw.get("head") == "true",
        taken=taken,
    )
