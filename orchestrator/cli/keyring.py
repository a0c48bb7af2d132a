"""Carry out `links`: personal links, the tokens of machines, and the way back to an account."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.secretariat import accounts, handed, links, tokens
from orchestrator.secretariat.answers import instant
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.handed import Handed
from orchestrator.storage import tokens as rows
from orchestrator.storage.tokens import Token

SCOPES: Mapping[str, str] = {
    links.SPEAKER: N_("call sheet"),
    links.DELEGATION: N_("call sheet, for assistants"),
    links.RAPPORTEUR: N_("record"),
    links.FEED: N_("calendar"),
}
SHUT = N_("shut")
OPEN = N_("open")
NONE_YET = N_(
    "Nobody has a link yet: the next message to a person makes it, and 'orchestrator resend PERSON'"
    " sends one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How `links` was called."""

    forum: str | None
    person: str | None
    urls: bool


def listed(terminal: Terminal, asked: Asked) -> int:
    """Print the personal links of a forum; their addresses only if asked for."""
    forum, every = asyncio.run(handed.handed(desk(terminal), asked.forum))
    found = [each for each in every if asked.person in (None, each.link.person)]
    if terminal.json:
        shown = [each.values(url=asked.urls) for each in found]
        terminal.result_json({"forum": forum, "links": shown})
        return FINE
    if not every:
        terminal.talk(terminal.words.say(NONE_YET))
    for each in found:
        terminal.result(_line(terminal, each, urls=asked.urls))
    if not asked.urls and found:
        terminal.talk(terminal.words.say("With --urls the addresses too: each of them is a key."))
    return FINE


def _line(terminal: Terminal, each: Handed, *, urls: bool) -> str:
    words, scope = terminal.words, terminal.words.lookup(SCOPES[each.link.kind])
    if each.link.reader:
        scope = words.say("{scope} ({address})", scope=scope, address=each.link.reader)
    return words.say(
        "{id} {person}: {scope}, {state}{url}",
        id=each.link.id,
        person=each.link.person,
        scope=scope,
        state=words.lookup(OPEN if each.is_open else SHUT),
        url=f" {each.url}" if urls and each.url else "",
    )


def change(terminal: Terminal, revoke: str | None, renew: str | None) -> int:
    """Shut a personal link, print a new one in its place, or make every one another."""
    if revoke:
        return _tell_one(terminal, asyncio.run(handed.revoke(desk(terminal), revoke)))
    if renew:
        return _tell_one(terminal, asyncio.run(handed.renew(desk(terminal), renew)))
    return _new_key(terminal)


def _new_key(terminal: Terminal) -> int:
    own = desk(terminal, begins=True)
    before = asyncio.run(handed.new_key(own))
    path = own.data / "key"
    if terminal.json:
        terminal.result_json({"key": str(path), "before": str(before) if before else None})
        return FINE
    words = terminal.words
    terminal.result(
        words.say("The key {path} is new: links that were sent open nothing.", path=path)
    )
    if before:
        terminal.talk(words.say("The key before it lies in {path}.", path=before))
    terminal.talk(
        words.say(
            "Start the service again, copy the key to every other machine, and send people their "
            "new links: orchestrator resend PERSON."
        )
    )
    return FINE


def _tell_one(terminal: Terminal, each: Handed) -> int:
    if terminal.json:
        terminal.result_json(each.values(url=True))
    else:
        terminal.result(_line(terminal, each, urls=True))
    return FINE


def sign_in(terminal: Terminal, name: str) -> int:
    """Print a new one-time link for somebody who has lost their password."""
    own = desk(terminal)
    path = f"/start/{asyncio.run(_regained(own, name))}"
    url = f"{own.base_url.rstrip('/')}{path}" if own.base_url else path
    if terminal.json:
        terminal.result_json({"name": name, "url": url})
        return FINE
    terminal.result(url)
    words = terminal.words
    terminal.talk(words.say("It opens the account once, within 7 days, and asks for a password."))
    if own.base_url is None:
        terminal.talk(words.say("Put the address of the service before it."))
    return FINE


async def _regained(own: Desk, name: str) -> str:
    async with own.store() as store:
        return await accounts.regained(store, name, now=own.now())


def make_token(terminal: Terminal, name: str, scopes: tuple[str, ...], forum: str | None) -> int:
    """Make a token and print it, once."""
    held = asyncio.run(_made(desk(terminal, begins=True), name, scopes, forum))
    if terminal.json:
        terminal.result_json({"token": held, "name": name, "scopes": [*scopes], "forum": forum})
        return FINE
    terminal.result(held)
    terminal.talk(terminal.words.say("It is shown only now: keep it as you keep a password."))
    return FINE


async def _made(own: Desk, name: str, scopes: tuple[str, ...], forum: str | None) -> str:
    async with own.store() as store, store.transaction() as kept:
        return await tokens.make(
            kept, name=name, scopes=scopes, forum=forum, by="cli", now=own.now()
        )


def list_tokens(terminal: Terminal) -> int:
    """Print the tokens of machines, never what they are."""
    own = desk(terminal)
    found = asyncio.run(_tokens(own))
    if terminal.json:
        terminal.result_json({"tokens": [_values(each) for each in found]})
        return FINE
    words = terminal.words
    for each in found:
        terminal.result(
            words.say(
                "{id} {name}: {scopes}, {forum}, {state}",
                id=each.id,
                name=each.name,
                scopes=" ".join(each.scopes),
                forum=each.forum or words.say("every forum"),
                state=words.lookup(OPEN if _is_open(each, own.now()) else SHUT),
            )
        )
    return FINE


async def _tokens(own: Desk) -> list[Token]:
    async with own.store() as store, store.reading() as kept:
        return await rows.every(kept)


def _is_open(each: Token, now: datetime) -> bool:
    return each.revoked is None and (each.expires is None or now < each.expires)


def _values(each: Token) -> dict[str, object]:
    return {
        "id": each.id,
        "name": each.name,
        "scopes": [*each.scopes],
        "forum": each.forum,
        "made": instant(each.made),
        "expires": instant(each.expires),
        "revoked": instant(each.revoked),
        "used": instant(each.used),
    }


def shut_token(terminal: Terminal, number: int) -> int:
    """Shut a token for good."""
    own = desk(terminal)
    if not asyncio.run(_shut(own, number)):
        raise UsageError(N_("There is no open token {number}."), number=number)
    return list_tokens(terminal)


async def _shut(own: Desk, number: int) -> bool:
    async with own.store() as store, store.transaction() as kept:
        return await tokens.shut(kept, number, by="cli", now=own.now())
