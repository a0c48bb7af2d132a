"""A session as a paper shows it: title block, clocks of the member states, items, turns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from orchestrator import zones
from orchestrator.agendas.models import Item, Round
from orchestrator.documents.versions import Version, Who
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import NAMES, Chosen
from orchestrator.running_orders.naming import KIND_NAMES
from orchestrator.running_orders.order import Slot, TimedItem, TimedSession

# Beside a title of its own only these say something that the title leaves open.
TELLING = frozenset({"agenda", "discussion", "decision", "signing"})
# Kinds that are no part of the agenda's substance: a thin row, no number.
QUIET = frozenset({"break", "rehearsal"})

NOTICES = {
    "tentative": N_("Tentative: date and time may still change."),
    "postponed": N_("Postponed: a new date will be announced."),
    "cancelled": N_("Cancelled: this session will not take place."),
}
UNDATED = N_("The date will be announced.")
TENTATIVE_UNDATED = N_("Tentative: the date will be announced.")
# After every date that a session can have.
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock of a member state at the start of a session; `day` where its date is another."""

    state: Chosen
    zone: str
    moment: datetime
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who has the floor at once: one speaker, or joint ones."""

    start: datetime | None
    end: datetime | None
    speakers: tuple[Who, ...]
    because: Phrase
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An item as a paper shows it; `day` is there where it opens a new date."""

    item: Item
    number: int | None
    title: Chosen | Phrase
    kind: Phrase | None
    quiet: bool
    start: datetime | None
    end: datetime | None
    day: date | None
    length: timedelta
    rule: Phrase | None
    turns: tuple[Turn, ...]
    documents: tuple[tuple[Chosen, str], ...]

    @property
    def id(self) -> str:
        """Return the id of the item."""
        return self.item.id

    @property
    def timed(self) -> bool:
        """Tell whether its turns have times of their own: a turn that fills the item has not."""
        return self.start is not None and len(self.turns) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session as a paper shows it; its times are to be kept only where it is `standing`."""

    timed: TimedSession
    id: str
    title: Chosen
    zone: str
    status: str
    notice: Phrase | None
    standing: bool
    when: Chosen | None
    place: Chosen | None
    chair: Who | None
    clocks: tuple[Clock, ...]
    points: tuple[Point, ...]

    @property
    def online(self) -> bool:
        """Tell whether it is a videoconference."""
        return self.timed.session.join is not None

    @property
    def technical(self) -> bool:
        """Tell whether it is nothing but a connection test."""
        return self.timed.is_rehearsal

    @property
    def start(self) -> datetime | None:
        """Return the start as it was planned, even where it no longer stands."""
        return self.timed.start

    @property
    def end(self) -> datetime | None:
        """Return the planned end."""
        return self.timed.end


def sittings(version: Version) -> tuple[Sitting, ...]:
    """Return every session of the forum as a paper shows it, in the order of time."""
    return tuple(sitting(version, timed) for timed in in_time(version.order.sessions))


def in_time(sessions: Iterable[TimedSession]) -> tuple[TimedSession, ...]:
    """Return sessions by their start; those without a date follow as the file has them."""
    return tuple(sorted(sessions, key=lambda each: each.start or LAST))


def sitting(version: Version, timed: TimedSession) -> Sitting:
    """Return one session as a paper shows it."""
    session = timed.session
    chair = version.agenda.person.get(session.chair or "")
    standing = timed.start is not None and session.status not in ("postponed", "cancelled")
    return Sitting(
        timed=timed,
        id=session.id,
        title=version.text(session.title),
        zone=timed.zone,
        status=session.status,
        notice=notice(timed),
        standing=standing,
        when=version.text(session.when) if session.when else None,
        place=version.text(session.place) if session.place else None,
        chair=version.person(chair) if chair else None,
        clocks=tuple(_clocks(version, timed)) if standing else (),
        points=tuple(_points(version, timed, standing=standing)),
    )


def notice(timed: TimedSession) -> Phrase | None:
    """Return what must be said before anybody relies on the session's date."""
    status = timed.session.status
    if timed.start is None and status in ("confirmed", "tentative"):
        words = TENTATIVE_UNDATED if status == "tentative" else UNDATED
        return phrase(words)
    return phrase(NOTICES[status]) if status in NOTICES else None


def _clocks(version: Version, timed: TimedSession) -> Iterator[Clock]:
    if timed.start is None:
        return
    here = zones.local(timed.start, timed.zone).date()
    seen = set()
    for delegation in version.members:
        if delegation.zone and (delegation.state, delegation.zone) not in seen:
            seen.add((delegation.state, delegation.zone))
            there = zones.local(timed.start, delegation.zone).date()
            yield Clock(
                state=version.delegation(delegation),
                zone=delegation.zone,
                moment=timed.start,
                day=there if there != here else None,
            )


def _points(version: Version, timed: TimedSession, *, standing: bool) -> Iterator[Point]:
    before = zones.local(timed.start, timed.zone).date() if timed.start else None
    for item in timed.items:
        point = _point(version, timed, item, before if standing else None, standing=standing)
        before = point.day or before
        yield point


def _point(
    version: Version, timed: TimedSession, item: TimedItem, before: date | None, *, standing: bool
) -> Point:
    start = item.start if standing else None
    day = zones.local(start, timed.zone).date() if start else None
    title = version.text(item.item.title) if item.item.title else phrase(KIND_NAMES[item.item.kind])
    return Point(
        item=item.item,
        number=item.number,
        title=title,
        kind=_kind(version, item.item, title),
        quiet=item.item.kind in QUIET,
        start=start,
        end=item.end if standing else None,
        day=day if day != before else None,
        length=item.length,
        rule=_rule(version, item.item),
        turns=tuple(_turns(version, item, standing=standing)),
        documents=tuple((version.text(paper.title), paper.url) for paper in item.item.documents),
    )


def _kind(version: Version, item: Item, title: Chosen | Phrase) -> Phrase | None:
    if isinstance(title, Phrase) or item.kind not in TELLING:
        return None
    kind = phrase(KIND_NAMES[item.kind])
    return None if version.say(kind).casefold() in title.text.casefold() else kind


RANK = N_("Speaking order: by rank")
RANK_PLACED = N_("Speaking order: by rank, except for those with a place of their own")
ALPHABET = N_("Speaking order: alphabetical ({language})")
ALPHABET_PLACED = N_(
    "Speaking order: alphabetical ({language}), except for those with a place of their own"
)


def _rule(version: Version, item: Item) -> Phrase | None:
    if not isinstance(item.speakers, Round):
        return None
    # A rule that is not kept to the letter would be a contradiction on paper.
    placed = bool(item.speakers.first or item.speakers.last or item.speakers.placed)
    if item.speakers.order == "rank":
        return phrase(RANK_PLACED if placed else RANK)
    by = item.speakers.by or version.agenda.languages.official[0]
    return phrase(ALPHABET_PLACED if placed else ALPHABET, language=phrase(NAMES[by]))


def _turns(version: Version, item: TimedItem, *, standing: bool) -> Iterator[Turn]:
    plates = isinstance(item.item.speakers, Round)
    for _, together in groupby(item.slots, key=lambda slot: slot.place):
        slots = tuple(together)
        named = [who for who in map(version.speaker, slots) if who]
        if named:
            yield Turn(
                start=slots[0].start if standing else None,
                end=slots[0].end if standing else None,
                speakers=tuple(version.by_delegation(who) if plates else who for who in named),
                because=slots[0].because,
                slots=slots,
            )
