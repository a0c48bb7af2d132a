"""The matrix: every route for every kind of visitor. A route that is missing here fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestrator.secretariat import links
from orchestrator.storage import links as rows
from orchestrator.web import assets
from orchestrator.web.access import ANYBODY, NOTHING, Actor, Thing, authorize
from orchestrator.web.routes import ROUTES
from tests.web.house import FORUM, NOW, OURS, SOURCE, House, opened

SPEAKER_A, SPEAKER_B = "head-pk", "head-in"
THING = "session-plenary"
FORGED = "0" * 34
# Who comes, and the link they hold: person and scope.
VISITORS: Mapping[str, tuple[str, str] | None] = {
    "anonymous": None,
    "speaker A": (SPEAKER_A, links.SPEAKER),
    "speaker B": (SPEAKER_B, links.SPEAKER),
    "rapporteur": ("reporter", links.RAPPORTEUR),
    "delegation": (SPEAKER_A, links.DELEGATION),
    "feed": (SPEAKER_A, links.FEED),
    "revoked": ("teksler", links.SPEAKER),
}
PEOPLE = ("speaker A", "speaker B", "delegation")
ALL = tuple(VISITORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Who gets what from a route, and which of them where the forum is private; 404 else."""

    status: int
    public: tuple[str, ...]
    private: tuple[str, ...]
    form: Mapping[str, str] | None = None


MATRIX = {
    "front": Expected(status=200, public=ALL, private=ALL),
    "agenda": Expected(status=200, public=ALL, private=()),
    "calendar": Expected(status=200, public=ALL, private=()),
    "sheet": Expected(status=200, public=PEOPLE, private=PEOPLE),
    "sheet agenda": Expected(
        # Whoever holds a feed's address only could read a public agenda anyway.
        status=200,
        public=(*PEOPLE, "rapporteur", "feed"),
        private=(*PEOPLE, "rapporteur"),
    ),
    "sheet calendar": Expected(status=200, public=PEOPLE, private=PEOPLE),
    "answer": Expected(
        status=303,
        public=PEOPLE,
        private=PEOPLE,
        form={"thing": THING, "partstat": "ACCEPTED", "sequence": "0"},
    ),
    "proposal": Expected(
        status=303,
        public=PEOPLE,
        private=PEOPLE,
        form={"thing": THING, "when": "2020-10-30T12:00", "sequence": "0"},
    ),
    "feed": Expected(status=200, public=("feed",), private=("feed",)),
    "language": Expected(
        status=303, public=ALL, private=ALL, form={"language": "ru", "next": "front"}
    ),
    "asset": Expected(status=200, public=ALL, private=ALL),
}
COLUMNS = [(route.name, visitor) for route in ROUTES for visitor in VISITORS]


async def token(house: House, visitor: str) -> str:
    """Return what a visitor puts into an address."""
    held = VISITORS[visitor]
    if held is None:
        return FORGED
    path = await house.link(*held)
    found = re.search(r"[0-9a-z]{34}", path)
    assert found
    if visitor == "revoked":
        async with house.store.transaction() as kept:
            await rows.revoke(kept, found[0][: links.ID], NOW)
    return found[0]


async def status(house: House, name: str, visitor: str) -> int:
    """Return how a route answers a visitor."""
    route = next(each for each in ROUTES if each.name == name)
    filled = {
        "forum": FORUM,
        "token": await token(house, visitor),
        "name": assets.address("front.css").rpartition("/")[2],
    }
    path = re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^}]*\})*)?\}", lambda part: filled[part[1]], route.path)
    form = MATRIX[name].form
    response = await house.client.request(
        route.method, path, data=form, headers=OURS, allow_redirects=False
    )
    return response.status


def test_every_route_stands_in_the_matrix() -> None:
    assert set(MATRIX) == {route.name for route in ROUTES}
    assert len({route.name for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("name", MATRIX)
async def test_a_public_forum_answers_whom_it_may(house: House, name: str) -> None:
    expected = MATRIX[name]
    found = {visitor: await status(house, name, visitor) for visitor in VISITORS}
    assert found == {
        visitor: expected.status if visitor in expected.public else 404 for visitor in VISITORS
    }


@pytest.mark.parametrize("name", MATRIX)
async def test_a_private_forum_answers_participants_only(tmp_path: Path, name: str) -> None:
    expected = MATRIX[name]
    private = SOURCE.replace("visibility: public", "visibility: private")
    async with opened(tmp_path, private) as house:
        found = {visitor: await status(house, name, visitor) for visitor in VISITORS}
    assert found == {
        visitor: expected.status if visitor in expected.private else 404 for visitor in VISITORS
    }


def test_what_no_rule_names_nobody_may() -> None:
    owner = Actor(roles={FORUM: "owner"})
    assert not authorize(owner, "fly", Thing(forum=FORUM, visibility="public"))


def test_an_organiser_of_another_forum_reads_no_private_agenda() -> None:
    private = Thing(forum=FORUM, visibility="private")
    actors = {
        "viewer": Actor(roles={FORUM: "viewer"}),
        "organiser": Actor(roles={FORUM: "organiser"}),
        "organiser of another": Actor(roles={"other": "organiser"}),
        "anybody": ANYBODY,
    }
    seen = {name: authorize(actor, "read an agenda", private) for name, actor in actors.items()}
    assert seen == {
        "viewer": True,
        "organiser": True,
        "organiser of another": False,
        "anybody": False,
    }


def test_what_was_never_published_is_read_by_nobody() -> None:
    assert not authorize(ANYBODY, "read an agenda", NOTHING)
    assert not authorize(Actor(roles={"f": "owner"}), "read an agenda", Thing(forum="f"))
