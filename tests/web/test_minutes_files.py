"""Word goes down from the rapporteur's page and comes up again, whatever is in it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from aiohttp import FormData

from orchestrator.secretariat import links
from orchestrator.web.minutes_files import WORD
from tests.minutes.pencil import Pencil
from tests.web import recorded
from tests.web.house import OURS, House
from tests.web.recorded import CONSENSUS
from tests.web.test_minutes import DECISION, SUMMARY, page, save, texts


async def word(house: House) -> Pencil:
    response = await house.client.get(f"{await page(house)}/form.docx")
    assert response.status == 200
    return Pencil(await response.read())


async def hand_in(house: House, data: bytes, name: str = "form.docx") -> tuple[int, str]:
    form = FormData()
    form.add_field("file", BytesIO(data), filename=name, content_type=WORD)
    address = f"{await page(house)}/file?language=en"
    response = await house.client.post(address, data=form, headers=OURS)
    return response.status, await response.text()


async def test_word_goes_down_with_what_stands_and_comes_up_with_what_was_changed(
    house: House,
) -> None:
    await save(house, "0.1", o__opening__summary="One.", o__closing__summary="Closed.")
    pencil = await word(house)
    assert pencil.answer(SUMMARY).text == "One."
    await save(house, "1.1", o__opening__summary="One.", o__closing__summary="Closed on the page.")
    pencil.write(SUMMARY, "Written in Word.")
    pencil.fill(DECISION, 1, "Adopted.", CONSENSUS)
    status, source = await hand_in(house, pencil.saved())
    assert (status, "The file was read" in source) == (200, True)
    answers = (await recorded.stood(house.store)).answers
    assert answers.fields[SUMMARY] == "Written in Word."
    assert answers.fields["o/closing/summary"] == "Closed on the page."
    assert [each.cells for each in answers.lists[DECISION]] == [("Adopted.", CONSENSUS)]


async def test_a_file_that_says_something_else_than_the_page_is_a_conflict(house: House) -> None:
    await save(house, "0.1", o__opening__summary="One.")
    pencil = await word(house)
    pencil.write(SUMMARY, "Mine.")
    await save(house, "1.1", o__opening__summary="Theirs.")
    status, source = await hand_in(house, pencil.saved())
    sent = dict(re.findall(r'name="((?:mine|theirs) [^"]+)" value="([^"]*)"', source))
    assert (status, sent) == (412, {f"mine {SUMMARY}": "Mine.", f"theirs {SUMMARY}": "Theirs."})
    assert await texts(house) == ["Theirs.", "One."]


async def test_loose_words_of_a_file_that_is_a_conflict_are_on_its_page(house: House) -> None:
    pencil = await word(house)
    pencil.write(SUMMARY, "Mine.")
    pencil.type_under("opening", "A loose remark.")
    await save(house, "0.1", o__opening__summary="Theirs.")
    status, source = await hand_in(house, pencil.saved())
    assert (status, ">\nA loose remark.</textarea>" in source) == (412, True)


async def test_loose_words_of_a_file_stand_in_the_notes_and_are_told_of(house: House) -> None:
    pencil = await word(house)
    pencil.type_under("opening", "A loose remark.")
    status, source = await hand_in(house, pencil.saved())
    assert (status, source.count("were kept as a note")) == (200, 2)
    answers = (await recorded.stood(house.store)).answers
    assert answers.fields["o/opening/notes"] == "A loose remark."
    await save(house, "1.1", do="seen")
    assert "were kept as a note" not in await house.page(f"{await page(house)}?language=en")


async def test_the_same_file_handed_in_twice_changes_nothing_more(house: House) -> None:
    pencil = await word(house)
    pencil.fill(DECISION, 1, "Adopted.", CONSENSUS)
    await hand_in(house, pencil.saved())
    first = (await recorded.stood(house.store)).answers
    assert (await hand_in(house, pencil.saved()))[0] == 200
    assert (await recorded.stood(house.store)).answers == first


HOSTILE = {
    "nothing": (b"", "form.docx"),
    "no archive": (b"PK\x03\x04 no form", "form.docx"),
    "a text": (b"# Minutes\n\nNo marks.", "form.md"),
    "not text": (b"\xff\xfe\x00", "form.md"),
    "a program": (b"MZ\x90", "form.exe"),
    "no name": (b"x", "form"),
    "an entity": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        "form.odt",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_file_that_is_no_form_gives_one_sentence(house: House, name: str) -> None:
    await page(house)
    before = await house.digest()
    status, source = await hand_in(house, *HOSTILE[name])
    (said,) = re.findall(r'role="alert"><p>(.+?)</p>\n</div>', source, re.DOTALL)
    assert (status, await house.digest() == before) == (422, True)
    assert re.sub(r"<[^>]+>", "", said).count(". ") <= 1
    assert "Traceback" not in source


async def test_a_file_of_another_session_is_refused(house: House) -> None:
    own = await house.link("secretary", links.RAPPORTEUR)
    other = await (await house.client.get(f"{own}/expert-session/form.docx")).read()
    status, source = await hand_in(house, other)
    assert (status, "expert-session" in source) == (422, True)


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(house: House) -> None:
    status, _ = await hand_in(house, b"0" * (21 * 1024 * 1024))
    assert status == 413
    assert (await recorded.stood(house.store)).row is None
