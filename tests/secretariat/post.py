"""A small forum that was published and told, and mails to its secretariat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from orchestrator.delivery import FolderTransport
from orchestrator.secretariat.collect import Collected, collect
from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Store, claims, deliveries, entries, forums, marks, revisions
from orchestrator.storage import proposals as proposal_rows
from orchestrator.storage.deliveries import Delivery, New
from orchestrator.storage.entries import Entry
from orchestrator.storage.proposals import Proposal

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "agendas" / "minimal.yaml").read_text(encoding="utf-8")
FORUM, THING = "neighbours-2030", "session-plenary"
NOW = datetime(2030, 10, 1, 6, 0, tzinfo=UTC)
# Stores that were made once, by the text that was published: making one takes a while.
PREPARED: dict[str, bytes] = {}
PEOPLE = {
    "kz-head": "chair@example.org",
    "uz-head": "head@example.org",
    "secretary": "secretary@example.org",
}


def uid(person: str) -> str:
    return f"uid-of-{person}@example.org"


def told(person: str) -> str:
    """Return the Message-ID of a person's invitation."""
    return f"<invitation-of-{person}@example.org>"


@dataclass(kw_only=True)
class Post:
    """The desk of a secretariat, with a clock that is set by hand."""

    folder: Path
    now: datetime = NOW
    authserv_id: str | None = "mx.example.org"

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'orchestrator.sqlite'}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        store = await Store.open(self.url)
        try:
            yield store
        finally:
            await store.close()

    @property
    def desk(self) -> Desk:
        return Desk(
            now=lambda: self.now,
            dated=lambda: self.now,
            key=lambda: b"k" * 32,
            rekey=lambda: ("", None),
            data=self.folder,
            store=self.open,
            database=lambda: make_url(self.url),
            kept=lambda: True,
            transport=lambda: FolderTransport(self.folder / "outbox", lambda: self.now),
            authserv_id=self.authserv_id,
        )

    async def publish(self, text: str = TEXT) -> None:
        """Keep a forum of which everybody was told their entry of the session."""
        file = self.folder / "orchestrator.sqlite"
        if text not in PREPARED:
            await self._publish(text)
            PREPARED[text] = file.read_bytes()
        file.write_bytes(PREPARED[text])

    async def _publish(self, text: str) -> None:
        async with self.open() as store:
            async with store.transaction() as kept:
                await forums.ensure(kept, FORUM, NOW)
                await revisions.add(
                    kept,
                    FORUM,
                    text=text,
                    digest="d",
                    origin="file",
                    by="organiser",
                    made=NOW,
                    published=NOW,
                )
                await entries.keep(kept, [entry(person) for person in PEOPLE])
                await deliveries.queue(kept, [_invitation(person) for person in PEOPLE])
            async with store.transaction() as kept:
                taken = await claims.claim(
                    kept, now=NOW, owner="me", limit=9, lease=timedelta(minutes=1)
                )
                sent = [marks.sent(row.id, "me", now=NOW) for row in taken]
                await kept.run_sync(marks.apply, sent)

    async def collect(self, *raws: bytes) -> tuple[Collected, ...]:
        return await collect(self.desk, raws)

    async def outcome(self, raw: bytes) -> str:
        (found,) = await self.collect(raw)
        return found.outcome

    async def entry(self, person: str = "uz-head") -> Entry:
        async with self.open() as store, store.reading() as kept:
            found = await entries.get(kept, FORUM, person, THING)
        assert found is not None
        return found

    async def change(self, person: str = "uz-head", **values: object) -> None:
        """Change an entry as a publication would."""
        changed = replace(await self.entry(person), **values)  # type: ignore[arg-type]
        async with self.open() as store, store.transaction() as kept:
            await entries.keep(kept, [changed])

    async def standing(self, person: str = "uz-head") -> tuple[str, bool]:
        found = await self.entry(person)
        return found.partstat, found.verified

    async def proposals(self) -> list[Proposal]:
        async with self.open() as store, store.reading() as kept:
            return await proposal_rows.of(kept, FORUM)

    async def kinds(self) -> list[tuple[str, str | None]]:
        return [(each.kind, each.person) for each in await self.proposals()]

    async def deliveries(self, person: str | None = None) -> list[Delivery]:
        async with self.open() as store, store.reading() as kept:
            return await deliveries.of(kept, FORUM, person=person)

    async def notes(self) -> list[tuple[str, str]]:
        found = [row for row in await self.deliveries() if row.purpose == "note"]
        return [(row.recipient, row.details["partstat"]) for row in found]


def entry(person: str) -> Entry:
    return Entry(forum=FORUM, person=person, thing=THING, uid=uid(person), sequence=0, changed=0)


def _invitation(person: str) -> New:
    return New(
        key=f"{person}/request/1",
        forum=FORUM,
        person=person,
        thing=THING,
        purpose="request",
        publication=1,
        recipient=PEOPLE[person],
        due=NOW,
        created=NOW,
        message_id=told(person),
    )
