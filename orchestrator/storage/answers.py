"""Every answer that came in, applied or not."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select

from orchestrator.storage.reading import listed
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import answers

Way = Literal["mail", "page", "hand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: `sequence` is what it answers, `stamp` orders answers of one entry."""

    forum: str
    person: str
    thing: str
    partstat: str
    sequence: int
    stamp: datetime
    given: datetime
    way: Way
    trust: int
    applied: bool
    comment: str | None = None
    mail: int | None = None
    id: int | None = None


async def add(kept: Kept, answer: Answer) -> int:
    """Keep an answer and return its id."""
    row = asdict(answer)
    del row["id"]
    return await kept.scalar(insert(answers).values(row).returning(answers.c.id)) or 0


async def of(kept: Kept, forum: str, person: str | None = None) -> list[Answer]:
    """Return a forum's answers, or one person's, oldest first."""
    query = select(answers).where(answers.c.forum == forum).order_by(answers.c.id)
    if person is not None:
        query = query.where(answers.c.person == person)
    return await listed(kept, query, Answer)


async def newest(kept: Kept, forum: str) -> dict[tuple[str, str], Answer]:
    """Return the last applied answer of each person and thing."""
    last = (
        select(func.max(answers.c.id))
        .where(answers.c.forum == forum, answers.c.applied)
        .group_by(answers.c.person, answers.c.thing)
    )
    found = await listed(kept, select(answers).where(answers.c.id.in_(last)), Answer)
    return {(row.person, row.thing): row for row in found}
