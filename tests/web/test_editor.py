"""Editing an agenda on the desk: saved as drafts, checked, merged, planned, tried, published."""

from __future__ import annotations

import html
import io
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from aiohttp import ClientResponse, FormData
from sqlalchemy import update

from orchestrator import agendas, languages
from orchestrator.storage import audit, deliveries, revisions
from orchestrator.storage.tables import deliveries as delivery_table
from tests.web import seen
from tests.web.house import FORUM, OURS, SOURCE, House

DESK = f"/desk/{FORUM}"
MOVED = SOURCE.replace("2020-10-29 12:00", "2020-10-29 11:45")


async def post(house: House, path: str, **form: str) -> ClientResponse:
    return await house.client.post(path, data=form, headers=OURS, allow_redirects=False)


async def save(house: House, text: str, base: int = 1, do: str = "save") -> ClientResponse:
    return await post(house, f"{DESK}/agenda", text=text, base=str(base), do=do)


async def head(house: House, forum: str = FORUM) -> revisions.Revision:
    async with house.store.reading() as kept:
        found = await revisions.head(kept, forum)
    assert found is not None
    return found


def area(page: str) -> str:
    """Return the text in the editor as a browser would send it back."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


async def test_the_editor_holds_the_newest_text_to_the_letter(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    assert area(await house.page(f"{DESK}/agenda")) == SOURCE


async def test_saving_keeps_a_draft_and_tells_nobody(house: House) -> None:
    account = await house.sign_in("organiser", FORUM)
    done = await save(house, MOVED.replace("\n", "\r\n"))
    found = await head(house)
    assert done.headers["Location"] == f"{DESK}/agenda?said=saved"
    assert (found.number, found.text, found.origin) == (2, MOVED, "service")
    assert (found.by, found.published) == (f"account:{account}", None)
    async with house.store.reading() as kept:
        assert await deliveries.of(kept, FORUM) == []
        assert [deed.action for deed in await audit.latest(kept, forum=FORUM)] == ["save"]


async def test_a_text_that_is_not_changed_is_not_kept_again(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await save(house, SOURCE)
    assert (await head(house)).number == 1


async def test_checking_shows_findings_and_keeps_nothing(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    before = await house.digest()
    response = await save(house, "format: 1\nid: [\n", do="check")
    page = await response.text()
    assert (response.status, await house.digest() == before) == (200, True)
    assert area(page) == "format: 1\nid: [\n"
    assert 'data-line="' in page
    assert "Error" in seen.text(page)


async def test_a_draft_with_faults_can_be_saved_and_not_published(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    assert (await save(house, "format: 1\n  x")).status == 303
    assert (await post(house, f"{DESK}/publish", plan="")).status == 422


async def test_the_id_is_for_life(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    response = await save(house, SOURCE.replace(f"id: {FORUM}", "id: other"))
    assert (response.status, (await head(house)).number) == (422, 1)
    assert "an id is for life" in seen.text(await response.text())


async def test_nobody_saves_over_another(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await save(house, MOVED)
    mine = SOURCE.replace("visibility: public", "visibility: link")
    response = await save(house, mine)
    page = await response.text()
    assert (response.status, (await head(house)).text) == (412, MOVED)
    # What each changed in a place of its own stands there, to be saved on top of the newest.
    assert area(page) == MOVED.replace("visibility: public", "visibility: link")
    assert 'name="base" value="2"' in page
    assert "Somebody else has saved revision 2 meanwhile." in seen.text(page)


async def test_where_both_changed_one_line_both_stand_there(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await save(house, MOVED)
    response = await save(house, SOURCE.replace("2020-10-29 12:00", "2020-10-29 12:30"))
    text = area(await response.text())
    assert response.status == 412
    for line in ("<<<<<<< mine", "2020-10-29 12:30", "2020-10-29 11:45", ">>>>>>> revision 2"):
        assert line in text


async def test_a_text_without_a_word_on_its_base_is_refused(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    response = await post(house, f"{DESK}/agenda", text=MOVED, do="save")
    assert response.status == 428


async def test_markup_in_the_text_stays_text(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    text = SOURCE + "# </textarea><script>alert(1)</script>\n"
    await save(house, text)
    page = await house.page(f"{DESK}/agenda")
    assert (area(page), "<script>alert" in page) == (text, False)


async def plan(house: House) -> dict[str, str]:
    """Return the hidden fields of the plan's form."""
    page = await house.page(f"{DESK}/publish?language=en")
    return dict(re.findall(r'name="(plan|withdrawn)" value="([^"]*)"', page))


async def test_from_a_plan_to_its_publication(house: House) -> None:
    account = await house.sign_in("organiser", FORUM)
    await save(house, MOVED)
    page = seen.text(await house.page(f"{DESK}/publish?language=en"))
    assert "Plenary session" in page
    done = await post(house, f"{DESK}/publish", **await plan(house))
    found = await head(house)
    assert done.headers["Location"] == f"{DESK}?said=published"
    assert (found.number, found.published) == (2, house.clock())
    async with house.store.reading() as kept:
        rows = await deliveries.of(kept, FORUM, purposes=["request"])
        deed = (await audit.latest(kept, forum=FORUM))[0]
    assert rows
    assert (deed.actor, deed.action, deed.object) == (f"account:{account}", "publish", "2")
    assert "11:45" in seen.text(await house.page(f"/f/{FORUM}?language=en"))


async def test_a_plan_that_is_no_longer_so_is_shown_anew(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await save(house, MOVED)
    old = await plan(house)
    await save(house, MOVED.replace("11:45", "11:50"), base=2)
    response = await post(house, f"{DESK}/publish", **old)
    assert (response.status, (await head(house)).published) == (409, None)
    assert "something has changed" in seen.text(await response.text())


async def test_withdrawals_are_confirmed_by_their_number(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await post(house, f"{DESK}/publish", **await plan(house))
    async with house.store.transaction() as kept:
        await kept.execute(update(delivery_table).values(state="sent"))
    off = "    status: cancelled\n    starts: 2020-10-29 12:00"
    await save(house, SOURCE.replace("    starts: 2020-10-29 12:00", off), base=2)
    asked = await plan(house)
    count = int(asked["withdrawn"])
    assert count > 0
    wrong = await post(house, f"{DESK}/publish", **asked, cancel=str(count - 1))
    right = await post(house, f"{DESK}/publish", **asked, cancel=str(count))
    assert (wrong.status, right.status) == (422, 303)


async def test_a_trial_goes_to_the_organizer_alone_and_keeps_nothing(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    before = await house.digest()
    done = await post(house, f"{DESK}/trial")
    mails = [message_from_bytes(file.read_bytes()) for file in outbox(house.folder)]
    assert done.headers["Location"] == f"{DESK}/publish?said=tried"
    assert {mail["To"].rpartition("<")[2].strip(">") for mail in mails} == {organizer()}
    assert await house.digest() == before


def outbox(folder: Path) -> list[Path]:
    return sorted((folder / "outbox").rglob("*.eml"))


def organizer() -> str:
    agenda = agendas.read(SOURCE.encode()).agenda
    assert agenda is not None
    return agenda.organizer.email


async def test_a_forum_begins_with_a_text_to_start_from(house: House) -> None:
    await house.sign_in("owner")
    done = await post(house, "/new", id="regions-2027", tongue="ru", text="")
    found = await head(house, "regions-2027")
    assert done.headers["Location"] == "/desk/regions-2027/agenda"
    assert found.text == agendas.starter("regions-2027", "ru", languages.translator("ru"))
    for page in ("", "/agenda", "/publish", "/answers", "/links"):
        await house.page(f"/desk/regions-2027{page}")
    title = languages.translator("ru").say("Forum of Regions")
    assert title in seen.text(await house.page("/desk?language=ru"))
    assert f"– {title}</title>" in await house.page("/desk/regions-2027?language=ru")


async def test_a_forum_begins_with_a_file(house: House) -> None:
    await house.sign_in("owner")
    form = FormData()
    text = SOURCE.replace(f"id: {FORUM}", "id: another")
    form.add_field("file", text.encode(), filename="forum.yaml", content_type="text/yaml")
    done = await house.client.post("/new", data=form, headers=OURS, allow_redirects=False)
    assert done.headers["Location"] == "/desk/another/agenda"
    assert (await head(house, "another")).text == text


@pytest.mark.parametrize("name", ["", "NO ID", "../x", FORUM, "x" * 65])
async def test_an_id_that_is_none_or_taken_is_refused(house: House, name: str) -> None:
    await house.sign_in("owner")
    response = await post(house, "/new", id=name, tongue="en", text="")
    assert response.status == 422


async def test_more_than_an_agenda_may_hold_is_refused(house: House) -> None:
    await house.sign_in("owner")
    form = FormData()
    text = io.BytesIO(b"# " + b"x" * (8 * 1024 * 1024))
    form.add_field("file", text, filename="forum.yaml", content_type="text/yaml")
    form.add_field("id", "large")
    response = await house.client.post("/new", data=form, headers=OURS)
    assert response.status == 422
