"""What a calendar's answer does: it is applied, or waits for the organiser, and never does more."""

from dataclasses import asdict, dataclass
from typing import Any

from orchestrator.agendas.models import Person
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.invites import replies
from orchestrator.invites.replies import Attendee, Reply, Trust
from orchestrator.secretariat.answer import PARTSTATS, Given, answer
from orchestrator.secretariat.cases import Case, Done, Outcome, addresses, propose
from orchestrator.secretariat.notes import notes
from orchestrator.secretariat.queueing import Publication
from orchestrator.storage import Kept, deliveries, entries, forums, revisions
from orchestrator.storage.entries import Entry
from orchestrator.storage.proposals import Kind

SAID = {
    "ACCEPTED": N_("{person} will take part: {entry}."),
    "DECLINED": N_("{person} will not take part: {entry}."),
    "TENTATIVE": N_("{person} may take part: {entry}."),
}
UNVERIFIED = phrase(
    N_("Nothing proves that they wrote it: the answer stands as unverified, and they get a note.")
)
LATE = {
    "earlier": N_("{person} answers what has changed since; nothing is done with it: {entry}."),
    "overtaken": N_("{person} has answered again since; nothing is done with it: {entry}."),
}
COUNTER = N_("{person} proposes another time; it waits for the organiser: {entry}.")
DELEGATED = N_("{person} would be represented by {delegates}; it waits for the organiser: {entry}.")
STRANGER = N_(
    "{address} answers the invitation of {person} and is not invited; it waits for the organiser: "
    "{entry}."
)
UNPROVEN = N_(
    "{address} answers for {person} without their address; it waits for the organiser: {entry}."
)
UNDECIDED = N_("{person} answers neither yes nor no; it waits for the organiser: {entry}.")
UNDATED = N_(
    "{person} answers, but not whether the entry as it was or as it is; it waits for the "
    "organiser: {entry}."
)
EARLIER = N_(
    "{person} answers what has changed since, and did not accept it; it waits for the organiser: "
    "{entry}."
)
UNKNOWN = phrase(N_("The calendar in the mail is about no entry that is known here."))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    """A reply beside the entry that it is about, and whose that is; None if they are gone."""

    case: Case
    reply: Reply
    entry: Entry
    person: Person | None

    @property
    def level(self) -> Trust:
        return self.case.trust(self.entry.forum, self.entry.person)

    def phrase(self, said: str, **values: str) -> Phrase:
        person = self.case.names(self.entry.forum, self.entry.person)
        entry = self.case.title(self.entry.forum, self.entry.thing)
        return phrase(said, person=person, entry=entry, **values)

    def done(self, outcome: Outcome, said: str, more: Phrase | None = None) -> Done:
        return Done(
            outcome=outcome,
            said=self.phrase(said),
            more=more,
            forum=self.entry.forum,
            person=self.entry.person,
            thing=self.entry.thing,
        )

    def details(self) -> dict[str, Any]:
        """Return the reply as the desk shows it, with the first few attendees of it."""
        stamp = self.reply.stamp
        return {
            "trust": int(self.level),
            "method": self.reply.method,
            "sequence": self.reply.sequence,
            "stamp": stamp.isoformat() if stamp else None,
            "comment": self.reply.comment,
            "start": self.reply.start,
            "end": self.reply.end,
            "attendees": [asdict(each) for each in self.reply.attendees[:20]],
        }


async def replied(kept: Kept, case: Case, reply: Reply) -> Done:
    """Do with a REPLY or COUNTER what its sender may ask for."""
    found = await entries.by_uid(kept, reply.uid)
    if found is None:
        return Done(outcome="nothing", said=UNKNOWN)
    await forums.lock(kept, found.forum)  # who publishes meanwhile raises the SEQUENCE
    entry = await entries.get(kept, found.forum, found.person, found.thing) or found
    person = case.person(entry.forum, entry.person)
    return await _decide(kept, _Matter(case=case, reply=reply, entry=entry, person=person))


async def _decide(kept: Kept, matter: _Matter) -> Done:
    reply, theirs = matter.reply, addresses(matter.person) if matter.person else frozenset()
    own = replies.own(reply, theirs)
    if own is None and not any(each.address in theirs for each in reply.attendees):
        # Somebody to whom it was forwarded: they are shown, and never added.
        return await _wait(kept, matter, "stranger", STRANGER, address=reply.attendees[0].address)
    if matter.level is Trust.NONE:
        sender = matter.case.mail.sender or "?"
        return await _wait(kept, matter, "unclear", UNPROVEN, address=sender)
    return await _do(kept, matter, own)


async def _do(kept: Kept, matter: _Matter, own: Attendee | None) -> Done:
    """Apply what the person themselves says, or keep what the organiser has to decide."""
    reply = matter.reply
    if reply.method == "COUNTER":
        return await _wait(kept, matter, "counter", COUNTER)
    if own is not None and own.partstat == "DELEGATED":
        delegates = ", ".join(own.delegates) or "?"
        return await _wait(kept, matter, "delegated", DELEGATED, delegates=delegates)
    if own is None or own.partstat not in PARTSTATS:
        return await _wait(kept, matter, "unclear", UNDECIDED)
    if reply.sequence is None and matter.entry.changed:
        # Some leave SEQUENCE out, which RFC 5546 allows; before any change it does not matter.
        return await _wait(kept, matter, "unclear", UNDATED)
    return await _apply(kept, matter, own.partstat)


async def _wait(kept: Kept, matter: _Matter, kind: Kind, said: str, **values: str) -> Done:
    return await propose(
        kept,
        matter.case,
        kind,
        matter.phrase(said, **values),
        forum=matter.entry.forum,
        person=matter.entry.person,
        thing=matter.entry.thing,
        details=matter.details(),
    )


async def _apply(kept: Kept, matter: _Matter, partstat: str) -> Done:
    case, reply, entry = matter.case, matter.reply, matter.entry
    given = Given(
        partstat=partstat,
        sequence=reply.sequence or 0,
        stamp=reply.stamp or case.mail.date or case.now,
        given=case.now,
        way="mail",
        by=entry.person,
        trust=matter.level,
        comment=reply.comment,
        mail=case.number,
    )
    answered = await answer(kept, entry, given)
    if answered.verdict == "earlier" and partstat != "ACCEPTED":
        # Whoever could not come at the old time may not know of the new one.
        return await _wait(kept, matter, "unclear", EARLIER)
    if answered.verdict != "applied":
        return matter.done("late", LATE[answered.verdict])
    if matter.level >= Trust.VOUCHED:
        return matter.done("answer", SAID[partstat])
    # The same doubtful answer again is no news: whoever sends it often must not flood its owner.
    if entry.verified or entry.partstat != partstat:
        await _queue_notes(kept, matter, partstat, answered.number)
    return matter.done("unverified", SAID[partstat], UNVERIFIED)


async def _queue_notes(kept: Kept, matter: _Matter, partstat: str, number: int) -> None:
    case, entry, person = matter.case, matter.entry, matter.person
    published = await revisions.published(kept, entry.forum)
    if person is None or published is None:
        return
    publication = Publication(
        order=case.orders[entry.forum], number=published.number, at=case.now, key=case.key
    )
    await deliveries.queue(kept, notes(publication, entry, person, partstat, number))
