"""Take a filled form that somebody hands in: read where it can do no harm, joined to the record."""

import asyncio
from dataclasses import dataclass, replace

from orchestrator import minutes, sandbox
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, phrase
from orchestrator.languages import NAMES
from orchestrator.minutes import Answers
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.save import add
from orchestrator.secretariat.standing import (
    Hand,
    Place,
    StaleError,
    Standing,
    StateError,
    Tag,
    refuse_closed,
    standing,
    stands,
)
from orchestrator.secretariat.submit import CHANGED
from orchestrator.storage import Store

TRIES = 5  # somebody else is saving all the time
MARK = "r"  # a form that the service filled says of which revision it is
OTHER = N_("The form is of session '{session}' of forum '{forum}', and not of this one.")


class TongueError(OrchestratorError):
    """A form in another language than the one in which somebody has begun the record."""

    def __init__(self, language: str) -> None:
        super().__init__(
            N_(
                "The form is in another language than the record, which is written in one language "
                "only: somebody has begun it in {language}."
            ),
            language=phrase(NAMES[language]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A file as it was handed in: its bytes, and what its name says it is."""

    data: bytes
    kind: str


async def take(
    store: Store, library: Library, place: Place, handed: Handed, hand: Hand, *, over: bool = False
) -> Tag:
    """Keep what was changed in a file as a new revision of the record.

    Raises StaleError, with both changes joined, where the record has other words at a place that
    was changed in the file.
    """
    read = await asyncio.to_thread(answers, handed)
    return await put(store, library, place, read, hand, over=over)


async def put(
    store: Store, library: Library, place: Place, read: Answers, hand: Hand, *, over: bool = False
) -> Tag:
    """Do the same with a form that was read; `over` lets its words stand over other ones."""
    _refuse_other(read, place)
    for _ in range(TRIES):
        base, head = _begun(await _states(store, library, place, read), read)
        refuse_closed(head)
        joined = await asyncio.to_thread(join, read, base, head)
        if joined.conflicts and not over:
            raise StaleError(head, joined)
        if joined.answers == replace(head.answers, findings=head.told):
            return head.tag
        kept = await add(store, head, joined.answers, hand)
        if kept is not None:
            return replace(head.tag, revision=kept)
    raise StateError(CHANGED)


def answers(handed: Handed) -> Answers:
    """Read what was written into a file."""
    return minutes.answers(sandbox.read(handed.data, handed.kind))


def _refuse_other(read: Answers, place: Place) -> None:
    named = read.identity
    if named and (named.forum, named.session) != (place.forum, place.session):
        raise OrchestratorError(OTHER, session=named.session, forum=named.forum)


async def _states(
    store: Store, library: Library, place: Place, read: Answers
) -> tuple[Standing | None, Standing]:
    revision = read.identity.revision if read.identity else ""
    number = revision.removeprefix(MARK)
    is_ours = revision.startswith(MARK) and number.isdecimal() and len(number) < 10
    async with store.reading() as kept:
        head = await standing(kept, library, place)
        base = await standing(kept, library, place, int(number)) if is_ours else None
    if head is None:
        raise OrchestratorError(N_("This session has no record."))
    return base, head


def _begun(
    found: tuple[Standing | None, Standing], read: Answers
) -> tuple[Standing | None, Standing]:
    """Return a record that nobody has begun as one in the language of the form that begins it."""
    base, head = found
    if head.row is not None or head.language == read.language:
        return found
    head = stands(head.order, head.place, None, read.language)
    return (None if base is None else head), head


def join(read: Answers, base: Standing | None, head: Standing) -> minutes.Joined:
    """Return what was changed in a file and what stands in the record, in one."""
    if read.language != head.language:
        raise TongueError(head.language)
    mine = read if read.base else replace(read, base=head.answers.base)
    was = minutes.held(mine, head.answers, base.answers if base else None)
    joined = minutes.joined(was, mine, head.answers, loose=True)
    # Its loose words go to the notes, where people see them.
    whole = minutes.folded(joined.answers)
    return replace(joined, answers=replace(whole, findings=read.findings))
