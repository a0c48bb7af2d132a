"""The matrix for machines: every operation for every kind of token. A missing route fails."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from orchestrator.secretariat import tokens
from orchestrator.storage import forums
from orchestrator.storage import tokens as rows
from orchestrator.web.routes import ROUTES
from tests.web.api.machine import Machine, machine
from tests.web.house import FORUM, NOW, OURS, SOURCE, House, opened

BEARER = [route for route in ROUTES if route.bearer]
PUBLIC = {"api index", "api description", "api docs"}
READING = {
    "api forum": 200,
    "api agenda": 200,
    "api running order": 200,
    "api source": 200,
    "api list entries": 200,
    "api answers": 200,
    "api list deliveries": 200,
    "api list records": 200,
    "api list proposals": 200,
    "api record": 200,
    "api form": 200,
    "api record file": 409,  # there is none yet
    "api plan": 200,
    "api people": 200,
    "api preview people": 200,
}
# Not about one forum: any token that may read.
ANYWHERE = {"api list forums": 200, "api check": 200}
WRITING = {
    "api hold": 200,
    "api draft": 200,
    "api import people": 200,
    "api write record": 200,
    "api hand in form": 415,  # no file is sent along
    "api submit record": 422,  # nothing is decided yet
    "api reopen record": 409,
}
SENDING = {
    "api publish": 200,
    "api release": 200,
    "api resend": 200,
    "api message": 200,
    "api approve record": 409,
}
# They say of which state they are meant.
CONDITIONAL = {
    "api draft",
    "api import people",
    "api publish",
    "api write record",
    "api submit record",
    "api reopen record",
    "api approve record",
}
BODIES: dict[str, Any] = {
    "api check": {"text": SOURCE},
    "api plan": {"text": SOURCE},
    "api publish": {"text": SOURCE, "cancel": 1000},
    "api resend": {"person": "head-pk"},
    "api message": {"audience": "head-pk", "text": {"en": "The link has changed."}},
    "api draft": {"text": SOURCE},
    "api preview people": {"table": "aWQKdGVrc2xlcgo="},
    "api import people": {"table": "aWQKdGVrc2xlcgo="},
    "api write record": {"fields": {"h/notes": "Well attended."}},
}
HOLDERS = ("nobody", "reader", "writer", "sender", "of another", "revoked", "expired", "forged")


async def held(house: House, who: str) -> str | None:
    """Return the token of one of them."""
    scopes = {"writer": ["write"], "sender": ["send"]}.get(who, ["read"])
    if who == "nobody":
        return None
    if who == "forged":
        return tokens.PREFIX + "0" * 64
    async with house.store.transaction() as kept:
        await forums.ensure(kept, "other", NOW)
    found: Machine = await machine(house, scopes, "other" if who == "of another" else FORUM)
    async with house.store.transaction() as kept:
        (row, *_) = reversed(await rows.every(kept))
        if who == "revoked":
            await tokens.shut(kept, row.id, by="cli", now=NOW)
    if who == "expired":
        house.clock.forward(days=2)
        async with house.store.transaction() as kept:
            return await tokens.make(
                kept,
                name="old",
                scopes=scopes,
                by="cli",
                now=NOW,
                forum=FORUM,
                expires=house.clock() - timedelta(days=1),
            )
    return found.held


async def statuses(house: House, who: str) -> dict[str, int]:
    """Return how every operation answers somebody."""
    token = await held(house, who)
    found = {}
    for route in BEARER:
        path = re.sub(r"\{(forum|session|kind):(?:[^{}]|\{[^}]*\})*\}", r"{\1}", route.path)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if route.name in CONDITIONAL:
            headers["If-Match"] = "*"
        response = await house.client.request(
            route.method,
            path.format(forum=FORUM, session="plenary", kind="pdf"),
            headers=headers,
            json=BODIES.get(route.name),
        )
        found[route.name] = response.status
    return found


def test_every_route_for_machines_stands_in_the_matrix() -> None:
    every = {*PUBLIC, *READING, *ANYWHERE, *WRITING, *SENDING}
    assert every == {route.name for route in BEARER}


def expected(who: str, *, private: bool) -> dict[str, int]:
    """Return how every operation must answer somebody."""
    known = who in ("reader", "writer", "sender", "of another")
    found = dict.fromkeys(PUBLIC, 200 if known or who == "nobody" else 401)
    for scope, names in (("reader", READING), ("writer", WRITING), ("sender", SENDING)):
        own, other = (403, 404) if known else (401, 401)
        found |= names if who == scope else dict.fromkeys(names, own)
        found |= dict.fromkeys(names, other) if who == "of another" else {}
    reads = who in ("reader", "of another")
    found |= dict.fromkeys(ANYWHERE, 200 if reads else 403 if known else 401)
    if not private and (known or who == "nobody"):
        found["api agenda"] = 200
    return found


@pytest.mark.parametrize("who", HOLDERS)
async def test_a_token_opens_what_it_was_made_for(house: House, who: str) -> None:
    assert await statuses(house, who) == expected(who, private=False)


@pytest.mark.parametrize("who", HOLDERS)
async def test_a_private_forum_is_read_with_a_token_of_its_own(tmp_path: Path, who: str) -> None:
    private = SOURCE.replace("visibility: public", "visibility: private")
    async with opened(tmp_path, private) as house:
        found = await statuses(house, who)
    assert found == expected(who, private=True)


async def test_no_browser_is_led_to_use_a_token_by_its_cookie(house: House) -> None:
    """What a browser sends of its own accord opens nothing here."""
    house.client.cookie_jar.update_cookies({"desk": "0" * 64})
    response = await house.client.post(f"/api/v1/forums/{FORUM}/hold", headers=OURS)
    assert response.status == 401


async def test_who_has_no_token_is_told_how_to_show_one(house: House) -> None:
    response = await house.client.get("/api/v1/forums")
    assert (response.status, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert await response.json(content_type=None) == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "This needs a token: send 'Authorization: Bearer' and one that is still open.",
    }


async def test_a_token_that_is_used_says_when(house: House) -> None:
    own = await machine(house)
    await own.get("")
    async with house.store.reading() as kept:
        (row,) = await rows.every(kept)
    assert row.used == NOW
