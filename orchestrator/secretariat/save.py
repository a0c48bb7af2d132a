"""Save what a rapporteur wrote into the record, against the state that they had before them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from orchestrator import minutes
from orchestrator.minutes import Answers, Joined
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.standing import (
    DRAFT,
    Hand,
    Place,
    StaleError,
    Standing,
    Tag,
    both,
    keep,
    note,
    refuse_closed,
)
from orchestrator.storage import Store, forums, records

# Every revision says who wrote it and when; the audit is to be read by people, and a page is saved
# several times a minute.
QUIET = timedelta(minutes=15)
Writing = Callable[[Answers], Answers]


async def save(
    store: Store,
    library: Library,
    place: Place,
    tag: Tag,
    write: Writing,
    *,
    hand: Hand,
    seen: bool = False,
) -> Tag:
    """Keep what `write` makes of the answers as a new revision; without a change nothing is kept.

    `seen` puts away what was to be said about a file. Raises StaleError, with both changes joined,
    where somebody else has saved in the meantime.
    """
    while True:
        base, head = await both(store, library, place, tag)
        refuse_closed(head)
        mine = await asyncio.to_thread(write, base.answers)
        if head.tag != tag:
            raise StaleError(head, await asyncio.to_thread(join, base, mine, head))
        told = () if seen else head.told
        if mine == base.answers and told == head.told:
            return tag
        kept = await add(store, head, replace(mine, findings=told), hand)
        if kept is not None:
            return replace(tag, revision=kept)


def join(base: Standing, mine: Answers, head: Standing) -> Joined:
    """Return what somebody wrote on a page and what others wrote meanwhile, in one."""
    return minutes.joined(base.answers, mine, head.answers)


async def add(store: Store, head: Standing, answers: Answers, hand: Hand) -> int | None:
    """Keep a draft as the next revision; None where somebody else was faster."""
    place = head.place
    async with store.transaction() as kept:
        await forums.lock(kept, place.forum)
        newest = await records.newest(kept, place.forum, place.session)
        if (newest.revision if newest else 0) != head.tag.revision:
            return None
        revision = await keep(kept, head, answers, DRAFT, hand)
        if newest is None or newest.by != hand.by or hand.details or hand.now - newest.made > QUIET:
            await note(kept, head, "draft", hand, revision)
    return revision
