"""The one place that chooses: clock, zone rules and key."""

import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import ValidationError

from orchestrator import zones
from orchestrator.config import VARIABLES, Settings
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.secretariat.desk import MARK, Desk, Server
from orchestrator.system import make_folder, reason

if TYPE_CHECKING:
    from sqlalchemy import URL

    from orchestrator.delivery import Inbox, Transport
    from orchestrator.storage import Store

KEY_BYTES = 32
UNMARKED = "unmarked"
LOST = N_(
    "The key '{path}' is missing, and without it every personal link that was sent would be shut. "
    "Put it back from a backup or copy it from the machine that has it; or make a new one, for "
    "good: orchestrator links --new-key."
)
FOREIGN = N_(
    "The key '{path}' is not the one that this store was begun with: every personal link that was "
    "sent would be shut. Put the right one there, from a backup or from the machine that has it; "
    "or make a new one, for good: orchestrator links --new-key."
)
# The demo shows the same UIDs to everybody: nothing of it is ever sent.
DEMO_KEY = b"orchestrator demo, never used for real entries"
DEMO_NOW = datetime(2020, 10, 20, 6, 0, tzinfo=UTC)


def settings(environment: Mapping[str, str], **given: object) -> Settings:
    """Return the settings: what was given, else the environment's, else the defaults."""
    told: dict[str, object] = {
        name: environment[variable]
        for name, variable in VARIABLES.items()
        if environment.get(variable)
    }
    told |= {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(told)
    except (ValidationError, ValueError) as wrong:
        raise UsageError(
            N_("The setting {variable} has a value that cannot be used: '{given}'."),
            **_first_wrong(wrong, told),
        ) from None


def _first_wrong(wrong: Exception, told: Mapping[str, object]) -> dict[str, object]:
    name = str(wrong.errors()[0]["loc"][0]) if isinstance(wrong, ValidationError) else "now"
    return {"variable": VARIABLES.get(name, name), "given": told.get(name, "")}


def desk(chosen: Settings, *, begins: bool = True) -> Desk:
    """Return the desk of an installation; one that does not begin it makes no store by looking."""
    if chosen.tzdata is not None:
        _use_rules(chosen.tzdata)
    now, ring = clock(chosen.now), Keyring(chosen.data)
    return Desk(
        now=now,
        dated=_dated(chosen, now),
        key=ring,
        rekey=ring.renew,
        data=chosen.data,
        store=lambda: _opened(chosen, ring) if begins or _kept(chosen) else _passing(),
        database=lambda: _database(chosen),
        kept=lambda: _kept(chosen),
        transport=lambda: _transport(chosen, now),
        tells=chosen.smtp_url is not None,
        base_url=chosen.base_url,
        senders=chosen.senders,
        authserv_id=chosen.trusted_mta,
        inboxes=lambda: _inboxes(chosen),
        fonts=chosen.fonts,
        servers=dict(_servers(chosen)),
    )


def demo_desk() -> Desk:
    """Return the desk of the demo: a fixed clock, a fixed key, and nothing kept."""
    given = desk(Settings())
    return replace(
        given,
        now=lambda: DEMO_NOW,
        dated=lambda: DEMO_NOW,
        key=lambda: DEMO_KEY,
        kept=lambda: False,
    )


def demo_service(told: Settings, data: Path, base_url: str) -> Desk:
    """Return the desk of a served demo: its own store and outbox, the demo's key, nothing sent."""
    chosen = Settings(
        data=data, base_url=base_url, now=told.now, tzdata=told.tzdata, senders=("example.org",)
    )
    given = desk(chosen)
    return replace(given, key=lambda: DEMO_KEY, store=lambda: _opened(chosen))


# Database and mail are imported when they are opened: `check` and `build` must not wait for them.


@asynccontextmanager
async def _opened(chosen: Settings, ring: "Keyring | None" = None) -> "AsyncIterator[Store]":
    from orchestrator.storage import Store  # late: see above

    store = await Store.open(_database(chosen))
    try:
        if ring is not None:
            await ring.meet(store)
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def _passing() -> "AsyncIterator[Store]":
    """Open a store that holds nothing and leaves nothing: what is only looked at is not begun."""
    from orchestrator.storage import Store  # late: see above
    from orchestrator.storage.store import in_file

    with TemporaryDirectory(prefix="orchestrator-") as folder:
        store = await Store.open(in_file(Path(folder) / "empty.sqlite"))
        try:
            yield store
        finally:
            await store.close()


def _kept(chosen: Settings) -> bool:
    """Tell whether a store was begun; one that cannot be looked at is not taken for none."""
    if chosen.database_url is not None:
        return True
    try:
        _file(chosen).stat()
    except FileNotFoundError:
        return False
    except OSError as wrong:
        raise OrchestratorError(
            N_("The file '{path}' cannot be read: {reason}."),
            path=_file(chosen),
            reason=reason(wrong),
        ) from None
    return True


def _database(chosen: Settings) -> "URL":
    from orchestrator.storage.store import in_file, parsed  # late: see above

    return parsed(chosen.database_url or in_file(_file(chosen).absolute()))


def _file(chosen: Settings) -> Path:
    return chosen.data / "orchestrator.sqlite"


def _transport(chosen: Settings, now: Callable[[], datetime]) -> "Transport":
    # late: see above
    from orchestrator.delivery import FOLDER, FolderTransport, SmtpTransport, relay

    if chosen.smtp_url is None:
        return FolderTransport(chosen.data / FOLDER, now)
    return SmtpTransport(relay(chosen.smtp_url))


def _servers(chosen: Settings) -> Iterator[tuple[str, Callable[[], Server]]]:
    """Return the mail servers that are set, to be looked at; reading their address may raise."""
    if chosen.smtp_url is not None:
        yield "smtp", partial(_smtp_server, chosen.smtp_url)
    if chosen.imap_url is not None:
        yield "imap", partial(_imap_server, chosen.imap_url)


def _smtp_server(url: str) -> Server:
    from orchestrator.delivery import relay  # late: see above

    return relay(url).server


def _imap_server(url: str) -> Server:
    from orchestrator.delivery import mailbox  # late: see above

    return mailbox(url).server


def _inboxes(chosen: Settings) -> "tuple[Inbox, ...]":
    from orchestrator.delivery import FolderInbox, ImapInbox, mailbox  # late: see above

    folder = FolderInbox(chosen.data / "inbox")
    return (folder, ImapInbox(mailbox(chosen.imap_url))) if chosen.imap_url else (folder,)


def clock(start: datetime | None) -> Callable[[], datetime]:
    """Return the system's clock, or one that starts at an instant and runs."""
    if start is None:
        return lambda: datetime.now(UTC)
    began = time.monotonic()
    return lambda: start.astimezone(UTC) + timedelta(seconds=time.monotonic() - began)


def _dated(chosen: Settings, now: Callable[[], datetime]) -> Callable[[], datetime]:
    if chosen.source_date_epoch is None:
        return lambda: now().replace(microsecond=0)
    fixed = datetime.fromtimestamp(chosen.source_date_epoch, UTC)
    return lambda: fixed


def _use_rules(folder: Path) -> None:
    if not (folder / "UTC").is_file():
        raise UsageError(N_("The folder '{folder}' holds no zone rules."), folder=folder)
    zones.use_rules(folder)


class Keyring:
    """The key of an installation, and the mark of it that its store keeps.

    Another key would shut every personal link in silence, and a second machine would hand out links
    that the first does not know: once a store has a mark, only the key that it is of will do.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._mark: str | None = None

    def __call__(self) -> bytes:
        """Return the key; one that is missing, or not the store's, is refused."""
        path = self._data / "key"
        if self._mark is not None and not self._is_there():
            raise OrchestratorError(LOST, path=path)
        found = key(self._data)
        if self._mark not in (None, UNMARKED, fingerprint(found)):
            raise OrchestratorError(FOREIGN, path=path)
        return found

    async def meet(self, store: "Store") -> None:
        """Look at the mark of a store; one without forums is given that of our key."""
        from orchestrator.storage import forums, meta  # late: see above

        if self._mark is not None:
            return
        async with store.reading() as kept:
            self._mark = await meta.get(kept, MARK)
            used = bool(await forums.every(kept))
        if self._mark is None and used and not self._is_there():
            self._mark = UNMARKED  # a store that is older than marks
        if self._mark is not None:
            return
        # What cannot be read or written is said by whoever needs the key.
        with suppress(OrchestratorError):
            own = fingerprint(key(self._data))
            async with store.transaction() as kept:
                self._mark = await meta.first(kept, MARK, own)

    def _is_there(self) -> bool:
        return os.path.lexists(self._data / "key")

    def renew(self) -> tuple[str, Path | None]:
        """Make a new key; return the name of its mark and where the one before it lies now."""
        path, before = self._data / "key", None
        if self._is_there():
            before = path.with_name(f"key.{secrets.token_hex(4)}")
            path.rename(before)
        self._mark = None
        self._mark = fingerprint(key(self._data))
        return self._mark, before


def fingerprint(found: bytes) -> str:
    """Return the mark by which a key is known without being told."""
    return hashlib.sha256(b"orchestrator key\0" + found).hexdigest()[:16]


def key(data: Path) -> bytes:
    """Return the installation's key, made at first use and readable by its owner only."""
    path = data / "key"
    try:
        make_folder(data)
        return _read_key(path) if os.path.lexists(path) else _make_key(path)
    except OSError as wrong:
        raise OrchestratorError(
            N_("The key '{path}' cannot be read or written: {reason}."),
            path=path,
            reason=reason(wrong),
        ) from None


def _read_key(path: Path) -> bytes:
    try:
        # Only a file is read: a pipe in its place would never answer.
        found = bytes.fromhex(path.read_text(encoding="ascii").strip()) if path.is_file() else b""
    except ValueError:
        found = b""
    if len(found) < KEY_BYTES:
        # A new key would give every entry a new UID and double it in every calendar.
        raise OrchestratorError(
            N_(
                "The key '{path}' is damaged. Put it back from a backup; without it every calendar "
                "entry would be doubled."
            ),
            path=path,
        )
    return found


def _make_key(path: Path) -> bytes:
    made = secrets.token_bytes(KEY_BYTES)
    fresh = path.with_name(f".key.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        _write_key(fresh, made)
        os.link(fresh, path)  # of two processes that make a key at once, the first one's stands
    except FileExistsError:
        return _read_key(path)
    finally:
        fresh.unlink(missing_ok=True)
    return made


def _write_key(path: Path, made: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
