"""Make the rapporteur's form of a session, anew or keeping what was filled."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orchestrator import languages, minutes
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_, Finding
from orchestrator.layout.papers import Paper
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import standing
from orchestrator.secretariat.check import Checked, check
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.files import write_new
from orchestrator.secretariat.source import Source
from orchestrator.secretariat.upload import upload

WRITERS: Mapping[str, Callable[[Paper, datetime], bytes]] = {
    ".docx": minutes.write_docx,
    ".odt": minutes.write_odt,
    ".md": lambda paper, _: minutes.write_markdown(paper).encode(),
}


WHICH = N_("Say with --session of which session the form is to be: {known}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formed:
    """A form that was written; `out` is None where the agenda file has errors.

    `language` is that of the form, `record` that in which the forum writes its records.
    """

    checked: Checked
    out: Path | None
    language: str
    record: str
    findings: tuple[Finding, ...] = ()


async def form(
    desk: Desk,
    source: Source,
    session: str | None,
    *,
    out: Path,
    tag: str | None,
    keep: Path | None,
) -> Formed:
    """Write the form of a session; a file that exists is never written over."""
    _refuse(out)
    checked = await check(desk, source)
    order = checked.order
    if order is None:
        return Formed(checked=checked, out=None, language=tag or "en", record=tag or "en")
    if session is None:
        raise UsageError(WHICH, known=minutes.sessions(order))
    own = standing.language(order)
    language = tag or own
    fresh = minutes.form(order, session, languages.translator(language))
    old = await asyncio.to_thread(_kept, keep, order, session) if keep else None
    paper, findings = _filled(order, session, fresh, old) if old else (fresh, ())
    await asyncio.to_thread(write_new, out, WRITERS[out.suffix](paper, desk.dated()))
    return Formed(checked=checked, out=out, language=language, record=own, findings=findings)


def _filled(
    order: RunningOrder, session: str, fresh: Paper, old: Paper
) -> tuple[Paper, tuple[Finding, ...]]:
    paper, findings = minutes.kept(fresh, old)
    known = minutes.headings(order, session)
    return paper, minutes.addressed(findings, minutes.answers(old), known)


def _refuse(out: Path) -> None:
    if out.suffix not in WRITERS:
        raise UsageError(
            N_("A form is written as .docx, .odt or .md, not as '{file}'."), file=out.name
        )


def _kept(path: Path, order: RunningOrder, session: str) -> Paper:
    old = upload(path)
    found = minutes.answers(old).identity
    if found and (found.forum, found.session) != (order.agenda.id, session):
        raise OrchestratorError(
            N_("The form '{path}' is of session '{other}' of forum '{forum}'."),
            path=path,
            other=found.session,
            forum=found.forum,
        )
    return old
