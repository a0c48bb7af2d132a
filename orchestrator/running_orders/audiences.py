"""Who is meant by a group word of the agenda file: heads, observers, speakers, everyone."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from orchestrator.agendas.models import Agenda, Audience, Person, Session
from orchestrator.findings import Finding, finding
from orchestrator.running_orders.order import RunningOrder, Slot

Test = Callable[[Agenda, Person], bool]


def _standing(agenda: Agenda, person: Person) -> str | None:
    delegation = agenda.delegation_of(person)
    return delegation.status if delegation else None


# Groups that mean the same people in every session; the others depend on its chair and speakers.
GROUPS: Mapping[str, Test] = {
    "heads": lambda agenda, person: person.head and _standing(agenda, person) == "member",
    "members": lambda agenda, person: _standing(agenda, person) == "member",
    "observers": lambda agenda, person: _standing(agenda, person) == "observer",
    "delegations": lambda agenda, person: _standing(agenda, person) is not None,
    "everyone": lambda _agenda, _person: True,
}


def members(
    agenda: Agenda, session: Session, audience: Audience, speaking: Iterable[str]
) -> frozenset[str]:
    """Return the ids of the people an audience means in a session."""
    if audience.person:
        return frozenset({audience.person} & agenda.person.keys())
    if audience.delegation:
        named = audience.delegation
        return frozenset(person.id for person in agenda.people if person.delegation == named)
    of_session = {
        "speakers": frozenset(speaking),
        "chair": _only(session.chair),
        "rapporteur": _only(session.rapporteur),
        "unanswered": frozenset[str](),  # nobody has been asked yet
    }
    group = audience.group or ""
    if group in of_session:
        return of_session[group] & agenda.person.keys()
    test = GROUPS[group]
    return frozenset(person.id for person in agenda.people if test(agenda, person))


def _only(name: str | None) -> frozenset[str]:
    return frozenset((name,) if name else ())


def invited(agenda: Agenda, session: Session, slots: Iterable[Slot]) -> tuple[str, ...]:
    """Return who is invited, in the order of the file: all who have a part are, said or not."""
    speaking = frozenset(slot.person for slot in slots if slot.person)
    wanted = {*speaking, session.chair, session.rapporteur}
    for audience in session.invited:
        wanted |= members(agenda, session, audience, speaking)
    return tuple(person.id for person in agenda.people if person.id in wanted)


def findings(order: RunningOrder) -> Iterator[Finding]:
    """Warn of groups that are invited but have nobody in them."""
    for n, timed in enumerate(order.sessions):
        speaking = {slot.person for slot in timed.slots if slot.person}
        for k, audience in enumerate(timed.session.invited):
            if audience.group and not members(order.agenda, timed.session, audience, speaking):
                path = ("sessions", n, "invited", k)
                yield finding("W309", path, group=audience.group, id=timed.session.id)
