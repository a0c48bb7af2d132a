"""What waits for a decision in a forum: everything that its organiser must see, and no more."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestrator import zones
from orchestrator.running_orders import RunningOrder, TimedSession
from orchestrator.secretariat import answers, check, editing, zone_shifts
from orchestrator.secretariat.answers import Line
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.standing import APPROVED
from orchestrator.storage import Kept, deliveries, forums, proposals, records, revisions
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.entries import WAITING
from orchestrator.storage.proposals import Proposal
from orchestrator.storage.revisions import Revision

AMISS = ("failed", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A delegation, or people of none, who have not answered; `until` is when it is too late."""

    delegation: str | None
    persons: tuple[str, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDue:
    """A session that is over without an approved record; `state` is empty where there is none."""

    session: str
    rapporteur: str | None
    state: str
    due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """What waits in a forum; `order` is what participants were told, `checked` the newest text."""

    forum: str
    held: bool
    head: Revision
    published: Revision | None
    order: RunningOrder | None
    checked: Checked
    lines: tuple[Line, ...] = ()
    silent: tuple[Silent, ...] = ()
    amiss: tuple[Delivery, ...] = ()
    written: int = 0
    waiting: tuple[Proposal, ...] = ()
    shifted: int = 0
    records: tuple[RecordDue, ...] = ()

    @property
    def is_unsent(self) -> bool:
        """Tell whether the newest text is one that nobody was told of."""
        return self.head.published is None

    @property
    def shown(self) -> RunningOrder | None:
        """Return what the forum's names are read from: what was told, else the newest text."""
        return self.order or self.checked.order


async def todo(desk: Desk, forum: str, library: Library) -> Todo | None:
    """Return what waits in a forum; None where there is no such forum."""
    async with desk.store() as store, store.reading() as kept:
        known = await forums.get(kept, forum)
        head = await revisions.head(kept, forum)
        if known is None or head is None:
            return None
        published = await revisions.published(kept, forum)
        checked = await check.check(desk, editing.source(head))
        order = await library.order(kept, forum, published.number) if published else None
        base = Todo(
            forum=forum,
            held=known.held,
            head=head,
            published=published,
            order=order,
            checked=checked,
            waiting=tuple(await proposals.of(kept, forum)),
            amiss=await _amiss(kept, forum),
            written=await _written(desk, kept, forum),
            shifted=len(await zone_shifts.of(desk, kept, forum)),
        )
        return await _answered(desk, kept, base, order) if order else base


async def _answered(desk: Desk, kept: Kept, base: Todo, order: RunningOrder) -> Todo:
    lines = await answers.lines(kept, order)
    return replace(
        base,
        lines=lines,
        silent=tuple(_silent(order, lines, desk.now())),
        records=tuple([each async for each in _records(kept, order, desk.now())]),
    )


async def _amiss(kept: Kept, forum: str) -> tuple[Delivery, ...]:
    """Return what failed or is in doubt, but what somebody saw to or was sent again since."""
    rows = await deliveries.of(kept, forum, states=["failed", "held", "sent", "pending", "leased"])
    newest = {(row.person, row.thing, row.copy): row.id for row in rows if row.state not in AMISS}
    return tuple(
        row
        for row in rows
        if row.state in AMISS
        and row.settled is None
        and newest.get((row.person, row.thing, row.copy), 0) < row.id
    )


async def _written(desk: Desk, kept: Kept, forum: str) -> int:
    """Return how many messages lie in the folder without anybody having said that they were told.

    Where mail never leaves, the folder is all there is, and nothing is to be decided about it.
    """
    if not desk.tells:
        return 0
    rows = await deliveries.of(kept, forum, states=["written"])
    return sum(not row.declared for row in rows)


def _silent(order: RunningOrder, lines: Sequence[Line], now: datetime) -> Iterator[Silent]:
    """Yield those who have not answered, delegations in the order of the answers."""
    until = {each.session.id: _until(each) for each in order.sessions}
    ahead = {name for name, when in until.items() if when is None or when > now}
    stand = {each.session.id for each in order.sessions if _stands(each, now)}
    waits = [line for line in lines if line.partstat == WAITING and line.session in stand]
    for delegation in dict.fromkeys(line.delegation for line in waits):
        own = [line for line in waits if line.delegation == delegation]
        dates = [when for line in own if line.session in ahead and (when := until[line.session])]
        persons = tuple(dict.fromkeys(line.person for line in own))
        yield Silent(delegation=delegation, persons=persons, until=min(dates, default=None))


def _until(timed: TimedSession) -> datetime | None:
    asked = timed.session.answer_by
    return zones.instant(asked, timed.zone) if asked else timed.start


def _stands(timed: TimedSession, now: datetime) -> bool:
    over = timed.end is not None and timed.end <= now
    return not over and timed.session.status in ("confirmed", "tentative")


async def _records(kept: Kept, order: RunningOrder, now: datetime) -> AsyncIterator[RecordDue]:
    for timed in order.sessions:
        if timed.session.rapporteur is None or timed.end is None or timed.end > now:
            continue
        newest = await records.newest(kept, order.agenda.id, timed.session.id)
        state = newest.state if newest else ""
        if state != APPROVED:
            span = order.agenda.record.due
            yield RecordDue(
                session=timed.session.id,
                rapporteur=timed.session.rapporteur,
                state=state,
                due=timed.end + span if span else None,
            )
