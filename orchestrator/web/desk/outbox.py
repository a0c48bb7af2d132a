"""The mail that would have been sent, where no mail server is set: a list, and each message."""

from collections.abc import Mapping
from pathlib import PurePath

from aiohttp import web

from orchestrator import languages
from orchestrator.delivery.written import Opened
from orchestrator.secretariat import outbox
from orchestrator.web.desk.forums import known
from orchestrator.web.desk.names import PURPOSES
from orchestrator.web.desk.tables import names_of
from orchestrator.web.faults import GoneError
from orchestrator.web.headers import HTML, KEEP_NOTHING, headers
from orchestrator.web.showing import shown
from orchestrator.web.visits import Visit

MOST = 300
# What we attach ourselves; of anything else no browser is told what it might be.
KINDS: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".ics": "text/calendar; charset=utf-8",
}
UNKNOWN = "application/octet-stream"
SHUT = "default-src 'none'; sandbox"
# The letter styles itself, as mail must; it runs nothing, loads nothing, and belongs to no origin.
LETTER = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox"
)


async def listed(visit: Visit) -> web.Response:
    """Answer with what lies in the folder, newest first."""
    await _refuse_where_mail_goes_out(visit)
    found, rows = await outbox.listed(visit.service.desk, visit.thing.forum, MOST)
    return await shown(
        visit,
        "web/desk/outbox.html",
        names=await names_of(visit),
        mails=found,
        rows=rows,
        purposes=PURPOSES,
        most=MOST,
    )


async def _refuse_where_mail_goes_out(visit: Visit) -> None:
    await known(visit)
    if visit.service.desk.tells:
        raise GoneError


async def one(visit: Visit) -> web.Response:
    """Answer with one message: its head, its text, and the way to its page."""
    mail = await _opened(visit)
    tag = mail.language if mail.language in languages.TAGS else ""
    return await shown(
        visit,
        "web/desk/mail.html",
        names=await names_of(visit),
        mail=mail,
        tongue=tag,
        side=languages.direction(tag or languages.TAGS[0]),
    )


async def _opened(visit: Visit) -> Opened:
    await _refuse_where_mail_goes_out(visit)
    found = await outbox.opened(visit.service.desk, visit.thing.forum, visit.named("mail"))
    if found is None:
        raise GoneError
    return found


async def file(visit: Visit) -> web.Response:
    """Answer with what is attached to a message, to be kept and never shown by the browser."""
    await _refuse_where_mail_goes_out(visit)
    forum, mail, number = visit.thing.forum, visit.named("mail"), int(visit.named("number"))
    found = await outbox.attached(visit.service.desk, forum, mail, number)
    if found is None:
        raise GoneError
    ending = PurePath(found.name).suffix.lower()
    kind = KINDS.get(ending)
    name = f"{forum}.{number}{ending if kind else '.bin'}"
    told = headers(
        kind or UNKNOWN,
        KEEP_NOTHING,
        Content_Disposition=f'attachment; filename="{name}"',
    )
    return web.Response(body=found.data, headers=told | {"Content-Security-Policy": SHUT})


async def letter(visit: Visit) -> web.Response:
    """Answer with a message as a mail program shows it, shut off from everything of ours."""
    mail = await _opened(visit)
    told = headers(HTML, KEEP_NOTHING) | {"Content-Security-Policy": LETTER}
    # A page without an origin cannot have an opener policy: browsers refuse to show it.
    del told["Cross-Origin-Opener-Policy"]
    return web.Response(body=mail.html.encode(), headers=told)
