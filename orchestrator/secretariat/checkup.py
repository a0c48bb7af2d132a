"""What `doctor` looks at for the service: database, mail servers, address, who sends and when."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import Translator
from orchestrator.secretariat import dispatch, retention
from orchestrator.secretariat.desk import Desk, Server
from orchestrator.secretariat.diagnosis import Check
from orchestrator.secretariat.serve import LAST_SWEEP
from orchestrator.secretariat.status import ON_HOLD
from orchestrator.storage import claims, faults, forums, links, meta
from orchestrator.storage.lock import Holder
from orchestrator.system import reason

PATIENCE = 3.0  # seconds until a mail server has taken a connection
# Two notes of a sweep lie five seconds apart; a busy machine may miss some.
STALE = timedelta(minutes=2)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the store tells: schema, last sweep, next message, number of links, forums on hold.

    Of a `shared` one others may send, on other machines.
    """

    schema: str
    shared: bool
    swept: datetime | None
    due: datetime | None
    links: int
    held: tuple[str, ...]


async def checkup(desk: Desk, words: Translator) -> tuple[Check, ...]:
    """Look at what the service stands on."""
    kept, database = await _database(desk, words)
    servers = [await _server(name, place, words) for name, place in desk.servers.items()]
    return (
        database,
        *(_key(desk, words) if kept else ()),
        *servers,
        *(() if desk.tells else (_folder(desk, words),)),
        *_address(desk, kept, words),
        *(await _sending(desk, kept, words) if kept else ()),
        _retention(words),
    )


def _folder(desk: Desk, words: Translator) -> Check:
    """Say where messages go that no mail server carries."""
    sentence = words.say(
        "No mail server is set: messages are written to {folder}, and nobody is told by that.",
        folder=desk.data / "outbox",
    )
    return Check(name="outbox", fine=True, note=True, sentence=sentence)


def _retention(words: Translator) -> Check:
    sentence = words.say(
        "The service removes every day: sign-ins and failed sign-ins {short} after their end, "
        "letters that were read and decided questions after {long}. Everything else is kept.",
        short=retention.SHORT,
        long=retention.LONG,
    )
    return Check(name="retention", fine=True, note=True, sentence=sentence)


def _key(desk: Desk, words: Translator) -> Iterator[Check]:
    """Say that the key is none that the store will do with: it was opened, and knows."""
    try:
        desk.key()
    except OrchestratorError as wrong:
        sentence = words.say(wrong.message, **wrong.values)
        yield Check(name="key", fine=False, sentence=sentence)


async def _database(desk: Desk, words: Translator) -> tuple[Kept | None, Check]:
    if not desk.kept():
        sentence = words.say("The database is made at first use.")
        return None, Check(name="database", fine=True, note=True, sentence=sentence)
    try:
        kept = await _kept(desk)
    except OrchestratorError as wrong:
        sentence = words.say(wrong.message, **wrong.values)
        return None, Check(name="database", fine=False, sentence=sentence)
    place = faults.place(desk.database())
    sentence = words.say("Database {place}, schema {schema}", place=place, schema=kept.schema)
    return kept, Check(name="database", fine=True, sentence=sentence)


async def _kept(desk: Desk) -> Kept:
    async with desk.store() as store:
        schema = await store.schema()
        async with store.transaction() as kept:  # one that cannot be written is refused here
            swept, due = await meta.get(kept, LAST_SWEEP), await claims.next_due(kept)
            known = await forums.every(kept)
            counts = [len(await links.of(kept, each.id)) for each in known]
    held = tuple(each.id for each in known if each.held)
    at = datetime.fromisoformat(swept) if swept else None
    shared = not store.is_sqlite
    return Kept(schema=schema, shared=shared, swept=at, due=due, links=sum(counts), held=held)


async def _server(name: str, place: Callable[[], Server], words: Translator) -> Check:
    """Look whether a mail server takes connections; nobody signs in there."""
    try:
        server = place()
    except OrchestratorError as wrong:
        return Check(name=name, fine=False, sentence=words.say(wrong.message, **wrong.values))
    at = f"{server.host}:{server.port}"
    refused = await _refused(server)
    if refused is None:
        sentence = words.say("The mail server {place} takes connections.", place=at)
        return Check(name=name, fine=True, sentence=sentence)
    return Check(
        name=name,
        fine=False,
        sentence=words.say(
            "The mail server {place} does not answer: {reason}.",
            place=at,
            reason=words.phrase(refused),
        ),
        repair=words.say(
            "Look at {variable}, at the network and at the server.",
            variable=f"ORCHESTRATOR_{name.upper()}_URL",
        ),
    )


async def _refused(server: Server) -> Phrase | None:
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(server.host, server.port)
    except TimeoutError:
        return phrase(N_("it does not answer in time"))
    except OSError as wrong:
        return reason(wrong)
    writer.close()
    return None


def _address(desk: Desk, kept: Kept | None, words: Translator) -> Iterator[Check]:
    if desk.base_url is None:
        lost = bool(kept and kept.links)
        yield Check(
            name="base_url",
            fine=not lost,
            note=True,
            sentence=words.say("No address of the service is set: messages carry no links."),
            repair=words.say(
                "People hold links that were sent before: set ORCHESTRATOR_BASE_URL again."
            )
            if lost
            else None,
        )
        return
    parts = urlsplit(desk.base_url)
    fine = parts.scheme == "https" or parts.hostname in LOOPBACK
    yield Check(
        name="base_url",
        fine=fine,
        sentence=words.say("Address of the service: {url}", url=desk.base_url),
        repair=None
        if fine
        else words.say(
            "Links are keys, and everybody on the way can read them: put a proxy with TLS before "
            "it (templates/deploy) and set ORCHESTRATOR_BASE_URL to its https address."
        ),
    )


async def _sending(desk: Desk, kept: Kept, words: Translator) -> tuple[Check, ...]:
    holder = await dispatch.running(desk)
    fresh = kept.swept is not None and desk.now() - kept.swept < STALE
    elsewhere = kept.shared and fresh  # the last sweep says so
    held = (words.say(ON_HOLD, forum=forum) for forum in kept.held)
    return (
        *(() if elsewhere else (_dispatcher(desk, kept, holder, words),)),
        *_swept(desk, kept, words, runs=elsewhere or holder is not None),
        *(Check(name="held", fine=True, note=True, sentence=each) for each in held),
    )


def _dispatcher(desk: Desk, kept: Kept, holder: Holder | None, words: Translator) -> Check:
    if holder is None:
        late = kept.due is not None and desk.now() - kept.due > STALE
        waits = words.say("Messages have been due since {instant} UTC.", instant=_at(kept.due))
        return Check(
            name="dispatcher",
            fine=not late,
            note=True,
            sentence=words.say("Nobody is sending: orchestrator serve."),
            repair=waits if late else None,
        )
    told = words.say(
        "Process {pid} on {host} has been sending since {since}.",
        pid=holder.pid,
        host=holder.host,
        since=holder.since,
    )
    return Check(name="dispatcher", fine=True, sentence=told)


def _at(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}" if instant else ""


def _swept(desk: Desk, kept: Kept, words: Translator, *, runs: bool) -> Iterator[Check]:
    if kept.swept is None:
        return
    fine = not runs or desk.now() - kept.swept < STALE
    yield Check(
        name="last_sweep",
        fine=fine,
        note=not runs,
        sentence=words.say(
            "The last look for messages that are due was at {instant} UTC.",
            instant=_at(kept.swept),
        ),
        repair=None
        if fine
        else words.say("The service runs and does not send: read its log, then start it again."),
    )
