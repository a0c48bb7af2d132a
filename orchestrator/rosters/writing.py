"""The people of an agenda as a table, which can be imported again and then changes nothing."""

from collections.abc import Sequence

from orchestrator.agendas.models import Agenda, Person
from orchestrator.languages import Translator
from orchestrator.rosters import values
from orchestrator.rosters.columns import Field, label
from orchestrator.rosters.commas import write_csv


def write(agenda: Agenda, words: Translator) -> str:
    """Return all people of an agenda as CSV, a row each, with headings in the reader's words."""
    columns = values.used(agenda)
    heads = tuple(label(each, words) for each in columns)
    return write_csv([heads, *(_row(person, columns, words) for person in agenda.people)])


def _row(person: Person, columns: Sequence[Field], words: Translator) -> tuple[str, ...]:
    return tuple(values.shown(each, values.held(person, each), words) for each in columns)
