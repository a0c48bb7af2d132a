"""Delegations in the order in which a paper names them."""

from orchestrator.agendas.models import Agenda, Delegation, Round
from orchestrator.running_orders.precedence import alphabetical

# In a list the organs of the organisation follow its members; in a round nobody speaks before them.
STANDINGS = ("member", "organ", "observer", "partner", "guest")


def ordered(agenda: Agenda) -> tuple[Delegation, ...]:
    """Return all delegations in protocol order: members and organs first, then by the alphabet."""
    by = alphabet(agenda)

    def place(delegation: Delegation) -> tuple[int, tuple[str, ...]]:
        return STANDINGS.index(delegation.status), alphabetical(agenda, delegation, by)

    return tuple(sorted(agenda.delegations, key=place))


def alphabet(agenda: Agenda) -> str:
    """Return whose alphabet orders them: that of the first round, else the first language's."""
    items = (item for session in agenda.sessions for item in session.items)
    rounds = (item.speakers for item in items if isinstance(item.speakers, Round))
    return next((rule.by for rule in rounds if rule.by), agenda.languages.official[0])


def members(agenda: Agenda) -> tuple[Delegation, ...]:
    """Return the delegations of the member states in protocol order."""
    return tuple(each for each in ordered(agenda) if each.status == "member" and each.state)
