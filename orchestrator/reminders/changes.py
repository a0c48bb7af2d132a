"""What a publication does to the reminders of the ones before it: new, moved, withdrawn, kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orchestrator.reminders.rules import Planned, owed
from orchestrator.running_orders.order import RunningOrder

# States of a delivery: still to be sent, and those after which the same must not go out again.
# What is held may have gone out: that is for the organizer to say.
WAITING = "pending"
GONE = frozenset(("leased", "sent", "written", "held"))

Rule = tuple[str, str, str]  # person, thing, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A stored reminder: `at` is the planned instant, however often it was put off since."""

    id: int
    person: str
    thing: str
    rule: str
    at: datetime
    begins: datetime
    expires: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A stored reminder and what it is from now on."""

    id: int
    to: Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What a publication does to reminders.

    `kept` are due when they were, but useful until another moment or for another beginning.
    """

    new: tuple[Planned, ...]
    moved: tuple[Move, ...]
    withdrawn: tuple[int, ...]
    kept: tuple[Move, ...]

    def counts(self) -> dict[str, int]:
        """Return how many of each a plan shows."""
        return {
            "new": len(self.new),
            "moved": len(self.moved),
            "withdrawn": len(self.withdrawn),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of one stored reminder, or of one wanted."""

    kind: str
    id: int = 0
    to: Planned | None = None


def replanned(known: Iterable[Known], order: RunningOrder, published: datetime) -> Replanned:
    """Return what becomes of the stored reminders of a forum, in whatever state, under a new order.

    What would be due before the publication is not made; what is due already and only late stays.
    """
    stored: dict[Rule, list[Known]] = {}
    for each in known:
        stored.setdefault((each.person, each.thing, each.rule), []).append(each)
    quiet = order.agenda.notices.quiet or timedelta()
    fates: list[Fate] = []
    for wanted in owed(order):
        rows = stored.pop((wanted.person, wanted.thing, wanted.rule), [])
        fates += _fates(rows, wanted, published, quiet)
    fates += (fate for rows in stored.values() for fate in _withdrawn(rows))
    return Replanned(
        new=tuple(each.to for each in fates if each.kind == "new" and each.to),
        moved=_moves(fates, "moved"),
        withdrawn=tuple(sorted(each.id for each in fates if each.kind == "withdrawn")),
        kept=_moves(fates, "kept"),
    )


def _moves(fates: Iterable[Fate], kind: str) -> tuple[Move, ...]:
    return tuple(Move(id=each.id, to=each.to) for each in fates if each.kind == kind and each.to)


def _withdrawn(rows: Iterable[Known]) -> Iterator[Fate]:
    return (Fate(kind="withdrawn", id=row.id) for row in rows if row.state == WAITING)


def _fates(
    rows: Sequence[Known], wanted: Planned, published: datetime, quiet: timedelta
) -> Iterator[Fate]:
    """Return what becomes of the stored reminders of one rule, thing and person."""
    waiting = [row for row in rows if row.state == WAITING]
    same = next((row for row in waiting if row.at == wanted.at), None)
    if wanted.purpose == "form" and wanted.at < published < wanted.expires:
        # A rapporteur named in the last hour still needs the form, at once.
        if not rows:
            yield Fate(kind="new", to=replace(wanted, at=published))
    elif same:
        yield from _withdrawn(row for row in waiting if row is not same)
        if (same.begins, same.expires) != (wanted.begins, wanted.expires):
            yield Fate(kind="kept", id=same.id, to=wanted)
    elif wanted.at < published or any(_serves(row, wanted, quiet) for row in rows):
        yield from _withdrawn(waiting)
    elif waiting:
        yield from _withdrawn(waiting[1:])
        yield Fate(kind="moved", id=waiting[0].id, to=wanted)
    else:
        yield Fate(kind="new", to=wanted)


def _serves(row: Known, wanted: Planned, quiet: timedelta) -> bool:
    """Tell whether one that went out serves: for the same moment, or after a move nobody minds."""
    near = row.begins == wanted.begins or abs(row.begins - wanted.begins) < quiet
    return row.state in GONE and (row.at == wanted.at or near)
