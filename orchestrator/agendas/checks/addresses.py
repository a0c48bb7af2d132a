"""Whoever has a part in a session needs an address to be invited at."""

from collections.abc import Iterator, Sequence

from orchestrator.agendas.checks.sittings import OFF
from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import CALLED, Agenda, Audience, Item, Person, Round, Speaker
from orchestrator.findings import N_, Finding, finding, phrase

# The standing of the delegations whose people, or whose heads, a group word means.
STANDINGS = {**CALLED, "members": "member"}


def addresses(subject: Subject) -> Iterator[Finding]:
    """Find people who speak or are invited, and cannot be written to."""
    wanted = _wanted(subject.agenda)
    for number, person in enumerate(subject.agenda.people):
        path = ("people", number)
        if person.id in wanted and not subject.written((*path, "email")):
            who = phrase(N_("person '{id}'"), id=person.id)
            yield finding("P302", (*path, "id"), person=who)


def _wanted(agenda: Agenda) -> frozenset[str]:
    sessions = [session for session in agenda.sessions if session.status not in OFF]
    items = [item for session in sessions for item in session.items]
    found = {name for session in sessions for name in (session.chair, session.rapporteur)}
    found |= {speaker.person for item in items for speaker in _listed(item)}
    rounds = [item.speakers for item in items if isinstance(item.speakers, Round)]
    found |= _in_rounds(agenda, rounds)
    # The same few groups are invited again and again: each is looked at once.
    invited = {_meaning(audience) for session in sessions for audience in session.invited}
    found |= {one for one, _, _ in invited}
    delegations, groups = ({meaning[part] for meaning in invited} for part in (1, 2))
    found |= {person.id for person in agenda.people if person.delegation in delegations - {None}}
    found |= {name for group in groups if group for name in _members(agenda, group)}
    return frozenset(name for name in found if name is not None)


def _listed(item: Item) -> Iterator[Speaker]:
    if not isinstance(item.speakers, Round):
        for joint in item.speakers:
            yield from joint


def _meaning(audience: Audience) -> tuple[str | None, str | None, str | None]:
    return audience.person, audience.delegation, audience.group


def _in_rounds(agenda: Agenda, rounds: Sequence[Round]) -> set[str]:
    """Return who speaks in a round: every head who is meant, and not left out of each one."""
    found: set[str] = set()
    for meant in {each.all for each in rounds}:
        out = frozenset.intersection(
            *(frozenset(each.except_) for each in rounds if each.all == meant)
        )
        wanted = STANDINGS.get(meant)
        heads = (person for person in agenda.people if person.head)
        fitting = (head for head in heads if wanted in (None, _standing(agenda, head)))
        found |= {head.id for head in fitting if not {head.id, head.delegation} & out}
    return found


def _standing(agenda: Agenda, person: Person) -> str | None:
    delegation = agenda.delegation_of(person)
    return delegation.status if delegation else None


def _members(agenda: Agenda, group: str) -> Iterator[str]:
    for person in agenda.people:
        if _is_meant(group, person, _standing(agenda, person)):
            yield person.id


def _is_meant(group: str, person: Person, standing: str | None) -> bool:
    if group == "everyone":
        return True
    if group == "delegations":
        return standing is not None
    return standing == STANDINGS.get(group, "") and (person.head or group != "heads")
