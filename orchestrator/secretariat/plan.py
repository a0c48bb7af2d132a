"""Compute what publishing an agenda file would send, and to whom; nothing is sent."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orchestrator import reminders
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.reminders import Replanned
from orchestrator.running_orders import Facts, RunningOrder
from orchestrator.running_orders.compare import Key
from orchestrator.secretariat import check, ledger, steps
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.source import Source
from orchestrator.secretariat.steps import Known, Step
from orchestrator.storage import Kept, backups, meta, revisions
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.revisions import Revision

NOTHING = Replanned(new=(), moved=(), withdrawn=(), kept=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What publishing a file would do, held against the store's newest revision.

    `rows` are the reminders that are stored, `renames` the entries whose ids changed (`was:`).
    """

    id: str
    checked: Checked
    head: Revision | None = None
    steps: tuple[Step, ...] = ()
    reminders: Replanned = NOTHING
    rows: tuple[Delivery, ...] = ()
    known: Mapping[Key, Known] | None = None
    floor: int = 0

    @property
    def order(self) -> RunningOrder:
        """Return the running order; only where the file has no errors."""
        assert self.checked.order is not None  # noqa: S101 - whoever publishes has asked before
        return self.checked.order

    @property
    def base(self) -> int | None:
        """Return the number of the revision that it is held against."""
        return self.head.number if self.head else None

    @property
    def text(self) -> str:
        """Return the file's text, as it is kept."""
        return self.checked.source.data.decode()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to send, nothing to move and no new text to keep."""
        return not (self.steps or any(self.reminders.counts().values()) or self.is_news)

    @property
    def is_news(self) -> bool:
        """Tell whether the text is another than the one that was published last."""
        head = self.head
        return head is None or head.published is None or head.text != self.text

    @property
    def withdrawn(self) -> int:
        """Return how many entries are taken away from their persons."""
        return sum(step.withdraws for step in self.steps)


async def plan(desk: Desk, source: Source, only: Sequence[str] = ()) -> Proposal:
    """Hold a file against what people were told; `only` looks at some of them."""
    checked = await check.check(desk, source)
    if checked.order is None:
        return Proposal(id="", checked=checked)
    async with desk.store() as store, store.reading() as kept:
        return await proposal(desk, kept, checked, only)


async def proposal(desk: Desk, kept: Kept, checked: Checked, only: Sequence[str] = ()) -> Proposal:
    """Hold a checked file against the store."""
    order = checked.order
    assert order is not None  # noqa: S101 - the caller has looked
    head = await revisions.head(kept, order.agenda.id)
    known = await ledger.known(kept, order.agenda, written_counts=not desk.tells)
    rows = await ledger.reminded(kept, order.agenda.id)
    floor = int(await meta.get(kept, backups.FLOOR) or 0)
    empty = Proposal(id="", checked=checked, head=head, rows=tuple(rows), known=known, floor=floor)
    return await asyncio.to_thread(_proposed, desk, empty, only)


def _proposed(desk: Desk, empty: Proposal, only: Sequence[str]) -> Proposal:
    order, now = empty.order, desk.now()
    found = steps.steps(order, empty.known or {}, now, empty.floor)
    planned = reminders.replanned(ledger.stored(empty.rows), order, now)
    if only:
        _refuse_unknown(empty, only)
        found = tuple(step for step in found if step.person in only)
        planned = _of(planned, {row.id: row.person for row in empty.rows}, only)
    name = steps.digest(empty.base, empty.checked.source.data, found)
    return replace(empty, id=name, steps=found, reminders=planned)


def _refuse_unknown(proposal: Proposal, only: Sequence[str]) -> None:
    """Raise where somebody is named whom neither the file nor the store knows."""
    known = {*proposal.order.agenda.person, *(person for person, _ in proposal.known or ())}
    for person in only:
        if person not in known:
            raise UsageError(N_("The forum has no person '{id}'."), id=person)


def _of(planned: Replanned, persons: Mapping[int, str], only: Sequence[str]) -> Replanned:
    """Return what becomes of some people's reminders."""
    return Replanned(
        new=tuple(each for each in planned.new if each.person in only),
        moved=tuple(each for each in planned.moved if each.to.person in only),
        withdrawn=tuple(each for each in planned.withdrawn if persons[each] in only),
        kept=tuple(each for each in planned.kept if each.to.person in only),
    )


def values(proposal: Proposal) -> dict[str, object]:
    """Return a plan for JSON, but for its findings, which need a language."""
    return {
        "plan": proposal.id,
        "base": proposal.base,
        "entries": [_entry(step) for step in proposal.steps],
        "reminders": proposal.reminders.counts(),
    }


def _entry(step: Step) -> dict[str, object]:
    return {
        "person": step.person,
        "entry": step.thing,
        "change": step.change,
        "changes": [*step.kinds],
        "method": step.method,
        "sequence": step.sequence,
        "from": _start(step.from_),
        "to": _start(step.to),
        "told": step.from_.as_dict() if step.from_ else None,
        "will": step.to.as_dict() if step.to else None,
    }


def _start(facts: Facts | None) -> object:
    return facts.as_dict()["start"] if facts else None
