"""When a message has been overtaken: a newer one to the same reader about the same entry stands."""

from sqlalchemy import ColumnElement, FromClause, exists, or_

from orchestrator.storage.columns import one_of
from orchestrator.storage.deliveries import INVITATIONS
from orchestrator.storage.tables import deliveries

newer = deliveries.alias("newer")
older = deliveries.alias("older")
STANDS = ("pending", "leased", "sent", "written", "held")


def same_reader(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Tell whether two messages about one entry go to the same reader.

    Whoever has a new address is called off at the old one: neither takes the other's place. Nor
    does an assistant who is listed where another stood: each must hear for themselves.
    """
    alike = or_((one.c.copy == 0) & (other.c.copy == 0), (one.c.copy > 0) & (other.c.copy > 0))
    return alike & (one.c.recipient == other.c.recipient)


def overtaken(table: FromClause = deliveries) -> ColumnElement[bool]:
    """Tell of a row whether a newer one says what it would have said."""
    row = table.c
    return one_of(row.purpose, INVITATIONS) & exists().where(
        newer.c.forum == row.forum,
        newer.c.person == row.person,
        newer.c.thing == row.thing,
        same_reader(newer, table),
        newer.c.id > row.id,
        one_of(newer.c.purpose, INVITATIONS),
        one_of(newer.c.state, STANDS),
    )
