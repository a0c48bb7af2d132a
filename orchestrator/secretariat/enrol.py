"""Take people from a table into an agenda: a preview first, then a draft that nobody is told of."""

import asyncio
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from orchestrator import rosters, sandbox
from orchestrator.agendas import rewriting
from orchestrator.agendas.models import Agenda
from orchestrator.agendas.places import value_at
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Finding, stops_build
from orchestrator.rosters import Field, Roster, Table
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import check, editing
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.editing import Draft
from orchestrator.storage import entries, revisions
from orchestrator.storage.revisions import Revision

UNREADABLE = N_(
    "The agenda has errors. Correct them first: people are taken into one that can be read."
)
STANDS_AGAINST = N_(
    "With these people the agenda could not be built. Correct the table, and import it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A table as it is to be read: the place of its headings, and the field of each column."""

    table: Table
    top: int
    columns: tuple[Field, ...]

    @property
    def digest(self) -> str:
        """Return what changes with anything in it: nobody takes what they have not seen."""
        said = (self.table.model_dump_json(), self.top, self.columns)
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What would become of an agenda: its people, its text, and what `check` would newly say.

    `findings` are those about people of the table, by id; `others` are about anything else.
    """

    head: Revision
    order: RunningOrder
    asked: Asked
    roster: Roster
    text: str
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    others: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would change."""
        return self.text == self.head.text

    @property
    def stops(self) -> bool:
        """Tell whether it must not be taken as it is."""
        found = (*self.others, *(each for several in self.findings.values() for each in several))
        return bool(self.roster.wrong) or stops_build(found)


async def unpack(data: bytes) -> Table:
    """Read the table of an uploaded file, where it can do no harm."""
    return await asyncio.to_thread(sandbox.read_table, data)


async def people(desk: Desk, forum: str) -> tuple[Revision, Checked]:
    """Return the newest text of a forum, with what can be read of it."""
    async with desk.store() as store, store.reading() as kept:
        head = await revisions.head(kept, forum)
    if head is None:
        raise OrchestratorError(N_("The forum '{forum}' has no revision yet."), forum=forum)
    return head, await check.check(desk, editing.source(head))


def guess(table: Table, agenda: Agenda, top: int | None = None) -> Asked:
    """Return how a table is most likely meant, its headings where they seem or are said to be."""
    last = len(table.lines) - 1
    where = rosters.heading(table) if top is None else min(top, last)
    return Asked(table=table, top=where, columns=rosters.guessed(table, where, agenda))


async def propose(
    desk: Desk, forum: str, table: Table, top: int | None = None, asked: Asked | None = None
) -> Proposed:
    """Return what a table would change in the newest text of a forum."""
    head, before = await people(desk, forum)
    agenda = before.reading.agenda
    if agenda is None or before.order is None:
        raise OrchestratorError(UNREADABLE)
    async with desk.store() as store, store.reading() as kept:
        # Whoever was once invited under an id keeps it, even when the agenda names them no more.
        taken = {person for person, _ in await entries.of(kept, forum)}
    meant = _known(asked, agenda) if asked else await asyncio.to_thread(guess, table, agenda, top)
    found = await asyncio.to_thread(_rewritten, head, before.order, meant, taken)
    return found if found.is_empty else await _checked(desk, found, before)


def _known(asked: Asked, agenda: Agenda) -> Asked:
    """Return a table without the fields that nobody has."""
    fields = rosters.fields(agenda)
    columns = tuple(each if each in fields else rosters.NONE for each in asked.columns)
    return replace(asked, columns=columns)


def _rewritten(
    head: Revision, order: RunningOrder, asked: Asked, taken: Collection[str]
) -> Proposed:
    agenda = order.agenda
    roster = rosters.enrol(asked.table, asked.top, asked.columns, agenda, taken)
    taking = (*roster.of("changed"), *roster.of("new"))
    people_ = {each.person: rosters.shaped(each.changes) for each in taking}
    text = rewriting.put_people(head.text, people_) if people_ else head.text
    return Proposed(head=head, order=order, asked=asked, roster=roster, text=text)


async def _checked(desk: Desk, found: Proposed, before: Checked) -> Proposed:
    """Return a proposal with what `check` would say of it, and does not say yet."""
    draft = replace(found.head, text=found.text)
    after = await check.check(desk, editing.source(draft))
    known = {_said(each.finding) for each in before.findings}
    new = [each.finding for each in after.findings if _said(each.finding) not in known]
    met = {each.person for each in found.roster.entries if each.person}
    by_person: dict[str, tuple[Finding, ...]] = {}
    others = []
    for person, each in _named(new, after):
        if person in met:
            by_person[person] = (*by_person.get(person, ()), each)
        else:
            others.append(each)
    return replace(found, findings=by_person, others=tuple(others))


def _said(found: Finding) -> str:
    return repr((found.code, found.path, found.message))


def _named(found: list[Finding], after: Checked) -> Iterator[tuple[str, Finding]]:
    """Return findings with the ids of the people whom they are about."""
    for each in found:
        is_of_person = each.path[:1] == ("people",) and len(each.path) > 1
        name = value_at(after.reading.data, (*each.path[:2], "id")) if is_of_person else ""
        yield str(name or ""), each


async def enrol(desk: Desk, proposed: Proposed, *, actor: str) -> int:
    """Keep the agenda with its new and changed people as a draft; return its revision."""
    if proposed.stops:
        raise OrchestratorError(STANDS_AGAINST)
    forum, base = proposed.head.forum, proposed.head.number
    return await editing.save(desk, Draft(forum=forum, text=proposed.text, base=base), actor=actor)
