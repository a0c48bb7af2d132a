"""What the papers of a forum hold, as values for the press: their words are the pen's."""

from orchestrator.documents.prints.agendas import agenda, side_by_side
from orchestrator.documents.prints.book import prints
from orchestrator.documents.prints.call_sheets import call_sheet
from orchestrator.documents.prints.orders import running_order
from orchestrator.documents.prints.participants import participants

__all__ = ["agenda", "call_sheet", "participants", "prints", "running_order", "side_by_side"]
