"""The running order for the press: who has the floor when, on both clocks, and why there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from orchestrator.documents.prints import sessions
from orchestrator.documents.prints.frame import Desk, desk, framed
from orchestrator.documents.sittings import Point, Sitting, Turn, sittings
from orchestrator.documents.versions import Version, Who
from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.layout.frames import Values, too_long
from orchestrator.layout.pen import other_day
from orchestrator.layout.press import Print
from orchestrator.layout.runs import Line
from orchestrator.running_orders.order import RunningOrder

RUNNING_ORDER = N_("Running order")
INTERNAL = N_("Internal paper: not for publication.")


def running_order(
    order: RunningOrder, words: Translator, dated: date, *, nastaliq: bool = False
) -> Print:
    """Return the running order in one language."""
    at = desk(Version(order=order, words=words))
    content: Values = {
        "note": at.say(INTERNAL),
        "sittings": [_sitting(at, sitting) for sitting in sittings(at.version)],
    }
    values = framed(at, RUNNING_ORDER, dated, content, nastaliq=nastaliq, internal=True)
    return Print(template="running-order", values=values)


def _sitting(at: Desk, sitting: Sitting) -> Values:
    columns = [
        sessions.time_head(at, sitting),
        at.say("Speaker's own clock"),
        at.say("Speaker"),
        at.say("Reason for the place"),
    ]
    return {**sessions.head(at, sitting), "columns": columns, "rows": list(_rows(at, sitting))}


def _rows(at: Desk, sitting: Sitting) -> Iterator[Values]:
    for point in sessions.shown(sitting):
        yield from sessions.day(at, point)
        made = sessions.row(at, sitting, replace(point, turns=(), documents=()))
        # Where the hours are known, they stand in the place of the length.
        length = [] if made["hours"] else made["length"]
        yield {**made, "length": length, "speakers": list(_speakers(at, sitting, point))}


def _speakers(at: Desk, sitting: Sitting, point: Point) -> Iterator[Values]:
    for turn in point.turns:
        for nth, who in enumerate(turn.speakers):
            made: Values = {
                "hours": sessions.hours(at, sitting, turn) if nth == 0 else None,
                "own": list(_own_clock(at, sitting, turn, who)),
                "who": at.who(who),
                "because": at.line(turn.because) if nth == 0 else [],
            }
            yield {**made, "long": too_long(made)}


def _own_clock(at: Desk, sitting: Sitting, turn: Turn, who: Who) -> Iterator[Line]:
    hours = sessions.hours(at, sitting, turn, who.zone)
    if turn.start is not None and hours is not None:
        yield hours
        if other_day(turn.start, who.zone, sitting.zone):
            yield at.line(at.pen.day(turn.start, who.zone))
        yield at.line(at.pen.clock(turn.start, who.zone))
