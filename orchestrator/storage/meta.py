"""What the installation remembers about itself: last sweep, zone rules last seen."""

from sqlalchemy import select

from orchestrator.storage.store import Kept
from orchestrator.storage.tables import meta
from orchestrator.storage.upserting import insert


async def get(kept: Kept, name: str) -> str | None:
    """Return what was put under a name."""
    found: str | None = await kept.scalar(select(meta.c.value).where(meta.c.name == name))
    return found


async def put(kept: Kept, name: str, value: str) -> None:
    """Remember a value under a name."""
    row = insert(kept, meta).values(name=name, value=value)
    await kept.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
