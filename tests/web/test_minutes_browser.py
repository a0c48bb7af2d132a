"""Two rapporteurs before two browsers: nothing that either of them types is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from orchestrator.secretariat import links
from tests.web import recorded
from tests.web.house import House
from tests.web.test_browser import tab, violations

SUMMARY = "o/opening/summary"
CLOSING = "o/closing/summary"
DECISION = "o/outcome/decisions"
REFUSED = "Failed to load resource: the server responded with a status of 412 (Precondition Failed)"
LOST = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
Page = Any


@pytest.fixture
async def address(house: House) -> str:
    return f"{await house.link('secretary', links.RAPPORTEUR)}/plenary?language=en"


def field(page: Page, name: str) -> Any:
    return page.locator(f"[name='{name}']")


async def told(page: Page, sentence: str) -> None:
    await page.locator("[data-state]", has_text=sentence).wait_for()


async def kept(house: House, name: str = SUMMARY) -> str:
    return (await recorded.stood(house.store)).answers.fields[name]


async def test_what_is_typed_is_saved_without_a_button(
    browser: Any, house: House, address: str
) -> None:
    async with tab(browser, house) as page:
        await page.goto(address)
        await field(page, SUMMARY).fill("The Chair opened.")
        await told(page, "Not saved yet")
        await told(page, "All changes are saved.")
        assert await kept(house) == "The Chair opened."
        await field(page, CLOSING).fill("The Chair closed.")
        await told(page, "All changes are saved.")
        assert await page.evaluate("localStorage.length") == 0
    assert (await recorded.stood(house.store)).tag.revision == 2


async def test_two_who_write_at_different_places_see_each_others_words(
    browser: Any, house: House, address: str
) -> None:
    said = {REFUSED}
    async with tab(browser, house) as one, tab(browser, house, expected=said) as two:
        await one.goto(address)
        await two.goto(address)
        await field(one, SUMMARY).fill("One's.")
        await field(one, f"{DECISION}:0:0").fill("Decided by one.")
        await told(one, "All changes are saved.")
        await field(two, CLOSING).fill("Two's.")
        await field(two, f"{DECISION}:0:0").fill("Decided by two.")
        await told(two, "All changes are saved.")
        assert await field(two, SUMMARY).input_value() == "One's."
        assert await two.locator(".conflict").count() == 0
    found = (await recorded.stood(house.store)).answers
    assert (found.fields[SUMMARY], found.fields[CLOSING]) == ("One's.", "Two's.")
    rows = [each.cells[0] for each in found.lists[DECISION]]
    assert sorted(rows) == ["Decided by one.", "Decided by two."]


@pytest.mark.parametrize(
    ("choice", "stands"), [("mine", "Two's."), ("theirs", "One's."), ("both", "One's.\nTwo's.")]
)
async def test_two_who_write_the_same_words_choose(
    browser: Any, house: House, address: str, choice: str, stands: str
) -> None:
    async with tab(browser, house) as one, tab(browser, house, expected={REFUSED}) as two:
        await one.goto(address)
        await two.goto(address)
        await field(one, SUMMARY).fill("One's.")
        await told(one, "All changes are saved.")
        await field(two, SUMMARY).fill("Two's.")
        await told(two, "Somebody else changed the same words.")
        assert await two.locator(".conflict .text").all_inner_texts() == [
            "Two's.",
            "One's.",
            "One's.\nTwo's.",
        ]
        assert await field(two, SUMMARY).input_value() == "Two's."
        assert await violations(two) == []
        await two.locator(f"[data-take={choice}]").click()
        if choice != "theirs":
            await told(two, "All changes are saved.")
        await two.locator(".conflict").wait_for(state="detached")
        await asyncio.sleep(1.2)
    assert await kept(house) == stands


async def test_no_keystroke_is_lost_while_the_answer_is_on_its_way(
    browser: Any, house: House, address: str
) -> None:
    async def slowly(route: Any) -> None:
        await asyncio.sleep(0.6 if route.request.method == "POST" else 0)
        await route.continue_()

    chunks = ["".join(f"{nth}{word:02d} " for word in range(12)) for nth in range(4)]
    typed = "".join(chunks)
    said = {REFUSED}
    async with (
        tab(browser, house, expected=said) as one,
        tab(browser, house, expected=said) as two,
    ):
        await one.goto(address)
        await two.goto(address)
        await two.route("**/r/**", slowly)
        await field(two, SUMMARY).fill("")
        for nth, chunk in enumerate(chunks):
            # Whoever pauses a moment is saved, and types on while the answer is on its way.
            await field(one, CLOSING).fill(f"Closed {nth}.")
            await told(one, "All changes are saved.")
            await field(two, SUMMARY).press_sequentially(chunk, delay=20)
            await told(two, "Saving")
        await told(two, "All changes are saved.")
        await told(two, "All changes are saved.")
        assert await field(two, SUMMARY).input_value() == typed
    assert (await kept(house), await kept(house, CLOSING)) == (typed, "Closed 3.")


async def test_what_was_typed_without_a_connection_comes_back(
    browser: Any, house: House, address: str
) -> None:
    async with tab(browser, house, expected={LOST, REFUSED}) as page:
        await page.goto(address)
        await page.context.set_offline(True)
        await field(page, SUMMARY).fill("Typed on the way.")
        await field(page, f"{DECISION}:0:0").fill("Decided on the way.")
        assert "Decided on the way." in await page.evaluate("Object.values(localStorage)[0]")
        await told(page, "There is no connection.")
        await page.context.set_offline(False)
        # Once the line is back the page may save in the very moment that it is closed: the server
        # then has the words, the page does not know it, and both are joined after a 412.
        await page.goto("about:blank")
        await page.goto(address)
        assert await field(page, SUMMARY).input_value() == "Typed on the way."
        await told(page, "All changes are saved.")
    found = (await recorded.stood(house.store)).answers
    assert found.fields[SUMMARY] == "Typed on the way."
    assert found.lists[DECISION][0].cells[0] == "Decided on the way."


async def test_what_was_typed_in_two_tabs_without_a_connection_comes_back_from_both(
    browser: Any, house: House, address: str
) -> None:
    async with tab(browser, house, expected={LOST, REFUSED}) as one:
        two = await one.context.new_page()
        for page in (one, two):
            await page.goto(address)
        await one.context.set_offline(True)
        await field(one, SUMMARY).fill("The first tab's.")
        await field(one, f"{DECISION}:0:0").fill("Decided in the first.")
        await field(two, CLOSING).fill("The second tab's.")
        await field(two, f"{DECISION}:0:0").fill("Decided in the second.")
        assert await one.evaluate("localStorage.length") == 2
        # Both are closed before they could save, as when a battery is empty.
        for page in (one, two):
            await page.route("**/r/**", lambda route: route.abort())
        three = await one.context.new_page()
        await one.close()
        await two.close()
        await three.context.set_offline(False)
        await three.goto(address)
        await told(three, "All changes are saved.")
        await three.wait_for_function("localStorage.length === 0")
        assert await field(three, SUMMARY).input_value() == "The first tab's."
        assert await field(three, CLOSING).input_value() == "The second tab's."
    found = (await recorded.stood(house.store)).answers
    assert (found.fields[SUMMARY], found.fields[CLOSING]) == (
        "The first tab's.",
        "The second tab's.",
    )
    assert sorted(each.cells[0] for each in found.lists[DECISION]) == [
        "Decided in the first.",
        "Decided in the second.",
    ]


async def test_a_row_is_added_without_a_new_page_and_then_submitted(
    browser: Any, house: House, address: str
) -> None:
    async with tab(browser, house, width=390) as page:
        await page.goto(address)
        await page.evaluate("window.before = true")
        await field(page, f"{DECISION}:0:0").fill("First.")
        await field(page, f"{DECISION}:0:1").select_option(index=1)
        await page.locator(f"button[name=add][value='{DECISION}']").click()
        await field(page, f"{DECISION}:1:0").fill("Second.")
        await field(page, f"{DECISION}:1:1").select_option(index=3)
        assert await page.evaluate("window.before")
        await page.locator("button[value=submit]").click()
        await page.get_by_text("The record is submitted and waits for the Chair.").wait_for()
    found = await recorded.stood(house.store)
    assert (found.state, [each.adopted for each in found.record().decisions]) == (
        "submitted",
        ["consensus", "noted"],
    )


async def test_a_record_that_was_submitted_elsewhere_says_so_and_keeps_the_words_here(
    browser: Any, house: House, address: str
) -> None:
    conflict = REFUSED.replace("412 (Precondition Failed)", "409 (Conflict)")
    async with tab(browser, house, expected={conflict}) as page:
        await page.goto(address)
        await recorded.bring(house, "submitted")
        await field(page, SUMMARY).fill("Too late.")
        await told(page, "The record is submitted already")
        assert "Too late." in await page.evaluate("Object.values(localStorage)[0]")


@pytest.mark.parametrize("tag", ["ru", "ur", "zh-Hans"])
@pytest.mark.parametrize("width", [1200, 390])
async def test_the_page_of_a_conflict_is_read_by_everybody_without_script(
    browser: Any, house: House, address: str, tag: str, width: int
) -> None:
    here = address.replace("language=en", f"language={tag}")
    plain = {"width": width, "java_script_enabled": False, "expected": {REFUSED}}
    async with tab(browser, house, **plain) as page:
        await page.goto(here)
        form = {"tag": "0.1", SUMMARY: "Theirs."}
        headers = {"Sec-Fetch-Site": "same-origin"}
        await house.client.post(here, data=form, headers=headers)
        await field(page, SUMMARY).fill("Mine.")
        await page.locator(".last button[value=save]").click()
        await page.locator("fieldset.conflict").wait_for()
        assert await page.locator(f"html[lang={tag}]").count() == 1
        await page.locator("input[type=radio][value=mine]").check()
        await page.locator(".last button[value=save]").click()
        await page.locator(".said").wait_for()
        assert await page.locator(f"html[lang={tag}]").count() == 1
    assert await kept(house) == "Mine."
