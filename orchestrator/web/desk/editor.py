"""The agenda's text, with its findings beside it; and the first text of a new forum."""

import asyncio

from aiohttp import web
from aiohttp.web import FileField

from orchestrator import agendas, languages
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import check, editing
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.editing import Draft, StaleError
from orchestrator.secretariat.new import checked_id
from orchestrator.secretariat.source import Source
from orchestrator.storage import StoreError, revisions
from orchestrator.web import forms, sessions
from orchestrator.web.desk.forums import back, may_edit, said
from orchestrator.web.desk.names import Names
from orchestrator.web.faults import GoneError, RequestError
from orchestrator.web.forms import Form
from orchestrator.web.showing import phrase_of, shown, words_for
from orchestrator.web.visits import Visit

# What a form adds to the text: percent signs for every byte that is no ASCII letter.
MOST = 3 * editing.LARGEST + 64 * 1024
ANOTHER = N_(
    "The text has the id '{id}', and this forum is '{forum}': an id is for life. Change it back, "
    "or begin a new forum with this text."
)
NEEDED = N_("The page did not say which revision it changes. Open it again.")


class BaselessError(RequestError):
    """A text to be saved without a word on what it was made from (RFC 6585)."""

    status = 428


async def edit(visit: Visit) -> web.Response:
    """Answer with the newest text."""
    head = await _head(visit)
    return await _page(visit, head.text, head.number)


async def _head(visit: Visit) -> revisions.Revision:
    async with visit.service.store.reading() as kept:
        head = await revisions.head(kept, visit.thing.forum)
    if head is None:
        raise GoneError
    return head


async def _page(
    visit: Visit,
    text: str,
    base: int,
    *,
    status: int = 200,
    wrong: Phrase | None = None,
    conflicts: int = 0,
) -> web.Response:
    checked = await check.check(
        visit.service.desk, Source(name=visit.thing.forum, data=text.encode())
    )
    language = words_for(visit).language
    return await shown(
        visit,
        "web/desk/editor.html",
        status=status,
        names=Names(order=_order(visit, checked), language=language, forum=visit.thing.forum),
        text=text,
        base=base,
        checked=checked,
        edits=may_edit(visit),
        wrong=wrong,
        conflicts=conflicts,
        said=said(visit),
        lines=text.count("\n") + 1,
    )


def _order(visit: Visit, checked: Checked) -> RunningOrder | None:
    return checked.order or (visit.published.order if visit.published else None)


async def save(visit: Visit) -> web.Response:
    """Keep the text as a new revision that nobody was told of, or only look for faults."""
    form = await forms.read(visit.request)
    text, base = editing.lines(forms.whole(form, "text")), forms.number(form, "base")
    if base is None:
        raise BaselessError(NEEDED)
    await _head(visit)
    if forms.said(form, "do") == "check":
        return await _page(visit, text, base)
    other = await asyncio.to_thread(editing.own_id, text)
    if other is not None and other != visit.thing.forum:
        wrong = phrase(ANOTHER, id=other, forum=visit.thing.forum)
        return await _page(visit, text, base, status=422, wrong=wrong)
    draft = Draft(forum=visit.thing.forum, text=text, base=base)
    try:
        await editing.save(visit.service.desk, draft, actor=visit.by)
    except StaleError as stale:
        return await _page(
            visit,
            stale.merged.text,
            stale.head.number,
            status=412,
            wrong=phrase_of(stale),
            conflicts=stale.merged.conflicts,
        )
    return back(visit, "saved", "/publish" if forms.said(form, "do") == "plan" else "/agenda")


async def ask(visit: Visit) -> web.Response:
    """Answer with the page that begins a forum."""
    return await _asked(visit, {})


async def _asked(
    visit: Visit, form: Form, *, status: int = 200, wrong: Phrase | None = None
) -> web.Response:
    return await shown(
        visit,
        "web/desk/new.html",
        status=status,
        wrong=wrong,
        named=forms.said(form, "id"),
        text=forms.whole(form, "text"),
        chosen=forms.said(form, "tongue") or words_for(visit).language,
    )


async def begin(visit: Visit) -> web.Response:
    """Begin a forum with a text that was given, or with one to start from."""
    form = await forms.read(visit.request)
    try:
        text, forum = await asyncio.to_thread(_first, visit, form)
        await editing.begin(visit.service.desk, text, forum, actor=visit.by)
    except StoreError:
        raise
    except OrchestratorError as wrong:
        return await _asked(visit, form, status=422, wrong=phrase_of(wrong))
    visit.service.forums.forget()
    return sessions.led(f"/desk/{forum}/agenda")


def _first(visit: Visit, form: Form) -> tuple[str, str]:
    """Return the first text of a forum, and its id."""
    given = _uploaded(form) or forms.whole(form, "text")
    if not given.strip():
        forum = checked_id(forms.said(form, "id"))
        tag = languages.match(forms.said(form, "tongue")) or words_for(visit).language
        return agendas.starter(forum, tag, languages.translator(tag)), forum
    own = editing.own_id(given)
    return given, checked_id(own or forms.said(form, "id"))


def _uploaded(form: Form) -> str:
    file = form.get("file")
    if not isinstance(file, FileField):
        return ""
    try:
        with file.file as opened:
            return opened.read(editing.LARGEST + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OrchestratorError(N_("The file is not UTF-8 text.")) from None
