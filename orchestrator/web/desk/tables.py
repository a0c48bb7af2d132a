"""What lies beside the to-do list: answers, deliveries, links and the audit of a forum."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from aiohttp import web

from orchestrator.errors import UsageError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.secretariat import answers, handed, links, trail
from orchestrator.secretariat.accounts import actor
from orchestrator.secretariat.handed import Handed
from orchestrator.secretariat.todo import todo
from orchestrator.storage import accounts as rows_of
from orchestrator.storage import deliveries
from orchestrator.storage import links as rows
from orchestrator.storage.audit import Deed
from orchestrator.storage.links import Link
from orchestrator.web import forms
from orchestrator.web.desk.forums import back, known, may_edit, said
from orchestrator.web.desk.names import PURPOSES, STATES, Names
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.headers import KEEP_NOTHING, headers
from orchestrator.web.showing import shown, words_for
from orchestrator.web.visits import Visit

CSV = "text/csv; charset=utf-8"
# A spreadsheet takes a table for another alphabet's unless it begins so.
MARK = "\ufeff"
MOST = 200
SCOPES: Mapping[str, str] = {
    links.SPEAKER: N_("Call sheet"),
    links.DELEGATION: N_("Call sheet, for assistants"),
    links.RAPPORTEUR: N_("Record"),
    links.FEED: N_("Calendar"),
}
NO_LINK = N_("There is no such link.")
# What is done, in the words of the audit.
ACTIONS: Mapping[str, str] = {
    "publish": N_("published a revision"),
    "save": N_("saved a revision"),
    "answer": N_("answered"),
    "propose": N_("proposed another time"),
    "hold": N_("stopped the sending"),
    "release": N_("let the sending go on"),
    "resend": N_("sent invitations again"),
    "message": N_("sent a message"),
    "told": N_("declared what was written as told"),
    "close": N_("closed a proposal"),
    "give up": N_("gave up a message"),
    "send after all": N_("sent a message after all"),
    "revoke": N_("revoked a link"),
    "renew": N_("renewed a link"),
    "restore": N_("restored a backup"),
    "draft": N_("kept a draft of a record"),
    "submit": N_("submitted a record"),
    "approve": N_("approved a record"),
    "reopen": N_("opened a record again"),
}
ACTORS: Mapping[str, str] = {
    "cli": N_("command line"),
    "demo": N_("demonstration"),
    "console": N_("console"),
    "link": N_("personal link"),
    "mail": N_("by mail"),
    "token": N_("a machine"),
}


async def names_of(visit: Visit) -> Names:
    """Return the names in the forum, as participants were told them or as they are drafted."""
    published = visit.published
    language = words_for(visit).language
    if published is not None:
        return Names(order=published.order, language=language, forum=published.forum)
    found = await todo(visit.service.desk, visit.thing.forum, visit.service.library)
    if found is None:
        raise GoneError
    return Names(order=found.shown, language=language, forum=found.forum)


async def answered(visit: Visit) -> web.Response:
    """Answer with who has answered what."""
    await known(visit)
    found = await _answers(visit)
    return await shown(
        visit,
        "web/desk/answers.html",
        names=await names_of(visit),
        found=found,
        edits=may_edit(visit),
        SAID=answers.SAID,
        WAYS=answers.WAYS,
        said=said(visit),
    )


async def _answers(visit: Visit) -> answers.Answers | None:
    if visit.published is None:
        return None
    service = visit.service
    return await answers.in_store(service.store, visit.thing.forum, service.library)


async def table(visit: Visit) -> web.Response:
    """Answer with the answers as a table for a spreadsheet."""
    await known(visit)
    found = await _answers(visit)
    if found is None:
        raise GoneError
    name = f'attachment; filename="{visit.thing.forum}.answers.csv"'
    told = headers(CSV, KEEP_NOTHING, Content_Disposition=name)
    body = MARK + answers.table(found, words_for(visit))
    return web.Response(body=body.encode(), headers=told)


async def delivered(visit: Visit) -> web.Response:
    """Answer with what was sent to whom, the newest first; all of it, or what is in one state."""
    await known(visit)
    async with visit.service.store.reading() as kept:
        every = await deliveries.of(kept, visit.thing.forum)
    state = visit.request.query.get("state", "")
    found = [row for row in every if state not in STATES or row.state == state]
    return await shown(
        visit,
        "web/desk/deliveries.html",
        names=await names_of(visit),
        rows=found[::-1][:MOST],
        more=max(len(found) - MOST, 0),
        edits=may_edit(visit),
        opens=may_edit(visit) and not visit.service.desk.tells,
        purposes=PURPOSES,
        states=STATES,
        state=state,
        counts=Counter(row.state for row in every),
        said=said(visit),
    )


async def handed_out(visit: Visit) -> web.Response:
    """Answer with the personal links of a forum; their addresses only to who may hand them out."""
    await known(visit)
    async with visit.service.store.reading() as kept:
        found = await handed.of(visit.service.desk, kept, visit.thing.forum)
    names = await names_of(visit)
    scopes = [*SCOPES]
    found = tuple(
        sorted(
            found,
            key=lambda each: (
                names.place(each.link.person),
                each.link.reader,  # one's own before those of who does one's mail
                scopes.index(each.link.kind),
            ),
        )
    )
    shelves = groupby(found[:MOST], key=lambda each: each.link.person)
    return await shown(
        visit,
        "web/desk/links.html",
        names=names,
        shelves=[(person, list(own)) for person, own in shelves],
        more=max(len(found) - MOST, 0),
        edits=may_edit(visit),
        scopes=SCOPES,
        said=said(visit),
    )


async def revoke(visit: Visit) -> web.Response:
    """Shut a link for good, or until it is renewed."""
    return await _changed(visit, handed.revoke, "revoked")


async def renew(visit: Visit) -> web.Response:
    """Give a person a new link in the place of one that others may have seen."""
    return await _changed(visit, handed.renew, "renewed")


async def _changed(
    visit: Visit, change: Callable[..., Awaitable[Handed]], word: str
) -> web.Response:
    link = forms.said(await forms.read(visit.request), "link")
    try:
        await change(visit.service.desk, link, forum=visit.thing.forum, actor=visit.by)
    except UsageError:
        raise RequestError(NO_LINK) from None
    visit.service.holders.drop()
    return back(visit, word, "/links")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A line of the audit, with names."""

    at: datetime
    who: object
    what: Phrase
    about: tuple[object, ...]


async def audited(visit: Visit) -> web.Response:
    """Answer with who did what."""
    await known(visit)
    names = await names_of(visit)
    deeds = await trail.trail(visit.service.desk, visit.thing.forum)
    async with visit.service.store.reading() as kept:
        people = {actor(each.id): each.name or "" for each in await rows_of.every(kept)}
        holders = {f"link:{each.id}": each for each in await rows.of(kept, visit.thing.forum)}
    lines = [_done(deed, names, people, holders) for deed in deeds[::-1][:MOST]]
    return await shown(visit, "web/desk/audit.html", names=names, lines=lines)


def _done(deed: Deed, names: Names, people: Mapping[str, str], holders: Mapping[str, Link]) -> Done:
    return Done(
        at=deed.at,
        who=_who(deed.actor, names, people, holders),
        what=phrase(ACTIONS.get(deed.action, deed.action)),
        about=_about(deed, names),
    )


def _about(deed: Deed, names: Names) -> tuple[object, ...]:
    person, _, thing = deed.object.partition("/")
    if deed.action in ("publish", "save"):
        return (phrase(N_("Revision {number}"), number=deed.object),)
    if thing and person != "-":
        return names.person(person), names.thing(thing)
    if deed.action == "resend" or "person" in deed.details:
        return (names.person(deed.details.get("person", deed.object)),)
    return (deed.object,)


def _who(by: str, names: Names, people: Mapping[str, str], holders: Mapping[str, Link]) -> object:
    holder, kind = holders.get(by), by.partition(":")[0]
    if holder is not None and holder.person:
        return names.person(holder.person)
    return people.get(by) or (phrase(ACTORS[kind]) if kind in ACTORS else by)
