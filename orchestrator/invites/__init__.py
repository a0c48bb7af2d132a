"""Calendar objects: invitations, their updates and cancellations, and plain calendars."""

from orchestrator.invites.calendars import (
    full_calendar,
    own_entries,
    personal_calendar,
    public_calendar,
)
from orchestrator.invites.previews import previews
from orchestrator.invites.requests import Stamp, cancel, invitable, request

__all__ = [
    "Stamp",
    "cancel",
    "full_calendar",
    "invitable",
    "own_entries",
    "personal_calendar",
    "previews",
    "public_calendar",
    "request",
]
