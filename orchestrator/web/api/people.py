"""People for machines: as a table, and from one, with a preview before the draft."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Base64Bytes, Field, StringConstraints

from orchestrator import languages, rosters
from orchestrator.errors import OrchestratorError
from orchestrator.languages import Translator
from orchestrator.rosters import CODINGS, Kind
from orchestrator.secretariat import editing, enrol
from orchestrator.secretariat.enrol import Meant, Proposed
from orchestrator.web import readers
from orchestrator.web.api import talk
from orchestrator.web.api.models import Id, Told
from orchestrator.web.api.refusals import RefusalError, StaleError, usable
from orchestrator.web.api.sent import Sent
from orchestrator.web.copies import copied, handed
from orchestrator.web.headers import ASK_AGAIN_PRIVATE, headers
from orchestrator.web.visits import Visit

KINDS: Mapping[str, str] = {"csv": "text/csv; charset=utf-8"}
LONGEST = 6_000_000  # bytes; in Base64 they fit into a body
# A spreadsheet takes a table for another alphabet's unless it begins so.
MARK = "\ufeff"
Letters = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}$")]


class Sheet(Sent):
    """A table of people, and how it is meant; what is not said is guessed."""

    table: Base64Bytes = Field(max_length=LONGEST, description="The file, CSV or .xlsx, in Base64.")
    encoding: Literal["", *CODINGS] = Field(  # type: ignore[valid-type]
        default="", description="Encoding of a CSV file; default: a guess, which is told."
    )
    headings: int | None = Field(
        default=None, ge=1, le=2**31, description="The number of the row with the headings."
    )
    columns: dict[Letters, Annotated[str, Field(max_length=20)]] = Field(
        default_factory=dict,
        max_length=rosters.MOST_COLUMNS,
        description="What columns are, by letters: `email`, `name:ru` …; empty for nothing.",
    )


class Remark(Told):
    """Something to be said about a person, or about the agenda with them."""

    code: str
    severity: Literal["error", "publish", "warning"]
    message: str
    hint: str | None


class Column(Told):
    """A column of the table, and the field that it is taken as; null where it is left out."""

    column: str
    heading: str
    field: str | None


class Reading(Told):
    """How the table was read."""

    sheet: str | None
    encoding: str | None
    headings: int
    columns: list[Column]
    notes: list[str]


class Cell(Told):
    """A field of a person before and after."""

    cell: str
    field: str
    old: str | list[str] | None
    new: str | list[str] | None
    fault: Remark | None


class Row(Told):
    """A row of the table: whom it is about, by what they are known, and what it changes."""

    row: int
    kind: Kind
    person: str | None
    by: str | None
    cells: list[Cell]
    faults: list[str]
    doubts: list[str]
    findings: list[Remark]


class Offer(Told):
    """What a table would change; `missing` are people of the agenda of whom it says nothing."""

    forum: Id
    base: int | None
    stands: bool
    table: Reading
    counts: dict[Kind, int]
    rows: list[Row]
    missing: list[str]
    faults: list[str]
    findings: list[Remark]


class Enrolled(Offer):
    """What a table has changed, in which draft."""

    revision: int


async def table(visit: Visit) -> web.Response:
    """Answer with the people of the newest text as CSV."""
    found = await talk.known(visit)
    _, checked = await enrol.people(visit.service.desk, found.id)
    agenda = checked.reading.agenda
    if agenda is None:
        raise RefusalError(OrchestratorError(enrol.UNREADABLE))
    text = await asyncio.to_thread(rosters.write, agenda, _words(visit))
    name = f'attachment; filename="{found.id}.people.csv"'
    told = headers(
        KINDS["csv"],
        ASK_AGAIN_PRIVATE,
        Vary="Authorization, Accept-Language",
        Content_Disposition=name,
    )
    return handed(copied((MARK + text).encode(), told), visit.request)


async def preview(visit: Visit) -> web.Response:
    """Answer with what a table would change."""
    sent = await talk.body(visit, Sheet)
    found = await talk.known(visit)
    return talk.done(_values(visit, await _proposed(visit, sent)), talk.mark(found))


async def take(visit: Visit) -> web.Response:
    """Take people from a table into a draft."""
    sent = await talk.body(visit, Sheet)
    talk.refuse_stale(visit, await talk.known(visit), needed=True)
    proposed = await _proposed(visit, sent)
    with usable():
        try:
            revision = await enrol.enrol(visit.service.desk, proposed, actor=visit.by)
        except editing.StaleError:
            raise StaleError from None
    values = {**_values(visit, proposed), "revision": revision}
    return talk.done(values, talk.mark(await talk.known(visit)))


async def _proposed(visit: Visit, sent: Sheet) -> Proposed:
    desk, meant = visit.service.desk, Meant(headings=sent.headings, columns=sent.columns)
    with usable():
        table_ = await enrol.unpack(sent.table, sent.encoding)
        ask = partial(enrol.understood, table_, meant)
        return await enrol.propose(desk, visit.named("forum"), ask)


def _values(visit: Visit, proposed: Proposed) -> talk.Plain:
    values = enrol.values(proposed, _words(visit))
    return {"forum": visit.named("forum"), "stands": not proposed.stops, **values}


def _words(visit: Visit) -> Translator:
    return languages.translator(readers.language(visit.request))
