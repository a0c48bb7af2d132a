"""Whoever is to speak must be known: a delegation speaks through its head."""

from collections.abc import Iterator, Mapping
from types import NoneType

from orchestrator.agendas.checks.sittings import OFF
from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import CALLED, Agenda, Delegation, Item, Person, Round
from orchestrator.agendas.places import value_at
from orchestrator.findings import Finding, finding

# Items that are nothing but somebody's words.
SPOKEN = frozenset({"address", "statements"})
NO = ("false", "no")


def voices(subject: Subject) -> Iterator[Finding]:
    """Find delegations that nobody speaks for yet, and items of words without a speaker."""
    yield from _headless(subject)
    for number, session in enumerate(subject.agenda.sessions):
        for index, item in enumerate(session.items if session.status not in OFF else ()):
            path = ("sessions", number, "items", index)
            if item.kind in SPOKEN and not subject.written((*path, "speakers")):
                yield finding("W313", (*path, "id"), id=item.id)


def _headless(subject: Subject) -> Iterator[Finding]:
    agenda = subject.agenda
    if not _is_sure(subject):
        return
    heads = {person.delegation for person in agenda.people if person.head}
    wanted = [item for each in agenda.sessions if each.status not in OFF for item in each.items]
    named = {voice for item in wanted for voice in _listed(item)}
    rounds = {(each.all, each.except_) for each in _rounds(wanted)}
    invited = _are_invited(agenda)
    for number, each in enumerate(agenda.delegations):
        speaks = each.id in named or any(_is_called(each, *one) for one in rounds)
        if (speaks or (each.status == CALLED["heads"] and invited)) and each.id not in heads:
            yield finding("W312", ("delegations", number, "id"), id=each.id)


def _is_sure(subject: Subject) -> bool:
    """Tell whether the file shows plainly who heads what: a head misread may be anybody's."""
    agenda, people = subject.agenda, value_at(subject.data, ("people",))
    if not isinstance(people, list | NoneType):
        return False
    said = [each for each in people or () if isinstance(each, Mapping) and "head" in each]
    return all(
        each["head"] in NO or _is_read(agenda, agenda.person.get(str(each.get("id"))))
        for each in said
    )


def _is_read(agenda: Agenda, person: Person | None) -> bool:
    return person is not None and person.head and person.delegation in agenda.delegation


def _listed(item: Item) -> Iterator[str | None]:
    if not isinstance(item.speakers, Round):
        yield from (speaker.delegation for joint in item.speakers for speaker in joint)


def _rounds(items: list[Item]) -> Iterator[Round]:
    yield from (item.speakers for item in items if isinstance(item.speakers, Round))


def _is_called(delegation: Delegation, word: str, out: tuple[str, ...]) -> bool:
    return delegation.id not in out and delegation.status == CALLED.get(word, delegation.status)


def _are_invited(agenda: Agenda) -> bool:
    """Tell whether the heads of the members are invited somewhere, whoever they are."""
    sessions = (session for session in agenda.sessions if session.status not in OFF)
    return any(audience.group == "heads" for each in sessions for audience in each.invited)
