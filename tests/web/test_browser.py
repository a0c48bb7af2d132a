"""The pages as people meet them: in Debian's Chromium, by mouse, by keyboard, without script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from orchestrator.secretariat import links
from orchestrator.storage import entries
from tests.documents.browser import MEASURE
from tests.web import recorded
from tests.web.house import FORUM, NOW, House

playwright = pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed: pages are not tried in a browser"
)
axe = pytest.importorskip(
    "axe_playwright_python.async_playwright", reason="axe-playwright-python is not installed"
)
Page = Any  # playwright may be absent, and its types with it

PERSON = "head-pk"
AGENDA = f"/f/{FORUM}"
WIDTHS = (1200, 390)
# What the browser says when it refuses to make a page of text: one test makes it say so.
BLOCKED = "This document requires 'TrustedHTML' assignment. The action has been blocked."


def tab(browser: Any, house: House, **how: Any) -> AbstractAsyncContextManager[Page]:
    """Open a tab before the house; what the browser complains of fails the test."""
    return _tab(browser, house, **how)


@asynccontextmanager
async def _tab(
    browser: Any,
    house: House,
    *,
    width: int = 1200,
    expected: Collection[str] = (BLOCKED,),
    **how: Any,
) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, base_url=house.url, **how
    )
    page, said = await context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda wrong: said.append(str(wrong)))
    await page.clock.set_fixed_time(NOW)
    yield page
    await context.close()
    assert [each for each in said if each not in expected] == []


async def addresses(house: House) -> list[str]:
    """Return every kind of page that is read."""
    sheet = await house.link(PERSON)
    await recorded.bring(house, "approved", "expert-session")
    writes = await house.link("secretary", links.RAPPORTEUR)
    return [
        *("/", AGENDA, f"{AGENDA}?zone=states", sheet, f"{sheet}/agenda?zone=UTC"),
        *(writes, f"{writes}/plenary", f"{writes}/expert-session/history"),
        f"{AGENDA}/record/expert-session",
    ]


def in_language(address: str, tag: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}language={tag}"


async def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page."""
    found = (await axe.Axe().run(page)).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize(
    ("tag", "scheme"),
    [("en", "light"), ("en", "dark"), ("ru", "light"), ("zh-Hans", "light"), ("ur", "light")],
)
async def test_every_page_can_be_read_by_everybody(
    browser: Any, house: House, tag: str, scheme: str
) -> None:
    found = {}
    for width in WIDTHS:
        async with tab(browser, house, width=width, color_scheme=scheme) as page:
            for address in await addresses(house):
                await page.goto(in_language(address, tag))
                found[address, width] = await violations(page)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


async def test_a_page_that_nobody_can_read_is_seen(browser: Any, house: House) -> None:
    async with tab(browser, house, java_script_enabled=True) as page:
        await page.set_content("<h1>x</h1><img src='data:,'><button></button>")
        found = {each.partition(":")[0] for each in await violations(page)}
    assert {"image-alt", "button-name"} <= found


@pytest.mark.parametrize("tag", ["en", "ru", "zh-Hans", "ur"])
async def test_nothing_stands_out_at_the_side_and_times_stand_in_order(
    browser: Any, house: House, tag: str
) -> None:
    found = {}
    for width in WIDTHS:
        async with tab(browser, house, width=width) as page:
            for address in await addresses(house):
                await page.goto(in_language(address, tag))
                seen = await page.evaluate(f"() => {{ {MEASURE} return measured; }}")
                found[address, width] = [seen[name] for name in ("turned", "wide", "cut")]
                assert seen["scroll"] <= width
    assert {place: wrong for place, wrong in found.items() if wrong != [0, [], []]} == {}


async def test_clock_and_language_change_without_a_new_page(browser: Any, house: House) -> None:
    async with tab(browser, house, timezone_id="Asia/Tokyo") as page:
        await page.goto(f"{AGENDA}?language=en")
        await page.evaluate("window.before = true")
        await page.get_by_role("link", name="Beijing").click()
        await page.get_by_text("15:00–18:00 (Beijing").wait_for()
        assert page.url.endswith("?language=en&zone=Asia/Shanghai")
        await page.get_by_role("link", name="My clock").click()
        await page.get_by_text("16:00–19:00 (Tokyo").wait_for()
        await page.get_by_role("link", name="اردو").click()
        await page.locator("html[lang=ur][dir=rtl]").wait_for()
        assert await page.evaluate("window.before")
        await page.go_back()
        await page.locator("html[lang=en]").wait_for()
        said = await page.locator("p.aside").text_content()
    assert said == "All times are on this clock: Tokyo."


async def test_clock_and_language_change_without_script(browser: Any, house: House) -> None:
    async with tab(browser, house, java_script_enabled=False) as page:
        await page.goto(f"{AGENDA}?language=en")
        assert await page.get_by_role("link", name="My clock").count() == 0
        await page.get_by_role("link", name="Beijing").click()
        await page.get_by_role("link", name="اردو").click()
        assert await page.locator("html[lang=ur]").count() == 1
        assert "15:00" in await page.locator("table").first.inner_text()


@pytest.mark.parametrize("script", [True, False])
async def test_a_speaker_accepts_in_urdu_on_a_telephone(
    browser: Any, house: House, *, script: bool
) -> None:
    async with tab(browser, house, width=390, java_script_enabled=script) as page:
        await page.goto(await house.link(PERSON))
        question = page.locator("#answer-plenary")
        await question.locator("button[value=ACCEPTED]").click()
        await page.locator("#answer-plenary .given").wait_for()
        assert await page.locator("html[lang=ur][dir=rtl]").count() == 1
        assert await page.locator("#answer-plenary button.chosen").count() == 1
    assert await answer(house) == "ACCEPTED"


@pytest.mark.parametrize("script", [True, False])
async def test_another_time_is_proposed_seen_and_withdrawn(
    browser: Any, house: House, *, script: bool
) -> None:
    async with tab(browser, house, width=390, java_script_enabled=script) as page:
        await page.goto(f"{await house.link('head-in')}?language=en")
        asked = page.locator("#answer-plenary")
        await asked.locator("summary").click()
        await asked.locator("input[type=datetime-local]").fill("2020-10-30T12:30")
        await asked.get_by_role("button", name="Send the proposal").click()
        await asked.get_by_text("Friday, 30 October 2020, 12:30 (New Delhi, UTC+05:30)").wait_for()
        if script:
            assert await violations(page) == []
        await asked.get_by_role("button", name="Withdraw the proposal").click()
        await page.get_by_text("Your proposal is withdrawn.").wait_for()
        assert await asked.get_by_text("You have proposed another time").count() == 0


async def test_an_answer_needs_no_mouse(browser: Any, house: House) -> None:
    async with tab(browser, house) as page:
        await page.goto(await house.link(PERSON))
        for _ in range(80):
            await page.keyboard.press("Tab")
            button = page.locator("#answer-plenary button[value=DECLINED]:focus-visible")
            if await button.count():
                break
        await page.keyboard.press("Enter")
        await page.locator("#answer-plenary .given").wait_for()
    assert await answer(house) == "DECLINED"


async def test_the_page_counts_down_to_the_moment_one_is_needed(browser: Any, house: House) -> None:
    async with tab(browser, house) as page:
        await page.goto(f"{await house.link(PERSON)}?language=en")
        shown = await page.locator(".countdown").inner_text()
    # The connection test begins on 28 October at 12:40 in Islamabad, which is 07:40 UTC.
    assert shown == "Until you are needed: 8 d 0 h"


async def test_the_browser_lets_no_text_become_a_page(browser: Any, house: House) -> None:
    async with tab(browser, house) as page:
        await page.goto(AGENDA)
        blocked = await page.evaluate(
            "() => { try { document.body.innerHTML = '<b>x</b>'; return false; }"
            " catch (wrong) { return wrong instanceof TypeError; } }"
        )
    assert blocked


async def answer(house: House) -> str | None:
    async with house.store.reading() as kept:
        entry = await entries.get(kept, FORUM, PERSON, "session-plenary")
    return entry.partstat if entry else None
