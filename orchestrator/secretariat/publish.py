"""Keep a revision of an agenda and queue what its participants must be told, in one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.reminders import Planned
from orchestrator.secretariat import ledger, memory, merging, opening, queueing, senders
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.plan import Proposal, plan
from orchestrator.secretariat.queueing import Publication
from orchestrator.secretariat.source import Source
from orchestrator.secretariat.steps import Step
from orchestrator.storage import (
    Conflict,
    Kept,
    Store,
    audit,
    backups,
    deliveries,
    entries,
    forums,
    meta,
    renaming,
    revisions,
)
from orchestrator.storage.deliveries import Delivery

# A dispatcher may be sending what this publication would take back: then it is planned anew.
TRIES = 5
OVERTAKEN = N_("Somebody else has just published revision {number}. Look at the plan again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How a publication was asked for: the plan agreed to, to whom alone, how many may be off.

    `filed` is False for a text that is no file of somebody's: then `base` is the revision that it
    was made from.
    """

    agreed: str | None = None
    only: tuple[str, ...] = ()
    cancel: int = 0
    actor: str = "cli"
    filed: bool = True
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication: its plan, the revision kept, how many messages it queued, and if they wait."""

    proposal: Proposal
    revision: int | None
    queued: int = 0
    held: bool = False

    @property
    def refused(self) -> bool:
        """Tell whether findings stood against it."""
        checked = self.proposal.checked
        return checked.has_errors or bool(checked.counts["publish"])


class RefusedError(OrchestratorError):
    """Publishing would undo or withdraw what nobody agreed to; `difference` shows both texts."""

    exit_code = 4

    def __init__(self, message: str, /, *, difference: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.difference = difference


class TakenMeanwhile(Exception):  # noqa: N818 - no fault: the plan is made anew
    """What was to be taken back was sent while the plan was made."""


async def publish(desk: Desk, source: Source, given: Given | None = None) -> Published:
    """Publish a file: everybody whose own entries changed is told, and nobody else."""
    asked = given or Given()
    for _ in range(TRIES):
        proposal = await plan(desk, source, asked.only)
        done = Published(proposal=proposal, revision=proposal.base)
        if done.refused:
            return done
        await refuse(desk, proposal, asked)
        if proposal.is_empty:
            await remember(desk, proposal, proposal.base, asked)
            return done
        try:
            return await _kept(desk, proposal, asked)
        except TakenMeanwhile:
            continue
    raise RefusedError(N_("The messages are just being sent. Publish again in a moment."))


async def refuse(desk: Desk, proposal: Proposal, given: Given) -> None:
    """Raise where the file is stale, the plan another, or more is withdrawn than was said."""
    senders.refuse(desk, proposal.order.agenda)
    desk.key()  # one that is lost is told before anybody agrees to a plan
    await _refuse_stale(desk, proposal, given)
    if given.agreed is not None and given.agreed != proposal.id:
        raise RefusedError(
            N_("The plan is now {now}, no longer {then}: look at it again with 'plan'."),
            now=proposal.id,
            then=given.agreed,
        )
    if proposal.withdrawn > given.cancel:
        raise RefusedError(
            N_(
                "{n} entries would be withdrawn, and {allowed} may be. If that is meant, say "
                "--cancel {n}."
            ),
            n=proposal.withdrawn,
            allowed=given.cancel,
        )


async def _refuse_stale(desk: Desk, proposal: Proposal, given: Given) -> None:
    """Raise where somebody else changed the head since this file was made from it."""
    head = proposal.head
    if not given.filed:
        if proposal.base != given.base:
            raise RefusedError(OVERTAKEN, number=proposal.base, difference=_difference(proposal))
        return
    made_from, note = await recall(desk, proposal)
    if head is None and made_from is not None:
        raise RefusedError(
            N_(
                "This file was published before, as revision {number}, but the store is empty: "
                "calendars would take new entries for old ones. Restore a backup, or remove {file}."
            ),
            number=made_from,
            file=note,
        )
    if head is None or not proposal.is_news:
        return
    stale = head.origin == "service" if made_from is None else made_from != head.number
    if stale and head.text != proposal.text:
        raise RefusedError(
            N_(
                "The forum was changed elsewhere since this file was made: revision {number}. "
                "Fetch it with 'orchestrator pull {file}'."
            ),
            number=head.number,
            file=proposal.checked.source.name,
            difference=_difference(proposal),
        )


def _difference(proposal: Proposal) -> str:
    head = proposal.head
    if head is None:
        return ""
    names = (f"revision {head.number}", proposal.checked.source.name)
    return merging.difference(head.text, proposal.text, names)


async def recall(desk: Desk, proposal: Proposal) -> tuple[int | None, Path]:
    """Return the revision the file was made from, where that is remembered, and where it is."""
    path, forum = Path(proposal.checked.source.name), proposal.order.agenda.id
    async with desk.store() as store:
        found = memory.recall(desk, store.place, path, forum, proposal.head)
        return found, memory.place(desk, store.place, path)


async def remember(desk: Desk, proposal: Proposal, revision: int | None, given: Given) -> None:
    """Note the revision that the file holds now."""
    if revision is None or not given.filed:
        return
    path = Path(proposal.checked.source.name)
    async with desk.store() as store:
        memory.remember(desk, store.place, path, proposal.order.agenda.id, revision)


def _intend(desk: Desk, store: Store, proposal: Proposal, given: Given) -> None:
    """Note what is about to be kept: whoever is killed in between is no stranger afterwards."""
    if given.filed:
        file, forum = Path(proposal.checked.source.name), proposal.order.agenda.id
        memory.intend(desk, store.place, file, forum, _digest(proposal))


def _digest(proposal: Proposal) -> str:
    return hashlib.sha256(proposal.checked.source.data).hexdigest()


async def _kept(desk: Desk, proposal: Proposal, given: Given) -> Published:
    try:
        async with desk.store() as store, store.transaction() as kept:
            _intend(desk, store, proposal, given)
            number = await keep(desk, kept, proposal, given)
            queued = await queue(desk, kept, proposal, number)
            held = await forums.held(kept, proposal.order.agenda.id)
    except Conflict as moved:
        if given.agreed is None:
            raise TakenMeanwhile from None
        raise RefusedError(OVERTAKEN, number=moved.head, difference=_difference(proposal)) from None
    await remember(desk, proposal, number, given)
    return Published(proposal=proposal, revision=number, queued=queued, held=held)


async def keep(desk: Desk, kept: Kept, proposal: Proposal, given: Given) -> int:
    """Keep the text as a published revision, unless somebody else was faster."""
    forum, now = proposal.order.agenda.id, desk.now()
    await forums.ensure(kept, forum, now)
    await revisions.expect_head(kept, forum, proposal.base)
    head = proposal.head
    if head is not None and head.published is None and head.text == proposal.text:
        number = head.number  # a draft that the service kept
        await revisions.publish(kept, forum, number, now)
    else:
        number = await revisions.add(
            kept,
            forum,
            text=proposal.text,
            digest=_digest(proposal),
            origin="file" if given.filed else "service",
            by=given.actor,
            made=now,
            published=now,
        )
    details = {"plan": proposal.id, "entries": len(proposal.steps)}
    await audit.add(
        kept,
        at=now,
        actor=given.actor,
        action="publish",
        forum=forum,
        object=str(number),
        details=details,
    )
    return number


async def queue(desk: Desk, kept: Kept, proposal: Proposal, number: int) -> int:
    """Queue what a revision tells; return how many messages, raise where some are being sent."""
    publication = Publication(
        order=proposal.order,
        number=number,
        at=desk.now(),
        key=desk.key(),
        parents=queueing.parents(proposal.order, proposal.known or {}),
        epoch=await meta.get(kept, backups.EPOCH) or "",
        stamped=await _stamped(desk, kept, proposal.order.agenda.id),
    )
    await renaming.rename(kept, proposal.order.agenda)
    await opening.open_links(desk, kept, publication, proposal)
    await _supersede(kept, publication, [each for s in proposal.steps for each in s.supersedes])
    await _revive(kept, publication, proposal.steps)
    sent = await _with_answers(kept, publication.forum, proposal.steps)
    await entries.keep(kept, list(_last(queueing.entry(publication, step) for step in sent)))
    told = chain.from_iterable(queueing.invitations(publication, step) for step in sent)
    queued = await deliveries.queue(kept, told)
    await _remind(kept, publication, proposal)
    return len(queued)


async def _stamped(desk: Desk, kept: Kept, forum: str) -> datetime:
    """Return a DTSTAMP that is later than any before: it counts in whole seconds."""
    last = await deliveries.last_created(kept, forum)
    return max(desk.now(), last + timedelta(seconds=1)) if last else desk.now()


async def _revive(kept: Kept, publication: Publication, steps: Iterable[Step]) -> None:
    """Let what stands go out after all where it had been given up for what is taken back."""
    given_up = {
        (step.person, step.thing, step.before.revision, step.before.resend)
        for step in steps
        if step.method is None and step.before and step.before.revision is not None
    }
    if given_up:
        await deliveries.revive(kept, publication.forum, given_up, now=publication.at)


async def _with_answers(kept: Kept, forum: str, steps: Iterable[Step]) -> list[Step]:
    """Return the messages to send, with the answers that came while they were planned."""
    known = await entries.of(kept, forum)
    return [
        replace(step, partstat=known[step.person, step.thing].partstat)
        if step.before and step.partstat == step.before.partstat
        else step
        for step in steps
        if step.method
    ]


def _last(changed: Iterable[entries.Entry]) -> Iterable[entries.Entry]:
    """Return each entry once: an address that changed has two steps, and the second stands."""
    return {(each.person, each.thing): each for each in changed}.values()


async def _supersede(kept: Kept, publication: Publication, ids: list[int]) -> None:
    if await deliveries.supersede(kept, ids, now=publication.at) != len(ids):
        raise TakenMeanwhile


async def _remind(kept: Kept, publication: Publication, proposal: Proposal) -> None:
    found = proposal.reminders
    gone = {*found.withdrawn, *(each.id for each in found.moved)}
    await deliveries.supersede(kept, _with_copies(gone, proposal.rows), now=publication.at)
    wanted: Iterator[Planned] = chain(
        found.new, (each.to for each in found.moved), _copied_anew(proposal, gone)
    )
    rows = chain.from_iterable(queueing.reminders(publication, each) for each in wanted)
    await deliveries.queue(kept, rows)
    by_id = {row.id: row for row in proposal.rows}
    for each in found.kept:
        # In place: one that is in doubt must neither vanish nor begin anew.
        for name in _with_copies({each.id}, proposal.rows):
            details = {**by_id[name].details, "begins": each.to.begins.isoformat()}
            await deliveries.adjust(kept, name, expires=each.to.expires, details=details)


def _copied_anew(proposal: Proposal, gone: AbstractSet[int]) -> Iterator[Planned]:
    """Yield the reminders that stand, of those whose mail somebody does only now.

    Rows that are there already stay as they are: only those for the new readers are queued.
    """
    helped = {step.person for step in proposal.steps if step.copies}
    kept = {each.id: each.to for each in proposal.reminders.kept}
    for row in proposal.rows:
        if row.person in helped and row.state == "pending" and not row.copy and row.id not in gone:
            yield kept.get(row.id) or ledger.planned(row)


def _with_copies(ids: set[int], rows: Iterable[Delivery]) -> list[int]:
    """Return reminders with the copies of them that went to assistants."""
    known = list(rows)
    wanted = {_alike(row) for row in known if row.id in ids}
    return [row.id for row in known if _alike(row) in wanted]


def _alike(row: Delivery) -> tuple[str, str | None, str | None, object]:
    return row.person, row.thing, row.rule, row.details.get("at")
