"""A session on paper: its head, the strip of clocks, and its items as rows."""

from collections.abc import Iterator

from orchestrator.documents.prints.frame import Desk
from orchestrator.documents.sittings import Clock, Point, Sitting, Turn
from orchestrator.layout.frames import Values, too_long
from orchestrator.layout.runs import Line, capital


def head(at: Desk, sitting: Sitting) -> Values:
    """Return what stands over a session: title, when, what to mind, place and chair."""
    return {
        "title": at.line(sitting.title),
        "when": _when(at, sitting),
        "notice": at.line(sitting.notice) if sitting.notice else None,
        "facts": list(_facts(at, sitting)),
    }


def _when(at: Desk, sitting: Sitting) -> Line | None:
    if sitting.start is None:
        return at.line(sitting.when) if sitting.when else None
    [line] = at.lines("documents/sitting-when.html", sitting=sitting)
    return capital(line)


def _facts(at: Desk, sitting: Sitting) -> Iterator[tuple[Line, list[Line]]]:
    if sitting.place or sitting.online:
        place = at.line(sitting.place) if sitting.place else at.say("Videoconference")
        yield at.say("Place"), [place]
    if sitting.chair:
        yield at.say("Chair"), [at.line(at.pen.detailed(sitting.chair.whole))]


def strip(sides: tuple[tuple[Desk, Sitting], ...]) -> Values | None:
    """Return the member states' clocks at the start, the cities in each of the languages."""
    at, sitting = sides[0]
    if not sitting.clocks:
        return None
    name = at.say("Local time at the start of the session")
    return {"name": name, "clocks": [_clock(sides, each) for each in sitting.clocks]}


def _clock(sides: tuple[tuple[Desk, Sitting], ...], clock: Clock) -> Values:
    pen = sides[0][0].pen
    return {
        "hour": sides[0][0].line(pen.hour(clock.moment, clock.zone)),
        "offset": sides[0][0].line(pen.offset(clock.moment, clock.zone)),
        "cities": [at.line(at.pen.city(clock.zone)) for at, _ in sides],
        "days": [at.line(clock.day) for at, _ in sides if clock.day],
    }


def time_head(at: Desk, sitting: Sitting) -> Line:
    """Return what stands over the column of times."""
    if sitting.standing:
        return at.say("Time ({city})", city=at.pen.city(sitting.zone))
    return at.say("Duration")


def shown(sitting: Sitting) -> tuple[Point, ...]:
    """Return the items that a paper shows: none of a cancelled session."""
    return () if sitting.status == "cancelled" else sitting.points


def day(at: Desk, point: Point) -> Iterator[Values]:
    """Yield the row of a new date where an item opens one."""
    if point.day:
        yield {"kind": "day", "text": capital(at.line(point.day))}


def row(at: Desk, sitting: Sitting, point: Point) -> Values:
    """Return an item as a row."""
    turns = () if point.quiet else point.turns
    made: Values = {
        "kind": "item",
        "quiet": point.quiet,
        "timed": point.timed,
        "hours": hours(at, sitting, point),
        "length": at.line(point.length),
        "number": str(point.number or ""),
        "title": at.line(point.title),
        "sort": at.line(point.kind) if point.kind else None,
        "rule": at.line(point.rule) if point.rule else None,
        "turns": [_turn(at, sitting, point, turn) for turn in turns],
        "papers": [at.line(at.pen.link(url, title)) for title, url in point.documents],
    }
    return {**made, "long": too_long(made)}


def _turn(at: Desk, sitting: Sitting, point: Point, turn: Turn) -> Values:
    shown_hours = hours(at, sitting, turn) if point.timed else None
    return {"hours": shown_hours, "who": [at.who(who) for who in turn.speakers]}


def hours(at: Desk, sitting: Sitting, part: Point | Turn, zone: str | None = None) -> Line | None:
    """Return the times of an item or a turn, on the session's clock or another."""
    if part.start is None or part.end is None:
        return None
    return at.line(at.pen.hours(part.start, part.end, zone or sitting.zone))
