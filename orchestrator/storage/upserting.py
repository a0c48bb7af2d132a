"""INSERT … ON CONFLICT: both databases speak it, SQLAlchemy has it per dialect."""

from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from orchestrator.storage.store import Kept

Insert: TypeAlias = postgresql.Insert | sqlite.Insert


def insert(kept: Kept, table: Table) -> Insert:
    """Return an INSERT that can say what happens to a row that is there already."""
    if kept.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
