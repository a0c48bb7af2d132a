"""Which forum is meant: named by its id or by its agenda file, else the only one there is."""

import asyncio
from pathlib import Path

from orchestrator import agendas
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.secretariat.source import fetch
from orchestrator.storage import Kept, forums


async def which(kept: Kept, named: str | None) -> str:
    """Return the id of the forum that somebody means."""
    known = [forum.id for forum in await forums.every(kept)]
    if not known:
        raise OrchestratorError(N_("Nothing was published from here yet."))
    if named is None and len(known) == 1:
        return known[0]
    if named is None:
        raise UsageError(N_("Say which forum is meant: {known}."), known=", ".join(known))
    found = named if named in known else await asyncio.to_thread(_of_file, Path(named))
    if found not in known:
        raise UsageError(
            N_("There is no forum '{forum}' here; there are: {known}."),
            forum=named,
            known=", ".join(known),
        )
    return found


def _of_file(path: Path) -> str | None:
    if not path.is_file():
        return None
    found = agendas.read(fetch(path).data).salvage
    return found.id if found else None
