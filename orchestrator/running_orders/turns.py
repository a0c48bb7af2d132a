"""Speaking turns: what precedence makes of an item before it is put on the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestrator.agendas.models import CALLED, Agenda, Delegation, Item, Person, Round, Session
from orchestrator.findings import Path, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who has the floor: a person, or a delegation whose speaker is not yet named."""

    person: str | None
    delegation: str | None

    @property
    def id(self) -> str:
        """Return what the voice is called in the agenda file."""
        return self.person or self.delegation or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaking turn with its reason; several voices are joint speakers.

    A turn is `fixed` where a rule of the file names its place: the machine proposes no other.
    """

    voices: tuple[Voice, ...]
    because: Phrase
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """An item and where it stands in the agenda; `called` are those whom a round can call for."""

    agenda: Agenda
    session: Session
    item: Item
    path: Path
    called: Mapping[str, Sequence[Delegation]]

    @property
    def speakers(self) -> Path:
        """Return the path of the item's speakers, or of the item where it names none."""
        return (*self.path, "speakers") if self.item.speakers else self.path


def called(agenda: Agenda) -> Mapping[str, Sequence[Delegation]]:
    """Return the delegations whom each word of a round means, in the order of the file."""
    found: dict[str, list[Delegation]] = {}
    for each in agenda.delegations:
        found.setdefault(each.status, []).append(each)
    of_standing = {word: found.get(standing, []) for word, standing in CALLED.items()}
    return {**of_standing, "delegations": agenda.delegations}


def language(agenda: Agenda, rule: Round) -> str:
    """Return the language whose alphabet decides a round."""
    return rule.by or agenda.languages.official[0]


def rank(agenda: Agenda, delegation: Delegation) -> int | None:
    """Return the rank of who speaks for a delegation."""
    head = agenda.head_of(delegation)
    return head.rank if head else None


def voice(agenda: Agenda, delegation: Delegation) -> Voice:
    """Return who speaks for a delegation: its head, else the delegation itself."""
    head: Person | None = agenda.head_of(delegation)
    return Voice(person=head.id if head else None, delegation=delegation.id)
