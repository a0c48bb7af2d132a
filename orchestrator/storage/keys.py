"""Idempotency keys: what makes two messages one and the same.

Never the address (delegations share mailboxes), never SEQUENCE (texts change under the same one),
never the content (12:00, 12:20, 12:00 are three messages).
"""

from datetime import UTC, datetime

from orchestrator.storage.deliveries import Purpose


def telling(
    forum: str,
    person: str,
    thing: str | None,
    purpose: Purpose,
    publication: int,
    *,
    resend: int = 0,
    copy: int = 0,
) -> str:
    """Return the key of what one publication tells one person about one thing."""
    return f"{forum}/{person}/{thing or ''}/{purpose}/{publication}/{resend}/{copy}"


def reminding(
    forum: str, person: str, thing: str | None, rule: str, planned: datetime, *, copy: int = 0
) -> str:
    """Return the key of one reminder: planned anew for the same instant, it is the same one."""
    at = planned.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{forum}/{person}/{thing or ''}/rule:{rule}/{at}/{copy}"
