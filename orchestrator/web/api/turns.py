"""No machine takes all hands: what has to be read and computed is done a few at once for each."""

from aiohttp import web

from orchestrator.web.api.refusals import BusyError
from orchestrator.web.api.talk import Handling
from orchestrator.web.faults import GoneError
from orchestrator.web.visits import Visit

MOST = 8


def in_turn(handler: Handling) -> Handling:
    """Return the handler as it refuses a token for which as many are at work already."""

    async def answer(visit: Visit) -> web.Response:
        if visit.actor.token is None:
            raise GoneError
        token, at_work = visit.actor.token.id, visit.service.at_work
        if at_work[token] >= MOST:
            raise BusyError
        at_work[token] += 1
        try:
            return await handler(visit)
        finally:
            at_work[token] -= 1

    return answer
