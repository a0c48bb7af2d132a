"""The desk of an installation, all its forums; and the desk of one: what waits for a decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from orchestrator import zones
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import holding, resend
from orchestrator.secretariat.standing import SUBMITTED
from orchestrator.secretariat.todo import Todo, todo
from orchestrator.storage import Kept, StoreError, revisions
from orchestrator.storage import forums as rows
from orchestrator.web import forms, sessions
from orchestrator.web.access import Thing, authorize
from orchestrator.web.desk.names import PURPOSES, Names
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.showing import shown, words_for
from orchestrator.web.visits import Visit

# What a page may be asked to say after a button was pressed.
SAID = {
    "saved": N_("Saved. Nobody was told yet."),
    "same": N_("Nothing had changed: everybody knows what there is to know."),
    "enrolled": N_("The people stand in a draft now. Nobody was told yet."),
    "published": N_("Published. The messages are on their way."),
    "resent": N_("The invitations are sent again."),
    "nothing": N_("There was nothing to send again."),
    "held": N_("Nothing of this forum is sent until you release it."),
    "released": N_("The forum is sent again."),
    "given-up": N_("Given up: it counts as never sent."),
    "closed": N_("Closed."),
    "decided": N_("Decided. The page of whoever proposed it says so."),
    "entered": N_("The answer was entered."),
    "overtaken": N_("A newer answer was there already: it stands."),
    "told": N_("What was written to the folder now counts as told."),
    "revoked": N_("The link opens nothing any more."),
    "renewed": N_("There is a new link; the one before opens nothing any more."),
    "messaged": N_("The message is on its way."),
    "tried": N_("The trial went to the organizer's own address."),
}
MOST_SHOWN = 50
# Of those who have not answered, as many as one sees without folding up what else waits.
FEW = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A forum on the desk."""

    forum: str
    place: str
    names: Names
    start: datetime | None
    zone: str
    state: str


async def desk(visit: Visit) -> web.Response:
    """Answer with the forums that somebody has a role in."""
    async with visit.service.store.reading() as kept:
        known = [each for each in await rows.every(kept) if _is_theirs(visit, each.id)]
        lines = [await _line(kept, visit, each) for each in known]
    lines.sort(key=lambda line: (line.start is None, line.start or visit.service.now()))
    return await shown(visit, "web/desk/forums.html", lines=lines)


def _is_theirs(visit: Visit, forum: str) -> bool:
    return visit.actor.role(forum) is not None


async def _line(kept: Kept, visit: Visit, known: rows.Forum) -> Line:
    published = await visit.service.forums.get(known.id)
    head = await revisions.head(kept, known.id)
    order = published.order if published else await _drafted(kept, visit, known.id, head)
    starts = [each.start for each in order.sessions if each.start] if order else []
    return Line(
        forum=known.id,
        place=_place(visit, known.id, is_told=published is not None),
        names=Names(order=order, language=words_for(visit).language, forum=known.id),
        start=min(starts, default=None),
        zone=order.agenda.zone if order else "UTC",
        state=_state(known, head, is_told=published is not None),
    )


async def _drafted(
    kept: Kept, visit: Visit, forum: str, head: revisions.Revision | None
) -> RunningOrder | None:
    """Return what a forum that nobody was told of says in its newest text, if that can be read."""
    try:
        return await visit.service.library.order(kept, forum, head.number) if head else None
    except OrchestratorError:
        return None


def _place(visit: Visit, forum: str, *, is_told: bool) -> str:
    """Return where somebody works on a forum: who only keeps its records has no desk there."""
    if authorize(visit.actor, "look at a forum", Thing(forum=forum)):
        return f"/desk/{forum}"
    return f"/desk/{forum}/records" if is_told else ""


def _state(known: rows.Forum, head: revisions.Revision | None, *, is_told: bool) -> str:
    if known.held:
        return N_("on hold: nothing is sent")
    if not is_told:
        return N_("not published yet")
    if head is not None and head.published is None:
        return N_("has changes that nobody was told of")
    return N_("published")


async def forum(visit: Visit) -> web.Response:
    """Answer with what waits for a decision in one forum."""
    found, names = await waiting(visit)
    now = visit.service.now()
    return await shown(
        visit,
        "web/desk/forum.html",
        todo=found,
        names=names,
        edits=may_edit(visit),
        keeps=authorize(visit.actor, "keep records", visit.thing),
        written_only=not visit.service.desk.tells,
        said=said(visit),
        purposes=PURPOSES,
        submitted=SUBMITTED,
        most=MOST_SHOWN,
        few=FEW,
        days=lambda until: _days(found, until, now),
        counts=dict(_counts(found)),
    )


async def waiting(visit: Visit) -> tuple[Todo, Names]:
    """Return what waits in the forum that is asked for, and its names."""
    service = visit.service
    found = await todo(service.desk, visit.thing.forum, service.library)
    if found is None:
        raise GoneError
    language = words_for(visit).language
    return found, Names(order=found.shown, language=language, forum=found.forum)


def _days(found: Todo, until: datetime | None, now: datetime) -> int | None:
    """Return how many days are left, on the forum's clock."""
    if until is None or found.shown is None:
        return None
    zone = found.shown.agenda.zone
    return (zones.local(until, zone).date() - zones.local(now, zone).date()).days


def _counts(found: Todo) -> Iterator[tuple[str, int]]:
    for partstat in ("ACCEPTED", "TENTATIVE", "DECLINED", "NEEDS-ACTION"):
        yield partstat, sum(line.partstat == partstat for line in found.lines)


def may_edit(visit: Visit) -> bool:
    """Tell whether the reader may change anything in the forum."""
    return authorize(visit.actor, "edit a forum", visit.thing)


def said(visit: Visit) -> Phrase | None:
    """Return the sentence that a button before has led to."""
    asked = visit.request.query.get("said", "")
    return phrase(SAID[asked]) if asked in SAID else None


def back(visit: Visit, word: str, page: str = "") -> web.Response:
    """Lead back to a page of the forum, with a sentence."""
    return sessions.led(f"/desk/{visit.thing.forum}{page}?said={word}")


class DecidedError(RequestError):
    """What was to be decided is not there any more, or cannot be so."""

    status = 409


def told(wrong: OrchestratorError) -> OrchestratorError:
    """Return what a verb refused, to be said on a page; what is an operator's stays that."""
    if isinstance(wrong, StoreError):
        return wrong
    return DecidedError(wrong.message, **wrong.values)


async def hold(visit: Visit) -> web.Response:
    """Stop everything that a forum would send."""
    await known(visit)
    await holding.hold(visit.service.desk, visit.thing.forum, actor=visit.by)
    return back(visit, "held")


async def release(visit: Visit) -> web.Response:
    """Let a forum send again."""
    await known(visit)
    await holding.release(visit.service.desk, visit.thing.forum, actor=visit.by)
    return back(visit, "released")


async def declare(visit: Visit) -> web.Response:
    """Declare what was written to the folder as told."""
    await known(visit)
    await holding.told(visit.service.desk, visit.thing.forum, actor=visit.by)
    return back(visit, "told")


async def send_again(visit: Visit) -> web.Response:
    """Send people their standing invitations once more."""
    await known(visit)
    form = await forms.read(visit.request)
    count = 0
    for person in dict.fromkeys(str(each) for each in form.getall("person", [])[:MOST_SHOWN]):
        try:
            _, queued = await resend.resend(
                visit.service.desk, person, visit.thing.forum, actor=visit.by
            )
        except OrchestratorError as wrong:
            raise told(wrong) from None
        count += queued
    page = "/deliveries" if forms.said(form, "from") == "deliveries" else ""
    return back(visit, "resent" if count else "nothing", page)


async def known(visit: Visit) -> None:
    """Raise where there is no such forum: the verbs would take its name for that of a file."""
    async with visit.service.store.reading() as kept:
        if await rows.get(kept, visit.thing.forum) is None:
            raise GoneError
