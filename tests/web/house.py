"""A service with one published forum, as people meet it: a real server, a real store."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import ClientSession, CookieJar
from aiohttp.web import Application
from sqlalchemy import select
from yarl import URL

from orchestrator import agendas, bootstrap, resources, running_orders
from orchestrator.config import Networks, Settings
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import accounts as accounts_
from orchestrator.secretariat import links, signing
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Kept, Store, accounts, entries, forums, revisions
from orchestrator.storage.accounts import Role
from orchestrator.storage.entries import Entry
from orchestrator.storage.tables import metadata
from orchestrator.web import application, start
from orchestrator.web.serving import Serving

KEY = b"a key for tests, 32 bytes long.."
NOW = datetime(2020, 10, 20, 7, 0, tzinfo=UTC)
BASE = "http://127.0.0.1"
FORUM = "sco-regions-2020"
SOURCE = (resources.folder("agendas") / "sco-heads-of-regions-2020.yaml").read_text("utf-8")
# What looking at a page may change.
LAST_USED = {"links": frozenset({"used"})}
# What only a page of ours sends.
OURS = {"Sec-Fetch-Site": "same-origin"}


def desk_in(folder: Path, now: Callable[[], datetime] = lambda: NOW) -> Desk:
    """Return the desk of an installation in a folder, on a fixed clock and with a fixed key."""
    chosen = Settings(data=folder, base_url=BASE)
    return replace(bootstrap.desk(chosen), now=now, dated=now, key=lambda: KEY)


async def publish(store: Store, text: str = SOURCE) -> RunningOrder:
    """Keep an agenda as if it had been published, everybody's entries with it."""
    agenda = agendas.read(text.encode()).agenda
    assert agenda is not None
    order = running_orders.build(agenda)
    async with store.transaction() as kept:
        await forums.ensure(kept, agenda.id, NOW)
        number = await revisions.add(
            kept,
            agenda.id,
            text=text,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            origin="file",
            by="test",
            made=NOW,
            published=NOW,
        )
        await entries.keep(
            kept, [_entry(each, number - 1) for each in running_orders.entries(order)]
        )
    return order


def _entry(entry: running_orders.Entry, sequence: int) -> Entry:
    return Entry(
        forum=FORUM,
        person=entry.person.id,
        thing=entry.thing,
        uid=f"{entry.person.id}.{entry.thing}@example.org",
        sequence=sequence,
        changed=sequence,
    )


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: int) -> None:
        """Move it on."""
        self.at += timedelta(**span)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A service that runs, its store, and a browser before it."""

    url: str
    client: ClientSession
    app: Application
    serving: Serving
    store: Store
    order: RunningOrder
    clock: Clock
    folder: Path

    async def link(self, person: str, scope: str = links.SPEAKER) -> str:
        """Return the path of a personal link."""
        async with self.store.transaction() as kept:
            url = await links.url_for(
                kept, KEY, BASE, forum=FORUM, person=person, scope=scope, now=NOW
            )
        assert url is not None
        return url.removeprefix(BASE)

    async def sign_in(self, role: Role | None, forum: str | None = None) -> int:
        """Let the browser hold the sign-in of a new account, or with no role of none."""
        self.client.cookie_jar.clear()
        if role is None:
            return 0
        forums_ = None if forum is None else [forum]
        async with self.store.transaction() as kept:
            once = accounts_.secret()
            account = await accounts.add(
                kept,
                name=f"{role}-{once[:8]}",
                role=role,
                forums=forums_,
                made=NOW,
                once=once,
                once_expires=NOW,
            )
            await accounts.rehash(kept, account, "unusable")
            held = await signing.admit(kept, account, "test", self.clock())
        self.client.cookie_jar.update_cookies({"desk": held}, URL(self.url))
        return account

    async def page(self, path: str, **headers: str) -> str:
        """Return a page that is there."""
        response = await self.client.get(path, headers=headers)
        assert response.status == 200, response.status
        return await response.text()

    async def digest(self, without: Mapping[str, frozenset[str]] | None = None) -> str:
        """Return a digest over every row of the store, some columns aside: when links were used."""
        async with self.store.reading() as kept:
            return await _digest(kept, without or LAST_USED)


async def _digest(kept: Kept, without: Mapping[str, frozenset[str]]) -> str:
    rows = []
    for table in metadata.sorted_tables:
        asked = [each for each in table.c if each.name not in without.get(table.name, frozenset())]
        found = (await kept.execute(select(*asked))).all()
        rows.append((table.name, sorted(map(repr, found))))
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def opened(
    folder: Path, text: str = SOURCE, proxies: Networks = (), fresh_for: float = 0.0
) -> AbstractAsyncContextManager[House]:
    """Open a house in a folder, to visitors who come straight or through proxies."""
    return _opened(folder, text, proxies, fresh_for)


@asynccontextmanager
async def _opened(
    folder: Path, text: str, proxies: Networks, fresh_for: float
) -> AsyncIterator[House]:
    clock = Clock()
    desk = desk_in(folder, clock)
    async with desk.store() as store:
        order = await publish(store, text)
        app = application(desk, store, fresh_for=fresh_for, proxies=proxies)
        serving = await start(app, "127.0.0.1", 0)
        jar = CookieJar(unsafe=True)  # a browser keeps cookies of loopback addresses too
        try:
            async with ClientSession(serving.url, cookie_jar=jar) as client:
                yield House(
                    url=serving.url,
                    client=client,
                    app=app,
                    serving=serving,
                    store=store,
                    order=order,
                    clock=clock,
                    folder=folder,
                )
        finally:
            await serving.stop()
