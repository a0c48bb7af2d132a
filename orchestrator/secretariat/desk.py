"""What the verbs need from outside: clock, key, store, the way out, and what the settings allow."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # they cost a quarter of a second to import, and `check` uses neither
    from sqlalchemy import URL

    from orchestrator.delivery import Inbox, Transport
    from orchestrator.storage import Store


# Under this name the store remembers which key it was begun with: a mark, not the key.
MARK = "key"


class Server(Protocol):
    """Where a mail server stands."""

    @property
    def host(self) -> str:
        """Return its name or address."""

    @property
    def port(self) -> int:
        """Return its port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a verb works with; `bootstrap` fills it.

    `now` is the clock (UTC); `dated` is the date that documents carry; `key` makes UIDs that nobody
    can guess, and `rekey` makes another in its place. `store` opens what is kept, at `database`;
    `kept` tells whether anything was kept yet, `transport` opens the way out. `tells` is False
    where mail is only written to a folder.
    `senders` are the addresses and domains that may stand in From; None lets the file's organizer
    stand there.
    `inboxes` open the ways in.
    `authserv_id` names the mail server whose Authentication-Results are believed (RFC 8601).
    `servers` are those that carry mail, by the name of their setting.
    `fonts` are a file or folder of fonts beside those of the papers.
    """

    now: Callable[[], datetime]
    dated: Callable[[], datetime]
    key: Callable[[], bytes]
    rekey: Callable[[], tuple[str, Path | None]]
    data: Path
    store: "Callable[[], AbstractAsyncContextManager[Store]]"
    database: "Callable[[], URL]"
    kept: Callable[[], bool]
    transport: "Callable[[], Transport]"
    tells: bool = False
    base_url: str | None = None
    senders: tuple[str, ...] | None = None
    inboxes: "Callable[[], tuple[Inbox, ...]]" = tuple
    authserv_id: str | None = None
    fonts: Path | None = None
    servers: Mapping[str, Callable[[], Server]] = field(default_factory=dict)
