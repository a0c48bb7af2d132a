"""The rows of the ledger that a publication makes: facts, no words; those are made when claimed."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from orchestrator import zones
from orchestrator.agendas.models import Person
from orchestrator.invites import Stamp
from orchestrator.reminders import Planned
from orchestrator.running_orders import Entry as RunningEntry
from orchestrator.running_orders import Facts, RunningOrder
from orchestrator.running_orders.compare import Key
from orchestrator.running_orders.entries import entries, session_thing
from orchestrator.secretariat.steps import SIGNIFICANT, Known, Step
from orchestrator.storage import keys
from orchestrator.storage.deliveries import New, Purpose
from orchestrator.storage.entries import Entry

PURPOSES: dict[str, Purpose] = {"REQUEST": "request", "CANCEL": "cancel"}
OCTETS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication: the order it tells, its number, its instant, the installation's key.

    `parents` are the stored UIDs of the sessions that slots belong to, by person and slot. `epoch`
    is another after a restore: numbers begin again, and no two messages may share a Message-ID.
    `stamped` is the DTSTAMP of what it sends: later than those before, even where the clock was put
    back, because calendars keep the object with the highest (SEQUENCE, DTSTAMP).
    """

    order: RunningOrder
    number: int
    at: datetime
    key: bytes
    parents: Mapping[Key, str] = field(default_factory=dict)
    epoch: str = ""
    stamped: datetime | None = None

    @property
    def dtstamp(self) -> datetime:
        """Return the DTSTAMP of what it sends."""
        return self.stamped or self.at

    @property
    def forum(self) -> str:
        """Return the forum's id."""
        return self.order.agenda.id

    @property
    def stamp(self) -> Stamp:
        """Return what gives new entries their UIDs."""
        return Stamp(key=self.key, dtstamp=self.at)

    def uid(self, step: Step) -> str:
        """Return the UID of an entry: the stored one wins over the computed."""
        if step.before:
            return step.before.uid
        return self.stamp.uid(self.order.agenda, step.person, step.thing)

    def message_id(self, name: str, copy: int = 0) -> str:
        """Return the Message-ID of what has this key; nobody can guess it, so a reply proves it."""
        said = f"message\0{self.epoch}{name}".encode()
        digest = hmac.new(self.key, said, hashlib.sha256).digest()[:OCTETS]
        domain = self.order.agenda.organizer.email.rpartition("@")[2].lower()
        return of_copy(f"<{base64.b32encode(digest).decode('ascii').lower()}@{domain}>", copy)


def parents(order: RunningOrder, known: Mapping[Key, Known]) -> dict[Key, str]:
    """Return the stored UID of its session's entry for each slot of each person."""
    whole = {
        (each.person.id, each.thing): (each.person.id, session_thing(each.session))
        for each in entries(order)
        if not each.is_session
    }
    return {key: known[session].uid for key, session in whole.items() if session in known}


def of_copy(message_id: str, copy: int) -> str:
    """Return the Message-ID of an assistant's copy."""
    return message_id.replace("@", f".{copy}@", 1) if copy else message_id


def entry(publication: Publication, step: Step) -> Entry:
    """Return an entry as a publication leaves it."""
    before = step.before
    significant = bool(SIGNIFICANT & {*step.kinds}) or "address" in step.kinds
    return Entry(
        forum=publication.forum,
        person=step.person,
        thing=step.thing,
        uid=publication.uid(step),
        sequence=step.sequence,
        changed=step.sequence if significant or before is None else before.changed,
        partstat=step.partstat,
        verified=before.verified if before and step.partstat == before.partstat else False,
        thread=(before and before.thread) or publication.message_id(_name(publication, step)),
    )


def _name(publication: Publication, step: Step, resend: int = 0) -> str:
    purpose = PURPOSES[step.method or "REQUEST"]
    return keys.telling(
        publication.forum, step.person, step.thing, purpose, publication.number, resend=resend
    )


def invitations(publication: Publication, step: Step, resend: int = 0) -> Iterator[New]:
    """Yield the messages of a step: to the person, and copies to those who do their mail."""
    facts = step.to or step.from_
    if step.method is None or facts is None or facts.address is None:
        return
    details = _details(publication, step, facts)
    name = _name(publication, step, resend)
    for copy, (address, language) in readers(publication.order, step).items():
        yield New(
            key=f"{name.rpartition('/')[0]}/{copy}",
            forum=publication.forum,
            person=step.person,
            thing=step.thing,
            purpose=PURPOSES[step.method],
            publication=publication.number,
            resend=resend,
            copy=copy,
            recipient=address,
            due=publication.at,
            expires=facts.end,
            created=publication.dtstamp,
            message_id=publication.message_id(name, copy),
            details=details | {"language": language},
        )


def _details(publication: Publication, step: Step, facts: Facts) -> dict[str, object]:
    before = step.before
    return {
        "kinds": [*step.kinds],
        "method": step.method,
        "uid": publication.uid(step),
        "parent": publication.parents.get((step.person, step.thing)),
        "as": [step.person, step.thing],
        "was": list(before.named) if before and before.named else None,
        "sequence": step.sequence,
        "partstat": step.partstat,
        "stamp": publication.dtstamp.isoformat(),
        "from": step.from_.as_dict() if step.from_ else None,
        "to": step.to.as_dict() if step.to else None,
        "since": before.revision if before else None,
        # Whoever has the entry for the first time has no earlier mail that this one follows.
        "thread": before.thread if before and not step.copies else None,
        "tzdata": zones.rules_version(),
        "address": facts.address,
    }


def readers(order: RunningOrder, step: Step) -> dict[int, tuple[str, str]]:
    """Return who gets a step's message: address and language, by the number of the copy."""
    facts = step.to or step.from_
    own = (facts.address or "", facts.language) if facts else ("", "")
    # An address that is given up is told alone: the assistants stay, and keep the entry.
    if step.method == "CANCEL" and "address" in step.kinds:
        return {0: own}
    every = enumerate((own, *_assistants(order, step)))
    if not step.copies:
        return dict(every)
    return {copy: to for copy, to in every if copy and to[0].lower() in step.copies}


def _assistants(order: RunningOrder, step: Step) -> tuple[tuple[str, str], ...]:
    person = order.agenda.person.get(step.person)
    if person is None:
        return step.before.assistants if step.before else ()
    return tuple(assistants(order, person))


def assistants(order: RunningOrder, person: Person) -> Iterator[tuple[str, str]]:
    """Yield the address and language of each who does a person's mail."""
    for each in person.assistants:
        yield each.email, each.language or order.agenda.language_of(person)


def reminders(publication: Publication, planned: Planned) -> Iterator[New]:
    """Yield the rows of one reminder: to the person, and copies to those who do their mail."""
    order = publication.order
    person = order.agenda.person[planned.person]
    own = (person.email or "", order.agenda.language_of(person))
    for copy, (address, language) in enumerate((own, *assistants(order, person))):
        name = keys.reminding(
            publication.forum, planned.person, planned.thing, planned.rule, planned.at, copy=copy
        )
        yield New(
            key=name,
            forum=publication.forum,
            person=planned.person,
            thing=planned.thing,
            purpose=cast("Purpose", planned.purpose),
            publication=publication.number,
            copy=copy,
            rule=planned.rule,
            recipient=address,
            due=planned.at,
            expires=planned.expires,
            created=publication.at,
            message_id=publication.message_id(name),
            details={
                "at": planned.at.isoformat(),
                "begins": planned.begins.isoformat(),
                "session": planned.session,
                "language": language,
                "kinds": [],
            },
        )


def answer_by(entry: RunningEntry, now: datetime) -> datetime | None:
    """Return until when an answer is asked for; None where that has passed or was not said."""
    asked = entry.session.answer_by
    until = zones.instant(asked, entry.zone) if asked else None
    return until if until and until > now else None


def record_due(order: RunningOrder, entry: RunningEntry) -> datetime | None:
    """Return when the record of an entry's session is due."""
    due = order.agenda.record.due
    return entry.end + due if due and entry.end else None
