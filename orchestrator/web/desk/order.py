"""The order of an agenda's items: moved by buttons, to a chosen place, or by hand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aiohttp import web

from orchestrator import running_orders
from orchestrator.agendas.models import Round
from orchestrator.documents import sittings
from orchestrator.documents.sittings import Point, Sitting
from orchestrator.documents.versions import Version
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import Chosen
from orchestrator.running_orders import KIND_NAMES, RunningOrder
from orchestrator.secretariat import check, editing, reorder
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.reorder import Move, OlderError
from orchestrator.storage import StoreError, revisions
from orchestrator.web import forms, sessions
from orchestrator.web.desk.editor import NEEDED, BaselessError
from orchestrator.web.desk.forums import may_edit
from orchestrator.web.desk.names import Names
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.forms import Form
from orchestrator.web.showing import phrase_of, shown, words_for
from orchestrator.web.visits import Visit

# The buttons; each says which item is to go to which place: `opening:plenary:2`. Those of speakers
# say which entry of an item's list: `opening:1:0`.
UP, DOWN, TO = "up", "down", "to"
EARLIER, LATER = "earlier", "later"
OF_SPEAKERS = (EARLIER, LATER)
BUTTONS = (UP, DOWN, TO, *OF_SPEAKERS)
ID = re.compile("[a-z0-9-]{1,64}")
UNCLEAR = N_("This cannot be understood: choose one of the buttons.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item and its place (from 0) in its session; `by_hand` where its speakers are a list.

    `kind` is None where the title says it.
    """

    point: Point
    place: int
    kind: Phrase | None
    by_hand: bool

    @property
    def by_rule(self) -> bool:
        """Tell whether protocol decides who speaks when."""
        return isinstance(self.point.item.speakers, Round)

    @property
    def speakers(self) -> tuple[Chosen, ...]:
        """Return the names of all who speak in it."""
        return tuple(who.label for turn in self.point.turns for who in turn.speakers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A session with its items."""

    sitting: Sitting
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved last, by which button, and where it stands now."""

    group: Group
    row: Row
    by: str
    speaker: int | None


async def look(visit: Visit) -> web.Response:
    """Answer with the items of the newest text in their order."""
    return await _page(visit)


async def _page(visit: Visit, *, status: int = 200, wrong: Phrase | None = None) -> web.Response:
    async with visit.service.store.reading() as kept:
        head = await revisions.head(kept, visit.thing.forum)
    if head is None:
        raise GoneError
    checked = await check.check(visit.service.desk, editing.source(head))
    order, words = _order(checked), words_for(visit)
    version = Version(order=order, words=words) if order else None
    groups = tuple(_groups(version)) if version else ()
    choosing = visit.request.query.get("item", "")
    published = order or (visit.published.order if visit.published else None)
    return await shown(
        visit,
        "web/desk/order.html",
        status=status,
        names=Names(order=published, language=words.language, forum=visit.thing.forum),
        head=head,
        checked=checked,
        groups=groups,
        moved=_moved(visit, groups),
        choosing=choosing,
        choices=tuple(choices(groups, choosing)) if choosing in _found(groups) else (),
        edits=may_edit(visit),
        wrong=wrong,
    )


def _order(checked: Checked) -> RunningOrder | None:
    """Return the order of a text; one that does not fit its hours is shown too, to be mended."""
    agenda = checked.reading.agenda
    return checked.order or (running_orders.build(agenda) if agenda else None)


def _groups(version: Version) -> Iterator[Group]:
    for sitting in sittings.sittings(version):
        rows = tuple(_row(version, place, point) for place, point in enumerate(sitting.points))
        yield Group(sitting=sitting, rows=rows)


def _row(version: Version, place: int, point: Point) -> Row:
    speakers = point.item.speakers
    return Row(
        point=point,
        place=place,
        kind=_kind(version, point),
        # Whom nobody knows has no turn: then the list on the page is not that of the text.
        by_hand=not isinstance(speakers, Round) and 1 < len(speakers) == len(point.turns),
    )


def _kind(version: Version, point: Point) -> Phrase | None:
    kind = phrase(KIND_NAMES[point.item.kind])
    title = point.title if isinstance(point.title, Chosen) else None
    said = title is None or version.say(kind).casefold() in title.text.casefold()
    return None if said else kind


def _moved(visit: Visit, groups: tuple[Group, ...]) -> Moved | None:
    asked = visit.request.query
    name, by, nth = asked.get("moved", ""), asked.get("by", ""), forms.number(asked, "speaker")
    found = _found(groups).get(name)
    if found is None or by not in BUTTONS:
        return None
    group, row = found
    if by in OF_SPEAKERS and not (row.by_hand and nth is not None and nth < len(row.point.turns)):
        return None
    return Moved(group=group, row=row, by=by, speaker=nth if by in OF_SPEAKERS else None)


def _found(groups: tuple[Group, ...]) -> Mapping[str, tuple[Group, Row]]:
    return {row.point.id: (group, row) for group in groups for row in group.rows}


async def move(visit: Visit) -> web.Response:
    """Keep the text with one item, or one speaker of an item, in another place."""
    form = await forms.read(visit.request)
    base = forms.number(form, "base")
    if base is None:
        raise BaselessError(NEEDED)
    by, wanted = _wanted(form)
    desk, forum = visit.service.desk, visit.thing.forum
    try:
        await reorder.reorder(desk, forum, base, wanted, actor=visit.by)
    except OlderError as older:
        return await _page(visit, status=412, wrong=phrase_of(older))
    except StoreError:
        raise
    except OrchestratorError as wrong:
        return await _page(visit, status=422, wrong=phrase_of(wrong))
    speaker = "" if wanted.speaker is None else f"&speaker={wanted.place}"
    return sessions.led(f"/desk/{forum}/order?moved={wanted.item}&by={by}{speaker}")


def _wanted(form: Form) -> tuple[str, Move]:
    """Return which button was pressed, and the move that it stands for."""
    by = next((each for each in BUTTONS if each in form), "")
    pieces = forms.said(form, by).split(":")
    place, speaker = (forms.whole_number(piece) for piece in (pieces[-1], pieces[len(pieces) // 2]))
    if len(pieces) != 3 or place is None or not all(map(ID.fullmatch, pieces[:2])):
        raise RequestError(UNCLEAR)
    if by not in OF_SPEAKERS:
        return by, Move(item=pieces[0], session=pieces[1], place=place)
    if speaker is None:
        raise RequestError(UNCLEAR)
    return by, Move(item=pieces[0], speaker=speaker, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A place that an item can be moved to: after another one, or first."""

    value: str
    after: Row | None


def choices(groups: Iterable[Group], item: str) -> Iterator[tuple[Group, tuple[Choice, ...]]]:
    """Return the places that an item can be moved to, by session."""
    for group in groups:
        others: list[Row | None] = [None, *(row for row in group.rows if row.point.id != item)]
        here = next((row.place for row in group.rows if row.point.id == item), None)
        yield (
            group,
            tuple(
                Choice(value=f"{item}:{group.sitting.id}:{place}", after=after)
                for place, after in enumerate(others)
                if place != here
            ),
        )
