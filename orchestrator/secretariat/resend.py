"""Send a person once more what they were told: deliberate, and keyed anew."""

from collections.abc import Iterator, Mapping
from itertools import chain

from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.running_orders import Facts, all_facts
from orchestrator.running_orders.compare import Key
from orchestrator.secretariat import ledger, opening, queueing
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.queueing import Publication
from orchestrator.secretariat.steps import Known, Step
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, audit, backups, deliveries, entries, meta, revisions

MOVED_AWAY = N_(
    "The address of '{person}' is another one now, and the entries lie at the old one: publish the "
    "agenda file, with --only {person} if nobody else is meant."
)


async def resend(
    desk: Desk, person: str, named: str | None, *, actor: str = "cli"
) -> tuple[str, int]:
    """Queue a person's standing invitations again; return the forum and how many messages."""
    async with desk.store() as store, store.transaction() as kept:
        forum = await which(kept, named)
        publication = await _publication(desk, kept, forum)
        agenda = publication.order.agenda
        if person not in agenda.person:
            raise UsageError(N_("The forum has no person '{id}'."), id=person)
        known = await ledger.known(kept, agenda, written_counts=True)
        number = await _number(kept, forum, person)
        _refuse_moved_away(known, person, publication)
        found = list(_steps(known, person, publication))
        await opening.open_own(desk, kept, publication, person)
        await entries.keep(kept, [queueing.entry(publication, step) for step in found])
        rows = (queueing.invitations(publication, step, resend=number) for step in found)
        queued = await deliveries.queue(kept, chain.from_iterable(rows))
        await audit.add(
            kept, at=desk.now(), actor=actor, action="resend", forum=forum, object=person
        )
    return forum, len(queued)


async def _publication(desk: Desk, kept: Kept, forum: str) -> Publication:
    newest = await revisions.published(kept, forum)
    if newest is None:
        raise OrchestratorError(N_("The forum '{forum}' is not published yet."), forum=forum)
    order = await Library().order(kept, forum, newest.number)
    known = await ledger.known(kept, order.agenda, written_counts=True)
    return Publication(
        order=order,
        number=newest.number,
        at=desk.now(),
        key=desk.key(),
        parents=queueing.parents(order, known),
        epoch=await meta.get(kept, backups.EPOCH) or "",
    )


async def _number(kept: Kept, forum: str, person: str) -> int:
    """Return a number that none of this person's messages has yet."""
    rows = await deliveries.of(kept, forum, person=person)
    return max((row.resend for row in rows), default=0) + 1


def _steps(known: Mapping[Key, Known], person: str, publication: Publication) -> Iterator[Step]:
    """Yield what stands for the person and still lies ahead, but what waits to be sent anyway."""
    for key, facts in all_facts(publication.order).items():
        before = known.get(key)
        if key[0] != person or before is None or before.facts is None or before.waiting:
            continue
        if not (facts.stands and facts.address and facts.end and facts.end > publication.at):
            continue
        # A move that was too small to be told is told now.
        moved = (facts.start, facts.end) != (before.facts.start, before.facts.end)
        yield Step(
            person=person,
            thing=key[1],
            kinds=("moved",) if moved else (),
            method="REQUEST",
            sequence=before.sequence + moved,
            partstat="NEEDS-ACTION" if moved else before.partstat,
            before=before,
            from_=before.facts if moved else None,
            to=facts,
        )


def _refuse_moved_away(known: Mapping[Key, Known], person: str, publication: Publication) -> None:
    """Raise where somebody has another address now: the old one must be told too, by `publish`."""
    for key, facts in all_facts(publication.order).items():
        told = known[key].facts if key in known else None
        if key[0] == person and told and facts.stands and _elsewhere(facts, told):
            raise OrchestratorError(MOVED_AWAY, person=person)


def _elsewhere(facts: Facts, told: Facts) -> bool:
    return (facts.address or "").lower() != (told.address or "").lower()
