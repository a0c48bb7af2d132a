"""Signing in and out, by password or by a one-time link; looking at a link does not use it up."""

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import accounts, signing
from orchestrator.secretariat.passwords import WeakPasswordError
from orchestrator.secretariat.signing import Knock
from orchestrator.storage import sign_ins
from orchestrator.web import forms, sessions
from orchestrator.web.faults import GoneError
from orchestrator.web.forms import Form
from orchestrator.web.showing import phrase_of, shown
from orchestrator.web.visits import Visit


async def ask(visit: Visit) -> web.Response:
    """Answer with the page that asks for name and password."""
    return await _asked(visit, visit.request.query)


async def _asked(
    visit: Visit, form: Form, *, status: int = 200, wrong: OrchestratorError | None = None
) -> web.Response:
    return await shown(
        visit,
        "web/sign-in.html",
        status=status,
        wrong=phrase_of(wrong) if wrong else None,
        named=forms.said(form, "name"),
        next=forms.said(form, "next"),
        at=forms.said(form, "at"),
    )


def _next(form: Form) -> str:
    return sessions.place(forms.said(form, "next"), forms.said(form, "at"))


def _knock(visit: Visit, form: Form, name: str) -> Knock:
    return Knock(
        name=name,
        password=forms.whole(form, "password"),
        address=visit.request.remote or "",
        agent=visit.request.headers.get("User-Agent", ""),
    )


async def enter(visit: Visit) -> web.Response:
    """Sign somebody in."""
    sessions.refuse_open_line(visit)
    form = await forms.read(visit.request)
    service = visit.service
    knock = _knock(visit, form, forms.said(form, "name"))
    try:
        held = await signing.sign_in(service.store, service.passwords, knock, service.now())
    except signing.RefusedError as wrong:
        return _delayed(await _asked(visit, form, status=_status(wrong), wrong=wrong), wrong)
    return sessions.keep(visit, sessions.led(_next(form)), held)


def _status(wrong: signing.RefusedError) -> int:
    return 429 if isinstance(wrong, signing.TooManyError) else 403


def _delayed(response: web.Response, wrong: signing.RefusedError) -> web.Response:
    """Say for machines too how long nobody is looked at."""
    if isinstance(wrong, signing.TooManyError):
        response.headers["Retry-After"] = str(int(signing.WINDOW.total_seconds()))
    return response


async def ask_again(visit: Visit) -> web.Response:
    """Answer with the page that asks for the password once more."""
    return await _asked_again(visit, visit.request.query)


async def _asked_again(
    visit: Visit, form: Form, *, status: int = 200, wrong: OrchestratorError | None = None
) -> web.Response:
    return await shown(
        visit,
        "web/sign-in-again.html",
        status=status,
        wrong=phrase_of(wrong) if wrong else None,
        next=forms.said(form, "next"),
        at=forms.said(form, "at"),
    )


async def enter_again(visit: Visit) -> web.Response:
    """Take the password once more, and lead back."""
    form = await forms.read(visit.request)
    try:
        await freshen(visit, form)
    except signing.RefusedError as wrong:
        return _delayed(await _asked_again(visit, form, status=_status(wrong), wrong=wrong), wrong)
    return sessions.led(_next(form))


async def freshen(visit: Visit, form: Form) -> None:
    """Take the password from a form once more; raise where it is not right."""
    sessions.refuse_open_line(visit)
    service, account, found = visit.service, visit.account, visit.actor.sign_in
    if found is None:
        raise GoneError
    await signing.freshen(
        service.store,
        service.passwords,
        _knock(visit, form, account.name or ""),
        account=account,
        found=found,
        now=service.now(),
    )


async def leave(visit: Visit) -> web.Response:
    """Sign somebody out of the browser that asks."""
    found = visit.actor.sign_in
    if found is not None:
        await signing.sign_out(visit.service.store, found.account, found.id, visit.service.now())
    return sessions.drop(visit, sessions.led("/sign-in"))


async def welcome(visit: Visit) -> web.Response:
    """Answer with the page of a one-time link; only its button uses the link."""
    return await _welcomed(visit, {})


async def _welcomed(
    visit: Visit, form: Form, *, status: int = 200, wrong: OrchestratorError | None = None
) -> web.Response:
    async with visit.service.store.reading() as kept:
        account = await accounts.opened(kept, visit.named("once"), visit.service.now())
    if account is None:
        raise GoneError
    return await shown(
        visit,
        "web/welcome.html",
        status=status,
        wrong=phrase_of(wrong) if wrong else None,
        named=forms.said(form, "name") or account.name or "",
        role=account.role,
    )


async def settle(visit: Visit) -> web.Response:
    """Give an account its name and password, and sign it in."""
    sessions.refuse_open_line(visit)
    form = await forms.read(visit.request)
    service, now = visit.service, visit.service.now()
    try:
        account = await accounts.settle(
            service.store,
            service.passwords,
            visit.named("once"),
            name=forms.said(form, "name"),
            password=forms.whole(form, "password"),
            now=now,
        )
    except (accounts.AccountError, WeakPasswordError) as wrong:
        return await _welcomed(visit, form, status=422, wrong=wrong)
    agent = visit.request.headers.get("User-Agent", "")
    async with service.store.transaction() as kept:
        held = await signing.admit(kept, account, agent, now)
    return sessions.keep(visit, sessions.led("/desk"), held)


async def own(visit: Visit) -> web.Response:
    """Answer with one's own account: where one is signed in."""
    return await _owned(visit)


async def _owned(
    visit: Visit, *, status: int = 200, wrong: OrchestratorError | None = None
) -> web.Response:
    async with visit.service.store.reading() as kept:
        found = await sign_ins.of(kept, visit.account.id, visit.service.now())
    mine = visit.actor.sign_in
    return await shown(
        visit,
        "web/account.html",
        status=status,
        wrong=phrase_of(wrong) if wrong else None,
        is_weak=isinstance(wrong, WeakPasswordError),
        changed=visit.request.query.get("said") == "changed",
        sign_ins=found,
        mine=mine.id if mine else None,
    )


async def change(visit: Visit) -> web.Response:
    """Take another password in the place of one's own."""
    sessions.refuse_open_line(visit)
    form = await forms.read(visit.request)
    service, account, found = visit.service, visit.account, visit.actor.sign_in
    if found is None:
        raise GoneError
    try:
        await signing.change(
            service.store,
            service.passwords,
            _knock(visit, form, account.name or ""),
            account=account,
            found=found,
            wanted=forms.whole(form, "wanted"),
            now=service.now(),
        )
    except WeakPasswordError as wrong:
        return await _owned(visit, status=422, wrong=wrong)
    except signing.RefusedError as wrong:
        return _delayed(await _owned(visit, status=_status(wrong), wrong=wrong), wrong)
    return sessions.led("/account?said=changed")


async def leave_everywhere(visit: Visit) -> web.Response:
    """Sign somebody out of every browser."""
    if visit.actor.sign_in is not None:
        service = visit.service
        await signing.sign_out_everywhere(service.store, visit.actor.sign_in, service.now())
    return sessions.drop(visit, sessions.led("/sign-in"))


async def leave_other(visit: Visit) -> web.Response:
    """Sign out another browser of one's own."""
    number = forms.number(await forms.read(visit.request), "sign_in")
    if number is not None:
        await signing.sign_out(visit.service.store, visit.account.id, number, visit.service.now())
    return sessions.led("/account")
