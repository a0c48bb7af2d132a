"""Every mail that came in, as it came; its digest tells whether it was read before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update

from orchestrator.storage.reading import first
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import mails, proposals
from orchestrator.storage.upserting import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail and what became of it."""

    id: int
    digest: str
    message_id: str | None
    raw: bytes
    received: datetime
    outcome: str


async def keep(
    kept: Kept,
    *,
    digest: str,
    message_id: str | None,
    raw: bytes,
    received: datetime,
    outcome: str = "",
) -> int | None:
    """Keep a mail and return its id, or None where it was read before."""
    row = {"digest": digest, "message_id": message_id, "raw": raw, "received": received}
    new = insert(kept, mails).values(**row, outcome=outcome)
    once = new.on_conflict_do_nothing(index_elements=["digest"]).returning(mails.c.id)
    found: int | None = await kept.scalar(once)
    return found


async def get(kept: Kept, mail: int) -> Mail | None:
    """Return one mail."""
    return await first(kept, select(mails).where(mails.c.id == mail), Mail)


async def known(kept: Kept, *, digest: str) -> bool:
    """Tell whether a mail with this digest was read before."""
    return await kept.scalar(select(mails.c.id).where(mails.c.digest == digest)) is not None


async def wipe(kept: Kept, before: datetime) -> int:
    """Forget the words of old letters about which nothing waits; return how many."""
    waits = exists().where(proposals.c.mail == mails.c.id, proposals.c.closed.is_(None))
    old = (mails.c.received <= before) & (mails.c.raw != b"") & ~waits
    return (await kept.execute(update(mails).where(old).values(raw=b""))).rowcount


async def close(kept: Kept, mail: int, outcome: str) -> None:
    """Note what became of a mail."""
    await kept.execute(update(mails).where(mails.c.id == mail).values(outcome=outcome))
