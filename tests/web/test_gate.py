from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest

from orchestrator.secretariat import links
from orchestrator.storage.tables import links as link_rows
from orchestrator.web import journal
from orchestrator.web.application import SERVICE
from orchestrator.web.routes import ROUTES
from tests.web import recorded, seen
from tests.web.house import FORUM, OURS, House, opened

FORM = {"thing": "session-plenary", "sequence": "0", "partstat": "ACCEPTED"}
STRICT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORGED = "/s/" + "0" * 34


async def paths(house: House) -> list[str]:
    """Return an address of every route that can be read, and some that lead nowhere."""
    sheet, feed = await house.link("head-pk"), await house.link("head-pk", "feed")
    filled = {"forum": FORUM, "token": sheet[3:], "name": "none.css", "session": "plenary"}
    filled |= {
        "once": "0" * 64,
        "kind": "docx",
        "number": "1",
        "mail": "20201001T070000.000000Z-0123456789ab",
    }
    found = [_filled(route.path, filled) for route in ROUTES if route.method == "GET"]
    await recorded.bring(house, "approved")
    rapporteur = (await house.link("secretary", "rapporteur"))[3:]
    chair = (await house.link("teksler"))[3:]
    own = [route.path for route in ROUTES if route.method == "GET" and "session" in route.path]
    found += [
        _filled(path, filled | {"token": token}) for path in own for token in (rapporteur, chair)
    ]
    return [*found, feed, FORGED, "/nowhere", "/f/UPPER", "/f/none", "/%00", "/language"]


def _filled(path: str, filled: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)(?::(?:[^{}]|\{[^}]*\})*)?\}", lambda part: filled[part[1]], path)


async def test_every_answer_is_strict(house: House) -> None:
    for path in await paths(house):
        response = await house.client.get(path)
        told = {name: response.headers.get(name) for name in STRICT}
        assert (path, told) == (path, STRICT)


async def test_looking_changes_nothing(house: House) -> None:
    asked = await paths(house)
    before = await house.digest(without={link_rows.name: frozenset({"used"})})
    for method in ("GET", "HEAD"):
        for path in asked:
            await house.client.request(method, path)
    assert await house.digest(without={link_rows.name: frozenset({"used"})}) == before


async def test_a_change_would_be_seen(house: House) -> None:
    before = await house.digest()
    await house.client.post(f"{await house.link('head-pk')}/answer", data=FORM, headers=OURS)
    assert await house.digest() != before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://127.0.0.1"}, 303),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1.example.org"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}, 403),
    ],
)
async def test_only_our_own_pages_change_anything(
    house: House, headers: dict[str, str], status: int
) -> None:
    path = await house.link("head-pk")
    response = await house.client.post(
        f"{path}/answer", data=FORM, headers=headers, allow_redirects=False
    )
    assert response.status == status


async def test_an_error_is_a_page_in_the_readers_language(house: House) -> None:
    response = await house.client.get("/nowhere", headers={"Accept-Language": "ru"})
    page = await response.text()
    assert response.status == 404
    assert '<html lang="ru"' in page
    assert seen.wrong(page) == []


async def test_an_error_is_a_problem_for_a_machine(house: House) -> None:
    response = await house.client.get(FORGED, headers={"Accept": "application/json"})
    assert response.headers["Content-Type"] == "application/problem+json"
    assert await response.json(content_type=None) == {
        "type": "about:blank",
        "title": "This page does not exist, or it is not open to you.",
        "status": 404,
        "detail": "If a link in a message brought you here, ask whoever sent it for a new one.",
    }


async def test_a_private_page_and_a_missing_one_look_alike(house: House) -> None:
    forged = await (await house.client.get(FORGED)).text()
    missing = await (await house.client.get("/f/none")).text()
    assert forged == missing


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
async def test_a_method_that_no_route_has_is_refused(house: House, method: str) -> None:
    response = await house.client.request(method, f"/f/{FORUM}", headers=OURS)
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


async def test_more_than_a_form_can_hold_is_refused(house: House) -> None:
    form = FORM | {"comment": "x" * 70_000}
    path = await house.link("head-pk")
    assert (await house.client.post(f"{path}/answer", data=form, headers=OURS)).status == 413


async def test_no_token_stands_in_logs_or_metrics(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = [path[3:37] for path in (await house.link("head-pk"), await house.link("x", "feed"))]
    for token in tokens:
        for path in (f"/s/{token}", f"/c/{token}.ics", f"/s/{token}/answer", f"/q/{token}"):
            await house.client.get(path)
            await house.client.post(path, data=FORM, headers=OURS)
    lines = [journal.Lines().format(record) for record in caplog.records]
    written = "\n".join(lines) + "\n".join(house.app[SERVICE].metrics.lines())
    assert "/s/{token" in written
    assert [token for token in tokens if token in written or token[12:] in written] == []


async def test_what_went_wrong_is_told_without_its_inside(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    path = await house.link("head-pk")
    await house.store.close()
    (house.folder / "orchestrator.sqlite").write_bytes(b"no database any more" * 500)
    response = await house.client.get(path)
    page = await response.text()
    assert (response.status, response.headers["Retry-After"]) == (503, "60")
    assert "orchestrator.sqlite" not in page
    assert "Traceback" not in page
    assert path[3:] not in caplog.text


async def test_a_trouble_that_is_known_is_logged_in_a_sentence(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    path = await house.link("head-pk")
    await house.store.close()
    (house.folder / "orchestrator.sqlite").write_bytes(b"no database any more" * 500)
    await house.client.get(path)
    lines = [json.loads(journal.Lines().format(each)) for each in caplog.records]
    (line,) = [each for each in lines if each["said"].startswith("failed: The database ")]
    assert "traceback" not in line


async def test_the_lines_about_a_request_have_its_number(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="orchestrator.web")
    path = await house.link("head-pk")
    await house.store.close()
    (house.folder / "orchestrator.sqlite").write_bytes(b"no database any more" * 500)
    for _ in range(2):
        await house.client.get(path)
    lines = [json.loads(journal.Lines().format(each)) for each in caplog.records]
    first, second, third, fourth = [each["id"] for each in lines if "route" in each]
    assert (first, third) == (second, fourth)
    assert first != third


def test_a_traceback_quotes_no_key_and_no_address(caplog: pytest.LogCaptureFixture) -> None:
    secret = "0123456789abcdef" * 4
    link = f"/s/{secret[:34]}"
    wrong = KeyError(link, f"/start/{secret}", "<head@example.org>")
    logging.getLogger("orchestrator").error("a fault", exc_info=wrong)
    line = json.loads(journal.Lines().format(caplog.records[-1]))
    assert [each for each in (secret[:34], "example.org") if each in line["traceback"]] == []


async def test_an_answer_is_logged_as_one_line_of_json(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="orchestrator.web")
    await house.client.get(f"/f/{FORUM}")
    line = json.loads(journal.Lines().format(caplog.records[-1]))
    told = {name: line[name] for name in ("level", "said", "method", "status", "route")}
    assert told == {
        "level": "info",
        "said": "answered",
        "method": "GET",
        "status": 200,
        "route": "/f/{forum:[a-z0-9][a-z0-9-]{0,63}}",
    }


async def test_a_language_is_remembered_by_a_button_only(house: House) -> None:
    await house.client.get(f"/f/{FORUM}?language=ur")
    assert '<html lang="ru"' in await house.page(f"/f/{FORUM}", **{"Accept-Language": "fr"})
    form = {"language": "ur", "next": "agenda", "at": FORUM}
    response = await house.client.post("/language", data=form, headers=OURS)
    assert (response.status, response.url.path) == (200, f"/f/{FORUM}")
    assert '<html lang="ur"' in await house.page(f"/f/{FORUM}", **{"Accept-Language": "fr"})


@pytest.mark.parametrize(
    ("where", "at"),
    [
        ("https://example.org/", ""),
        ("//example.org", ""),
        ("agenda", "/example.org"),
        ("agenda", "../s"),
        ("agenda", "x\r\nSet-Cookie: a=b"),
        ("nowhere", ""),
        ("agenda", "ф"),
    ],
)
async def test_a_button_leads_to_pages_of_ours_only(house: House, where: str, at: str) -> None:
    form = {"language": "ru", "next": where, "at": at}
    response = await house.client.post("/language", data=form, headers=OURS, allow_redirects=False)
    assert (response.status, response.headers.get("Location")) == (400, None)


async def test_a_link_that_was_just_used_is_shut_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, fresh_for=60.0) as house:
        path = await house.link("head-pk")
        before = (await house.client.get(path)).status
        await house.sign_in("organiser", FORUM)
        form = {"link": path[3 : 3 + links.ID]}
        await house.client.post(f"/desk/{FORUM}/links/revoke", data=form, headers=OURS)
        assert (before, (await house.client.get(path)).status) == (200, 404)


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded; charset=bogus",
        "multipart/form-data",
        "multipart/form-data; boundary=",
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/language"])
async def test_a_form_that_cannot_be_told_apart_is_no_fault_of_ours(
    house: House, kind: str, path: str
) -> None:
    sent = {**OURS, "Content-Type": kind}
    response = await house.client.post(path, data=b"a=%ff", headers=sent)
    assert response.status == 400
