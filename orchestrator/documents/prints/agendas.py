"""The agenda for the press: one language, or two side by side."""

from collections.abc import Iterator
from datetime import date

from orchestrator.documents.agendas import shown as in_order
from orchestrator.documents.prints import sessions
from orchestrator.documents.prints.frame import Desk, desk, framed
from orchestrator.documents.sittings import Sitting
from orchestrator.documents.versions import Version
from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.layout.frames import Values
from orchestrator.layout.press import Print
from orchestrator.layout.runs import Line
from orchestrator.running_orders.order import RunningOrder

AGENDA = N_("Agenda")
Sides = tuple[tuple[Desk, Sitting], ...]


def agenda(order: RunningOrder, words: Translator, dated: date, *, nastaliq: bool = False) -> Print:
    """Return the agenda in one language."""
    at = desk(Version(order=order, words=words))
    content: Values = {
        "worth": worth(at),
        "languages": [at.line(at.pen.own_name(tag)) for tag in order.agenda.languages.all],
        "sittings": [_sitting(at, sitting) for sitting in in_order(at.version)],
    }
    return Print(template="agenda", values=framed(at, AGENDA, dated, content, nastaliq=nastaliq))


def worth(at: Desk) -> Line:
    """Return what the text is worth, as the head of every page says it."""
    [line] = at.lines("documents/worth.html", version=at.version)
    return line


def _sitting(at: Desk, sitting: Sitting) -> Values:
    return {
        **sessions.head(at, sitting),
        "strip": sessions.strip(((at, sitting),)),
        "columns": [sessions.time_head(at, sitting), at.say("No."), at.say("Agenda item")],
        "rows": list(_rows(at, sitting)),
    }


def _rows(at: Desk, sitting: Sitting) -> Iterator[Values]:
    for point in sessions.shown(sitting):
        yield from sessions.day(at, point)
        yield sessions.row(at, sitting, point)


def side_by_side(
    order: RunningOrder,
    words: tuple[Translator, Translator],
    dated: date,
    *,
    nastaliq: bool = False,
) -> Print:
    """Return the agenda in two languages side by side, on the clock they share."""
    desks = [desk(Version(order=order, words=each)) for each in words]
    pairs = zip(*(in_order(each.version) for each in desks), strict=True)
    heads = [
        {
            "language": each.version.language,
            "name": each.line(each.pen.own_name(each.version.language)),
            "paper": each.say(AGENDA),
            "title": each.line(each.version.title),
            "worth": worth(each),
        }
        for each in desks
    ]
    content: Values = {
        "sides": heads,
        "sittings": [_pair(tuple(zip(desks, pair, strict=True))) for pair in pairs],
    }
    values = framed(desks[0], AGENDA, dated, content, nastaliq=nastaliq, also=desks[1:])
    return Print(template="agenda-beside", values=values)


def _pair(sides: Sides) -> Values:
    at = sides[0][0]
    return {
        "heads": [sessions.head(each, sitting) for each, sitting in sides],
        "strip": sessions.strip(sides),
        "times": [sessions.time_head(each, sitting) for each, sitting in sides],
        "number": at.say("No."),
        "rows": list(_pair_rows(sides)),
    }


def _pair_rows(sides: Sides) -> Iterator[Values]:
    at = sides[0][0]
    for points in zip(*(sessions.shown(sitting) for _, sitting in sides), strict=True):
        yield from sessions.day(at, points[0])
        items = [
            sessions.row(each, sitting, point)
            for (each, sitting), point in zip(sides, points, strict=True)
        ]
        yield {"kind": "item", "items": items}
