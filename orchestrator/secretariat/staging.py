"""The shipped forum of 2020 with its dates moved to next week, for a visitor to look at."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from orchestrator import resources, zones
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import accounts, folders, links
from orchestrator.secretariat.demo import FORUM
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.files import write_new
from orchestrator.secretariat.publish import Given, publish
from orchestrator.secretariat.source import fetch
from orchestrator.storage import Kept, Store, revisions
from orchestrator.storage import accounts as rows

ID = "sco-regions-2020"
AGENDA = "forum.yaml"  # the agenda file whose dates were moved
AHEAD = timedelta(days=7)
# A date, and not an hour alone: hours stay, whatever day it is.
DATED = re.compile(r"(?m)^(\s*(?:- )?(?:starts|ends|answer_by): *[\"']?)(\d{4}-\d\d-\d\d)\b")
# What a session without a date says of when: in its words only the years can be moved.
UNDATED = re.compile(r"(?m)^( *)when:\n(?:\1 .*\n)+")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
DECEMBER = 12
# Whose pages are shown: a head of delegation's, and those of who writes the record.
SHOWN = {
    "callsheet": ("head-pk", links.SPEAKER),
    "minutes": ("secretary", links.RAPPORTEUR),
    "feed": ("head-pk", links.FEED),
}


def claim(out: Path) -> None:
    """Take a folder for a demonstration: an empty or a new one, or one of ours."""
    target = folders.real(out)
    folders.refuse_foreign(target)
    folders.mark(target, ID)


async def stage(desk: Desk, out: Path) -> Mapping[str, str]:
    """Publish the forum unless it still lies ahead; return the personal links by kind."""
    await _publish(desk, out)
    now = desk.now()
    async with desk.store() as store:
        once = await _owner_link(store, now)
        async with store.transaction() as kept:
            found = {
                kind: await _link(desk, kept, person, scope)
                for kind, (person, scope) in SHOWN.items()
            }
    return {"signin": f"{desk.base_url}/start/{once}", **found}


async def _publish(desk: Desk, out: Path) -> None:
    async with desk.store() as store, store.reading() as kept:
        told = await revisions.published(kept, ID)
    today = zones.local(desk.now(), "UTC").date()
    if told is not None and _last(told.text) > today:
        return
    published = await publish(desk, fetch(_moved_file(out, today)), Given(actor="demo"))
    if published.refused:
        raise OrchestratorError(N_("The shipped forum cannot be published: run 'doctor'."))


async def _link(desk: Desk, kept: Kept, person: str, scope: str) -> str:
    url = await links.url_for(
        kept, desk.key(), desk.base_url, forum=ID, person=person, scope=scope, now=desk.now()
    )
    # One that the visitor has revoked leads to the page that says so.
    return url or f"{desk.base_url}/"


async def _owner_link(store: Store, now: datetime) -> str:
    """Return the secret of a one-time link for the owner: whoever starts the program is the one."""
    once = await accounts.first_link(store, now)
    if once is None:
        async with store.reading() as kept:
            every = await rows.every(kept)
        owner = next(each for each in every if each.role == "owner" and each.locked is None)
        once = await accounts.again(store, owner.id, by="demo", now=now)
    return once


def _moved_file(out: Path, today: date) -> Path:
    text = resources.text("agendas", FORUM)
    file = out / AGENDA
    file.unlink(missing_ok=True)
    write_new(file, moved(text, today + AHEAD - _last(text)).encode())
    return file


def _last(text: str) -> date:
    """Return the last day on which something begins or ends."""
    return max(date.fromisoformat(found[2]) for found in DATED.finditer(text))


def moved(text: str, span: timedelta) -> str:
    """Return an agenda file with every date moved by some days; hours and comments stay."""
    dated = DATED.sub(lambda found: f"{found[1]}{date.fromisoformat(found[2]) + span}", text)
    last = _last(dated)
    # What was to follow in December must follow still: once it is December, in the next one.
    years = last.year - _last(text).year + (last.month == DECEMBER)

    def later(found: re.Match[str]) -> str:
        return YEAR.sub(lambda year: str(int(year[0]) + years), found[0])

    return UNDATED.sub(later, dated)
