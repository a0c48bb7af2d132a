"""Agendas, running orders, call sheets and lists as pages and as text: values in, text out."""

from orchestrator.documents import prints, word
from orchestrator.documents.agendas import agenda, side_by_side
from orchestrator.documents.book import book
from orchestrator.documents.call_sheets import call_sheet, called
from orchestrator.documents.indexes import internal_index, public_index
from orchestrator.documents.machine import agenda_json, running_order_json
from orchestrator.documents.orders import running_order
from orchestrator.documents.participants import participants

__all__ = [
    "agenda",
    "agenda_json",
    "book",
    "call_sheet",
    "called",
    "internal_index",
    "participants",
    "prints",
    "public_index",
    "running_order",
    "running_order_json",
    "side_by_side",
    "word",
]
