"""Keeps: one schema for SQLite and PostgreSQL; every query is a function with `kept` first."""

from orchestrator.storage.faults import Conflict, StoreError
from orchestrator.storage.store import Kept, Store, in_file

__all__ = ["Conflict", "Kept", "Store", "StoreError", "in_file"]
