"""Styles and scripts, handed out."""

from aiohttp import web

from orchestrator.web.assets import assets
from orchestrator.web.copies import handed
from orchestrator.web.faults import GoneError
from orchestrator.web.visits import Visit


async def asset(visit: Visit) -> web.Response:
    """Answer with a style or a script."""
    found = assets().get(visit.named("name"))
    if found is None:
        raise GoneError
    return handed(found, visit.request)
