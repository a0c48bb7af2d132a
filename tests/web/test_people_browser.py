"""A table of people taken in by a person: in Debian's Chromium, without script, and read by axe."""

from __future__ import annotations

from typing import Any

from orchestrator import agendas
from orchestrator.storage import revisions
from tests.web.house import FORUM, House
from tests.web.test_browser import WIDTHS, violations
from tests.web.test_desk_browser import at_work

PEOPLE = f"/desk/{FORUM}/people"
TABLE = """Имя;Должность;Страна;E-mail;Remark
Алексей Текслер;;;new@example.org;Alexei A. Teksler
Министр экономики;Министр;Казахстан;economy@example.org;Minister of Economy
;Министр;Нигде;no address;
"""
FILE = {"name": "people.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}


async def preview(page: Any, tag: str) -> None:
    """Send the table."""
    await page.goto(f"{PEOPLE}?language={tag}")
    await page.locator("details.import summary").click()
    await page.set_input_files("#file", files=[FILE])
    await page.locator("button[value=upload]").click()
    await page.locator("button[value=take]").wait_for()


async def test_people_are_imported_without_script(browser: Any, house: House) -> None:
    await house.sign_in("organiser", FORUM)
    async with at_work(browser, house, java_script_enabled=False, locale="en") as page:
        await preview(page, "en")
        await page.get_by_text("What each column is taken as").click()
        await page.get_by_label("E Remark").select_option("Name (en)")
        await page.get_by_role("button", name="Look again").first.click()
        await page.get_by_text("Name (en) (E2):").wait_for()
        await page.get_by_role("button", name="Take 2 people over into a draft").click()
        await page.get_by_text("The people stand in a draft now. Nobody was told yet.").wait_for()
    async with house.store.reading() as kept:
        head = await revisions.head(kept, FORUM)
    assert head is not None
    found = agendas.read(head.text.encode()).agenda
    assert found is not None
    named = {each.id: (each.name or {}).get("en") for each in found.people}
    assert (head.number, named["teksler"], named["minister-of-economy"]) == (
        2,
        "Alexei A. Teksler",
        "Minister of Economy",
    )


async def test_the_preview_can_be_read_by_everybody(browser: Any, house: House) -> None:
    await house.sign_in("organiser", FORUM)
    found = {}
    for tag, width in zip(("zh-Hans", "ur"), WIDTHS, strict=True):
        async with at_work(browser, house, width=width, locale=tag) as page:
            await preview(page, tag)
            await page.locator("details.columns summary").click()
            wide = await page.evaluate("document.documentElement.scrollWidth") > width
            found[tag, width] = [*await violations(page), *(["too wide"] if wide else [])]
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
