"""Reordering as people do it: by keyboard alone, by mouse, and without script."""

from __future__ import annotations

from typing import Any

from orchestrator.agendas.rewriting import move_item
from orchestrator.storage import revisions
from tests.web.house import FORUM, SOURCE, House
from tests.web.test_desk_browser import at_work

ORDER = f"/desk/{FORUM}/order?language=en"
FOCUSED = "document.activeElement.id"


async def text(house: House) -> str:
    async with house.store.reading() as kept:
        found = await revisions.head(kept, FORUM)
    assert found is not None
    return found.text


async def tab_to(page: Any, name: str) -> None:
    for _ in range(200):
        if await page.evaluate(FOCUSED) == name:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(name)


async def test_an_item_is_moved_with_the_keyboard_alone(browser: Any, house: House) -> None:
    await house.sign_in("organiser", FORUM)
    async with at_work(browser, house, locale="en") as page:
        await page.goto(ORDER)
        await tab_to(page, "down-welcome")
        for stands in ("number 4 of", "13:21–13:41"):
            async with page.expect_navigation():
                await page.keyboard.press("Enter")
            # The button keeps the focus, so that it can be pressed again.
            assert await page.evaluate(FOCUSED) == "down-welcome"
            heard = page.locator(".aside[role=status]", has_text=stands)
            await heard.wait_for(state="attached")
        await tab_to(page, "choose-welcome")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.evaluate(FOCUSED) == "place"
        await page.keyboard.press("End")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.evaluate(FOCUSED) == "choose-welcome"
    assert await text(house) == move_item(SOURCE, "welcome", "governors-meeting", 2)


async def test_an_item_is_dragged_to_another_place(browser: Any, house: House) -> None:
    await house.sign_in("organiser", FORUM)
    async with at_work(browser, house, locale="en") as page:
        await page.goto(ORDER)
        await page.locator('[data-item="welcome"] .grip').hover()
        target = await page.locator('[data-item="opening"]').bounding_box()
        await page.mouse.down()
        await page.mouse.move(target["x"] + 100, target["y"] + 4, steps=8)
        async with page.expect_navigation():
            await page.mouse.up()
        await page.locator(".said", has_text="Welcome addresses is now number 1 of").wait_for()
    assert await text(house) == move_item(SOURCE, "welcome", "plenary", 0)


async def test_an_item_is_moved_without_script(browser: Any, house: House) -> None:
    await house.sign_in("organiser", FORUM)
    async with at_work(browser, house, locale="en", java_script_enabled=False) as page:
        await page.goto(ORDER)
        assert await page.locator(".grip:visible").count() == 0
        await page.get_by_role("button", name="Up Welcome addresses").click()
        await page.get_by_role("link", name="Move to … Welcome addresses").click()
        await page.get_by_label("Where it is to stand").select_option("first")
        await page.get_by_role("button", name="Move", exact=True).click()
        await page.locator(".said", has_text="is now number 1 of “Connection test").wait_for()
    assert (await text(house)).count("\n") == SOURCE.count("\n")
