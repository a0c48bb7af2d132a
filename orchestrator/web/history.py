"""The revisions of a record: who kept each and when, and what differs between two of them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from aiohttp import web

from orchestrator import languages
from orchestrator.findings import N_, phrase
from orchestrator.minutes import Answers, changes
from orchestrator.secretariat import drafts
from orchestrator.secretariat.save import QUIET
from orchestrator.secretariat.standing import STATES
from orchestrator.storage import Kept, records
from orchestrator.storage import links as rows
from orchestrator.storage.records import Step
from orchestrator.web import forms
from orchestrator.web.faults import GoneError
from orchestrator.web.minutes import called, stands, written_page
from orchestrator.web.visits import Visit

MOST = 200
DESK = N_("the desk")


async def history(visit: Visit) -> web.Response:
    """Answer with the revisions, and with what the chosen one changed against another."""
    found = await stands(visit)
    forum, session = found.place.forum, found.place.session
    query = visit.request.query
    async with visit.service.store.reading() as kept:
        steps = await records.steps(kept, forum, session)
        names = await _names(kept, visit, steps)
        stops = list(_stops(steps))[:MOST]
        newest = forms.number(query, "to") or found.tag.revision
        before = forms.number(query, "from")
        if before is None:
            before = next((each.revision for each in stops if each.revision < newest), newest - 1)
            before = max(before, 0)
        pair = [await _answers(kept, visit, number) for number in (before, newest)]
    old, new = pair
    if new is None and steps:
        raise GoneError
    return await written_page(
        visit,
        "web/minutes-history.html",
        200,
        found=found,
        stops=stops,
        names=names,
        states=STATES,
        pair=(before, newest),
        changes=list(changes(old, new)) if old and new else [],
        called=called,
        zone=found.order.agenda.zone,
        language_of=found.language,
        written=languages.direction(found.language),
    )


async def _answers(kept: Kept, visit: Visit, revision: int) -> Answers | None:
    place = visit.agenda.forum, visit.named("session")
    row = await records.get(kept, *place, revision)
    return drafts.filled_in(row.content) if row else None


def _stops(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the revisions that count, newest first: of many kept in a row, the last."""
    held = list(steps)
    yield from held[:1]
    for later, step in pairwise(held):
        runs_on = (later.by, later.state) == (step.by, step.state)
        if not runs_on or later.made - step.made > QUIET:
            yield step


async def _names(kept: Kept, visit: Visit, steps: Iterable[Step]) -> Mapping[str, object]:
    """Return who kept the revisions; an account is the desk to a rapporteur."""
    people = visit.agenda.order.agenda.person
    held = {f"link:{each.id}": each.person for each in await rows.of(kept, visit.agenda.forum)}
    by = {step.by for step in steps}
    found = {each: people.get(held.get(each, each)) for each in by}
    return {
        each: person.name or person.office if person else phrase(DESK)
        for each, person in found.items()
    }
