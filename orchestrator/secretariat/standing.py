"""What stands in the record of a session: its newest revision, brought to what the agenda says."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from orchestrator import languages, minutes
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Finding
from orchestrator.minutes import Answers, Joined, Record
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import drafts
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.record import to_decide
from orchestrator.storage import Kept, Store, audit, records
from orchestrator.storage.records import Record as Row

FORM, DRAFT, SUBMITTED, APPROVED = "form", "draft", "submitted", "approved"
OPEN = frozenset({FORM, DRAFT})  # somebody is still writing
STATES = {
    FORM: N_("Not begun"),
    DRAFT: N_("Draft"),
    SUBMITTED: N_("Submitted, waits for approval"),
    APPROVED: N_("Approved"),
}
SUBMITTED_ALREADY = N_("The record is submitted already; nothing in it was changed.")
APPROVED_ALREADY = N_("The record is approved and locked; nothing in it was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Which state of a record somebody has before them: its revision, and that of the agenda."""

    revision: int
    publication: int

    def __str__(self) -> str:
        """Return it as a page or an ETag carries it."""
        return f"{self.revision}.{self.publication}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read a tag back; None where it is none."""
        parts = text.strip().strip('"').split(".")
        if len(parts) != 2 or not all(
            each.isascii() and each.isdecimal() and len(each) < 10 for each in parts
        ):
            return None
        return cls(revision=int(parts[0]), publication=int(parts[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The session of a forum that a record is of, and the agenda that it is held against now."""

    forum: str
    session: str
    publication: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A record as it stands; `told` is what was to be said about a file that came back.

    `row` is its newest revision, None for a form that nobody has filled yet.
    """

    order: RunningOrder
    place: Place
    tag: Tag
    row: Row | None
    answers: Answers
    told: tuple[Finding, ...] = ()

    @property
    def state(self) -> str:
        """Return how far the record has come."""
        return self.row.state if self.row else FORM

    @property
    def language(self) -> str:
        """Return the language of the record."""
        return self.answers.language

    @property
    def to_decide(self) -> tuple[str, ...]:
        """Return the items that are there to be decided."""
        return to_decide(self.order, self.place.session)

    def record(self) -> Record:
        """Return the record that the answers are, with its findings and its numbers."""
        number = int(self.row.content.get("first", 1)) if self.row else 1
        found = minutes.numbered(minutes.record(self.answers, self.to_decide), number)
        return replace(found, findings=self.addressed(found.findings))

    def said(self) -> Record:
        """Return the record with all that is to be said about it, about a file too."""
        found = self.record()
        return replace(found, findings=(*self.addressed(self.told), *found.findings))

    @property
    def headings(self) -> Mapping[str, Mapping[str, str]]:
        """Return the headings of the items as the agenda has them, by language."""
        return minutes.headings(self.order, self.place.session)

    def addressed(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings that name places in the language of their reader."""
        return minutes.addressed(found, self.answers, self.headings)


class StateError(OrchestratorError):
    """A record is not in the state that something needs."""

    exit_code = 4


class StaleError(OrchestratorError):
    """Somebody else has changed the record; both changes are in `joined`, against `head`."""

    exit_code = 4

    def __init__(self, head: Standing, joined: Joined) -> None:
        super().__init__(
            N_("Somebody else has changed the record in the meantime. Both changes are here.")
        )
        self.head = head
        self.joined = joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who writes, and when; `anyway` is said by those who were asked whether they mean it."""

    by: str
    now: datetime
    details: dict[str, object] = field(default_factory=dict)
    anyway: bool = False


async def standing(
    kept: Kept, library: Library, place: Place, revision: int | None = None
) -> Standing | None:
    """Return what stands, now or in an earlier revision; None where there is no such state."""
    order = await library.order(kept, place.forum, place.publication)
    if place.session not in order.agenda.session:
        return None
    if revision is None:
        row = await records.newest(kept, place.forum, place.session)
    else:
        row = await records.get(kept, place.forum, place.session, revision)
        if row is None and revision:
            return None
    return await asyncio.to_thread(stands, order, place, row)


def stands(
    order: RunningOrder, place: Place, row: Row | None, tongue: str | None = None
) -> Standing:
    """Return what stands in a revision; None is the form that nobody has filled yet.

    Until somebody begins it a record may be in any `tongue`; default: that of the forum's records.
    """
    old = drafts.filled_in(row.content) if row else None
    told = old.findings if old else ()
    if old is not None and row is not None and row.state not in OPEN:
        answers = replace(old, findings=())  # what was submitted does not follow the agenda
    else:
        tag = row.language if row else tongue or language(order)
        answers = minutes.standing(old and replace(old, findings=()), _fresh(order, place, tag))
    seen = Tag(revision=row.revision if row else 0, publication=place.publication)
    return Standing(order=order, place=place, tag=seen, row=row, answers=answers, told=told)


def _fresh(order: RunningOrder, place: Place, tag: str) -> Answers:
    return minutes.answers(minutes.form(order, place.session, languages.translator(tag)))


def language(order: RunningOrder) -> str:
    """Return the language in which a forum's records are written."""
    return order.agenda.record.language or order.agenda.languages.official[0]


def refuse_closed(found: Standing) -> None:
    """Raise where nobody writes in the record any more."""
    if found.state == SUBMITTED:
        raise StateError(SUBMITTED_ALREADY)
    if found.state == APPROVED:
        raise StateError(APPROVED_ALREADY)


async def both(store: Store, library: Library, place: Place, tag: Tag) -> tuple[Standing, Standing]:
    """Return what somebody had before them, and what stands now."""
    seen = replace(place, publication=tag.publication)
    async with store.reading() as kept:
        base = await standing(kept, library, seen, tag.revision)
        head = await standing(kept, library, place)
    if base is None or head is None:
        raise StateError(
            N_("The page shows a state of the record that does not exist. Open it again.")
        )
    return base, head


async def keep(
    kept: Kept, found: Standing, answers: Answers, state: str, hand: Hand, **more: object
) -> int:
    """Keep a new revision of a record in a state."""
    read = minutes.record(answers, found.to_decide)
    return await records.add(
        kept,
        found.place.forum,
        found.place.session,
        language=answers.language,
        state=state,
        content={**drafts.content(answers, read), **more},
        by=hand.by,
        made=hand.now,
    )


async def note(kept: Kept, found: Standing, action: str, hand: Hand, revision: int) -> None:
    """Note what somebody did with a record."""
    await audit.add(
        kept,
        at=hand.now,
        actor=hand.by,
        action=action,
        forum=found.place.forum,
        object=found.place.session,
        details={"revision": revision, **hand.details},
    )
