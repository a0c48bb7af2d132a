"""The accounts of an installation, for its owners: who may do what, and new one-time links."""

from collections.abc import Sequence
from typing import cast, get_args

from aiohttp import web

from orchestrator.findings import N_
from orchestrator.secretariat import accounts
from orchestrator.storage import accounts as rows
from orchestrator.storage.accounts import Role
from orchestrator.web import forms, sessions
from orchestrator.web.faults import RequestError
from orchestrator.web.forms import Form
from orchestrator.web.showing import phrase_of, shown
from orchestrator.web.visits import Visit

NO_ACCOUNT = N_("There is no such account.")


async def every(visit: Visit) -> web.Response:
    """Answer with all accounts."""
    return await _listed(visit)


async def _listed(visit: Visit, *, status: int = 200, **more: object) -> web.Response:
    async with visit.service.store.reading() as kept:
        found = await rows.every(kept)
    names = await visit.service.forums.every()
    given = {"wrong": None, "link": None, "whom": None, "form": {}, **more}
    known = {"rows": found, "forums": names, "now": visit.service.now()}
    return await shown(visit, "web/accounts.html", status=status, **known, **given)


async def invite(visit: Visit) -> web.Response:
    """Make an account, and show its one-time link once."""
    form = await forms.read(visit.request)
    role, held = await _appointment(visit, form)
    try:
        once = await accounts.invite(
            visit.service.store,
            name=forms.said(form, "name"),
            role=role,
            forums=held,
            by=visit.by,
            now=visit.service.now(),
        )
    except accounts.AccountError as wrong:
        given = {"name": forms.said(form, "name"), "role": role}
        return await _listed(visit, status=422, wrong=phrase_of(wrong), form=given)
    return await _with_link(visit, once, accounts.called(forms.said(form, "name")))


async def link(visit: Visit) -> web.Response:
    """Make a new one-time link for an account, and show it once."""
    account = await _account(visit, await forms.read(visit.request))
    once = await accounts.again(
        visit.service.store, account.id, by=visit.by, now=visit.service.now()
    )
    return await _with_link(visit, once, account.name or "")


async def _with_link(visit: Visit, once: str, whom: str) -> web.Response:
    # Never from the request's Host, which is whatever somebody says.
    return await _listed(visit, link=f"{visit.service.base_url or ''}/start/{once}", whom=whom)


async def appoint(visit: Visit) -> web.Response:
    """Give an account another role, or other forums."""
    form = await forms.read(visit.request)
    account = await _account(visit, form)
    role, held = await _appointment(visit, form)
    try:
        await accounts.appoint(
            visit.service.store,
            account.id,
            role=role,
            forums=held,
            by=visit.by,
            now=visit.service.now(),
        )
    except accounts.AccountError as wrong:
        return await _listed(visit, status=409, wrong=phrase_of(wrong))
    return sessions.led("/accounts")


async def shut(visit: Visit) -> web.Response:
    """Shut an account, or open it again."""
    form = await forms.read(visit.request)
    account = await _account(visit, form)
    try:
        await accounts.shut(
            visit.service.store,
            account.id,
            shut_=forms.said(form, "do") == "shut",
            by=visit.by,
            now=visit.service.now(),
        )
    except accounts.AccountError as wrong:
        return await _listed(visit, status=409, wrong=phrase_of(wrong))
    return sessions.led("/accounts")


async def _account(visit: Visit, form: Form) -> rows.Account:
    number = forms.number(form, "account")
    async with visit.service.store.reading() as kept:
        found = await rows.get(kept, number) if number is not None else None
    if found is None:
        raise RequestError(NO_ACCOUNT)
    return found


async def _appointment(visit: Visit, form: Form) -> tuple[Role, Sequence[str] | None]:
    """Return the role that a form gives, and in which forums; None is in all."""
    role, where = forms.said(form, "role"), forms.said(form, "forum")
    known = await visit.service.forums.every()
    if role not in get_args(Role) or (where and where not in known):
        raise RequestError(NO_ACCOUNT)
    # An owner looks after the whole installation.
    return cast("Role", role), (where,) if where and role != "owner" else None
