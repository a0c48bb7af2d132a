"""Twelve tabs of one browser stand open at once: browsers keep six connections to a place."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from orchestrator.secretariat import links
from tests.web.house import FORUM, House
from tests.web.test_desk_browser import at_work
from tests.web.test_minutes_browser import CLOSING, REFUSED, SUMMARY, field, kept, told

SOON = 30.0  # seconds, on a machine that is busy with other tests


async def test_twelve_tabs_are_ready_and_two_that_write_lose_nothing(
    browser: Any, house: House
) -> None:
    sheet = await house.link("head-pk")
    minutes = f"{await house.link('secretary', links.RAPPORTEUR)}/plenary?language=en"
    await house.sign_in("organiser", FORUM)
    paths = [f"/f/{FORUM}?language=en", sheet, minutes, f"/desk/{FORUM}?language=en"] * 3
    async with at_work(browser, house, expected={REFUSED}) as first:
        tabs = [first, *[await first.context.new_page() for _ in paths[1:]]]
        began = time.monotonic()
        answers = await asyncio.gather(
            *(page.goto(path) for page, path in zip(tabs, paths, strict=True))
        )
        assert [each.status for each in answers] == [200] * 12
        assert time.monotonic() - began < SOON
        one, two, three = tabs[2::4]
        await asyncio.gather(
            field(one, SUMMARY).fill("The first tab's."),
            field(two, SUMMARY).fill("The second tab's."),
            field(three, CLOSING).fill("The third tab's."),
        )
        lost = await _asked_to_choose(one, two)
        await told(three, "All changes are saved.")
        assert await field(lost, SUMMARY).input_value() != await kept(house)
        await lost.locator("[data-take=both]").click()
        await told(lost, "All changes are saved.")
        # Nobody waits for another: while all stand open the first page still turns.
        assert (await first.reload()).status == 200
    both = {"The first tab's.\nThe second tab's.", "The second tab's.\nThe first tab's."}
    assert (await kept(house) in both, await kept(house, CLOSING)) == (True, "The third tab's.")


async def _asked_to_choose(one: Any, two: Any) -> Any:
    """Return the tab whose words came second."""
    asked = {page: asyncio.create_task(_asked(page)) for page in (one, two)}
    done, _ = await asyncio.wait(asked.values(), return_when=asyncio.FIRST_COMPLETED, timeout=SOON)
    assert done
    for task in asked.values():
        task.cancel()
    await asyncio.gather(*asked.values(), return_exceptions=True)
    return one if asked[one] in done else two


async def _asked(page: Any) -> None:
    await told(page, "Somebody else changed the same words.")
