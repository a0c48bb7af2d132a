"""The list of participants for the press: by standing, delegations in protocol order."""

from datetime import date

from orchestrator.documents.participants import Group, Participant, Row, groups
from orchestrator.documents.prints.frame import Desk, desk, framed
from orchestrator.documents.prints.orders import INTERNAL
from orchestrator.documents.versions import Version
from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.layout.frames import Values, too_long
from orchestrator.layout.press import Print
from orchestrator.running_orders.order import RunningOrder

PARTICIPANTS = N_("List of participants")


def participants(
    order: RunningOrder, words: Translator, dated: date, *, nastaliq: bool = False
) -> Print:
    """Return the list of participants in one language."""
    at = desk(Version(order=order, words=words))
    content: Values = {
        "note": at.say(INTERNAL),
        "columns": [at.say("Delegation"), at.say("Participants")],
        "groups": [_group(at, group) for group in groups(at.version)],
    }
    values = framed(at, PARTICIPANTS, dated, content, nastaliq=nastaliq, internal=True)
    return Print(template="participants", values=values)


def _group(at: Desk, group: Group) -> Values:
    return {"title": at.line(group.title), "rows": [_row(at, row) for row in group.rows]}


def _row(at: Desk, row: Row) -> Values:
    made: Values = {
        "called": [at.line(text) for text in row.called],
        "host": at.say("Host") if row.host else None,
        "people": [_person(at, each) for each in row.people],
        "unnamed": [] if row.people else at.say("Not yet named"),
    }
    return {**made, "long": too_long(made)}


def _person(at: Desk, each: Participant) -> Values:
    return {"who": at.who(each.who), "roles": at.line(at.pen.joined(each.roles))}
