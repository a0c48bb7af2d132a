"""What things are called on paper: the kinds of item, and people by name or by office."""

from collections.abc import Mapping

from orchestrator.agendas.models import Agenda, Person
from orchestrator.findings import N_
from orchestrator.running_orders import states

# The title of an item that has none of its own.
KIND_NAMES: Mapping[str, str] = {
    "opening": N_("Opening"),
    "agenda": N_("Adoption of the agenda"),
    "address": N_("Address"),
    "statements": N_("Statements"),
    "discussion": N_("Discussion"),
    "decision": N_("Adoption of decisions"),
    "signing": N_("Signing"),
    "break": N_("Break"),
    "rehearsal": N_("Connection test"),
    "closing": N_("Closing"),
}


def person_names(agenda: Agenda, person: Person) -> Mapping[str, str]:
    """Return what a person is called by language: the name, else the office."""
    return person.name or person.office or {agenda.languages.official[0]: person.id}


def person_name(agenda: Agenda, person: Person, language: str) -> str:
    """Return what a person is called in one language."""
    return states.in_language(agenda, person_names(agenda, person), language)
