"""Whoever has a part in a session needs an address to be invited at."""

from collections.abc import Iterator

from orchestrator.agendas.checks.sittings import OFF
from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Agenda, Audience, Item, Person, Round, Speaker
from orchestrator.findings import Finding, finding, phrase
from orchestrator.resources import N_

# The standing of the delegations whose people, or whose heads, a group word means.
STANDINGS = {"heads": "member", "members": "member", "observers": "observer"}


def addresses(subject: Subject) -> Iterator[Finding]:
    """Find people who speak or are invited, and cannot be written to."""
    wanted = _wanted(subject.agenda)
    for number, person in enumerate(subject.agenda.people):
        path = ("people", number)
        if person.id in wanted and not subject.written((*path, "email")):
            who = phrase(N_("person '{id}'"), id=person.id)
            yield finding("P302", (*path, "id"), person=who)


def _wanted(agenda: Agenda) -> frozenset[str]:
    found: set[str | None] = set()
    for session in agenda.sessions:
        if session.status not in OFF:
            found |= {session.chair, session.rapporteur}
            found |= {name for item in session.items for name in _speaking(agenda, item)}
            found |= {name for each in session.invited for name in _meant(agenda, each)}
    return frozenset(name for name in found if name is not None)


def _speaking(agenda: Agenda, item: Item) -> Iterator[str]:
    if isinstance(item.speakers, Round):
        heads = (person for person in agenda.people if person.head)
        wanted = STANDINGS.get(item.speakers.all)
        out = item.speakers.except_
        for person in heads:
            if wanted in (None, _standing(agenda, person)) and person.id not in out:
                yield person.id
        return
    for joint in item.speakers:
        yield from (speaker.person for speaker in joint if speaker.person)


def _standing(agenda: Agenda, person: Person) -> str | None:
    delegation = agenda.delegation_of(person)
    return delegation.status if delegation else None


def _meant(agenda: Agenda, audience: Audience) -> Iterator[str]:
    return (person.id for person in agenda.people if _is_meant(agenda, audience, person))


def _is_meant(agenda: Agenda, audience: Audience, person: Person) -> bool:
    group = audience.group
    if group is None:
        return audience.person == person.id or _belongs(audience, person)
    if group == "everyone":
        return True
    if group == "delegations":
        return _standing(agenda, person) is not None
    fits = group in STANDINGS and _standing(agenda, person) == STANDINGS[group]
    return fits and (person.head or group != "heads")


def _belongs(one: Audience | Speaker, person: Person) -> bool:
    return one.delegation is not None and one.delegation == person.delegation
