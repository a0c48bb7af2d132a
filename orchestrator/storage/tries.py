"""Sign-ins that failed: too many by one name or from one address shut the door for a while."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from orchestrator.storage.store import Kept
from orchestrator.storage.tables import tries


async def add(kept: Kept, subject: str, at: datetime) -> int:
    """Note that a sign-in is tried, and return its number."""
    new = insert(tries).values(subject=subject, at=at).returning(tries.c.id)
    return int(await kept.scalar(new) or 0)


async def remove(kept: Kept, tried: int) -> None:
    """Forget one try: it did not fail."""
    await kept.execute(delete(tries).where(tries.c.id == tried))


async def since(kept: Kept, subject: str, after: datetime) -> int:
    """Return how often sign-ins of a subject failed since an instant."""
    query = select(func.count()).select_from(tries)
    return await kept.scalar(query.where(tries.c.subject == subject, tries.c.at > after)) or 0


async def forget(kept: Kept, subject: str) -> None:
    """Forget what failed: the door was opened with the right key."""
    await kept.execute(delete(tries).where(tries.c.subject == subject))


async def sweep(kept: Kept, before: datetime) -> None:
    """Forget what is old."""
    await kept.execute(delete(tries).where(tries.c.at <= before))
