"""What the installation remembers about itself: last sweep, zone rules last seen."""

from sqlalchemy import select

from orchestrator.storage.store import Kept
from orchestrator.storage.tables import meta
from orchestrator.storage.upserting import insert


async def get(kept: Kept, name: str) -> str | None:
    """Return what was put under a name."""
    found: str | None = await kept.scalar(select(meta.c.value).where(meta.c.name == name))
    return found


async def first(kept: Kept, name: str, value: str) -> str:
    """Remember a value unless there is one; return the one that stands."""
    row = insert(kept, meta).values(name=name, value=value)
    await kept.execute(row.on_conflict_do_nothing(index_elements=["name"]))
    return await get(kept, name) or value


async def put(kept: Kept, name: str, value: str) -> None:
    """Remember a value under a name."""
    row = insert(kept, meta).values(name=name, value=value)
    await kept.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
