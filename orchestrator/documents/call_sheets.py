"""The call sheet: one person's part in the forum, on their own clock and in their own language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orchestrator import zones
from orchestrator.agendas.models import Contact, Join, Organizer, Person
from orchestrator.documents.sittings import Point, Sitting, Turn, sittings
from orchestrator.documents.versions import Version, Who
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import NAMES, Chosen, Translator
from orchestrator.layout import Pen
from orchestrator.running_orders.order import RunningOrder

EXPECTED = {
    "opening": N_("You open the session."),
    "agenda": N_("You put the agenda to the participants for adoption."),
    "address": N_("You give an address."),
    "statements": N_("You give your statement."),
    "discussion": N_("You take the floor in the discussion."),
    "decision": N_("You put the decision to the participants."),
    "signing": N_("You take part in the signing."),
    "break": N_("You have the floor during the break."),
    "rehearsal": N_("You test picture and sound with the technical staff."),
    "closing": N_("You close the session."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """What comes directly before or after a part: speakers, or an item without any."""

    start: datetime | None
    end: datetime | None
    speakers: tuple[Who, ...]
    title: Chosen | Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One time a person has the floor, or tests their connection."""

    point: Point
    expected: Phrase
    start: datetime | None
    end: datetime | None
    length: timedelta
    before: Neighbour | None
    after: Neighbour | None
    together: tuple[Who, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a person joins: their own link where the forum has one for their language."""

    url: str | None
    language: Phrase | None
    dial: str | None
    code: str | None
    opens: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A session in which a person has a part: what they do in it and what they need for it."""

    sitting: Sitting
    presides: bool
    records: bool
    parts: tuple[Part, ...]
    access: Access | None
    answer_by: datetime | None
    contact: Contact | Organizer
    contact_name: Chosen

    @property
    def whole(self) -> bool:
        """Tell whether the whole session is theirs to keep, not only a turn in it."""
        return self.presides or not self.parts

    @property
    def invited(self) -> bool:
        """Tell whether they only take part: nothing is expected of them but to be there."""
        return not (self.presides or self.records or self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is asked for: by when, and to which sessions."""

    by: datetime
    sittings: tuple[Sitting, ...]


def call_sheet(order: RunningOrder, person: Person, words: Translator, dated: date) -> str:
    """Return the call sheet of a person as a page."""
    version = Version(order=order, words=words)
    held = duties(version, person)
    return Pen(words=words).paper(
        "documents/call-sheet.html",
        name=sheet_name(order, person),
        version=version,
        who=version.person(person),
        mine=order.agenda.zone_of(person),
        me=person.id,
        duties=held,
        answers=tuple(answers(held)),
        dated=dated,
    )


def called(order: RunningOrder) -> tuple[Person, ...]:
    """Return everybody who has a part: who speaks, presides or takes the record."""
    sessions = [timed.session for timed in order.sessions]
    busy = {name for session in sessions for name in (session.chair, session.rapporteur)}
    return tuple(
        person for person in order.agenda.people if person.id in busy | order.slots_of.keys()
    )


def sheet_name(order: RunningOrder, person: Person) -> Phrase:
    """Return what the sheet of a person is called: a call sheet is for those who speak."""
    sittings = [timed for timed in order.sessions if not timed.is_rehearsal]
    speaks = any(
        timed.session.chair == person.id or person.id in {slot.person for slot in timed.slots}
        for timed in sittings
    )
    return phrase(N_("Call sheet") if speaks else N_("Participant's sheet"))


def duties(version: Version, person: Person) -> tuple[Duty, ...]:
    """Return the sessions to which a person comes, in order of time."""
    return tuple(_duties(version, person))


def _duties(version: Version, person: Person) -> Iterator[Duty]:
    for sitting in sittings(version):
        session = sitting.timed.session
        parts = tuple(_parts(sitting, person))
        if parts or person.id in (*sitting.timed.invited, session.chair, session.rapporteur):
            contact = session.contact or version.agenda.organizer
            yield Duty(
                sitting=sitting,
                presides=session.chair == person.id,
                records=session.rapporteur == person.id,
                parts=parts,
                access=_access(sitting, version.language),
                answer_by=_answer_by(sitting, person),
                contact=contact,
                contact_name=version.text(contact.name),
            )


def _answer_by(sitting: Sitting, person: Person) -> datetime | None:
    session = sitting.timed.session
    # Only who is invited is asked; a session whose date is not to be kept asks nobody.
    asked = sitting.standing and person.id in sitting.timed.invited
    if not asked or session.answer_by is None:
        return None
    return zones.instant(session.answer_by, sitting.zone)


def answers(duties: Sequence[Duty]) -> Iterator[Answer]:
    """Return the answers that are asked for, each deadline once."""
    for moment in sorted({duty.answer_by for duty in duties if duty.answer_by}):
        asked = (duty.sitting for duty in duties if duty.answer_by == moment)
        yield Answer(by=moment, sittings=tuple(asked))


def _access(sitting: Sitting, language: str) -> Access | None:
    session = sitting.timed.session
    if session.join is None or sitting.status == "cancelled":
        return None
    join: Join = session.join
    links: Mapping[str, str] = {str(tag): url for tag, url in join.languages.items()}
    opens = sitting.start - session.opens if sitting.start and session.opens else None
    return Access(
        url=links.get(language) or join.url,
        language=phrase(NAMES[language]) if language in links else None,
        dial=join.dial,
        code=join.code,
        opens=opens if sitting.standing else None,
    )


def _parts(sitting: Sitting, person: Person) -> Iterator[Part]:
    order = tuple(_course(sitting))
    for nth, (point, turn) in enumerate(order):
        if turn and any(who.person == person.id for who in turn.speakers):
            yield Part(
                point=point,
                expected=phrase(EXPECTED[point.item.kind]),
                start=turn.start,
                end=turn.end,
                length=_length(point, turn),
                before=_neighbour(*order[nth - 1]) if nth else None,
                after=_neighbour(*order[nth + 1]) if nth + 1 < len(order) else None,
                together=tuple(who for who in turn.speakers if who.person != person.id),
            )


def _course(sitting: Sitting) -> Iterator[tuple[Point, Turn | None]]:
    """Yield the turns of a session in order; an item without speakers counts as one."""
    for point in sitting.points:
        yield from ((point, turn) for turn in point.turns or (None,))


def _length(point: Point, turn: Turn) -> timedelta:
    takes = point.item.takes
    return (
        takes.length
        if takes.each or turn.start is None or turn.end is None
        else turn.end - turn.start
    )


def _neighbour(point: Point, turn: Turn | None) -> Neighbour:
    return Neighbour(
        start=turn.start if turn else point.start,
        end=turn.end if turn else point.end,
        speakers=turn.speakers if turn else (),
        title=point.title,
    )
