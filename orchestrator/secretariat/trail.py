"""Who did what: the audit trail, oldest first."""

from orchestrator.secretariat.answers import instant
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.which import which
from orchestrator.storage import audit
from orchestrator.storage.audit import Deed

MOST = 1000


async def trail(desk: Desk, named: str | None) -> list[Deed]:
    """Return the newest deeds of a forum, or of all, oldest first."""
    async with desk.store() as store, store.reading() as kept:
        forum = await which(kept, named) if named else None
        return [*reversed(await audit.latest(kept, forum=forum, limit=MOST))]


def values(deed: Deed) -> dict[str, object]:
    """Return a deed for JSON."""
    return {
        "at": instant(deed.at),
        "actor": deed.actor,
        "action": deed.action,
        "forum": deed.forum,
        "object": deed.object,
        "details": dict(deed.details),
    }
