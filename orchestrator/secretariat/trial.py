"""Send a whole publication to the organizer's own address, marked as a trial; nothing is kept.

A trial goes past the ledger: it is owed to nobody, and sending it again does no harm.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain

from orchestrator.delivery import Mail, Outcome
from orchestrator.secretariat import queueing, senders, steps
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library, Volume, shelved
from orchestrator.secretariat.plan import Proposal
from orchestrator.secretariat.plan import plan as planned
from orchestrator.secretariat.queueing import Publication
from orchestrator.secretariat.rendering import Files, Writer
from orchestrator.secretariat.source import Source
from orchestrator.storage.claims import Claimed
from orchestrator.storage.deliveries import New

AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a trial: how many messages went to the organizer, and why others did not.

    `unchanged` is the number of the revision that everybody knows already: then each message went
    out as if it were the first.
    """

    checked: Checked
    to: str = ""
    unchanged: int | None = None
    sent: int = 0
    missed: tuple[str, ...] = ()


async def trial(desk: Desk, source: Source, only: Sequence[str] = ()) -> Tried:
    """Send what publishing would send to the organizer alone; where that is nothing, everything."""
    found = await planned(desk, source, only)
    if found.checked.order is None:
        return Tried(checked=found.checked)
    unchanged = found.base if not any(step.method for step in found.steps) else None
    if unchanged is not None:
        found = _first(desk, found, only)
    senders.refuse(desk, found.order.agenda)
    ends = await _sent(desk, await _mails(desk, found))
    missed = tuple(end for end in ends if end)
    return Tried(
        checked=found.checked,
        to=found.order.agenda.organizer.email,
        unchanged=unchanged,
        sent=len(ends) - len(missed),
        missed=missed,
    )


def _first(desk: Desk, found: Proposal, only: Sequence[str]) -> Proposal:
    """Return what would be sent if nobody had been told anything yet."""
    every = steps.steps(found.order, {}, desk.now(), found.floor)
    return replace(found, steps=tuple(each for each in every if not only or each.person in only))


async def _mails(desk: Desk, found: Proposal) -> list[Mail]:
    number = (found.base or 0) + 1
    library, here = Library(), shelved(found.order)
    volumes: dict[int, Volume] = {number: here}
    async with desk.store() as store, store.reading() as kept:
        for step in found.steps:
            since = step.before.revision if step.before else None
            if since is not None:
                volumes[since] = await library.volume(kept, found.order.agenda.id, since)
    publication = Publication(order=found.order, number=number, at=desk.now(), key=desk.key())
    rows = chain.from_iterable(queueing.invitations(publication, step) for step in found.steps)
    claimed = [_trial_row(n, row, found) for n, row in enumerate(rows)]
    files = Files(head=here, volumes=volumes)
    return await asyncio.to_thread(_written, claimed, files, desk.now(), desk.key())


def _trial_row(number: int, row: New, found: Proposal) -> Claimed:
    organizer = found.order.agenda.organizer.email
    # A calendar must never take a trial for the entry itself, nor answer for the person.
    details = {**row.details, "trial": True, "uid": f"trial-{row.details['uid']}", "parent": None}
    return Claimed(
        **{**asdict(row), "details": details, "recipient": organizer},
        id=number,
        domain="",
        state="leased",
        attempts=1,
        owner=None,
        lease=None,
        intent=None,
        doubt=False,
        reason=None,
        declared=False,
        ended=None,
        body=None,
    )


def _written(rows: Iterable[Claimed], files: Files, now: datetime, key: bytes) -> list[Mail]:
    made = (Writer(row, files, now, key, None).mail() for row in rows)
    return [mail for mail in made if isinstance(mail, Mail)]


async def _sent(desk: Desk, mails: Iterable[Mail]) -> list[str]:
    """Return, for each mail, why it was not sent; an empty text where it was."""
    transport, turns = desk.transport(), asyncio.Semaphore(AT_ONCE)

    async def one(mail: Mail) -> str:
        async with turns:
            try:
                await transport.send(mail, _ours)
            except Outcome as outcome:
                return outcome.reply or type(outcome).__name__
        return ""

    try:
        return await asyncio.gather(*map(one, mails))
    finally:
        await transport.close()


async def _ours() -> bool:
    return True
