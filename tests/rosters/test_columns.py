"""What a column is for: told by its heading in any of the nine languages, and by its letters."""

from __future__ import annotations

import re

import pytest

from orchestrator import rosters
from orchestrator.languages import TAGS, translator
from tests.rosters.tables import SOURCE, agenda, text


def fields(headings: str, *rows: str) -> tuple[str, ...]:
    table = rosters.read(text(headings.split("|"), *(each.split("|") for each in rows)))
    return rosters.guessed(table, rosters.heading(table), agenda())


@pytest.mark.parametrize("tag", TAGS)
def test_our_own_headings_are_known_in_every_language(tag: str) -> None:
    every = rosters.fields(agenda())
    words = translator(tag)
    table = rosters.read(text([rosters.label(each, words) for each in every]))
    assert rosters.guessed(table, 0, agenda()) == every


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Name (ru)", "name:ru"),
        ("name_en", "name:en"),
        ("Имя на русском", "name:ru"),
        ("ФИО (англ.)", "name:en"),
        ("姓名（英文）", "name:en"),
        ("Office in Chinese", "office:zh-Hans"),
        ("Должность", "office:ru"),
        ("职务", "office:zh-Hans"),
        ("عہدہ", "office:ur"),
        ("Lavozimi", "office:uz"),
        ("E-mail address for invitations", "email"),
        ("Электронная почта", "email"),
        ("Почта помощника", "assistants"),
        ("Assistant's e-mail", "assistants"),
        ("Страна", "delegation"),
        ("代表团", "delegation"),
        ("Head of delegation", "head"),
        ("Глава делегации", "head"),
        ("City", "zone"),
        ("Часовой пояс", "zone"),
        ("भाषा", "language"),
        ("Забони корӣ", "language"),
        ("ID", "id"),
        ("Comments", ""),
        ("№", ""),
        ("Телефон", ""),
    ],
)
def test_headings_of_offices_are_known(heading: str, field: str) -> None:
    assert fields(f"{heading}|Birthday") == (field, "")


def test_the_letters_of_a_column_tell_the_language_of_its_names() -> None:
    found = fields("Name|Имя|姓名", "Alexei Teksler|Алексей Текслер|阿列克谢", "Kim|Ким|金")
    assert found == ("name:en", "name:ru", "name:zh-Hans")
    assert fields("Name|E-mail", "阿列克谢|a@example.org") == ("name:zh-Hans", "email")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Ерлан Сериков", "name:ru"),
        ("عمران خان", "name:ur"),
        ("नरेश कुमार", "name:hi"),
        ("王毅", "name:zh-Hans"),
        ("Kim", "name:en"),
    ],
)
def test_letters_of_a_language_that_the_agenda_has_not_are_not_taken_for_english(
    name: str, field: str
) -> None:
    spoken = "official: [en]\n  working: []\n  courtesy: []\nzone:"
    source = re.sub(r"official: \[ru.*?\nzone:", spoken, SOURCE, flags=re.DOTALL)
    english = agenda(source)
    assert english.languages.all == ("en",)
    table = rosters.read(text(["Name", "Position"], [name, name]))
    office = field.replace("name", "office")
    assert rosters.guessed(table, 0, english) == (field, office)


def test_a_name_in_two_columns_is_one_name() -> None:
    assert fields("Фамилия|Имя|Почта", "Текслер|Алексей|a@example.org") == (
        "name:ru",
        "name:ru",
        "email",
    )


def test_beside_the_whole_name_its_parts_say_nothing() -> None:
    assert fields("ФИО|Фамилия", "Алексей Текслер|Текслер") == ("name:ru", "")


def test_a_second_column_of_a_kind_is_left_out() -> None:
    assert fields("E-mail|E-mail address|City") == ("email", "", "zone")


def test_headings_below_a_title_are_found() -> None:
    table = rosters.read("Список участников\n\nна 1 октября\nИмя,Почта\nКим,k@example.org".encode())
    assert rosters.heading(table) == 2


def test_a_table_without_any_heading_that_is_known_begins_with_its_first_row() -> None:
    table = rosters.read(b"x,y\nz,w\n")
    assert (rosters.heading(table), rosters.guessed(table, 0, agenda())) == (0, ("", ""))
