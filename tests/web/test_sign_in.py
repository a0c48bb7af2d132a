"""Signing in: by a one-time link, by password, slowed down, remembered, taken back."""

from __future__ import annotations

import re

import pytest
from aiohttp import ClientResponse, ClientSession

from orchestrator.secretariat import accounts
from orchestrator.storage import accounts as rows
from orchestrator.storage import audit, sign_ins
from orchestrator.storage.tables import accounts as account_table
from orchestrator.storage.tables import sign_ins as sign_in_table
from tests.web import seen
from tests.web.house import FORUM, OURS, House

NAME, PASSWORD, GUESS = "Secretariat", "a sentence to remember", "guess number"
COOKIE = "desk"


async def post(house: House, path: str, **form: str) -> ClientResponse:
    """Press a button."""
    return await house.client.post(path, data=form, headers=OURS, allow_redirects=False)


async def first(house: House) -> str:
    """Return the path of the first owner's one-time link."""
    once = await accounts.first_link(house.store, house.clock())
    assert once is not None
    return f"/start/{once}"


async def owner(house: House) -> None:
    """Open the first account; the browser is signed in."""
    opened = await post(house, await first(house), name=NAME, password=PASSWORD)
    assert (opened.status, opened.headers["Location"]) == (303, "/desk")


async def sign_in(house: House, password: str = PASSWORD, **more: str) -> ClientResponse:
    return await post(house, "/sign-in", name=NAME, password=password, **more)


def leave(house: House) -> None:
    """Use another browser."""
    house.client.cookie_jar.clear()


async def is_in(house: House) -> bool:
    response = await house.client.get("/desk", allow_redirects=False)
    return response.status == 200


async def test_a_one_time_link_opens_the_first_account_once(house: House) -> None:
    path = await first(house)
    assert (await post(house, path, name=NAME, password=PASSWORD)).status == 303
    again = await post(house, path, name="Other", password=PASSWORD)
    assert (again.status, (await house.client.get(path)).status) == (404, 404)
    assert await accounts.first_link(house.store, house.clock()) is None


async def test_looking_at_a_one_time_link_does_not_use_it_up(house: House) -> None:
    path = await first(house)
    before = await house.digest()
    for method in ("GET", "HEAD", "GET"):
        assert (await house.client.request(method, path)).status == 200
    assert await house.digest() == before


async def test_a_one_time_link_ends_by_itself_and_by_the_next_one(house: House) -> None:
    early = await first(house)
    late = await first(house)
    assert ((await house.client.get(early)).status, (await house.client.get(late)).status) == (
        404,
        200,
    )
    house.clock.forward(days=1)
    assert (await house.client.get(late)).status == 404


@pytest.mark.parametrize("password", ["", "short", "elevenchars", "x" * 1025])
async def test_a_weak_password_is_refused(house: House, password: str) -> None:
    path = await first(house)
    response = await post(house, path, name=NAME, password=password)
    assert response.status == 422
    assert "A password has at least" in seen.text(await response.text())
    assert not await is_in(house)


async def test_the_name_is_no_password(house: House) -> None:
    name = "Secretariat 2020"
    response = await post(house, await first(house), name=name, password=name.lower())
    assert response.status == 422


async def test_name_and_password_let_in(house: House) -> None:
    await owner(house)
    leave(house)
    wrong = await sign_in(house, "another sentence")
    right = await sign_in(house)
    assert (wrong.status, right.status, right.headers["Location"]) == (403, 303, "/desk")
    assert await is_in(house)


async def test_a_password_is_the_same_however_it_is_spelt(house: House) -> None:
    composed, decomposed = "пароль для Андрея й", "пароль для Андрея и\u0306"
    await post(house, await first(house), name=NAME, password=composed)
    leave(house)
    assert (await sign_in(house, decomposed)).status == 303


async def test_the_store_knows_neither_password_nor_cookie(house: House) -> None:
    await owner(house)
    held = cookie(house)
    async with house.store.reading() as kept:
        account = await rows.named(kept, NAME)
        (found,) = await sign_ins.of(kept, 1, house.clock())
    assert account is not None
    assert account.password is not None
    assert account.password.startswith("$argon2id$")
    assert re.fullmatch(r"[0-9a-f]{64}", held)
    assert found.hash == accounts.digest(held) != held


def cookie(house: House) -> str:
    jar = {each.key: each.value for each in house.client.cookie_jar}
    return jar[COOKIE]


async def test_the_cookie_is_for_this_host_and_no_script(house: House) -> None:
    response = await post(house, await first(house), name=NAME, password=PASSWORD)
    told = response.headers["Set-Cookie"]
    assert ("HttpOnly" in told, "SameSite=Lax" in told, "Path=/" in told) == (True, True, True)
    assert "Domain" not in told


async def test_too_many_tries_shut_the_door_for_right_and_wrong(house: House) -> None:
    await owner(house)
    leave(house)
    statuses = [(await sign_in(house, GUESS)).status for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    shut = await sign_in(house)
    assert (shut.status, shut.headers["Retry-After"]) == (429, "900")
    house.clock.forward(minutes=15)
    assert (await sign_in(house)).status == 303


async def test_too_many_tries_from_one_address_shut_it_out(house: House) -> None:
    await owner(house)
    leave(house)
    for number in range(50):
        form = {"name": f"nobody {number}", "password": "x"}
        await post(house, "/sign-in", **form)
    assert (await sign_in(house)).status == 429


async def test_a_name_that_nobody_has_is_refused_like_a_wrong_password(house: House) -> None:
    await owner(house)
    leave(house)
    wrong = await (await sign_in(house, GUESS)).text()
    other = await (await post(house, "/sign-in", name="Somebody", password=GUESS)).text()
    assert wrong.replace(NAME, "Somebody") == other


async def test_whoever_is_not_signed_in_is_asked_and_led_back(house: House) -> None:
    await owner(house)
    leave(house)
    asked = await house.client.get(f"/desk/{FORUM}/answers", allow_redirects=False)
    assert asked.headers["Location"] == f"/sign-in?next=answers&at={FORUM}"
    led = await sign_in(house, next="answers", at=FORUM)
    assert led.headers["Location"] == f"/desk/{FORUM}/answers"


@pytest.mark.parametrize(
    ("place", "at"),
    [
        ("https://example.org/", ""),
        ("//example.org", "x"),
        ("desk forum", "/example.org"),
        ("desk forum", "../../s"),
        ("nowhere", "x"),
    ],
)
async def test_signing_in_leads_to_pages_of_ours_only(house: House, place: str, at: str) -> None:
    await owner(house)
    led = await sign_in(house, next=place, at=at)
    assert led.headers["Location"] == "/desk"


async def test_a_sign_in_ends_after_twelve_idle_hours_and_a_week_at_most(house: House) -> None:
    await owner(house)
    for _ in range(15):
        house.clock.forward(hours=11)
        assert await is_in(house)
    house.clock.forward(hours=11)
    assert not await is_in(house)
    leave(house)
    await sign_in(house)
    house.clock.forward(hours=12)
    assert not await is_in(house)


async def test_signing_out_ends_it_in_the_store(house: House) -> None:
    await owner(house)
    held = cookie(house)
    await post(house, "/sign-out")
    async with ClientSession(house.url, cookies={COOKIE: held}) as other:
        response = await other.get("/desk", allow_redirects=False)
    assert response.status == 303


async def test_another_browser_is_listed_and_signed_out(house: House) -> None:
    await owner(house)
    other = cookie(house)
    leave(house)
    await sign_in(house)
    page = await house.page("/account")
    (number,) = re.findall(r'name="sign_in" value="(\d+)"', page)
    await post(house, "/account/sign-out", sign_in=number)
    assert await is_in(house)
    async with ClientSession(house.url, cookies={COOKIE: other}) as browser:
        assert (await browser.get("/desk", allow_redirects=False)).status == 303


async def test_nobody_signs_out_another_account(house: House) -> None:
    await owner(house)
    theirs = cookie(house)
    await house.sign_in("viewer")
    await post(house, "/account/sign-out", sign_in="1")
    async with ClientSession(house.url, cookies={COOKIE: theirs}) as browser:
        assert (await browser.get("/desk", allow_redirects=False)).status == 200


async def test_what_reaches_others_asks_for_the_password_again(house: House) -> None:
    await owner(house)
    house.clock.forward(minutes=31)
    asked = await post(house, f"/desk/{FORUM}/publish", plan="x")
    assert asked.headers["Location"] == f"/sign-in/again?next=publish&at={FORUM}"
    wrong = await post(house, "/sign-in/again", password=GUESS)
    given = {"password": PASSWORD, "next": "publish", "at": FORUM}
    right = await post(house, "/sign-in/again", **given)
    assert (wrong.status, right.headers["Location"]) == (403, f"/desk/{FORUM}/publish")
    assert (await post(house, f"/desk/{FORUM}/publish", plan="x")).status == 409


async def test_an_owner_adds_somebody_who_opens_their_account(house: House) -> None:
    await owner(house)
    form = {"name": "protocol@example.org", "role": "organiser", "forum": FORUM}
    page = await (await post(house, "/accounts/invite", **form)).text()
    link = re.search(r"http://127\.0\.0\.1(/start/[0-9a-f]{64})", page)
    assert link
    leave(house)
    await post(house, link[1], name="protocol@example.org", password=PASSWORD)
    seen_ = {path: (await house.client.get(path)).status for path in ("/desk", "/accounts", "/new")}
    assert seen_ == {"/desk": 200, "/accounts": 404, "/new": 404}
    async with house.store.reading() as kept:
        deeds = [(deed.actor, deed.action, deed.object) for deed in await audit.latest(kept)]
    assert deeds[::-1] == [
        ("console", "account link", "account:1"),
        ("account:1", "account opened", "account:1"),
        ("account:1", "sign in", ""),
        ("account:1", "account made", "account:2"),
        ("account:2", "account opened", "account:2"),
        ("account:2", "sign in", ""),
    ]


async def test_a_shut_account_is_out_at_once(house: House) -> None:
    number = await house.sign_in("organiser")
    theirs = cookie(house)
    leave(house)
    await owner(house)
    await post(house, "/accounts/shut", account=str(number), do="shut")
    async with ClientSession(house.url, cookies={COOKIE: theirs}) as browser:
        assert (await browser.get("/desk", allow_redirects=False)).status == 303


async def test_the_last_owner_stays(house: House) -> None:
    await owner(house)
    lowered = await post(house, "/accounts/role", account="1", role="viewer")
    shut = await post(house, "/accounts/shut", account="1", do="shut")
    assert (lowered.status, shut.status, await is_in(house)) == (409, 409, True)


async def test_being_seen_is_all_that_looking_at_the_desk_notes(house: House) -> None:
    await owner(house)
    aside = {sign_in_table.name: frozenset({"seen", "expires"})}
    before = await house.digest(without=aside)
    house.clock.forward(minutes=6)
    for path in ("/desk", f"/desk/{FORUM}", f"/desk/{FORUM}/agenda", "/account", "/accounts"):
        await house.page(path)
    assert await house.digest(without=aside) == before


async def test_a_name_is_text_wherever_it_stands(house: House) -> None:
    name = '<b onclick="x">"Protocol"</b>'
    await post(house, await first(house), name=name, password=PASSWORD)
    for path in ("/desk", "/account", "/accounts", f"/desk/{FORUM}/audit"):
        page = await house.page(path)
        assert "<b onclick" not in page
        assert seen.wrong(page) == []


async def test_there_is_no_default_password(house: House) -> None:
    await first(house)
    async with house.store.reading() as kept:
        row = (await kept.execute(account_table.select())).mappings().one()
    assert (row["name"], row["password"], row["role"]) == (None, None, "owner")
