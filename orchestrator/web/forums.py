"""What was published, at hand: asked of the store at most once a second, and read once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from orchestrator.documents.versions import Names, Version
from orchestrator.languages import Translator
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.standing import APPROVED
from orchestrator.storage import Store, forums, records, revisions
from orchestrator.storage.revisions import Revision
from orchestrator.web.access import Thing

# Another process may publish or revoke: for so long a page may still show what was before.
FRESH_FOR = 1.0  # seconds
MOST = 4096

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The agenda that participants were told, on the clock; `names` are by language.

    `offered` are its languages, `recorded` the sessions whose record is approved.
    """

    forum: str
    number: int
    at: datetime
    order: RunningOrder
    offered: tuple[str, ...]
    recorded: frozenset[str] = frozenset()
    names: dict[str, Names] = field(default_factory=dict, compare=False, repr=False)
    things: dict[str, Thing] = field(default_factory=dict, compare=False, repr=False)

    def thing(self, session: str = "") -> Thing:
        """Return what is asked for where this forum is, or one of its sessions."""
        found = self.order.agenda.session.get(session)
        name = found.id if found else ""  # of what there is: names that nobody has fill nothing
        if name not in self.things:
            self.things[name] = Thing(
                forum=self.forum,
                visibility=self.order.agenda.visibility,
                chair=(found.chair if found else None) or "",
                rapporteur=(found.rapporteur if found else None) or "",
            )
        return self.things[name]

    def version(self, order: RunningOrder, words: Translator) -> Version:
        """Return the agenda in a language, on any clock; what it names is named once."""
        names = self.names.setdefault(words.language, Names())
        return Version(order=order, words=words, names=names)


class Fresh(Generic[K, V]):
    """Answers that hold for a moment; many who ask at once wait for one asking."""

    def __init__(
        self, ask: Callable[[K], Awaitable[V]], *, fresh_for: float, clock: Callable[[], float]
    ) -> None:
        self._ask = ask
        self._fresh_for = fresh_for
        self._clock = clock
        self._known: dict[K, tuple[float, V]] = {}
        self._flights: dict[K, asyncio.Future[V]] = {}

    async def get(self, key: K) -> V:
        """Return the answer, at most `fresh_for` seconds old."""
        known = self._known.get(key)
        if known is not None and self._clock() - known[0] < self._fresh_for:
            return known[1]
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.ensure_future(self._asked(key))
            self._flights[key] = flight
            flight.add_done_callback(lambda done: self._landed(key, done))
        return await asyncio.shield(flight)

    def _landed(self, key: K, flight: asyncio.Future[V]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]

    def __len__(self) -> int:
        """Return how many answers are at hand."""
        return len(self._known)

    def forget(self, key: K) -> None:
        """Ask anew next time: we have changed it ourselves."""
        self._known.pop(key, None)
        self._flights.pop(key, None)  # what was asked before the change is not kept

    def drop(self) -> None:
        """Ask anew about everything: we have changed what stands under a key we do not know."""
        self._known.clear()
        self._flights.clear()

    async def _asked(self, key: K) -> V:
        at, own = self._clock(), asyncio.current_task()
        answer = await self._ask(key)
        if self._flights.get(key) is not own:
            return answer
        if len(self._known) >= MOST:  # names that nobody has: whoever tries them all
            self._known.clear()
        self._known[key] = (at, answer)
        return answer


class Forums:
    """The published agendas of a store."""

    def __init__(
        self, store: Store, library: Library, *, clock: Callable[[], float], fresh_for: float
    ) -> None:
        self._store = store
        self._library = library
        self._last: dict[str, Published] = {}
        self._published = Fresh(self._read, fresh_for=fresh_for, clock=clock)
        self._every = Fresh(self._names, fresh_for=fresh_for, clock=clock)

    async def get(self, forum: str) -> Published | None:
        """Return what was published of a forum last."""
        return await self._published.get(forum)

    async def every(self) -> tuple[str, ...]:
        """Return the names of all forums."""
        return await self._every.get("")

    def forget(self, forum: str = "") -> None:
        """Ask anew next time: we have begun or published a forum ourselves."""
        self._published.forget(forum)
        self._every.forget("")

    async def _read(self, forum: str) -> Published | None:
        async with self._store.reading() as kept:
            told: Revision | None = await revisions.published(kept, forum)
            if told is None or told.published is None:
                return None
            order = await self._library.order(kept, forum, told.number)
            states = await records.states(kept, forum)
        found = Published(
            forum=forum,
            number=told.number,
            at=told.published,
            order=order,
            offered=order.agenda.languages.all,
            recorded=frozenset(each for each, state in states.items() if state == APPROVED),
        )
        last = self._last.get(forum)
        # The same as before: what was named for it is still so.
        if last is not None and last.order is order and last == found:
            return last
        self._last[forum] = found
        return found

    async def _names(self, _: str) -> tuple[str, ...]:
        async with self._store.reading() as kept:
            return tuple(each.id for each in await forums.every(kept))
