"""The organiser's decisions about what waits: a failure seen to, a proposal closed or entered."""

from collections.abc import Sequence

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.answer import PARTSTATS, Answered, Given, answer
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Kept, audit, deliveries, entries, forums, proposals
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.proposals import Decision, Proposal

GIVEN_UP = "given up"
GONE = N_("This was decided already.")


async def send_after_all(desk: Desk, forum: str, delivery: int, *, actor: str) -> None:
    """Send a message that was kept back because it may have arrived already."""
    async with desk.store() as store, store.transaction() as kept:
        row = await _delivery(kept, forum, delivery)
        if not await deliveries.resume(kept, [row.id], now=desk.now()):
            raise OrchestratorError(GONE)
        await _note(desk, kept, row, actor, "send after all")


async def give_up(desk: Desk, forum: str, delivery: int, *, actor: str) -> None:
    """Give up a message that failed or is in doubt: it counts as never sent."""
    async with desk.store() as store, store.transaction() as kept:
        row = await _delivery(kept, forum, delivery)
        await deliveries.drop(kept, [row.id], now=desk.now(), reason=row.reason or GIVEN_UP)
        if not await deliveries.settle(kept, [row.id], now=desk.now()):
            raise OrchestratorError(GONE)
        await _note(desk, kept, row, actor, "give up")


async def _delivery(kept: Kept, forum: str, delivery: int) -> Delivery:
    row = await deliveries.get(kept, delivery)
    if row is None or row.forum != forum:
        raise OrchestratorError(GONE)
    return row


async def _note(desk: Desk, kept: Kept, row: Delivery, actor: str, action: str) -> None:
    await audit.add(
        kept,
        at=desk.now(),
        actor=actor,
        action=action,
        forum=row.forum,
        object=f"{row.person}/{row.thing or row.purpose}",
        details={"delivery": row.id},
    )


async def close(
    desk: Desk, forum: str, proposal: int, *, actor: str, decision: Decision | None = None
) -> None:
    """Close a proposal: whatever it needed was done elsewhere, or nothing is."""
    async with desk.store() as store, store.transaction() as kept:
        await _closed(desk, kept, await _proposal(kept, forum, proposal), actor, decision)


async def withdraw(desk: Desk, forum: str, person: str, proposal: int, *, actor: str) -> None:
    """Take back another time that a person has proposed, before it is decided."""
    async with desk.store() as store, store.transaction() as kept:
        found = await _proposal(kept, forum, proposal)
        if (found.kind, found.person) != ("counter", person):
            raise OrchestratorError(GONE)
        await _closed(desk, kept, found, actor, "withdrawn")


async def enter(desk: Desk, forum: str, proposal: int, partstat: str, *, actor: str) -> Answered:
    """Enter what a proposal means as its person's answer, and close it."""
    async with desk.store() as store, store.transaction() as kept:
        found = await _proposal(kept, forum, proposal)
        await forums.lock(kept, forum)  # who publishes meanwhile raises the SEQUENCE
        entry = await entries.get(kept, forum, found.person or "", found.thing or "")
        if entry is None or partstat not in PARTSTATS:
            raise OrchestratorError(GONE)
        now = desk.now()
        given = Given(
            partstat=partstat,
            sequence=entry.sequence,
            stamp=now,
            given=now,
            way="hand",
            by=actor,
            comment=str(found.details.get("comment") or ""),
            mail=found.mail,
        )
        answered = await answer(kept, entry, given)
        await _closed(desk, kept, found, actor)
    return answered


async def _proposal(kept: Kept, forum: str, proposal: int) -> Proposal:
    waiting: Sequence[Proposal] = await proposals.of(kept, forum)
    found = next((each for each in waiting if each.id == proposal), None)
    if found is None:
        raise OrchestratorError(GONE)
    return found


async def _closed(
    desk: Desk, kept: Kept, found: Proposal, actor: str, decision: Decision | None = None
) -> None:
    if not await proposals.close(kept, found.id, desk.now(), decision):
        raise OrchestratorError(GONE)  # by somebody else, this very moment
    await audit.add(
        kept,
        at=desk.now(),
        actor=actor,
        action="close",
        forum=found.forum,
        object=f"{found.person or '-'}/{found.thing or '-'}",
        details={"proposal": found.id, "kind": found.kind, "decision": decision},
    )
