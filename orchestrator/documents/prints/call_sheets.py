"""The call sheet for the press: one person, when they speak, how they join, whom to call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from orchestrator.agendas.models import Person
from orchestrator.documents.call_sheets import Duty, Neighbour, Part, duties, sheet_name
from orchestrator.documents.prints import sessions
from orchestrator.documents.prints.frame import Desk, desk, framed
from orchestrator.documents.sittings import Point, Turn
from orchestrator.documents.versions import Version
from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.layout.frames import Values, too_long
from orchestrator.layout.press import Print
from orchestrator.layout.runs import Line, capital
from orchestrator.running_orders.order import RunningOrder

FOR_ONE = N_(
    "This page is meant for one reader alone: {person}. If it reached you by mistake, please do "
    "not use it."
)
MINE = N_("On your clock")
FORUMS = N_("On the forum's clock")
WIDE = "\N{EM SPACE}"
Fact = tuple[Line, list[Line]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Whose sheet it is, and the desk on which it is written."""

    at: Desk
    person: Person
    zone: str


def call_sheet(
    order: RunningOrder, person: Person, words: Translator, dated: date, *, nastaliq: bool = False
) -> Print:
    """Return the call sheet of a person."""
    at = desk(Version(order=order, words=words))
    who = at.version.person(person)
    reader = _Reader(at=at, person=person, zone=order.agenda.zone_of(person))
    content: Values = {
        "who": at.who(who),
        "note": at.say(FOR_ONE, person=who.label),
        "duties": [_duty(reader, duty) for duty in duties(at.version, person)],
    }
    name = sheet_name(order, person).text
    values = framed(at, name, dated, content, nastaliq=nastaliq, internal=True)
    values["title"] = f"{words.lookup(name)} – {who.label.text} – {at.version.title.text}"
    return Print(template="call-sheet", values=values)


def _duty(reader: _Reader, duty: Duty) -> Values:
    at, sitting = reader.at, duty.sitting
    live = sitting.status != "cancelled"
    whole = live and duty.whole and sitting.standing
    course = live and duty.presides and sitting.points
    parts = duty.parts if live and not duty.presides else ()
    made: Values = {
        "technical": sitting.technical,
        "title": at.line(sitting.title),
        "notice": at.line(sitting.notice) if sitting.notice else None,
        "moved": _spans(reader, duty) if sitting.start and not sitting.standing else [],
        "when": capital(at.line(sitting.when)) if sitting.when and not sitting.start else None,
        "expected": list(_expected(at, duty)) if live else [],
        "slot": _slot(reader, duty, sitting.start, sitting.end) if whole else None,
        "parts": [_part(reader, duty, part) for part in parts],
        "answer": _answer(reader, duty) if live and duty.answer_by else None,
        "facts": list(_facts(reader, duty)) if live else [],
    }
    # The course of a session is long by nature: its rows are asked one by one.
    course_of = _course(reader, duty) if course else None
    return {**made, "long": too_long(made), "course": course_of}


def _expected(at: Desk, duty: Duty) -> Iterator[Line]:
    if duty.presides:
        yield at.say("You chair this session.")
    if duty.records:
        yield at.say("You take the record of this session.")
    if duty.invited:
        yield at.say("You are invited to this session.")


def _spans(
    reader: _Reader, duty: Duty, start: datetime | None = None, end: datetime | None = None
) -> list[Fact]:
    """Return a span on the reader's clock and on the forum's."""
    span = {"start": start or duty.sitting.start, "end": end or duty.sitting.end}

    def on(zone: str) -> list[Line]:
        said = reader.at.lines("documents/sheet-span.html", sitting=duty.sitting, zone=zone, **span)
        return [capital(each) for each in said]

    at = reader.at
    return [(at.say(MINE), on(reader.zone)), (at.say(FORUMS), on(duty.sitting.zone))]


def _slot(
    reader: _Reader, duty: Duty, start: datetime | None, end: datetime | None
) -> list[Values] | None:
    """Return the time to be kept, large, on both clocks."""
    if start is None or end is None:
        return None
    at, pen = reader.at, reader.at.pen
    return [
        {
            "name": at.say(name),
            "hours": at.line(pen.hours(start, end, zone)),
            "day": capital(at.line(pen.day(start, zone))),
            "clock": at.line(pen.clock(start, zone)),
        }
        for name, zone in ((MINE, reader.zone), (FORUMS, duty.sitting.zone))
    ]


def _part(reader: _Reader, duty: Duty, part: Part) -> Values:
    at, technical = reader.at, duty.sitting.technical
    given = at.say("Time given to you: {duration}.", duration=part.length)
    slot = _slot(reader, duty, part.start, part.end)
    papers = [at.line(at.pen.link(url, title)) for title, url in part.point.documents]
    return {
        "number": str(part.point.number or ""),
        "title": at.line(part.point.title),
        "expected": [at.line(part.expected), given],
        "slot": None if technical else slot,
        "spans": _spans(reader, duty, part.start, part.end) if technical and slot else [],
        "row": [] if technical else list(_row(reader, part)),
        "papers": papers,
    }


def _row(reader: _Reader, part: Part) -> Iterator[Values]:
    """Yield who comes before, the reader, and who comes after."""
    at = reader.at
    yield from _neighbour(reader, part.before, at.say("Before you"))
    names = at.pen.joined(who.label for who in part.together)
    together = at.say("Together with: {speakers}", speakers=names) if part.together else []
    hours = _hours(reader, part)
    yield {"hours": hours, "whom": at.say("You"), "label": together, "me": True}
    yield from _neighbour(reader, part.after, at.say("After you"))


def _neighbour(reader: _Reader, each: Neighbour | None, label: Line) -> Iterator[Values]:
    if each:
        at = reader.at
        names = at.pen.joined(who.label for who in each.speakers)
        whom = at.line(names) if each.speakers else at.line(each.title)
        yield {"hours": _hours(reader, each), "whom": whom, "label": label, "me": False}


def _hours(reader: _Reader, part: Part | Neighbour | Point | Turn) -> Line:
    if part.start is None or part.end is None:
        return []
    return reader.at.line(reader.at.pen.hours(part.start, part.end, reader.zone))


def _moment(reader: _Reader, duty: Duty, start: datetime) -> list[Line]:
    return reader.at.lines(
        "documents/sheet-moment.html", sitting=duty.sitting, mine=reader.zone, start=start
    )


def _answer(reader: _Reader, duty: Duty) -> Fact | None:
    if duty.answer_by is None:
        return None
    return reader.at.say("Your answer is needed by:"), _moment(reader, duty, duty.answer_by)


def _facts(reader: _Reader, duty: Duty) -> Iterator[Fact]:
    at, sitting = reader.at, duty.sitting
    if sitting.standing and not duty.whole and not sitting.technical:
        yield (
            at.say("Session"),
            at.lines(
                "documents/sheet-hours.html",
                sitting=sitting,
                mine=reader.zone,
                start=sitting.start,
                end=sitting.end,
            ),
        )
    yield from _access(reader, duty)
    if sitting.place:
        yield at.say("Place"), [at.line(sitting.place)]
    # Of a session without a date nothing is to be prepared: its sheet says little of it.
    if sitting.chair and sitting.start and not duty.presides and not sitting.technical:
        yield at.say("Chair"), [at.line(sitting.chair.label)]
    yield at.say("Whom to call"), [_contact(at, duty)]


def _contact(at: Desk, duty: Duty) -> Line:
    contact, pen = duty.contact, at.pen
    reached = [pen.phone(contact.phone)] if contact.phone else []
    reached += [pen.mail(contact.email)] if contact.email else []
    return [
        *at.line(duty.contact_name),
        *(run for each in reached for run in (WIDE, *at.line(each))),
    ]


def _access(reader: _Reader, duty: Duty) -> Iterator[Fact]:
    at, access = reader.at, duty.access
    if access is None:
        return
    if access.url:
        link = [at.line(at.pen.shown_link(access.url))]
        if access.language:
            said = at.say("Language of this link: {language}", language=access.language)
            link.append(said)
        yield at.say("Join"), link
    if access.dial:
        yield at.say("By telephone"), [at.line(at.pen.phone(access.dial))]
    if access.code:
        yield at.say("Access code"), [at.line(at.pen.code(access.code))]
    if access.opens:
        yield at.say("Line opens"), _moment(reader, duty, access.opens)


def _course(reader: _Reader, duty: Duty) -> Values:
    """Return the running order of a session for the one who leads it."""
    at, sitting = reader.at, duty.sitting
    clocks = [at.say(MINE), at.say(FORUMS)] if sitting.standing else [at.say("Duration")]
    return {
        "name": at.say("Running order"),
        "columns": [*clocks, at.say("Agenda item")],
        "rows": [_course_row(reader, duty, point) for point in sitting.points],
    }


def _course_row(reader: _Reader, duty: Duty, point: Point) -> Values:
    at, sitting = reader.at, duty.sitting
    forum = sessions.hours(at, sitting, point)
    times = [_hours(reader, point), forum] if sitting.standing else [at.line(point.length)]
    turns = [
        {
            "hours": _hours(reader, turn) if point.timed else [],
            "whom": at.line(at.pen.joined(who.label for who in turn.speakers)),
            "me": any(who.person == reader.person.id for who in turn.speakers),
        }
        for turn in point.turns
    ]
    made: Values = {
        "quiet": point.quiet,
        "times": times,
        "number": str(point.number or ""),
        "title": at.line(point.title),
        "turns": turns,
    }
    return {**made, "long": too_long(made)}
