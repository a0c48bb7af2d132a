"""What a publication sends: a step for each message, from what was told and what is to be told."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orchestrator.agendas.models import Agenda
from orchestrator.running_orders import Change, Facts, RunningOrder, all_facts, compare
from orchestrator.running_orders.compare import Key

# What changes DTSTART, DTEND or STATUS raises the SEQUENCE (RFC 5546 2.1.4); texts do not.
SIGNIFICANT = frozenset({"moved", "tentative", "firm", "withdrawn", "reinstated"})
# Of several changes at once the first of these names the message.
FOREMOST = ("withdrawn", "reinstated", "new", "address", "moved", "tentative", "firm")
UNANSWERED = "NEEDS-ACTION"
# What is no change of an entry: somebody new has it copied, or what waits is taken back.
INTRODUCED, UNSENT = "assistant", "unsent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows of an entry: its UID, SEQUENCE, answer, and what its person was told.

    `facts` are those of the newest message that counts as told, of revision `revision`; `queued`
    those of a message that `waits` for its person and can still be taken back. `waiting` are the
    ids of what waits, copies too; `unsaid` those among them of which nobody has read anything:
    copies of what their person knows must go on.
    `named` are the ids that it had in that revision; `thread` is the Message-ID of the first
    invitation, `assistants` who had copies of the last message: addresses and languages. `posted`
    are the copies that wait: ids and addresses.
    """

    uid: str
    sequence: int
    changed: int = 0
    partstat: str = UNANSWERED
    verified: bool = False
    facts: Facts | None = None
    cancelled: bool = False
    revision: int | None = None
    resend: int = 0
    queued: Facts | None = None
    waits: bool = False
    waiting: tuple[int, ...] = ()
    unsaid: tuple[int, ...] = ()
    thread: str | None = None
    named: Key | None = None
    assistants: tuple[tuple[str, str], ...] = ()
    posted: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message to one person about one entry, and the waiting ones that it makes pointless.

    `method` is None where a waiting message is taken back and nothing need be said. `copies` are
    the addresses of the assistants to whom alone it goes; none: to the person and all of theirs.
    """

    person: str
    thing: str
    kinds: tuple[str, ...]
    method: str | None
    sequence: int
    partstat: str = UNANSWERED
    before: Known | None = None
    from_: Facts | None = None
    to: Facts | None = None
    supersedes: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def change(self) -> str:
        """Return the foremost of its kinds."""
        return min(self.kinds, key=_rank)

    @property
    def withdraws(self) -> bool:
        """Tell whether an entry is taken away from its person for good, not from an address."""
        return self.change == "withdrawn"


def _rank(kind: str) -> tuple[int, str]:
    return (FOREMOST.index(kind) if kind in FOREMOST else len(FOREMOST), kind)


def steps(
    order: RunningOrder, known: Mapping[Key, Known], now: datetime, floor: int = 0
) -> tuple[Step, ...]:
    """Return what is to be sent so that everybody knows the order, entries in its order.

    `floor` is the SEQUENCE of new entries: after a restore calendars may know later ones.
    """
    wanted = {key: facts for key, facts in all_facts(order).items() if facts.address}
    told = {key: each.facts for key, each in known.items() if each.facts}
    cancelled = {key for key, each in known.items() if each.cancelled}
    quiet = order.agenda.notices.quiet or timedelta()
    changes = compare(told, wanted, quiet, cancelled)
    live = (change for change in changes if not _over(change, now))
    needed = {(change.person, change.thing): change for change in live}
    sent = (*_sent(needed, known, floor), *_taken_back(known, needed, wanted))
    said = {(step.person, step.thing) for step in sent if step.method}
    quiet_ones = {key: each for key, each in known.items() if key not in said}
    taken = {name for step in sent for name in step.supersedes}
    return (
        *sent,
        *_introduced(order.agenda, quiet_ones, _ahead(wanted, now)),
        *_dropped(order.agenda, quiet_ones, taken),
    )


def _ahead(wanted: Mapping[Key, Facts], now: datetime) -> dict[Key, Facts]:
    """Return what people are invited to and has not ended."""
    return {
        key: facts
        for key, facts in wanted.items()
        if facts.stands and facts.end and facts.end > now
    }


def _introduced(
    agenda: Agenda, known: Mapping[Key, Known], ahead: Mapping[Key, Facts]
) -> Iterator[Step]:
    """Yield a copy of each entry that its person knows for those who do their mail only now."""
    for key, facts in ahead.items():
        before = known.get(key)
        if before is None or not (before.facts or before.waits):
            continue
        holders = {address.lower() for address, _ in before.assistants}
        fresh = tuple(each for each in _helpers(agenda, key[0]) if each not in holders)
        if fresh:
            yield Step(
                person=key[0],
                thing=key[1],
                kinds=(INTRODUCED,),
                method="REQUEST",
                sequence=before.sequence,
                partstat=before.partstat,
                before=before,
                to=facts,
                copies=fresh,
            )


def _dropped(agenda: Agenda, known: Mapping[Key, Known], taken: AbstractSet[int]) -> Iterator[Step]:
    """Yield the copies that wait for somebody who does this person's mail no more."""
    for key, before in known.items():
        helpers = _helpers(agenda, key[0])
        waiting = ((name, to) for name, to in before.posted if name not in taken)
        gone = tuple(name for name, to in waiting if to.lower() not in helpers)
        if gone and key[0] in agenda.person:
            yield Step(
                person=key[0],
                thing=key[1],
                kinds=(UNSENT,),
                method=None,
                sequence=before.sequence,
                partstat=before.partstat,
                supersedes=gone,
            )


def _helpers(agenda: Agenda, person: str) -> tuple[str, ...]:
    """Return the addresses of those who do somebody's mail, as they are compared."""
    known = agenda.person.get(person)
    return tuple(each.email.lower() for each in known.assistants) if known else ()


def _over(change: Change, now: datetime) -> bool:
    """Tell whether an entry has ended: such a one is never mailed."""
    last = change.to or change.from_
    return last is None or last.end is None or last.end <= now


def _sent(needed: Mapping[Key, Change], known: Mapping[Key, Known], floor: int) -> Iterator[Step]:
    for key, change in needed.items():
        before = known.get(key)
        if before and before.waits and _same(key, before.queued, change.to):
            continue
        yield from _steps(change, before, floor)


def _same(key: Key, queued: Facts | None, to: Facts | None) -> bool:
    """Tell whether the message that waits already says what is to be said."""
    if queued is None or to is None:
        return queued is to
    return not compare({key: queued}, {key: to})


def _steps(change: Change, before: Known | None, floor: int) -> Iterator[Step]:
    sequence = before.sequence if before else floor
    significant = bool(SIGNIFICANT & {*change.kinds})
    moved = significant or "address" in change.kinds
    step = Step(
        person=change.person,
        thing=change.thing,
        kinds=change.kinds,
        method="REQUEST" if change.to else "CANCEL",
        sequence=sequence + significant,
        partstat=UNANSWERED if moved or before is None else before.partstat,
        before=before,
        from_=change.from_,
        to=change.to,
        supersedes=before.waiting if before else (),
    )
    if "address" in change.kinds and change.from_ and change.from_.address:
        # Two mailboxes may be read in one calendar: what the new one gets must be the newer object.
        off = replace(step, method="CANCEL", to=None, sequence=sequence + 1)
        yield off
        step = replace(step, sequence=sequence + 2, supersedes=())
    yield step


def _taken_back(
    known: Mapping[Key, Known], needed: Mapping[Key, Change], wanted: Mapping[Key, Facts]
) -> Iterator[Step]:
    """Yield what waits although it says what no longer holds, and its person knows what does."""
    for key, before in known.items():
        said = before.waits and _same(key, before.queued, wanted.get(key))
        if not before.unsaid or key in needed or said:
            continue
        yield Step(
            person=key[0],
            thing=key[1],
            kinds=(UNSENT,),
            method=None,
            sequence=before.sequence,
            partstat=before.partstat,
            before=before,
            from_=before.queued,
            to=before.facts,
            supersedes=before.unsaid,
        )


def digest(base: int | None, text: bytes, found: tuple[Step, ...]) -> str:
    """Return the id of a plan: the same revision, file and steps have the same one."""
    said = [
        [s.person, s.thing, s.method, s.sequence, s.kinds, s.supersedes, _plain(s.from_), s.copies]
        for s in found
    ]
    whole = json.dumps([base, hashlib.sha256(text).hexdigest(), said], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _plain(facts: Facts | None) -> dict[str, object] | None:
    return facts.as_dict() if facts else None
