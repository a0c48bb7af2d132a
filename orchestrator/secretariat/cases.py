"""An incoming mail on the table: what was read, what it is about, how far it is believed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from string import Formatter
from typing import Any, Literal

from orchestrator.agendas.models import Agenda, Person
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.invites.replies import Incoming, Trust, trust
from orchestrator.invites.replies.texts import address
from orchestrator.running_orders import KIND_NAMES, RunningOrder
from orchestrator.running_orders.naming import person_names
from orchestrator.storage import Kept, proposals
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.proposals import Kind

Outcome = Literal[
    "answer",  # applied
    "unverified",  # applied, with a question mark
    "late",  # kept, and nothing changed
    "proposal",  # waits for the organiser
    "bounce",  # a message of ours failed
    "draft",  # a filled form was kept
    "again",  # read before
    "nothing",
]

FORMER = N_("somebody who is no longer in the agenda")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that was done with a mail, to be said in the reader's language."""

    outcome: Outcome
    said: Phrase
    more: Phrase | None = None
    forum: str | None = None
    person: str | None = None
    thing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mail, its number in the store, and our messages that it names; `orders` by forum."""

    mail: Incoming
    number: int
    now: datetime
    key: bytes
    named: tuple[Delivery, ...] = ()
    authserv_id: str | None = None
    orders: Mapping[str, RunningOrder] = field(default_factory=dict)

    def person(self, forum: str, name: str) -> Person | None:
        """Return a person of a forum as the published agenda has them."""
        order = self.orders.get(forum)
        if order is None:
            return None
        known = order.agenda.person
        return known.get(name) or next((each for each in known.values() if each.was == name), None)

    def trust(self, forum: str, name: str) -> Trust:
        """Return how far the mail is believed to be a person's, or of who does their mail."""
        person = self.person(forum, name)
        sent = ((row.forum, row.person) for row in self.named if row.purpose != "trial")
        return trust(
            self.mail,
            addresses(person) if person else (),
            authority=self.authserv_id,
            known=(forum, name) in sent,
        )

    def names(self, forum: str, name: str) -> object:
        """Return what a person is called, by language."""
        person = self.person(forum, name)
        if person is None:
            return phrase(FORMER)
        return person_names(self.orders[forum].agenda, person)

    def title(self, forum: str, thing: str) -> object:
        """Return what an entry is about, by language or as a phrase."""
        order = self.orders.get(forum)
        return title(order.agenda, thing) if order else thing


def addresses(person: Person) -> frozenset[str]:
    """Return the addresses from which a person is answered for: their own and their assistants'."""
    own = [person.email, *(each.email for each in person.assistants)]
    return frozenset(address(each) for each in own if each)


def title(agenda: Agenda, thing: str) -> object:
    """Return what the entry of that name is about: its session's title, or its item's."""
    kind, _, name = thing.partition("-")
    if kind == "session":
        session = agenda.session.get(name)
        return session.title if session else name
    items = (item for session in agenda.sessions for item in session.items)
    item = next((item for item in items if item.id == name.partition(".")[0]), None)
    if item is None:
        return name
    return item.title or phrase(KIND_NAMES[item.kind])


def _plain(said: Phrase) -> dict[str, object]:
    """Return a phrase as JSON keeps it, to be said later in whatever language."""
    return {"why": said.text, "values": {name: _kept(said.values[name]) for name in said.values}}


def _kept(value: object) -> object:
    if isinstance(value, Phrase):
        return _plain(value)
    return dict(value) if isinstance(value, Mapping) else value


def why(details: Mapping[str, Any]) -> Phrase:
    """Return why something waits; what was kept before its values were is said without them."""
    text = str(details.get("why", ""))
    places = {name: "…" for _, name, _, _ in Formatter().parse(text) if name}
    return Phrase(text=text, values=places | {n: _said(v) for n, v in _values(details).items()})


def _values(details: Mapping[str, Any]) -> Mapping[str, object]:
    found = details.get("values")
    return found if isinstance(found, Mapping) else {}


def _said(value: object) -> object:
    is_phrase = isinstance(value, Mapping) and {*value} == {"why", "values"}
    return why(value) if isinstance(value, Mapping) and is_phrase else value


async def propose(
    kept: Kept,
    case: Case,
    kind: Kind,
    said: Phrase,
    *,
    forum: str,
    person: str | None = None,
    thing: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Done:
    """Keep something for the organiser to decide."""
    about = {"from": case.mail.sender, "subject": case.mail.subject, **_plain(said)}
    await proposals.add(
        kept,
        forum,
        kind=kind,
        made=case.now,
        person=person,
        thing=thing,
        details=about | dict(details or {}),
        mail=case.number,
    )
    return Done(outcome="proposal", said=said, forum=forum, person=person, thing=thing)


def outcome(done: Iterable[Done]) -> Outcome:
    """Return what a mail is remembered by: the first thing that was done with it."""
    return next((each.outcome for each in done), "nothing")
