"""Holds what a sink has taken against what the store says of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from orchestrator.running_orders import Facts, RunningOrder, all_facts, compare
from orchestrator.running_orders.compare import Key
from orchestrator.storage.deliveries import INVITATIONS, REMINDERS, Delivery
from tests.delivery.ledgers import Taken

# From the last look at the clock to the sink's: DATA, the message, the disk.
LATE = timedelta(seconds=2)
OVER = ("sent", "failed", "superseded", "expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything there is to be judged.

    `now` is when everything had come to rest. `in_hand` counts for each row how often its process
    died, or stood still past its lease, between intent and mark; `at` turns the machine's seconds
    into the desk's time.
    """

    rows: Sequence[Delivery]
    taken: Sequence[Taken]
    order: RunningOrder
    in_hand: Counter[int]
    refused: AbstractSet[str]
    now: datetime
    at: Callable[[float], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was seen, and what must not have been: nothing, or sentences."""

    seen: Mapping[str, int]
    wrong: Sequence[str] = field(default=())


def judge(case: Case) -> Verdict:
    """Return the verdict."""
    lines: dict[str, list[Taken]] = defaultdict(list)
    for taken in case.taken:
        lines[taken.message_id].append(taken)
    told = {row.id: lines.pop(row.message_id or "", []) for row in case.rows}
    wrong = [f"nobody queued {name}" for name in lines]
    for look in (_lost, _false, _doubled, _altered, _late, _failed, _held):
        wrong += [
            f"{look.__name__[1:]}: {_named(row)}: {said}"
            for row in case.rows
            for said in look(case, row, told[row.id])
        ]
    wrong += _overtaken(case)
    wrong += _misled(case)
    return Verdict(seen=_seen(case, told), wrong=wrong)


def _named(row: Delivery) -> str:
    what = f"{row.id} {row.purpose} {row.person}/{row.thing}/{row.copy}"
    said = f", {row.reason}" if row.reason else ""
    doubt = ", in doubt" if row.doubt else ""
    return f"{what} [{row.state}{doubt}, {row.attempts} tries{said}]"


def _seen(case: Case, told: Mapping[int, Sequence[Taken]]) -> dict[str, int]:
    states = Counter[str](row.state for row in case.rows)
    doubled = sum(max(len(lines) - 1, 0) for lines in told.values())
    return {
        "rows": len(case.rows),
        "reminders": sum(row.purpose in REMINDERS for row in case.rows),
        **{state: states[state] for state in (*OVER, "held", "pending")},
        "taken": len(case.taken),
        "in doubt": sum(row.doubt for row in case.rows),
        "in hand at kills": case.in_hand.total(),
        "taken, untold": sum(not line.told for line in case.taken),
        "doubled": doubled,
    }


def _lost(case: Case, row: Delivery, told: Sequence[Taken]) -> Iterator[str]:
    if row.state == "leased" or (row.state == "pending" and row.due <= case.now):
        yield "it still lies there"
    if row.state == "expired" and not told and row.purpose not in REMINDERS:
        yield "it expired"
    if row.state == "expired" and row.expires and row.ended and row.ended < row.expires:
        yield "it expired too early"


def _false(_case: Case, row: Delivery, told: Sequence[Taken]) -> Iterator[str]:
    if row.state == "sent" and not told:
        yield "it was never taken"
    # Reminders go to where their person is written to by then.
    elsewhere = row.recipient not in {line.recipient for line in told}
    if row.state == "sent" and elsewhere and row.purpose not in REMINDERS:
        yield "somebody else has it"


def _doubled(case: Case, row: Delivery, told: Sequence[Taken]) -> Iterator[str]:
    extra = len(told) - 1
    if extra > 0 and not row.doubt:
        yield f"taken {len(told)} times without a mark"
    untold = sum(not line.told for line in told)
    if extra > case.in_hand[row.id] + untold:
        yield f"taken {len(told)} times, in hand {case.in_hand[row.id]}, untold {untold}"


def _altered(_case: Case, _row: Delivery, told: Sequence[Taken]) -> Iterator[str]:
    if len({line.digest for line in told}) > 1:
        yield "it went out with other bytes"


def _late(case: Case, row: Delivery, told: Sequence[Taken]) -> Iterator[str]:
    if row.purpose in REMINDERS:
        for line in told:
            # The clock may have jumped since the service last looked at it.
            first, last = sorted((case.at(line.at - LATE.total_seconds()), case.at(line.at)))
            if row.expires and first > row.expires:
                yield f"taken {last - row.expires} after it was of use"
            due = datetime.fromisoformat(row.details["at"])  # the row's own moves with each try
            if last < due:
                yield f"taken {due - last} before it was due"


def _failed(case: Case, row: Delivery, told: Sequence[Taken]) -> Iterator[str]:
    meant = row.recipient in case.refused
    if row.state == "failed" and not (meant and (row.reason or "").startswith("550")):
        yield f"nobody refused it: {row.reason}"
    if meant and (row.state == "sent" or told):
        yield "it was refused"


def _held(_case: Case, row: Delivery, _told: Sequence[Taken]) -> Iterator[str]:
    if row.state == "held" and not (row.purpose == "message" and row.doubt):
        yield "nobody asked for that"


def _overtaken(case: Case) -> Iterator[str]:
    """Yield what an older message said after a newer one about the same entry."""
    by_message = {row.message_id: row for row in case.rows}
    newest: dict[tuple[object, ...], Delivery] = {}
    for line in case.taken:
        row = by_message.get(line.message_id)
        if row is None or row.purpose not in INVITATIONS:
            continue
        key = (row.person, row.thing, row.copy, row.recipient)
        before = newest.setdefault(key, row)
        if before.id > row.id:
            yield f"overtaken: {_named(row)} after {_named(before)}"
        newest[key] = max(before, row, key=lambda each: each.id)


def _misled(case: Case) -> Iterator[str]:
    """Yield whose calendar does not show what the newest revision says."""
    agenda = case.order.agenda
    wanted = {key: facts for key, facts in all_facts(case.order).items() if facts.stands}
    believed = _believed(case)
    for (person, thing), facts in wanted.items():
        known = agenda.person[person]
        readers = (facts.address or "", *(each.email for each in known.assistants))
        for reader in {*readers} - case.refused:
            last = believed.pop((person, thing, reader), None)
            if last is None:
                yield f"never told: {person}/{thing} at {reader}: {_history(case, person, thing)}"
            elif said := _differs((person, thing), last, facts, case):
                yield f"misled: {reader} by {_named(last)}: {said}: {_history(case, person, thing)}"
    for (person, thing, reader), last in believed.items():
        if last.purpose != "cancel" and reader not in case.refused:
            yield f"not called off: {person}/{thing} at {reader}: {_history(case, person, thing)}"


def _history(case: Case, person: str, thing: str) -> str:
    """Return what the store says of one entry, message by message."""
    rows = (row for row in case.rows if (row.person, row.thing) == (person, thing))
    return "; ".join(
        f"{row.id} {row.purpose}/{row.copy} of {row.publication} {'+'.join(row.details['kinds'])} "
        f"{row.recipient} {row.state}{'?' if row.doubt else ''}"
        for row in rows
        if row.purpose in INVITATIONS
    )


def _believed(case: Case) -> dict[tuple[str, str, str], Delivery]:
    """Return the object that each reader's calendar keeps: the highest (SEQUENCE, DTSTAMP)."""
    by_message = {row.message_id: row for row in case.rows}
    found: dict[tuple[str, str, str], Delivery] = {}
    for line in case.taken:
        row = by_message.get(line.message_id)
        if row is not None and row.purpose in INVITATIONS and row.thing:
            key = (row.person, row.thing, line.recipient)
            found[key] = max(found.get(key, row), row, key=_version)
    return found


def _version(row: Delivery) -> tuple[int, str]:
    return row.details["sequence"], row.details["stamp"]


def _differs(key: Key, last: Delivery, facts: Facts, case: Case) -> str:
    if last.purpose == "cancel":
        return "called off"
    quiet = case.order.agenda.notices.quiet or timedelta()
    told = Facts.from_dict(last.details["to"])
    return ", ".join(
        kind for each in compare({key: told}, {key: facts}, quiet) for kind in each.kinds
    )
