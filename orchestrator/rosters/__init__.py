"""Tables of people become changes to the people of an agenda, and people become a table."""

from orchestrator.rosters.codings import EVERY as CODINGS
from orchestrator.rosters.columns import NONE, Field, fields, guessed, heading, label
from orchestrator.rosters.commas import write_csv
from orchestrator.rosters.enrolling import Cell, Entry, Kind, Roster, enrol, shaped
from orchestrator.rosters.reading import read
from orchestrator.rosters.tables import (
    MOST_COLUMNS,
    RosterError,
    Table,
    clean,
    letters,
    notes,
    placed,
)
from orchestrator.rosters.values import shown
from orchestrator.rosters.writing import write

__all__ = [
    "CODINGS",
    "MOST_COLUMNS",
    "NONE",
    "Cell",
    "Entry",
    "Field",
    "Kind",
    "Roster",
    "RosterError",
    "Table",
    "clean",
    "enrol",
    "fields",
    "guessed",
    "heading",
    "label",
    "letters",
    "notes",
    "placed",
    "read",
    "shaped",
    "shown",
    "write",
    "write_csv",
]
