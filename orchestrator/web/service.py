"""What all handlers share: the desk, the open store, what is at hand, and the hands that write."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from orchestrator.secretariat import links
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.storage import Store
from orchestrator.storage.links import Link
from orchestrator.web.copies import Copies
from orchestrator.web.forums import FRESH_FOR, Forums, Fresh
from orchestrator.web.metrics import Metrics

# Pages are written beside the loop, two at a time: more would only take turns.
HANDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One running service."""

    desk: Desk
    store: Store
    key: bytes
    forums: Forums
    links: Fresh[str, Link | None]
    copies: Copies
    hands: ThreadPoolExecutor
    metrics: Metrics

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

    async def opened(token: str) -> Link | None:
        async with store.reading() as kept:
            return await links.opened(kept, key, token, desk.now())

    return Service(
        desk=desk,
        store=store,
        key=key,
        forums=Forums(store, Library(), clock=clock, fresh_for=fresh_for),
        links=Fresh(opened, fresh_for=fresh_for, clock=clock),
        copies=Copies(hands),
        hands=hands,
        metrics=Metrics(),
    )
