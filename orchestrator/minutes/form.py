"""The form of a session: everything known beforehand is written, the rest is left to be filled."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.agendas.models import Person, Session
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.languages import Chosen, Translator, choose
from orchestrator.layout import Pen
from orchestrator.layout.isolation import trusted
from orchestrator.layout.papers import Block, Cell, Line, Paper, Row, Table
from orchestrator.layout.pen import Ltr, other_offset
from orchestrator.minutes import labels, marks
from orchestrator.minutes.labels import BLANK, label
from orchestrator.minutes.places import sessions
from orchestrator.running_orders.naming import KIND_NAMES
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem, TimedSession
from orchestrator.running_orders.protocol import ordered
from orchestrator.running_orders.states import delegation_names

# Empty rows at the end of each list: enough for most sessions, and people add more.
EMPTY_ROWS = {"attendance": 0, "statements": 1, "decisions": 2, "actions": 2}
# Nothing is decided and nobody is heard in these.
UNRECORDED = frozenset({"break"})
FORMAL = frozenset({"opening", "closing", "rehearsal"})
# In these only the Chair leads through the business: what is said is in the summary.
LED = frozenset({"opening", "agenda", "decision", "closing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What a form is made from: the order, one of its sessions, a language, a kind of record."""

    order: RunningOrder
    timed: TimedSession
    words: Translator
    kind: str

    @property
    def pen(self) -> Pen:
        """Return the pen for plain text in the language of the record."""
        return Pen(words=self.words, form="txt")

    def choose(self, texts: Mapping[str, str]) -> Chosen:
        """Choose a text of the agenda; the pen marks one that fell back to another language."""
        return choose(texts, self.words.language, self.order.agenda.languages.official)

    def text(self, texts: Mapping[str, str]) -> str:
        """Return a text of the agenda."""
        return str(self.pen.chosen(self.choose(texts)))

    def person(self, person: Person) -> str:
        """Return a person by name, office and delegation, as far as these are told."""
        agenda = self.order.agenda
        said = [self.choose(given) for given in (person.name, person.office) if given]
        delegation = agenda.delegation_of(person)
        if delegation:
            name = self.choose(delegation_names(agenda, delegation))
            said += [] if any(name.text in each.text for each in said) else [name]
        return str(self.pen.detailed(said))

    def speaker(self, slot: Slot) -> str:
        """Return who has the floor in a slot, empty where nobody in particular has."""
        person = self.order.person(slot)
        if person:
            return self.person(person)
        delegation = self.order.agenda.delegation.get(slot.delegation or "")
        return self.text(delegation_names(self.order.agenda, delegation)) if delegation else ""


def forms(order: RunningOrder, words: Translator) -> dict[str, Paper]:
    """Return the form of every session that is to be held, by the session's id."""
    held = (each.session for each in order.sessions if each.session.status != "cancelled")
    return {session.id: form(order, session.id, words) for session in held}


def form(order: RunningOrder, session: str, words: Translator) -> Paper:
    """Return the form of one session in one language, of the kind that the agenda asks for."""
    timed = next((each for each in order.sessions if each.session.id == session), None)
    if timed is None:
        raise UsageError(
            N_("There is no session '{id}'; there are: {known}."),
            id=session,
            known=sessions(order),
        )
    maker = Maker(order=order, timed=timed, words=words, kind=order.agenda.record.form)
    return _paper(maker, tuple(_blocks(maker)))


def _paper(maker: Maker, blocks: tuple[Block, ...]) -> Paper:
    base = prefilled(blocks, _keys(maker))
    named = marks.Identity(
        forum=maker.order.agenda.id,
        session=maker.timed.session.id,
        language=maker.words.language,
        kind=maker.kind,
        revision=marks.revision(base),
    )
    title = marks.plain(maker.text(maker.timed.session.title))
    return Paper(
        language=maker.words.language,
        title=f"{labels.title(maker.words, maker.kind)} – {title}",
        blocks=blocks,
        identifier=str(named),
        properties=marks.written(base, labels.ours(maker.words)),
    )


def prefilled(blocks: tuple[Block, ...], keys: Mapping[str, str]) -> dict[str, str]:
    """Return a digest of what stands at each mark of a form, headings too."""
    base: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Line):
            base |= {keys[mark]: marks.digest(block.text) for mark in block.marks}
            continue
        for label_cell, *answers in block.rows:
            row = label_cell.marks and keys[label_cell.marks[0]]
            if row:
                held = answers if not row.startswith(("d/", "s/")) else (label_cell, *answers)
                base[row] = marks.digest("\n".join(cell.text for cell in held))
    return base


def _keys(maker: Maker) -> dict[str, str]:
    """Return every key that a form of this session can have, by its bookmark."""
    fields = (*labels.HEAD, *labels.ITEM, *labels.HEADINGS)
    items = [each.item.id for each in maker.timed.items]
    keys = [f"h/{field}" for field in fields]
    keys += [f"o/{item}/{field}" for item in items for field in fields]
    keys += [f"i/{item}" for item in items]
    keys += [f"d/{each.id}" for each in maker.order.agenda.delegations]
    keys += [key for key, _ in _turns(maker)]
    return marks.bookmarks(keys)


def _blocks(maker: Maker) -> Iterator[Block]:
    words = maker.words
    yield Line(text=labels.title(words, maker.kind), level=1)
    yield Line(text=words.say(labels.HELP), style="FormNote")
    head = tuple(field(f"h/{name}", text, words) for name, text in _head(maker))
    yield Table(rows=head, widths=labels.FIELD_WIDTHS)
    yield Line(text=label("h/attendance", words), level=2)
    yield listing("h/attendance", tuple(_delegations(maker)), words)
    for timed in maker.timed.items:
        if timed.item.kind not in UNRECORDED:
            yield from _item(maker, timed)
    yield Line(text=words.say(labels.NOTES_HEADING), level=2)
    yield Table(rows=(field("h/notes", "", words),), widths=labels.FIELD_WIDTHS)


def field(key: str, text: str, words: Translator) -> Row:
    """Return a row with a field: the mark in the cell of the label, the answer beside it."""
    named = Cell(text=label(key, words), marks=(marks.bookmark(key),), label=True)
    return (named, Cell(text=text))


def listing(key: str, rows: tuple[Row, ...], words: Translator) -> Table:
    """Return a list to whose rows people add: the mark in the first cell of its header."""
    name = marks.field_of(key)
    columns = labels.COLUMNS[name]
    header = tuple(
        Cell(text=words.say(text), marks=(marks.bookmark(key),) if nth == 0 else (), label=True)
        for nth, text in enumerate(columns)
    )
    empty = (tuple(Cell() for _ in columns),) * EMPTY_ROWS[name]
    return Table(rows=(header, *rows, *empty), widths=labels.WIDTHS[name], header=True)


def _head(maker: Maker) -> Iterator[tuple[str, str]]:
    session, agenda = maker.timed.session, maker.order.agenda
    yield "forum", maker.text(agenda.title)
    yield "session", maker.text(session.title)
    yield "date", "\n".join(_dates(maker))
    yield "place", _place(maker, session)
    for name, person in (("chair", session.chair), ("rapporteur", session.rapporteur)):
        found = agenda.person.get(person or "")
        yield name, maker.person(found) if found else ""
    yield "number", ""


def _place(maker: Maker, session: Session) -> str:
    if session.place:
        return maker.text(session.place)
    return maker.words.say("Videoconference") if session.join else ""


def _dates(maker: Maker) -> Iterator[str]:
    """Say when, on the session's clock and on the rapporteur's, else on that of the world."""
    timed, pen = maker.timed, maker.pen
    if timed.start is None or timed.end is None:
        yield maker.text(timed.session.when) if timed.session.when else ""
        return
    for zone in (timed.zone, _other_zone(maker, timed.start)):
        clock = Ltr(text="UTC") if zone == "UTC" else pen.clock(timed.start, zone)
        day, hours = pen.day(timed.start, zone), pen.hours(timed.start, timed.end, zone)
        yield str(pen.say("{day}, {hours} ({clock})", day=day, hours=hours, clock=clock))


def _other_zone(maker: Maker, start: datetime) -> str:
    writer = maker.order.agenda.person.get(maker.timed.session.rapporteur or "")
    own = maker.order.agenda.zone_of(writer) if writer else "UTC"
    return own if other_offset(start, own, maker.timed.zone) else "UTC"


def _delegations(maker: Maker) -> Iterator[Row]:
    agenda = maker.order.agenda
    invited = {agenda.person[each].delegation for each in maker.timed.invited}
    for delegation in ordered(agenda):
        if delegation.id in invited:
            name = maker.text(delegation_names(agenda, delegation))
            named = Cell(text=name, marks=(marks.bookmark(f"d/{delegation.id}"),), label=True)
            yield (named, Cell(), Cell())


def _item(maker: Maker, timed: TimedItem) -> Iterator[Block]:
    item, words = timed.item, maker.words
    key = f"o/{item.id}"
    title = maker.text(item.title) if item.title else words.say(KIND_NAMES[item.kind])
    numbered = f"{timed.number}. {title}" if timed.number else title
    yield Line(text=numbered, level=2, marks=(marks.bookmark(f"i/{item.id}"),))
    yield Table(
        rows=tuple(field(f"{key}/{name}", text, words) for name, text in _fields(maker, timed)),
        widths=labels.FIELD_WIDTHS,
    )
    for name in _lists(maker, timed):
        rows = tuple(_statements(maker, timed)) if name == "statements" else ()
        yield Line(text=words.say(labels.HEADINGS[name]), level=3)
        yield listing(f"{key}/{name}", rows, words)


def _fields(maker: Maker, timed: TimedItem) -> Iterator[tuple[str, str]]:
    if timed.start and timed.end:
        yield "planned", str(maker.pen.hours(timed.start, timed.end, maker.timed.zone))
    if maker.kind == "summary":
        yield from (("start", ""), ("end", ""))
        yield "summary", _standing(maker, timed)
    yield "notes", ""


def _standing(maker: Maker, timed: TimedItem) -> str:
    """Say what the record always says here, with a blank for what only the session can tell."""
    if timed.item.kind == "opening":
        return maker.words.say(labels.OPENED, time=BLANK)
    return maker.words.say(labels.CLOSED, time=BLANK) if timed.item.kind == "closing" else ""


def _lists(maker: Maker, timed: TimedItem) -> Iterator[str]:
    kind = timed.item.kind
    if maker.kind == "summary" and kind not in LED and kind != "rehearsal":
        yield "statements"
    if kind not in FORMAL:
        yield from ("decisions", "actions")


def _statements(maker: Maker, timed: TimedItem) -> Iterator[Row]:
    for key, slot in _turns(maker):
        speaker = maker.speaker(slot) if slot.item == timed.item.id else ""
        if speaker:
            floor = str(maker.pen.say(labels.FLOOR, speaker=trusted(speaker)))
            named = Cell(text=speaker, marks=(marks.bookmark(key),), label=True)
            yield (named, Cell(text=floor))


def _turns(maker: Maker) -> Iterator[tuple[str, Slot]]:
    """Return the slots of the session with their keys: a speaker's turns are counted."""
    turns: Counter[str] = Counter()
    for slot in maker.timed.slots:
        speaker = slot.person or slot.delegation
        if speaker:
            turns[speaker] += 1
            yield f"s/{speaker}/{turns[speaker]}", slot
