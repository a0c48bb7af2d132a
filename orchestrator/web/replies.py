"""What a speaker sends back from their page: an answer, or the proposal of another time."""

from datetime import datetime, timedelta

from aiohttp import web

from orchestrator import zones
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.invites.replies import texts
from orchestrator.languages import TAGS
from orchestrator.secretariat import deciding
from orchestrator.secretariat.answer import PARTSTATS, Given, answer
from orchestrator.storage import Kept, StoreError, audit, entries, forums, proposals
from orchestrator.storage.entries import Entry
from orchestrator.web import forms
from orchestrator.web.faults import GoneError, OftenError, RequestError
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.sheets import holder
from orchestrator.web.visits import Visit

LONGEST_COMMENT = 1000
# As every browser sends what was chosen in a field for date and time.
WALL = "%Y-%m-%dT%H:%M"
FAR = timedelta(days=3653)  # what lies further off is a slip of the pen
MOST = 20  # times proposed for an entry in a day
DAY = timedelta(days=1)
CERTAIN = 3  # the link was sent to nobody else
UNCLEAR = N_("This answer cannot be understood: choose one of the buttons.")
NO_TIME = N_("This is no date and time: write it as 2020-10-29T14:30.")


async def give_answer(visit: Visit) -> web.Response:
    """Keep an answer to a session."""
    form = await forms.read(visit.request)
    partstat = forms.said(form, "partstat")
    if partstat not in PARTSTATS:
        raise RequestError(UNCLEAR)
    now = visit.service.now()
    async with visit.service.store.transaction() as kept:
        entry = await _entry(kept, visit, form)
        given = Given(
            partstat=partstat,
            sequence=_sequence(form),
            stamp=now,
            given=now,
            way="page",
            by=_by(visit),
            trust=CERTAIN,
            comment=_comment(form),
        )
        answered = await answer(kept, entry, given)
    return _back(visit, "answered" if answered.verdict == "applied" else answered.verdict)


async def propose_time(visit: Visit) -> web.Response:
    """Keep the proposal of another time for the organiser to decide."""
    form = await forms.read(visit.request)
    start = _start(forms.said(form, "when"), visit)
    now = visit.service.now()
    async with visit.service.store.transaction() as kept:
        entry = await _entry(kept, visit, form)
        before = await proposals.by(kept, entry.forum, entry.person)
        own = [each for each in before if each.thing == entry.thing]
        if sum(now - each.made < DAY for each in own) >= MOST:
            raise OftenError
        for each in own:
            if each.closed is None:
                await proposals.close(kept, each.id, now, "replaced")
        number = await proposals.add(
            kept,
            entry.forum,
            kind="counter",
            made=now,
            person=entry.person,
            thing=entry.thing,
            details={
                "trust": CERTAIN,
                "method": "PAGE",
                "sequence": _sequence(form),
                "start": start,
                "end": None,
                "comment": _comment(form),
                "attendees": [],
            },
        )
        await audit.add(
            kept,
            at=now,
            actor=_by(visit),
            action="propose",
            forum=entry.forum,
            object=f"{entry.person}/{entry.thing}",
            details={"proposal": number},
        )
    return _back(visit, "proposed")


async def withdraw_time(visit: Visit) -> web.Response:
    """Take back a proposal of the holder's that nobody has decided yet."""
    number = forms.number(await forms.read(visit.request), "proposal")
    forum, person, desk = visit.agenda.forum, holder(visit).id, visit.service.desk
    try:
        await deciding.withdraw(desk, forum, person, number or 0, actor=_by(visit))
    except StoreError:
        raise
    except OrchestratorError:
        return _back(visit, "decided")
    return _back(visit, "withdrawn")


async def _entry(kept: Kept, visit: Visit, form: forms.Form) -> Entry:
    """Return the entry that is answered: one of the holder's own, and never another's."""
    forum, person = visit.agenda.forum, holder(visit).id
    await forums.lock(kept, forum)  # who publishes meanwhile raises the SEQUENCE
    entry = await entries.get(kept, forum, person, forms.said(form, "thing"))
    if entry is None:
        raise GoneError
    return entry


def _comment(form: forms.Form) -> str:
    return texts.plain(forms.said(form, "comment"), LONGEST_COMMENT)


def _sequence(form: forms.Form) -> int:
    """Return which state of the entry was on the page; one that says nothing is an old one."""
    said = forms.said(form, "sequence")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1


def _start(text: str, visit: Visit) -> str | None:
    """Return the proposed instant, which the page asks for on the person's own clock."""
    if not text:
        return None
    try:
        wall = datetime.strptime(text, WALL)  # noqa: DTZ007 - the zone is the person's own
        moment = zones.instant(wall, visit.agenda.order.agenda.zone_of(holder(visit)))
    except (ValueError, OverflowError):
        raise RequestError(NO_TIME) from None
    if abs(moment - visit.service.now()) > FAR:
        raise RequestError(NO_TIME)
    return zones.stamp(moment)


def _by(visit: Visit) -> str:
    return f"link:{visit.link.id}"


def _back(visit: Visit, said: str) -> web.Response:
    """Lead back to the page, so that a reload sends nothing again."""
    response = web.Response(status=303, headers=headers(HTML, KEEP_NOTHING))
    language = visit.request.query.get("language")
    chosen = f"&language={language}" if language in TAGS else ""
    response.headers["Location"] = f"/s/{visit.named('token')}?said={said}{chosen}"
    return response
