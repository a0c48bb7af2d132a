"""A sign-in ends while somebody writes: nothing that they wrote is lost."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest

from tests.web import seen
from tests.web.house import FORUM, OURS, SOURCE, House
from tests.web.test_browser import violations
from tests.web.test_desk_browser import at_work
from tests.web.test_sign_in import NAME, PASSWORD, owner

PATH = f"/desk/{FORUM}/agenda"
REFUSED = "Failed to load resource: the server responded with a status of 403 (Forbidden)"
EVIL = '"><script>alert(1)</script>'


async def test_what_was_written_is_handed_back(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    house.clock.forward(hours=12)
    form = {"base": "1", "text": f"# {EVIL}\r\n{SOURCE}", "do": "save", "password": "my own secret"}
    response = await house.client.post(f"{PATH}?language=en", data=form, headers=OURS)
    page = await response.text()
    handed = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    }
    del form["password"]
    assert (response.status, {each: handed[each] for each in form}) == (403, form)
    assert f'action="{PATH}?language=en"' in page
    assert ("my own secret" in page, EVIL in page, seen.wrong(page)) == (False, False, [])
    assert "You are not signed in any more, so nothing was done." in seen.text(page)


async def test_a_message_is_shown_to_its_writer_once_they_are_back(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    house.clock.forward(hours=12)
    form = {"to": "everyone", "text-en": "The link has changed; please use your own page."}
    path = f"/desk/{FORUM}/message?language=en"
    ended = await house.client.post(path, data=form, headers=OURS)
    await house.sign_in("organiser", FORUM)
    again = await house.client.post(path, data=form, headers=OURS)
    texts = [seen.text(await each.text()) for each in (ended, again)]
    assert [
        (each.status, form["text-en"] in text)
        for each, text in zip((ended, again), texts, strict=True)
    ] == [
        (403, True),
        (200, True),
    ]


async def test_a_script_is_told_in_its_own_form(house: House) -> None:
    told = {"Accept": "application/json", **OURS}
    response = await house.client.post(PATH, data={"text": "x"}, headers=told)
    problem = await response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["title"]) == (403, "Sign in again")


async def test_more_than_a_form_may_hold_is_not_handed_back(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    house.clock.forward(hours=12)
    form = {"Content-Type": "application/x-www-form-urlencoded", **OURS}
    sent = io.BytesIO(b"name=" + b"x" * 2**21)
    response = await house.client.post("/account/password", data=sent, headers=form)
    assert response.status == 413


@pytest.mark.parametrize("script", [True, False])
async def test_an_editor_who_signs_in_again_saves_what_was_written(
    browser: Any, house: House, *, script: bool
) -> None:
    await owner(house)
    async with at_work(browser, house, java_script_enabled=script, expected={REFUSED}) as page:
        await page.goto(f"{PATH}?language=en")
        house.clock.forward(hours=12)
        await page.get_by_label("Text of revision 1").fill(f"# A remark\n{SOURCE}")
        if script:
            await page.get_by_text("You are not signed in any more").wait_for()
        await page.get_by_role("button", name="Save", exact=True).click()
        if script:
            assert await violations(page) == []
        async with page.context.expect_page() as opened:
            await page.get_by_role("link", name="Sign in, in a new tab").click()
        door = await opened.value
        await door.get_by_label("Name").fill(NAME)
        await door.get_by_label("Password").fill(PASSWORD)
        await door.get_by_role("button", name="Sign in").click()
        await page.get_by_role("button", name="Send it again").click()
        await page.get_by_text("Saved. Nobody was told yet.").wait_for()
        assert (await page.locator("textarea").input_value()).startswith("# A remark\n")


async def test_a_long_form_comes_back_whole(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    house.clock.forward(hours=12)
    form = {f"text-{number}": f"row {number} " + "<" * 50 for number in range(300)}
    form["text"] = "line\n" * 2_000
    response = await house.client.post(PATH, data=form, headers=OURS)
    page = await response.text()
    names = re.findall(r'<input type="hidden" name="([^"]*)"', page)
    assert (response.status, form.keys() - {*names}) == (403, set())
    shown = re.findall(r"<pre[^>]*>([^<]*)</pre>", page)
    assert max(map(len, map(unescape, shown))) == 4_000


async def test_nothing_is_read_of_whoever_was_never_signed_in(house: House) -> None:
    response = await house.client.post(PATH, data={"text": "x" * 50}, headers=OURS)
    assert (response.status, "x" * 50 in await response.text()) == (403, False)


async def test_a_form_that_cannot_be_told_apart_is_not_handed_back(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    house.clock.forward(hours=12)
    sent = {**OURS, "Content-Type": "multipart/form-data"}
    response = await house.client.post(PATH, data=b"text=x", headers=sent)
    assert response.status == 400
