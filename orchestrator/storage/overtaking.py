"""When a message has been overtaken: a newer one to the same reader about the same entry stands."""

from sqlalchemy import ColumnElement, exists

from orchestrator.storage.columns import one_of
from orchestrator.storage.deliveries import INVITATIONS
from orchestrator.storage.tables import deliveries

newer = deliveries.alias("newer")
older = deliveries.alias("older")


def overtaken() -> ColumnElement[bool]:
    """Tell of a row being changed whether a newer one says what it would have said."""
    row = deliveries.c
    return one_of(row.purpose, INVITATIONS) & exists().where(
        newer.c.forum == row.forum,
        newer.c.person == row.person,
        newer.c.thing == row.thing,
        newer.c.copy == row.copy,
        newer.c.id > row.id,
        one_of(newer.c.purpose, INVITATIONS),
        one_of(newer.c.state, ("pending", "leased", "sent", "written", "held")),
    )
