"""Who is owed a reminder, when, and until when it is of any use."""

from orchestrator.reminders.changes import Known, Replanned, replanned
from orchestrator.reminders.rules import Planned, planned
from orchestrator.reminders.usefulness import POINTLESS, pointless

__all__ = ["POINTLESS", "Known", "Planned", "Replanned", "planned", "pointless", "replanned"]
