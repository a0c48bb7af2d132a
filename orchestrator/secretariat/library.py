"""Running orders of the revisions that are kept, each read once while it is needed."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator import agendas, running_orders, zones
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.running_orders import Entry, RunningOrder
from orchestrator.running_orders.compare import Key
from orchestrator.storage import Kept, revisions

# A forum that is being published and the ones it follows upon; each may be some megabytes.
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A revision as it was read: its running order, and its entries by person and thing."""

    order: RunningOrder
    entries: Mapping[Key, Entry]


class Library:
    """What was read last, by forum, revision and zone rules; a revision never changes."""

    def __init__(self) -> None:
        self._volumes: OrderedDict[tuple[str, int, str], asyncio.Task[Volume]] = OrderedDict()

    async def volume(self, kept: Kept, forum: str, number: int) -> Volume:
        """Return a revision; many who ask at once wait for one reading."""
        name = (forum, number, zones.rules_version())
        reading = self._volumes.get(name)
        if reading is None:
            revision = await revisions.get(kept, forum, number)
            text = revision.text if revision else ""
            reading = asyncio.create_task(asyncio.to_thread(_volume, text))
            self._volumes[name] = reading
        self._volumes.move_to_end(name)
        while len(self._volumes) > MOST:
            self._volumes.popitem(last=False)
        try:
            return await asyncio.shield(reading)
        except Exception:
            self._volumes.pop(name, None)  # the next who asks tries again
            raise

    async def order(self, kept: Kept, forum: str, number: int) -> RunningOrder:
        """Return the running order of a revision."""
        return (await self.volume(kept, forum, number)).order


def _volume(text: str) -> Volume:
    agenda = agendas.read(text.encode()).agenda
    if agenda is None:
        raise OrchestratorError(
            N_("A published revision can no longer be read: was it made by a newer version?")
        )
    return shelved(running_orders.build(agenda))


def shelved(order: RunningOrder) -> Volume:
    """Return an order with its entries by person and thing."""
    entries = {(each.person.id, each.thing): each for each in running_orders.entries(order)}
    return Volume(order=order, entries=entries)
