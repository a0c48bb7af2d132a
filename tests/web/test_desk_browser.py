"""The desk as an organiser works at it: in Debian's Chromium, with and without script."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from orchestrator.secretariat import accounts
from orchestrator.storage import revisions
from tests.documents.browser import MEASURE
from tests.web.house import FORUM, NOW, SOURCE, House
from tests.web.test_browser import WIDTHS, in_language, tab, violations

DESK = f"/desk/{FORUM}"
PAGES = (
    "/desk",
    DESK,
    f"{DESK}/answers",
    f"{DESK}/people",
    f"{DESK}/deliveries",
    f"{DESK}/links",
    f"{DESK}/audit",
    f"{DESK}/agenda",
    f"{DESK}/order",
    f"{DESK}/order?item=welcome",
    f"{DESK}/publish",
    "/new",
    "/account",
    "/accounts",
    "/tokens",
    "/help",
    f"{DESK}/message",
    f"{DESK}/mail",
    f"{DESK}/records",
    "/sign-in",
    "/sign-in/again",
)


def at_work(browser: Any, house: House, **how: Any) -> AbstractAsyncContextManager[Any]:
    """Open a tab that holds what the house's own client holds."""
    held = [
        {
            "name": each.key,
            "value": each.value,
            "domain": "127.0.0.1",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Lax",
        }
        for each in house.client.cookie_jar
    ]
    return tab(browser, house, storage_state={"cookies": held, "origins": []}, **how)


@pytest.mark.parametrize(
    ("tag", "scheme"),
    [("en", "light"), ("en", "dark"), ("ru", "light"), ("zh-Hans", "light"), ("ur", "dark")],
)
async def test_every_page_of_the_desk_can_be_read_by_everybody(
    browser: Any, house: House, tag: str, scheme: str
) -> None:
    await house.sign_in("owner")
    await house.link("head-pk")
    found = {}
    for width in WIDTHS:
        async with at_work(browser, house, width=width, color_scheme=scheme) as page:
            for address in PAGES:
                await page.goto(in_language(address, tag))
                seen = await page.evaluate(f"() => {{ {MEASURE} return measured; }}")
                found[address, width] = [*await violations(page), *seen["wide"]]
                assert (address, seen["scroll"] <= width) == (address, True)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("script", [True, False])
async def test_an_organisers_journey_from_an_empty_desk_to_published(
    browser: Any, house: House, *, script: bool
) -> None:
    once = await accounts.first_link(house.store, NOW)
    async with tab(browser, house, java_script_enabled=script, locale="en") as page:
        await page.goto(f"/start/{once}")
        await page.get_by_label("Name").fill("Secretariat")
        await page.get_by_label("Password").fill("a sentence to remember")
        await page.get_by_role("button", name="Open the account").click()
        await page.get_by_role("link", name="Begin a new forum").click()
        await page.locator("summary", has_text="Use a text of your own").click()
        await page.get_by_label("Or its text").fill(SOURCE.replace(f"id: {FORUM}", "id: anew"))
        await page.get_by_role("button", name="Begin").click()
        await page.get_by_role("button", name="Save, and see who would be told what").click()
        await page.get_by_role("button", name="Publish, and tell").click()
        await page.get_by_text("Published. The messages are on their way.").wait_for()
    async with house.store.reading() as kept:
        told = await revisions.published(kept, "anew")
    assert told is not None


async def test_findings_appear_while_one_types(browser: Any, house: House) -> None:
    await house.sign_in("organiser", FORUM)
    async with at_work(browser, house) as page:
        await page.goto(f"{DESK}/agenda?language=en")
        await page.get_by_label("Text of revision 1").fill("format: 1\nid: x\n")
        await page.get_by_text("key 'title' is missing in the file").wait_for()
        await page.get_by_role("button", name="Line 1").first.click()
        where = await page.evaluate("document.activeElement.id")
        await page.get_by_role("button", name="Only check").click()
    assert where == "text"
