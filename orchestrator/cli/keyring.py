"""Carry out `links`: personal links and the tokens of machines."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.secretariat import handed, links, tokens
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
    for each in found:
        terminal.result(_line(terminal, each, urls=asked.urls))
    if not asked.urls and found:
        terminal.talk(terminal.words.say("With --urls the addresses too: each of them is a key."))
    return FINE


def _line(terminal: Terminal, each: Handed, *, urls: bool) -> str:
    words = terminal.words
    return words.say(
        "{id} {person}: {scope}, {state}{url}",
        id=each.link.id,
        person=each.link.person,
        scope=words.lookup(SCOPES[each.link.scope]),
        state=words.lookup(OPEN if each.is_open else SHUT),
        url=f" {each.url}" if urls and each.is_open else "",
    )


def revoke(terminal: Terminal, link: str) -> int:
    """Shut a personal link."""
    return _tell_one(terminal, asyncio.run(handed.revoke(desk(terminal), link)))


def renew(terminal: Terminal, link: str) -> int:
    """Print a new link in the place of an old one."""
    return _tell_one(terminal, asyncio.run(handed.renew(desk(terminal), link)))


def _tell_one(terminal: Terminal, each: Handed) -> int:
    if terminal.json:
        terminal.result_json(each.values(url=True))
    else:
        terminal.result(_line(terminal, each, urls=True))
    return FINE


def make_token(terminal: Terminal, name: str, scopes: tuple[str, ...], forum: str | None) -> int:
    """Make a token and print it, once."""
    held = asyncio.run(_made(desk(terminal), name, scopes, forum))
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
