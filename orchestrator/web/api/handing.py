"""Filled forms that machines hand in: read where they can do no harm, joined to the record."""

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import standing as states
from orchestrator.secretariat import take as taking
from orchestrator.secretariat.standing import StateError
from orchestrator.secretariat.take import Handed
from orchestrator.storage import StoreError
from orchestrator.web.api import records, talk
from orchestrator.web.api.refusals import KindError, RefusalError, UnusableError
from orchestrator.web.api.sent import Handing
from orchestrator.web.minutes import hand, place, stands
from orchestrator.web.minutes_files import FAULT, LARGEST, WORD
from orchestrator.web.visits import Visit

KINDS = {
    "docx": WORD,
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown",
}
MOST = LARGEST + 1


async def hand_in(visit: Visit) -> web.Response:
    """Keep what was changed in a filled form as the next revision of its record."""
    over, handed = talk.query(visit, Handing).over, await _handed(visit)
    await stands(visit)
    service, by = visit.service, hand(visit, way="file")
    try:
        await taking.take(service.store, service.library, place(visit), handed, by, over=over)
    except states.StaleError as stale:
        raise records.joined(stale) from None
    except StateError as wrong:
        raise RefusalError(wrong) from None
    except StoreError:
        raise
    except OrchestratorError as wrong:
        raise UnusableError(wrong.message, **wrong.values) from None
    except (RuntimeError, ValueError):
        raise UnusableError(FAULT) from None
    return await records.kept(visit)


async def _handed(visit: Visit) -> Handed:
    """Return the file that was sent; its media type says what it is, for it has no name."""
    kinds = {kind: name for name, kind in KINDS.items()}
    kind = kinds.get(visit.request.content_type)
    if kind is None:
        raise KindError(kinds)
    return Handed(data=await talk.raw(visit, kinds), kind=kind)
