"""Incoming mail, read: answers and counter-proposals, reports of failure, filled forms, noise."""

from orchestrator.invites.replies.incoming import Attached, Attendee, Bounce, Incoming, Reply
from orchestrator.invites.replies.reading import MOST_BYTES, read
from orchestrator.invites.replies.trust import Trust, own, trust

__all__ = [
    "MOST_BYTES",
    "Attached",
    "Attendee",
    "Bounce",
    "Incoming",
    "Reply",
    "Trust",
    "own",
    "read",
    "trust",
]
