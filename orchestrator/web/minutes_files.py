"""Word down and up: the form filled with what stands, a filled one that comes back, the record."""

import asyncio
from collections.abc import Callable
from pathlib import PurePath

from aiohttp import web
from aiohttp.web import FileField

from orchestrator import languages, minutes
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat import record as recording
from orchestrator.secretariat import take as taking
from orchestrator.secretariat.standing import (
    APPROVED,
    StaleError,
    Standing,
    StateError,
)
from orchestrator.secretariat.take import MARK, Handed
from orchestrator.storage import StoreError
from orchestrator.web import forms
from orchestrator.web.faults import GoneError
from orchestrator.web.headers import KEEP_NOTHING, headers
from orchestrator.web.minutes import (
    ClosedError,
    Shown,
    hand,
    led_back,
    page,
    place,
    said_of,
    stale_page,
    stands,
)
from orchestrator.web.visits import Visit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": WORD, "pdf": "application/pdf"}
# One byte more than is read: the reader says itself that the file is too large.
LARGEST = 20 * 1024 * 1024
MOST = LARGEST + 64 * 1024
NOTHING = N_("No file was chosen.")
FAULT = N_("The program failed over the file: this is a fault of the program. Nothing was changed.")


async def form_as_word(visit: Visit) -> web.Response:
    """Answer with the form as Word, filled with what stands."""
    found = await stands(visit)
    body = await _beside(visit, lambda: _filled(visit, found))
    name = f"{found.place.forum}.{found.place.session}.{found.language}.docx"
    return _file(body, "docx", name)


async def _beside(visit: Visit, make: Callable[[], bytes]) -> bytes:
    return await asyncio.get_running_loop().run_in_executor(visit.service.hands, make)


def _filled(visit: Visit, found: Standing) -> bytes:
    words = languages.translator(found.language)
    fresh = minutes.form(found.order, found.place.session, words)
    filled = minutes.filled(fresh, found.answers)
    stamped = minutes.stamped(filled, f"{MARK}{found.tag.revision}")
    return minutes.write_docx(stamped, visit.service.desk.dated())


def _file(body: bytes, kind: str, name: str) -> web.Response:
    told = headers(KINDS[kind], KEEP_NOTHING, Content_Disposition=f'attachment; filename="{name}"')
    return web.Response(body=body, headers=told)


async def hand_in(visit: Visit) -> web.Response:
    """Take a filled form: what was changed in it is kept, the rest is to be chosen."""
    given = (await forms.read(visit.request)).get("file")
    service = visit.service
    try:
        await taking.take(
            service.store, service.library, place(visit), _handed(given), hand(visit, way="page")
        )
    except StaleError as stale:
        return await stale_page(visit, stale)
    except StateError as wrong:
        raise ClosedError(wrong.message, **wrong.values) from None
    except StoreError:
        raise
    except OrchestratorError as wrong:
        return await _refused(visit, wrong)
    except (RuntimeError, ValueError):
        return await _refused(visit, OrchestratorError(FAULT))
    return led_back(visit, said="taken")


def _handed(given: object) -> Handed:
    if not isinstance(given, FileField) or not given.filename:
        raise OrchestratorError(NOTHING)
    kind = PurePath(given.filename).suffix.removeprefix(".").lower()[:8]
    with given.file as file:
        return Handed(data=file.read(), kind=kind)


async def _refused(visit: Visit, wrong: OrchestratorError) -> web.Response:
    found = await stands(visit)
    said = said_of(wrong)
    return await page(visit, Shown(found=found, wrong=said, told=found.told, status=422))


async def approved_file(visit: Visit) -> web.Response:
    """Answer with an approved record as a file."""
    found, kind = await stands(visit), visit.named("kind")
    if found.state != APPROVED:
        raise GoneError
    desk, zone = visit.service.desk, found.order.agenda.zone
    body = await _beside(visit, lambda: recording.contents(desk, found.record(), f".{kind}", zone))
    return _file(body, kind, f"{found.place.forum}.{found.place.session}.{found.language}.{kind}")
