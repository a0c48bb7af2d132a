"""The matrix: every route for every kind of visitor. A route that is missing here fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from orchestrator.secretariat import links
from orchestrator.storage import links as rows
from orchestrator.storage.accounts import Role
from orchestrator.web import assets
from orchestrator.web.access import ANYBODY, NOTHING, Actor, Thing, authorize
from orchestrator.web.routes import ROUTES
from tests.web import recorded
from tests.web.house import FORUM, NOW, OURS, SOURCE, House, opened

SPEAKER_A, SPEAKER_B, CHAIR = "head-pk", "head-in", "teksler"
THING = "session-plenary"
FORGED = "0" * 34
# Who comes, and the link they hold: person and scope.
VISITORS: Mapping[str, tuple[str, str] | None] = {
    "anonymous": None,
    "speaker A": (SPEAKER_A, links.SPEAKER),
    "speaker B": (SPEAKER_B, links.SPEAKER),
    "chair": (CHAIR, links.SPEAKER),
    "rapporteur": ("secretary", links.RAPPORTEUR),
    "rapporteur of another": ("reporter", links.RAPPORTEUR),
    "delegation": (SPEAKER_A, links.DELEGATION),
    "feed": (SPEAKER_A, links.FEED),
    "revoked": ("head-kz", links.SPEAKER),
}
PEOPLE = ("speaker A", "speaker B", "delegation", "chair")
RAPPORTEURS = ("rapporteur", "rapporteur of another")
# Who is signed in: their role, and in which forum; None is in all of them.
STAFF: Mapping[str, tuple[Role, str | None]] = {
    "owner": ("owner", None),
    "organiser": ("organiser", FORUM),
    "organiser of all": ("organiser", None),
    "organiser of another": ("organiser", "another"),
    "account of rapporteur": ("rapporteur", FORUM),
    "viewer": ("viewer", FORUM),
}
VISITED = (*VISITORS, *STAFF)
ALL = tuple(VISITED)
EDITORS = ("owner", "organiser", "organiser of all")
KEEPERS = ("owner", "account of rapporteur")
LOOKERS = (*EDITORS, "viewer")
INSIDERS = (*LOOKERS, "account of rapporteur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Who gets what from a route, and which of them where the forum is private; 404 else.

    `door` is what somebody gets who is not signed in; `needs` how far the record must have come.
    """

    status: int
    public: tuple[str, ...]
    private: tuple[str, ...]
    form: Mapping[str, str] | None = None
    door: int = 404
    needs: str = ""


def _own(
    *who: str, status: int = 200, form: Mapping[str, str] | None = None, needs: str = ""
) -> Expected:
    """Return what is for the holders of some links only, whoever may read the agenda."""
    return Expected(status=status, public=who, private=who, form=form, needs=needs)


def _staff(
    who: tuple[str, ...], status: int = 200, form: Mapping[str, str] | None = None
) -> Expected:
    """Return what is for those who sign in; who has not is asked to where something is read."""
    door = 403 if form is not None else 303  # what was written is handed back
    return Expected(status=status, public=who, private=who, form=form, door=door)


# Whoever holds a feed's address only could read a public agenda anyway.
BY_LINK = Expected(
    status=200, public=(*PEOPLE, *RAPPORTEURS, "feed"), private=(*PEOPLE, *RAPPORTEURS)
)
MATRIX = {
    "front": Expected(status=200, public=ALL, private=ALL),
    "help": Expected(status=200, public=ALL, private=ALL),
    "agenda": Expected(status=200, public=ALL, private=INSIDERS),
    "calendar": Expected(status=200, public=ALL, private=INSIDERS),
    "sheet": Expected(status=200, public=PEOPLE, private=PEOPLE),
    "sheet agenda": Expected(
        # Whoever holds a feed's address only could read a public agenda anyway.
        status=200,
        public=(*PEOPLE, *RAPPORTEURS, "feed"),
        private=(*PEOPLE, *RAPPORTEURS),
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
    "withdrawal": Expected(status=303, public=PEOPLE, private=PEOPLE, form={"proposal": "0"}),
    "feed": Expected(status=200, public=("feed",), private=("feed",)),
    "language": Expected(
        status=303, public=ALL, private=ALL, form={"language": "ru", "next": "front"}
    ),
    "asset": Expected(status=200, public=ALL, private=ALL),
    "sign in": Expected(status=200, public=ALL, private=ALL),
    "enter": Expected(
        status=403, public=ALL, private=ALL, form={"name": "{visitor}", "password": "x"}
    ),
    "sign in again": _staff(tuple(STAFF)),
    "enter again": _staff(tuple(STAFF), 403, {"password": "x"}),
    "leave": Expected(status=303, public=ALL, private=ALL, form={}),
    # Nobody has such a link.
    "welcome": Expected(status=404, public=ALL, private=ALL),
    "settle": Expected(status=422, public=(), private=(), form={"name": "x", "password": "x"}),
    "account": _staff(tuple(STAFF)),
    "leave other": _staff(tuple(STAFF), 303, {}),
    "leave everywhere": _staff(tuple(STAFF), 303, {}),
    "change password": _staff(tuple(STAFF), 422, {}),
    "accounts": _staff(("owner",)),
    "invite": _staff(("owner",), 200, {"name": "new", "role": "viewer"}),
    "account link": _staff(("owner",), 400, {"account": "0"}),
    "appoint": _staff(("owner",), 400, {"account": "0"}),
    "shut": _staff(("owner",), 400, {"account": "0"}),
    "tokens": _staff(("owner",)),
    "make token": _staff(("owner",), 200, {"name": "new", "scope": "read"}),
    "shut token": _staff(("owner",), 400, {"token": "0"}),
    "own records": Expected(status=200, public=("rapporteur",), private=("rapporteur",)),
    "minutes": _own("rapporteur"),
    "minutes save": _own("rapporteur", status=303, form={"tag": "0.1"}),
    "minutes withdraw": _own("rapporteur", status=409, form={"tag": "0.1"}),
    "minutes form": _own("rapporteur"),
    "minutes file": _own("rapporteur", status=422, form={}),
    "minutes record file": _own("rapporteur", needs="approved"),
    "minutes history": _own("rapporteur"),
    "desk records": _staff(KEEPERS),
    "desk minutes": _staff(KEEPERS),
    "desk minutes save": _staff(KEEPERS, 303, {"tag": "0.1"}),
    "desk minutes withdraw": _staff(KEEPERS, 409, {"tag": "0.1"}),
    "desk minutes form": _staff(KEEPERS),
    "desk minutes file": _staff(KEEPERS, 422, {}),
    "desk minutes record file": replace(_staff(KEEPERS), needs="approved"),
    "desk minutes history": _staff(KEEPERS),
    "chair record": replace(BY_LINK, needs="approved"),
    "chair record file": replace(BY_LINK, needs="approved"),
    "chair approve": _own("chair", status=409, form={"tag": "0.1"}),
    "chair return": _own("chair", status=409, form={"tag": "0.1"}),
    "desk record": replace(_staff(LOOKERS), needs="submitted"),
    "desk record file": replace(_staff(LOOKERS), needs="approved"),
    "desk approve": replace(_staff(EDITORS, 409, {"tag": "0.1"}), door=404),
    "desk return": replace(_staff(EDITORS, 409, {"tag": "0.1"}), door=404),
    "public record": Expected(status=200, public=ALL, private=INSIDERS, needs="approved"),
    "public record file": Expected(status=200, public=ALL, private=INSIDERS, needs="approved"),
    "desk": _staff(tuple(STAFF)),
    "new forum": _staff(("owner", "organiser of all")),
    "begin": _staff(("owner", "organiser of all"), 422, {"id": "NO ID"}),
    "desk forum": _staff(LOOKERS),
    "hold": _staff(EDITORS, 303, {}),
    "release": _staff(EDITORS, 303, {}),
    "told": _staff(EDITORS, 303, {}),
    "resend": _staff(EDITORS, 303, {"person": SPEAKER_A}),
    "delivery": _staff(EDITORS, 409, {"delivery": "0", "do": "send"}),
    "decide": _staff(EDITORS, 409, {"proposal": "0", "do": "close"}),
    "answers": _staff(LOOKERS),
    "answers table": _staff(LOOKERS),
    "people": _staff(LOOKERS),
    "people table": _staff(LOOKERS),
    "enrol": _staff(EDITORS, 422, {"do": "upload"}),
    "deliveries": _staff(LOOKERS),
    "message": _staff(EDITORS),
    "send message": _staff(EDITORS, 422, {"to": "everyone"}),
    "mail": _staff(EDITORS),
    "one mail": _staff(EDITORS),
    "mail page": _staff(EDITORS),
    "mail file": _staff(EDITORS),
    "links": _staff(LOOKERS),
    "revoke": _staff(EDITORS, 400, {"link": "none"}),
    "renew": _staff(EDITORS, 400, {"link": "none"}),
    "audit": _staff(LOOKERS),
    "editor": _staff(LOOKERS),
    "order": _staff(LOOKERS),
    "move": _staff(EDITORS, 412, {"base": "9", "up": "adoption:plenary:0"}),
    "save": _staff(EDITORS, 200, {"base": "1", "text": "x", "do": "check"}),
    "plan": _staff(LOOKERS),
    "try": _staff(EDITORS, 303, {}),
    "publish": _staff(EDITORS, 409, {"plan": "another"}),
}


WRITTEN = f"""\
List-Id: <{FORUM}.example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_a"

--=_a
Content-Type: text/plain

Good day
--=_a
Content-Type: text/calendar
Content-Disposition: attachment; filename="invite.ics"

BEGIN:VCALENDAR
--=_a--
"""


async def token(house: House, visitor: str) -> str:
    """Return what a visitor puts into an address."""
    held = VISITORS.get(visitor)
    if held is None:
        return FORGED
    path = await house.link(*held)
    found = re.search(r"[0-9a-z]{34}", path)
    assert found
    if visitor == "revoked":
        async with house.store.transaction() as kept:
            await rows.revoke(kept, found[0][: links.ID], NOW)
    return found[0]


async def written(house: House) -> str:
    """Keep a message in the folder that stands in for a mail server; return its name."""
    name = "20201020T070000.000000Z-0123456789ab"
    folder = house.folder / "outbox"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.eml").write_text(WRITTEN)
    return name


async def status(house: House, name: str, visitor: str) -> int:
    """Return how a route answers a visitor."""
    await house.sign_in(*STAFF.get(visitor, (None,)))
    route = next(each for each in ROUTES if each.name == name)
    filled = {
        "forum": FORUM,
        "token": await token(house, visitor),
        "name": assets.address("front.css").rpartition("/")[2],
        "once": "0" * 64,
        "session": recorded.SESSION,
        "mail": await written(house),
        "kind": "docx",
        "number": "1",
    }
    if MATRIX[name].needs:
        await recorded.bring(house, MATRIX[name].needs)
    path = re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^}]*\})*)?\}", lambda part: filled[part[1]], route.path)
    given = MATRIX[name].form or {}
    form = {field: value.replace("{visitor}", visitor) for field, value in given.items()}
    response = await house.client.request(
        route.method, path, data=form, headers=OURS, allow_redirects=False
    )
    return response.status


def test_every_route_stands_in_the_matrix() -> None:
    # Those of machines have a matrix of their own: tests/web/api/test_access.py.
    assert set(MATRIX) == {route.name for route in ROUTES if not route.bearer}
    assert len({route.name for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("name", MATRIX)
async def test_a_public_forum_answers_whom_it_may(house: House, name: str) -> None:
    expected = MATRIX[name]
    found = {visitor: await status(house, name, visitor) for visitor in VISITED}
    assert found == {each: _status(expected, each, expected.public) for each in VISITED}


@pytest.mark.parametrize("name", MATRIX)
async def test_a_private_forum_answers_participants_only(tmp_path: Path, name: str) -> None:
    expected = MATRIX[name]
    private = SOURCE.replace("visibility: public", "visibility: private")
    async with opened(tmp_path, private) as house:
        found = {visitor: await status(house, name, visitor) for visitor in VISITED}
    assert found == {each: _status(expected, each, expected.private) for each in VISITED}


def _status(expected: Expected, visitor: str, allowed: tuple[str, ...]) -> int:
    if visitor in allowed:
        return expected.status
    return 404 if visitor in STAFF else expected.door


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
