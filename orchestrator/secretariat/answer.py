"""Take an answer: the one door for what came by mail, was given on a page, or entered by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from orchestrator.storage import Kept, answers, audit, entries
from orchestrator.storage.answers import Way
from orchestrator.storage.entries import Entry

PARTSTATS = ("ACCEPTED", "DECLINED", "TENTATIVE")
VERIFIED = 2  # what a mail must be believed, for its answer to stand without a question mark

Verdict = Literal["applied", "earlier", "overtaken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it was given.

    `sequence` is the SEQUENCE that was answered, or shown on the page; `stamp` is when the answer
    was made by its giver's clock, `given` when it reached us. `by` is who did it: an id, no name.
    """

    partstat: str
    sequence: int
    stamp: datetime
    given: datetime
    way: Way
    by: str
    trust: int = 3
    comment: str = ""
    mail: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of an answer, and its number in the store."""

    verdict: Verdict
    number: int


async def answer(kept: Kept, entry: Entry, given: Given) -> Answered:
    """Keep an answer, and apply it where it is about the entry as it is and none is newer."""
    verdict = _verdict(entry, given)
    number = await answers.add(kept, _row(entry, given, applied=verdict == "applied"))
    if verdict == "applied":
        await entries.answer(
            kept,
            entry.forum,
            entry.person,
            entry.thing,
            partstat=given.partstat,
            sequence=_sequence(entry, given),
            stamp=_stamp(given),
            verified=given.trust >= VERIFIED,
        )
    await audit.add(
        kept,
        at=given.given,
        actor=given.by,
        action="answer",
        forum=entry.forum,
        object=f"{entry.person}/{entry.thing}",
        details={
            "partstat": given.partstat,
            "way": given.way,
            "verdict": verdict,
            "answer": number,
        },
    )
    return Answered(verdict=verdict, number=number)


def _verdict(entry: Entry, given: Given) -> Verdict:
    if given.sequence < entry.changed:
        return "earlier"
    if entry.answer_stamp is not None:
        before = (entry.answer_sequence or 0, entry.answer_stamp)
        if (_sequence(entry, given), _stamp(given)) <= before:
            return "overtaken"
    return "applied"


def _sequence(entry: Entry, given: Given) -> int:
    # Nobody answers what has not been sent: a number out of the air would shut the door behind it.
    return min(given.sequence, entry.sequence)


def _stamp(given: Given) -> datetime:
    # A clock that runs fast would do the same.
    return min(given.stamp, given.given)


def _row(entry: Entry, given: Given, *, applied: bool) -> answers.Answer:
    return answers.Answer(
        forum=entry.forum,
        person=entry.person,
        thing=entry.thing,
        partstat=given.partstat,
        sequence=given.sequence,
        stamp=_stamp(given),
        given=given.given,
        way=given.way,
        trust=given.trust,
        applied=applied,
        comment=given.comment or None,
        mail=given.mail,
    )
