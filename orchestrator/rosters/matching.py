"""Whom of the agenda a row is about: by id, else by address, else by name and delegation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from orchestrator.agendas.models import Agenda, Person
from orchestrator.agendas.places import Raw
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.rosters.columns import Field, plain

By = Literal["id", "email", "name", ""]

SEVERAL = N_("More than one person fits this row: {ids}. Give the row the id of the one it means.")
OTHER = N_(
    "The id '{id}' is nobody's, and '{other}' has this name. Write that id, or none; "
    "a new id is for a new person."
)
NOBODY = N_("The row has neither a name, nor an office, nor the id or address of anybody known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The person that a row is about, None for a new one; `wrong` where that cannot be told."""

    person: Person | None = None
    by: By = ""
    wrong: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The people of an agenda by what a row may say of them."""

    ids: Mapping[str, Person]
    addresses: Mapping[str, list[Person]]
    names: Mapping[frozenset[str], list[Person]] = field(default_factory=dict)


def known(agenda: Agenda) -> Known:
    """Return the people of an agenda, to be found again."""
    addresses: defaultdict[str, list[Person]] = defaultdict(list)
    names: defaultdict[frozenset[str], list[Person]] = defaultdict(list)
    for person in agenda.people:
        if person.email:
            addresses[person.email.casefold()].append(person)
        for said in _called(person):
            names[said].append(person)
    return Known(ids=agenda.person, addresses=addresses, names=names)


def _called(person: Person) -> set[frozenset[str]]:
    texts = person.name or person.office or {}
    return {words(text) for text in texts.values()}


def words(text: str) -> frozenset[str]:
    """Return the words of a name: tables put the surname first or last."""
    return frozenset(plain(text).split())


def match(said: Mapping[Field, Raw], people: Known) -> Match:
    """Return whom a row is about."""
    named = _by_name(said, people)
    if said.get("id"):
        return _by_id(said, people, named)
    addressed = people.addresses.get(str(said.get("email", "")).casefold(), [])
    if addressed:
        return _one(_narrowed(addressed, named), "email")
    if named:
        return _one(named, "name")
    called = any(key.startswith(("name:", "office:")) for key in said)
    return Match() if called else Match(wrong=phrase(NOBODY))


def _by_id(said: Mapping[Field, Raw], people: Known, named: list[Person]) -> Match:
    own = str(said["id"])
    if own in people.ids:
        return Match(person=people.ids[own], by="id")
    if named and said_name(said):
        return Match(wrong=phrase(OTHER, id=own, other=named[0].id))
    return Match()


def _one(found: list[Person], by: By) -> Match:
    if len(found) == 1:
        return Match(person=found[0], by=by)
    return Match(wrong=phrase(SEVERAL, ids=", ".join(each.id for each in found)))


def _narrowed(addressed: list[Person], named: list[Person]) -> list[Person]:
    """Return those of a common address who have the row's name, too.

    An address of one and a name of another are two people, and no row is about both.
    """
    return [person for person in addressed if person in named] or _each([*addressed, *named])


def said_name(said: Mapping[Field, Raw]) -> bool:
    """Tell whether a row names its person."""
    return any(key.startswith("name:") for key in said)


def _by_name(said: Mapping[Field, Raw], people: Known) -> list[Person]:
    """Return those who are called so, by name or, where nobody is named, by office."""
    kind = "name:" if said_name(said) else "office:"
    texts = (str(text) for key, text in said.items() if key.startswith(kind))
    found = _each(person for text in texts for person in people.names.get(words(text), []))
    fitting = [person for person in found if (person.name is not None) == (kind == "name:")]
    delegation = said.get("delegation")
    return [each for each in fitting if not delegation or each.delegation == delegation]


def _each(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people}.values())
