"""The people of a forum on the desk: listed, taken away as a table, and taken in from one."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping

import pytest
from aiohttp import ClientResponse, FormData

from orchestrator import agendas
from orchestrator.agendas import Agenda
from orchestrator.languages import TAGS
from orchestrator.secretariat import editing
from orchestrator.secretariat.editing import Draft
from orchestrator.storage import revisions
from orchestrator.storage.revisions import Revision
from tests.rosters import tables
from tests.web import seen
from tests.web.house import FORUM, OURS, SOURCE, House, desk_in

PEOPLE = f"/desk/{FORUM}/people"
TABLE = """Имя;Name (en);Должность;Страна;E-mail;Почта помощника;Город;Примечание
Алексей Текслер;;;;new@example.org;;;x
Министр экономики;Minister;Министр;Казахстан;economy@example.org;a@example.org;Алматы;
Министр финансов;;Министр;Нигде;finance@example.org;;;
"""
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
CHOSEN = re.compile(r'<option value="([^"]*)" selected')


async def sent(house: House, form: FormData | Mapping[str, str]) -> ClientResponse:
    return await house.client.post(
        f"{PEOPLE}?language=en", data=form, headers=OURS, allow_redirects=False
    )


async def upload(
    house: House, data: bytes | str, name: str = "people.csv", coding: str = ""
) -> ClientResponse:
    form = FormData()
    form.add_field("coding", coding)
    content = data.encode() if isinstance(data, str) else data
    file = io.BytesIO(content)  # large bytes are deprecated
    form.add_field("file", file, filename=name, content_type="application/octet-stream")
    form.add_field("do", "upload")
    return await sent(house, form)


async def asked(response: ClientResponse) -> dict[str, str]:
    """Return what the buttons of a preview send."""
    page = await response.text()
    fields = {name: html.unescape(value) for name, value in FIELD.findall(page)}
    lists = re.findall(r'(<select id="[^"]+" name="([^"]+)">.*?</select>)', page, re.DOTALL)
    chosen = {name: CHOSEN.search(part) for part, name in lists}
    # A list in which nothing is chosen sends its first entry.
    return {**fields, **{name: found[1] if found else "" for name, found in chosen.items()}}


async def head(house: House) -> Revision:
    async with house.store.reading() as kept:
        found = await revisions.head(kept, FORUM)
    assert found is not None
    return found


async def agenda(house: House) -> Agenda:
    found = agendas.read((await head(house)).text.encode()).agenda
    assert found is not None
    return found


async def test_everybody_is_listed_with_what_they_answered(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await house.link("teksler")
    page = await house.page(f"{PEOPLE}?language=en")
    said = seen.text(page.replace("<br>", " "))
    assert "Alexei Teksler head of the delegation Call sheet Russia (Chelyabinsk Region)" in said
    assert "Русский Yekaterinburg chair@example.org assistant: " in said
    assert [each.email for each in house.order.agenda.people if str(each.email) not in said] == []
    assert "no answer yet" in said


async def test_a_reader_gets_no_call_sheets_and_cannot_import(house: House) -> None:
    await house.sign_in("viewer", FORUM)
    await house.link("teksler")
    page = await house.page(PEOPLE)
    assert (re.findall(r'href="[^"]*/s/', page), "multipart" in page) == ([], False)


async def test_a_preview_keeps_nothing_and_says_everything(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    before = await house.digest()
    response = await upload(house, TABLE)
    page = await response.text()
    said = seen.text(page)
    assert response.status == 200
    assert "1 new person · 1 changed · 0 unchanged · 1 row with a fault" in said
    assert "E-mail (E2): chair@example.org new@example.org" in said
    assert "<s>" in page
    assert "E121 there is no delegation 'Нигде'" in said
    assert "P301 'zh-Hans' name of person 'minister' is missing – an official language" in said
    assert "19 people of the agenda are not in the table, and stay" in said
    assert await house.digest() == before


async def test_what_was_seen_is_taken_over_as_a_draft_with_its_comments(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await asked(await upload(house, TABLE))
    done = await sent(house, {**form, "do": "take"})
    newest, found = await head(house), await agenda(house)
    assert done.headers["Location"] == f"{PEOPLE}?said=enrolled"
    assert (newest.number, newest.published) == (2, None)
    comments = [line.strip() for line in SOURCE.splitlines() if line.strip().startswith("#")]
    kept = {line.strip() for line in newest.text.splitlines()}
    assert [comment for comment in comments if comment not in kept] == []
    assert found.person["teksler"].email == "new@example.org"
    new = found.person["minister"]
    assert (new.delegation, new.name, [each.email for each in new.assistants]) == (
        "kz",
        {"ru": "Министр экономики", "en": "Minister"},
        ["a@example.org"],
    )
    assert [each.id for each in found.people][:-1] == [
        each.id for each in house.order.agenda.people
    ]


async def test_the_same_table_again_changes_nothing_and_keeps_the_ids(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await sent(house, {**await asked(await upload(house, TABLE)), "do": "take"})
    again = await upload(house, TABLE)
    assert "0 new people · 0 changed · 2 unchanged · 1 row with a fault" in seen.text(
        await again.text()
    )


@pytest.mark.parametrize("tag", TAGS)
async def test_a_table_taken_away_comes_back_unchanged(house: House, tag: str) -> None:
    await house.sign_in("owner")
    response = await house.client.get(f"{PEOPLE}.csv", headers={"Accept-Language": tag})
    body = await response.read()
    again = seen.text(await (await upload(house, body)).text())
    assert "0 new people · 0 changed · 20 unchanged · 0 rows with a fault" in again


async def test_a_table_taken_away_holds_no_formula(house: House) -> None:
    await house.sign_in("owner")
    text = SOURCE.replace("en: Alexei Teksler", 'en: "=Alexei Teksler"')
    desk = desk_in(house.folder)
    await editing.save(desk, Draft(forum=FORUM, text=text, base=1), actor="test")
    body = await (await house.client.get(f"{PEOPLE}.csv")).text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
    assert "'=Alexei Teksler" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


async def test_a_workbook_is_read_as_well(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    book = tables.workbook(
        tables.sheet(tables.row(1, "Id", "E-mail"), tables.row(2, "norov", "new@example.org"))
    )
    response = await upload(house, book, "people.xlsx")
    assert "0 new people · 1 changed" in seen.text(await response.text())


async def test_a_column_can_be_taken_as_something_else(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await asked(await upload(house, "Id,Remark\nnorov,Norov\n"))
    assert (form["column-0"], form["column-1"]) == ("id", "")
    changed = {**form, "column-1": "name:en"}
    unseen = await sent(house, {**changed, "do": "take"})
    looked = await sent(house, {**changed, "do": "look"})
    done = await sent(house, {**await asked(looked), "do": "take"})
    assert (unseen.status, looked.status, done.status) == (409, 200, 303)
    assert (await agenda(house)).person["norov"].name["en"] == "Norov"  # type: ignore[index]


async def test_other_headings_make_other_columns(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await asked(await upload(house, "Id,Name\nE-mail,Id\nnew@example.org,norov\n"))
    looked = await sent(house, {**form, "top": "1", "do": "look"})
    again = await asked(looked)
    assert (form["top"], again["top"], again["was"]) == ("0", "1", "1")
    assert (again["column-0"], again["column-1"]) == ("email", "id")


async def test_whoever_saves_first_is_not_overwritten(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await asked(await upload(house, TABLE))
    text = SOURCE.replace("email: chair@example.org", "email: other@example.org")
    desk = desk_in(house.folder)
    await editing.save(desk, Draft(forum=FORUM, text=text, base=1), actor="test")
    stale = await sent(house, {**form, "do": "take"})
    assert stale.status == 412
    page = await stale.text()
    assert "other@example.org new@example.org" in seen.text(page)
    done = await sent(house, {**await asked(stale), "do": "take"})
    assert (done.status, (await head(house)).number) == (303, 3)


async def test_a_form_that_says_no_revision_is_refused(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await asked(await upload(house, TABLE))
    form.pop("base")
    assert (await sent(house, {**form, "do": "take"})).status == 428


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        '{"lines": []}',
        '{"lines": [{"number": 0, "cells": ["x"]}]}',
        '{"lines": [{"number": 1, "cells": ["x"], "more": 1}]}',
        '{"lines": [{"number": 1, "cells": ["' + "x" * 2_001 + '"]}]}',
    ],
)
async def test_a_table_that_was_tampered_with_is_refused(house: House, broken: str) -> None:
    await house.sign_in("organiser", FORUM)
    form = {**await asked(await upload(house, TABLE)), "table": broken}
    response = await sent(house, {**form, "do": "take"})
    assert (response.status, (await head(house)).number) == (422, 1)


async def test_fields_that_nobody_has_are_left_out(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await asked(await upload(house, "Id,Remark\nnorov,x\n"))
    response = await sent(house, {**form, "column-1": "__class__", "do": "look"})
    assert (response.status, (await asked(response))["column-1"]) == (200, "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file first"),
        (b"%PDF-1.7", "The file is a PDF, whatever its name says."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "The file is encrypted, or of the old Excel format"),
        (b'a,b\n"x,y\n', "Row 2 cannot be read"),
        (b"x" * (8 * 1024 * 1024 + 1), "The file is larger than 8 MiB."),
    ],
)
async def test_what_cannot_be_read_is_said_beside_the_button(
    house: House, data: bytes, sentence: str
) -> None:
    await house.sign_in("organiser", FORUM)
    response = await upload(house, data)
    assert response.status == 422
    assert sentence in seen.text(await response.text())


async def test_two_heads_of_a_delegation_are_not_taken(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    response = await upload(house, "Name (ru),Delegation,Head of delegation\nИван Ким,ru-che,yes\n")
    form = await asked(response)
    assert "E129 delegation 'ru-che' has two heads: 'teksler' and 'ivan-kim'" in seen.text(
        await response.text()
    )
    done = await sent(house, {**form, "do": "take"})
    assert (done.status, (await head(house)).number) == (422, 1)


async def test_people_are_taken_only_into_an_agenda_that_can_be_read(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    broken = SOURCE.replace("format: 1", "format: 9")
    desk = desk_in(house.folder)
    await editing.save(desk, Draft(forum=FORUM, text=broken, base=1), actor="test")
    page = seen.text(await house.page(f"{PEOPLE}?language=en"))
    assert "The agenda has errors. Correct them first" in page
    assert (await upload(house, TABLE)).status == 422


async def test_markup_in_a_table_stays_text(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    hostile = '"<script>x</script>"'
    response = await upload(
        house, f"Name (ru),Delegation,{hostile}\n{hostile},{hostile},{hostile}\n"
    )
    page = await response.text()
    assert "<script>x" not in page
    assert seen.wrong(page) == []


@pytest.mark.parametrize("tag", TAGS)
async def test_the_preview_is_well_made_in_every_language(house: House, tag: str) -> None:
    await house.sign_in("organiser", FORUM)
    form = FormData()
    form.add_field("file", TABLE.encode("cp1251"), filename="people.csv")
    form.add_field("do", "upload")
    response = await house.client.post(
        PEOPLE, data=form, headers={**OURS, "Accept-Language": tag}, allow_redirects=False
    )
    assert seen.wrong(await response.text()) == []


async def test_what_nobody_sees_in_the_rows_is_said_above_them(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    rows = [tables.row(1, "Id", "E-mail"), tables.row(2, "teksler", "new@example.org")]
    hidden = tables.row(3, "norov").replace("<row", '<row hidden="1"')
    book = tables.workbook(tables.sheet(*rows, hidden), tables.sheet(tables.row(1, "x")))
    said = seen.text(await (await upload(house, book, "people.xlsx")).text())
    assert "Rows that are hidden in the spreadsheet are left out: 3." in said
    assert "Only one sheet is read. These are not: Sheet 2." in said


async def test_the_encoding_can_be_chosen(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    data = "Имя;E-mail\nАлексей Текслер;new@example.org\n".encode("koi8-r")
    guessed, chosen = await upload(house, data), await upload(house, data, coding="ibm866")
    assert "it was read as koi8-r" in seen.text(await guessed.text())
    assert "it was read as ibm866" in seen.text(await chosen.text())
    assert (await upload(house, data, coding="klingon")).status == 422


async def test_names_are_in_the_language_of_their_letters_unless_another_was_chosen(
    house: House,
) -> None:
    await house.sign_in("organiser", FORUM)
    table = "Name,Delegation,Language\nJohn Kim,KZ,en\nAnna Lee,KZ,en\nЕрлан Сериков,KZ,kk\n"
    form = await asked(await upload(house, table))
    chosen = await sent(house, {**form, "column-0": "name:ru", "do": "look"})
    assert "Name (kk)" not in (await chosen.text()).rpartition("</select></td>")[2]
    assert (await sent(house, {**form, "do": "take"})).status == 303
    names = [dict(each.name or {}) for each in (await agenda(house)).people[-3:]]
    assert names == [{"en": "John Kim"}, {"en": "Anna Lee"}, {"kk": "Ерлан Сериков"}]
