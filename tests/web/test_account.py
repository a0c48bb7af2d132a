"""One's own account: another password, and out of every browser."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession
from sqlalchemy import update

from orchestrator.secretariat import accounts
from orchestrator.storage.tables import accounts as account_table
from tests.web import seen
from tests.web.house import House
from tests.web.test_sign_in import (
    COOKIE,
    GUESS,
    NAME,
    PASSWORD,
    cookie,
    first,
    is_in,
    leave,
    owner,
    post,
    sign_in,
)

NEW = "another sentence altogether"


async def change(house: House, password: str, wanted: str) -> tuple[int, str]:
    form = {"password": password, "wanted": wanted}
    response = await post(house, "/account/password?language=en", **form)
    return response.status, seen.text(await response.text()) if response.status != 303 else ""


async def opens(house: House, held: str) -> bool:
    """Tell whether a browser that holds this is signed in."""
    async with ClientSession(house.url, cookies={COOKIE: held}) as browser:
        return (await browser.get("/desk", allow_redirects=False)).status == 200


async def test_another_password_takes_the_place_of_the_one_before(house: House) -> None:
    await owner(house)
    other = cookie(house)
    leave(house)
    await sign_in(house)
    assert await change(house, PASSWORD, NEW) == (303, "")
    assert (await is_in(house), await opens(house, other)) == (True, False)
    leave(house)
    assert [(await sign_in(house, each)).status for each in (PASSWORD, NEW)] == [403, 303]


@pytest.mark.parametrize(
    ("password", "wanted", "status", "sentence"),
    [
        (GUESS, NEW, 403, "The password until now is not right."),
        (PASSWORD, "short", 422, "A password has at least 12 characters"),
        (PASSWORD, NAME.upper(), 422, "A password has at least 12 characters"),
    ],
)
async def test_a_password_that_cannot_be_is_refused_beside_its_field(
    house: House, password: str, wanted: str, status: int, sentence: str
) -> None:
    await owner(house)
    found, said = await change(house, password, wanted)
    assert (found, sentence in said) == (status, True)
    leave(house)
    assert (await sign_in(house)).status == 303


async def test_who_guesses_at_an_open_browser_is_slowed_down(house: House) -> None:
    await owner(house)
    form = {"password": GUESS, "wanted": NEW}
    found = [await post(house, "/account/password", **form) for _ in range(11)]
    assert [each.status for each in found] == [403] * 10 + [429]
    assert found[-1].headers["Retry-After"] == "900"


async def test_signing_out_everywhere_ends_every_sign_in(house: House) -> None:
    await owner(house)
    held = [cookie(house)]
    leave(house)
    await sign_in(house)
    held.append(cookie(house))
    done = await post(house, "/account/leave")
    assert done.headers["Location"] == "/sign-in"
    assert [await opens(house, each) for each in held] == [False, False]


async def test_two_names_do_not_differ_in_large_letters_alone(house: House) -> None:
    await owner(house)
    form = {"name": NAME.upper(), "role": "viewer", "forum": ""}
    response = await post(house, "/accounts/invite?language=en", **form)
    said = seen.text(await response.text())
    assert (response.status, "Somebody else has the name" in said) == (422, True)
    leave(house)
    assert (await post(house, "/sign-in", name=NAME.lower(), password=PASSWORD)).status == 303


async def test_of_two_old_names_that_do_each_is_meant_by_its_own_spelling(house: House) -> None:
    for name in (NAME, NAME.upper()):
        number = await house.sign_in("viewer")
        async with house.store.transaction() as kept:
            one = account_table.c.id == number
            await kept.execute(update(account_table).where(one).values(name=name))
    async with house.store.reading() as kept:
        found = [
            (each.name if (each := await accounts.known(kept, name)) else None)
            for name in (NAME, NAME.upper(), NAME.lower())
        ]
    assert found == [NAME, NAME.upper(), None]


async def test_tries_are_counted_whatever_letters_a_name_is_written_in(house: House) -> None:
    await post(house, await first(house), name=NAME, password=PASSWORD)
    leave(house)
    names = [NAME, NAME.lower(), NAME.upper()] * 4
    form = {"password": GUESS}
    found = [(await post(house, "/sign-in", name=each, **form)).status for each in names[:11]]
    assert found == [403] * 10 + [429]
