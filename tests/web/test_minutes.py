"""The rapporteur's page over HTTP: without script, with two hands, with files that come back."""

from __future__ import annotations

import asyncio
import re

import pytest

from orchestrator import minutes
from orchestrator.secretariat import links
from orchestrator.storage import audit, records
from tests.web import recorded, seen
from tests.web.house import FORUM, OURS, House
from tests.web.recorded import CONSENSUS

SUMMARY = "o/opening/summary"
DECISION = "o/outcome/decisions"
JSON = OURS | {"Accept": "application/json"}


async def page(house: House) -> str:
    return f"{await house.link('secretary', links.RAPPORTEUR)}/plenary"


async def save(house: House, tag: str, **fields: str) -> int:
    """Send a form as a browser without script does."""
    form = {"tag": tag, **{name.replace("__", "/"): text for name, text in fields.items()}}
    response = await house.client.post(
        await page(house), data=form, headers=OURS, allow_redirects=False
    )
    return response.status


async def texts(house: House) -> list[str]:
    """Return the summary in every revision, newest first."""
    async with house.store.reading() as kept:
        rows = await records.of(kept, FORUM, "plenary")
    return [row.content["answers"]["fields"][SUMMARY] for row in rows]


async def test_a_rapporteur_of_several_sessions_chooses_one(house: House) -> None:
    own = await house.link("secretary", links.RAPPORTEUR)
    source = await house.page(f"{own}?language=en")
    assert re.findall(r'href="(/r/[^"?]+)\?', source) == [
        f"{own}/{session}"
        for session in ("connection-test", "plenary", "expert-session", "governors-meeting")
    ]
    assert seen.wrong(source) == []
    assert seen.text(source).count("Not begun") == 4


@pytest.mark.parametrize(
    "session", ["connection-test", "plenary", "expert-session", "governors-meeting"]
)
async def test_the_page_has_every_field_of_the_form(house: House, session: str) -> None:
    source = await house.page((await page(house)).replace("plenary", session))
    answers = (await recorded.stood(house.store, session)).answers
    shown = {name for name in answers.fields if not name.endswith("/planned")}
    assert shown <= set(re.findall(r'name="([^"]+)"', source))
    keys = [each.key for rows in answers.lists.values() for each in rows]
    assert re.findall(r':key" value="([^"]+)"', source) == keys
    assert seen.wrong(source) == []


@pytest.mark.parametrize("tag", ["en", "ru", "ur", "zh-Hans"])
async def test_the_readers_language_is_around_the_records_own(house: House, tag: str) -> None:
    source = await house.page(f"{await page(house)}?language={tag}")
    assert f'<html lang="{tag}"' in source
    # The record's own language is told where the page around it is in another.
    own = "" if tag == "ru" else ' lang="ru"'
    assert f'name="o/opening/summary" rows="3"{own} dir="ltr">' in source
    assert seen.wrong(source) == []


async def test_what_is_sent_is_kept_as_a_revision_and_the_same_again_is_not(house: House) -> None:
    assert await save(house, "0.1", o__opening__summary="One.\r\n\r\nTwo.") == 303
    assert await save(house, "1.1", o__opening__summary="One.\n\nTwo.") == 303
    assert await texts(house) == ["One.\n\nTwo."]
    source = await house.page(await page(house))
    assert 'name="tag" value="1.1"' in source
    assert ">\nOne.\n\nTwo.</textarea>" in source


async def test_a_row_is_added_by_a_button_that_posts(house: House) -> None:
    form = {"tag": "0.1", f"{DECISION}:0:0": "Adopted.", f"{DECISION}:0:1": "", "add": DECISION}
    address = await page(house)
    response = await house.client.post(address, data=form, headers=OURS, allow_redirects=False)
    query = "?add=o/outcome/decisions#o/outcome/decisions"
    assert (response.status, response.headers["Location"]) == (303, address + query)
    source = await house.page(response.headers["Location"])
    assert re.findall(rf'name="({DECISION}:\d:0)"', source) == [
        f"{DECISION}:{nth}:0" for nth in range(3)
    ]
    again = {"tag": "1.1", "add": "h/attendance"}
    source = await (await house.client.post(await page(house), data=again, headers=OURS)).text()
    assert len(re.findall(r'name="h/attendance:\d+:0"', source)) == 1


async def test_what_was_changed_elsewhere_is_joined_and_asked_for_again(house: House) -> None:
    await save(house, "0.1", o__opening__summary="Theirs.")
    form = {"tag": "0.1", "o/closing/summary": "Mine.", f"{DECISION}:0:0": "Adopted."}
    response = await house.client.post(await page(house), data=form, headers=OURS)
    source = await response.text()
    assert (response.status, 'name="tag" value="1.1"' in source) == (412, True)
    assert ">\nTheirs.</textarea>" in source
    assert ">\nMine.</textarea>" in source
    assert ">\nAdopted.</textarea>" in source
    assert 'name="choose' not in source
    assert await texts(house) == ["Theirs."]


@pytest.mark.parametrize(
    ("choice", "stands"), [("mine", "Mine."), ("theirs", "Theirs."), ("both", "Theirs.\nMine.")]
)
async def test_two_rapporteurs_in_conflict_see_both_texts_and_choose(
    house: House, choice: str, stands: str
) -> None:
    await save(house, "0.1", o__opening__summary="Theirs.")
    form = {"tag": "0.1", SUMMARY: "Mine."}
    response = await house.client.post(await page(house), data=form, headers=OURS)
    source = await response.text()
    sent = dict(re.findall(r'name="((?:mine|theirs) [^"]+)" value="([^"]*)"', source))
    assert (response.status, sent) == (
        412,
        {f"mine {SUMMARY}": "Mine.", f"theirs {SUMMARY}": "Theirs."},
    )
    assert seen.wrong(source) == []
    chosen = {"tag": "1.1", f"choose {SUMMARY}": choice, **sent}
    response = await house.client.post(await page(house), data=chosen, headers=OURS)
    assert (response.status, (await texts(house))[0]) == (200, stands)


async def test_a_script_is_told_of_both_changes(house: House) -> None:
    await save(house, "0.1", o__opening__summary="Theirs.")
    data = {SUMMARY: "Mine.", f"{DECISION}:4:0": "Adopted."}
    told = JSON | {"If-Match": '"0.1"'}
    response = await house.client.post(await page(house), data=data, headers=told)
    answer = await response.json()
    assert (response.status, answer["tag"]) == (412, "1.1")
    assert answer["conflicts"] == [
        {
            "key": SUMMARY,
            "row": None,
            "cell": None,
            "mine": "Mine.",
            "theirs": "Theirs.",
            "both": "Theirs.\nMine.",
        }
    ]
    assert answer["lists"][DECISION] == [{"from": 0, "key": None, "cells": ["Adopted.", ""]}]
    told = JSON | {"If-Match": '"1.1"'}
    response = await house.client.post(await page(house), data=data, headers=told)
    assert (response.status, await response.json()) == (200, {"tag": "2.1"})


async def test_a_change_says_what_it_was_made_from(house: House) -> None:
    found = [
        await save(house, tag, o__opening__summary="x") for tag in ("", "x", "1", "9.1", "1.9.9")
    ]
    assert found == [428, 428, 428, 409, 428]
    assert await texts(house) == []


async def test_many_who_save_at_once_lose_nothing(house: House) -> None:
    address = await page(house)
    told = JSON | {"If-Match": '"0.1"'}
    answers = await asyncio.gather(
        *(house.client.post(address, data={SUMMARY: f"{nth}"}, headers=told) for nth in range(8))
    )
    assert sorted(each.status for each in answers) == [200, *[412] * 7]
    (text,) = await texts(house)
    clashes = [
        (await each.json())["conflicts"][0]["theirs"] for each in answers if each.status == 412
    ]
    assert clashes == [text] * 7


async def test_an_undecided_item_is_refused_by_its_name_and_nothing_typed_is_lost(
    house: House,
) -> None:
    form = {"tag": "0.1", SUMMARY: "One.", "do": "submit"}
    address = f"{await page(house)}?language=en"
    response = await house.client.post(address, data=form, headers=OURS)
    source = await response.text()
    assert response.status == 422
    assert "The record cannot be submitted yet." in source
    assert "8. Adoption of decisions" in source.partition('role="alert"')[2].partition("</div>")[0]
    assert await texts(house) == ["One."]


async def test_a_record_is_submitted_taken_back_and_approved_by_its_chair(house: House) -> None:
    address = await page(house)
    form = {"tag": "0.1", f"{DECISION}:0:0": "Adopted.", f"{DECISION}:0:1": CONSENSUS}
    response = await house.client.post(address, data=form | {"do": "submit"}, headers=OURS)
    assert (response.status, response.url.query["said"]) == (200, "submitted")
    assert await save(house, "2.1", o__opening__summary="Late.") == 409
    chair = f"{await house.link('teksler')}/record/plenary"
    assert "Approve the record" in await house.page(f"{chair}?language=en")
    response = await house.client.post(f"{address}/withdraw", data={"tag": "2.1"}, headers=OURS)
    assert response.status == 200
    stale = await house.client.post(f"{chair}/approve", data={"tag": "2.1"}, headers=OURS)
    assert stale.status == 409
    form = {"tag": "3.1", "do": "submit"}
    await house.client.post(address, data=form, headers=OURS)
    asked = await house.client.post(f"{chair}/approve", data={"tag": "4.1"}, headers=OURS)
    assert asked.status == 409
    source = await house.page(f"{chair}?language=en")
    assert "by the agenda it ends on Thursday, 29 October 2020" in seen.text(source)
    sure = {"tag": "4.1", "anyway": "yes"}
    response = await house.client.post(f"{chair}/approve", data=sure, headers=OURS)
    assert response.status == 200
    assert await save(house, "5.1", o__opening__summary="Later.") == 409
    async with house.store.reading() as kept:
        rows = await records.of(kept, FORUM, "plenary")
        deeds = [each for each in await audit.latest(kept) if each.forum == FORUM]
    assert [row.state for row in rows][::-1] == [
        "draft",
        "submitted",
        "draft",
        "submitted",
        "approved",
    ]
    assert [deed.action for deed in deeds][::-1] == [
        "draft",
        "submit",
        "reopen",
        "submit",
        "approve",
    ]
    by = {row.state: row.by for row in rows}
    assert by["submitted"] != by["approved"]
    assert all(each.startswith("link:") for each in by.values())


async def test_before_it_is_approved_only_its_chair_and_the_desk_see_a_record(
    house: House,
) -> None:
    await recorded.bring(house, "submitted")
    paths = {
        "chair": await house.link("teksler"),
        "another": await house.link("head-pk"),
        "assistant": await house.link("teksler", links.DELEGATION),
        "public": f"/f/{FORUM}",
    }
    found = {
        who: (await house.client.get(f"{path}/record/plenary")).status
        for who, path in paths.items()
    }
    assert found == {"chair": 200, "another": 404, "assistant": 404, "public": 404}
    assert "waits for your approval" in await house.page(f"{paths['chair']}?language=en")
    assert "/record/" not in await house.page(f"{paths['another']}?language=en")
    await recorded.bring(house, "approved")
    for who, path in paths.items():
        assert (who, (await house.client.get(f"{path}/record/plenary")).status) == (who, 200)
        link = f"{path}/record/plenary" if who != "public" else f"/f/{FORUM}/record/plenary"
        assert f'href="{link}' in await house.page(f"{path}?language=en")


async def test_an_approved_record_is_a_page_a_pdf_and_a_word_file(house: House) -> None:
    public = f"/f/{FORUM}/record/plenary"
    await recorded.bring(house, "submitted")
    assert (await house.client.get(public)).status == 404
    await recorded.bring(house, "approved")
    source = await house.page(f"{public}?language=ur")
    # Hours in what people wrote run as the text around them does.
    assert [each for each in seen.wrong(source) if not each.startswith("not isolated")] == []
    assert '<article class="minuted" lang="ru" dir="ltr">' in source
    pdf = await house.client.get(f"{public}/record.pdf")
    word = await house.client.get(f"{public}/record.docx")
    assert ((await pdf.read())[:5], (await word.read())[:2]) == (b"%PDF-", b"PK")
    assert word.headers["Content-Disposition"] == (
        f'attachment; filename="{FORUM}.plenary.ru.docx"'
    )


async def test_every_revision_is_there_to_be_compared(house: House) -> None:
    await save(house, "0.1", o__opening__summary="One.")
    await save(house, "1.1", o__opening__summary="Two.")
    source = await house.page(f"{await page(house)}/history?from=1&to=2&language=en")
    text = seen.text(source)
    assert "What revision 2 changed against revision 1" in text
    assert re.findall(r"<(?:del|ins)[^>]*>([^<]*)<", source) == ["One.", "Two."]
    assert seen.wrong(source) == []


async def test_markup_in_what_was_written_stays_text(house: House) -> None:
    await save(house, "0.1", o__opening__summary="</textarea><script>alert(1)</script>")
    source = await house.page(await page(house))
    assert "<script>alert" not in source
    assert seen.wrong(source) == []


async def test_the_record_that_is_read_is_the_one_that_was_written(house: House) -> None:
    await save(house, "0.1", o__opening__summary="One.\nTwo.")
    record = (await recorded.stood(house.store)).record()
    assert [part.text for part in record.items[0].paragraphs] == ["One.", "Two."]
    assert isinstance(record, minutes.Record)


async def test_an_empty_record_is_submitted_by_a_second_button_only(house: House) -> None:
    address = (await page(house)).replace("plenary", "connection-test")
    form = {"tag": "0.1", "do": "submit"}
    response = await house.client.post(f"{address}?language=en", data=form, headers=OURS)
    source = await response.text()
    assert response.status == 422
    assert "the record is empty" in source.partition('role="alert"')[2].partition("</div>")[0]
    assert seen.wrong(source) == []
    assert (await recorded.stood(house.store, "connection-test")).row is None
    (button,) = re.findall(r'<button form="record" name="do" value="([^"]+)"', source)
    response = await house.client.post(address, data={"tag": "0.1", "do": button}, headers=OURS)
    assert (response.status, response.url.query["said"]) == (200, "submitted")
    await house.sign_in("organiser", FORUM)
    desk = await house.page(f"/desk/{FORUM}/record/connection-test?language=en")
    assert "the record is empty" in desk
    assert 'name="anyway" value="yes" required' in desk
    assert [each for each in seen.wrong(desk) if not each.startswith("not isolated")] == []


async def test_once_its_session_is_over_nobody_asks_the_chair_of_a_written_record(
    house: House,
) -> None:
    await recorded.bring(house, "submitted")
    house.clock.forward(days=30)
    chair = f"{await house.link('teksler')}/record/plenary"
    assert 'name="anyway"' not in await house.page(f"{chair}?language=en")
    response = await house.client.post(f"{chair}/approve", data={"tag": "2.1"}, headers=OURS)
    assert response.status == 200


async def test_the_desk_lists_every_record_that_a_rapporteur_has(house: House) -> None:
    own = await house.page(f"{await house.link('secretary', links.RAPPORTEUR)}?language=en")
    await house.sign_in("owner")
    desk = await house.page(f"/desk/{FORUM}/records?language=en")
    listed = re.compile(r'<li><a href="/[^"?]*/([a-z-]+)\?')
    assert listed.findall(desk.partition('class="cards')[2]) == listed.findall(
        own.partition('class="cards')[2]
    )


async def test_who_is_signed_in_keeps_the_desks_bar_beside_a_record(house: House) -> None:
    await recorded.bring(house, "approved")
    public = f"/f/{FORUM}/record/plenary?language=en"
    assert "Sign out" not in await house.page(public)
    await house.sign_in("organiser", FORUM)
    for path in (public, f"/desk/{FORUM}/record/plenary?language=en"):
        source = await house.page(path)
        assert ('action="/sign-out"' in source, 'href="/account"' in source) == (True, True)
        assert [each for each in seen.wrong(source) if not each.startswith("not isolated")] == []


@pytest.mark.parametrize("path", ["", "/plenary", "/plenary/history"])
async def test_all_pages_about_records_have_one_head(house: House, path: str) -> None:
    source = await house.page(
        f"{await house.link('secretary', links.RAPPORTEUR)}{path}?language=ur"
    )
    head = source.partition('<header class="head">')[2].partition("</header>")[0]
    assert (head.count("<h1>"), head.count('class="paper"'), head.count('class="note"')) == (
        1,
        1,
        1,
    )
    assert seen.wrong(source) == []


@pytest.mark.parametrize("tag", ["ru", "en"])
async def test_a_form_with_eighteen_delegations_is_no_heavier_than_an_agenda(
    house: House, tag: str
) -> None:
    source = await house.page(f"{await page(house)}?language={tag}")
    assert len(re.findall(r'value="d/[^"]+"', source)) == 18
    assert len(source.encode()) <= 40 * 1024
