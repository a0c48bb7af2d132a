"""Who is meant by a group word of the agenda file: heads, observers, speakers, everyone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True, kw_only=True)
class Rolls:
    """Who is in the groups and delegations of a forum, looked up once for all its sessions."""

    agenda: Agenda

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Return the ids of the people in each group that means the same in every session."""
        people = self.agenda.people
        return {
            group: frozenset(each.id for each in people if test(self.agenda, each))
            for group, test in GROUPS.items()
        }

    @cached_property
    def delegations(self) -> Mapping[str, frozenset[str]]:
        """Return the ids of the people of each delegation."""
        found: dict[str, set[str]] = {}
        for person in self.agenda.people:
            if person.delegation:
                found.setdefault(person.delegation, set()).add(person.id)
        return {delegation: frozenset(names) for delegation, names in found.items()}

    def members(
        self, session: Session, audience: Audience, speaking: frozenset[str]
    ) -> frozenset[str]:
        """Return the ids of the people an audience means in a session."""
        if audience.person:
            return _only(audience.person if audience.person in self.agenda.person else None)
        if audience.delegation:
            return self.delegations.get(audience.delegation, frozenset())
        of_session = {
            "speakers": speaking,
            "chair": _only(session.chair),
            "rapporteur": _only(session.rapporteur),
            "unanswered": frozenset[str](),  # nobody has been asked yet
        }
        group = audience.group or ""
        if group in of_session:
            return of_session[group] & self.agenda.person.keys()
        return self.groups[group]


def _only(name: str | None) -> frozenset[str]:
    return frozenset((name,) if name else ())


def invited(rolls: Rolls, session: Session, slots: Iterable[Slot]) -> tuple[str, ...]:
    """Return who is invited, in the order of the file: all who have a part are, said or not."""
    speaking = frozenset(slot.person for slot in slots if slot.person)
    wanted = {*speaking, session.chair, session.rapporteur}
    for audience in _different(session.invited):
        wanted |= rolls.members(session, audience, speaking)
    return tuple(person.id for person in rolls.agenda.people if person.id in wanted)


def _different(audiences: Iterable[Audience]) -> Iterable[Audience]:
    """Return audiences once each, however often the file repeats them."""
    return {(each.person, each.delegation, each.group): each for each in audiences}.values()


def findings(rolls: Rolls, order: RunningOrder) -> Iterator[Finding]:
    """Warn of groups that are invited but have nobody in them."""
    for n, timed in enumerate(order.sessions):
        speaking = frozenset(slot.person for slot in timed.slots if slot.person)
        groups = (each for each in _different(timed.session.invited) if each.group)
        empty = {each.group for each in groups if not rolls.members(timed.session, each, speaking)}
        for k, audience in enumerate(timed.session.invited):
            if audience.group in empty:
                path = ("sessions", n, "invited", k)
                yield finding("W309", path, group=audience.group, id=timed.session.id)
