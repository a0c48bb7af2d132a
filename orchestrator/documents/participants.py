"""The list of participants: by standing, delegations in protocol order, heads first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from orchestrator.agendas.models import Delegation, Person
from orchestrator.documents.versions import Version, Who
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import Chosen, Translator
from orchestrator.layout import Form, Pen
from orchestrator.running_orders.order import RunningOrder
from orchestrator.running_orders.protocol import ordered

STANDINGS = {
    "member": N_("Member states"),
    "organ": N_("Organs of the organisation"),
    "observer": N_("Observers"),
    "partner": N_("Partners"),
    "guest": N_("Guests"),
}
HEAD = N_("Head of delegation")
# As much of a word as endings leave alone.
STEM = 5
OTHERS = N_("Other participants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody on the list, with the parts they have in the forum."""

    who: Who
    roles: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A delegation and its people."""

    called: tuple[Chosen, ...]
    host: bool
    people: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The delegations of one standing."""

    id: str
    title: Phrase
    rows: tuple[Row, ...]


def participants(order: RunningOrder, words: Translator, dated: date, form: Form = "html") -> str:
    """Return the list of participants in one language as a page or as Markdown."""
    version = Version(order=order, words=words)
    return Pen(words=words, form=form).paper(
        f"documents/participants.{form}",
        version=version,
        groups=tuple(groups(version)),
        dated=dated,
    )


def groups(version: Version) -> Iterator[Group]:
    """Yield the delegations by standing, then those who belong to none."""
    delegations = ordered(version.agenda)
    for status, title in STANDINGS.items():
        rows = tuple(_row(version, each) for each in delegations if each.status == status)
        if rows:
            yield Group(id=status, title=phrase(title), rows=rows)
    others = tuple(
        _participant(version, each) for each in version.agenda.people if not each.delegation
    )
    if others:
        rows = (Row(called=(), host=False, people=others),)
        yield Group(id="others", title=phrase(OTHERS), rows=rows)


def _row(version: Version, delegation: Delegation) -> Row:
    people = [each for each in version.agenda.people if each.delegation == delegation.id]
    return Row(
        called=version.called(delegation),
        host=delegation.host,
        people=tuple(
            _participant(version, each) for each in sorted(people, key=lambda each: not each.head)
        ),
    )


def _participant(version: Version, person: Person) -> Participant:
    who = version.bare(person)
    said = " ".join(text.text for text in who.whole).casefold()
    roles = (role for role in _roles(version, person) if not _told(role, said, version))
    return Participant(who=who, roles=tuple(roles))


def _told(role: Phrase, said: str, version: Version) -> bool:
    """Tell whether somebody's office already says what they are in the forum."""
    words = version.say(role).casefold()
    if role.text != HEAD:
        return words in said
    # "Head of delegation, India" heads one; in Uzbek and Kazakh the words end otherwise there.
    return all(word[:STEM] in said for word in words.split())


def _roles(version: Version, person: Person) -> Iterator[Phrase]:
    if person.head:
        yield phrase(HEAD)
    # Who sees to the lines chairs no sitting of the forum.
    sessions = [each.session for each in version.order.sessions if not each.is_rehearsal]
    if any(session.chair == person.id for session in sessions):
        yield phrase(N_("Chair"))
    if any(session.rapporteur == person.id for session in sessions):
        yield phrase(N_("Rapporteur"))
