"""What all handlers share: the desk, the open store, what is at hand, and the hands that write."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from orchestrator.secretariat import links
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.passwords import Passwords
from orchestrator.storage import Store
from orchestrator.web.access import ANYBODY, Actor
from orchestrator.web.copies import Copies
from orchestrator.web.forums import FRESH_FOR, Forums, Fresh
from orchestrator.web.metrics import Metrics

# Pages are written beside the loop, two at a time: more would only take turns.
HANDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One running service; its desk lends the open store to every verb.

    `at_work` counts by token what is being done for machines.
    """

    desk: Desk
    store: Store
    key: bytes
    forums: Forums
    holders: Fresh[str, Actor]
    copies: Copies
    hands: ThreadPoolExecutor
    metrics: Metrics
    passwords: Passwords
    library: Library
    at_work: Counter[int] = field(default_factory=Counter)

    @property
    def base_url(self) -> str | None:
        """Return the address under which the world knows the service, if it was told one."""
        return self.desk.base_url

    def now(self) -> datetime:
        """Return the instant."""
        return self.desk.now()


def service(
    desk: Desk, store: Store, *, clock: Callable[[], float], fresh_for: float = FRESH_FOR
) -> Service:
    """Return a service over an open store; `clock` counts seconds, for what is kept at hand."""
    key = desk.key()
    hands = ThreadPoolExecutor(max_workers=HANDS, thread_name_prefix="pages")

    async def holder(token: str) -> Actor:
        async with store.reading() as kept:
            link = await links.opened(kept, key, token, desk.now())
        if link is not None:
            await links.note_use(store, link, desk.now())
        return Actor(link=link) if link else ANYBODY

    library = Library()
    return Service(
        desk=lent(desk, store),
        store=store,
        key=key,
        forums=Forums(store, library, clock=clock, fresh_for=fresh_for),
        holders=Fresh(holder, fresh_for=fresh_for, clock=clock),
        copies=Copies(hands),
        hands=hands,
        metrics=Metrics(),
        passwords=Passwords(),
        library=library,
    )


def lent(desk: Desk, store: Store) -> Desk:
    """Return the desk as the service has it: its verbs share one store, which stays open.

    Who edits on a page must not write as anyone: where mail really goes out, senders are named.
    """

    @asynccontextmanager
    async def lend() -> AsyncIterator[Store]:
        yield store

    def shared() -> AbstractAsyncContextManager[Store]:
        return lend()

    senders = desk.senders if desk.senders is not None or not desk.tells else ()
    return replace(desk, store=shared, senders=senders)
