"""Rows held against people: who is known again, what changes, and what is at fault."""

from __future__ import annotations

import pytest

from orchestrator import rosters
from orchestrator.languages import TAGS, translator
from orchestrator.rosters import Entry, Roster, enrolling
from tests.rosters.tables import SOURCE, agenda, enrolled, text

HEADINGS = ("Id", "Name (ru)", "Delegation", "E-mail")


def one(*cells: str, headings: tuple[str, ...] = HEADINGS, source: str = SOURCE) -> Entry:
    """Return what a table of one row says."""
    (entry,) = enrolled(text(headings, cells, mark=";"), source).entries
    return entry


def kinds(roster: Roster) -> list[tuple[str, str]]:
    return [(each.kind, each.person) for each in roster.entries]


def said(entry: Entry) -> list[str]:
    """Return what is wrong with a row."""
    english = translator("en")
    faults = [cell.fault for cell in entry.cells.values() if cell.fault]
    return [
        *(english.phrase(each) for each in entry.faults),
        *(english.phrase(each.message) for each in faults),
    ]


@pytest.mark.parametrize("tag", TAGS)
def test_a_table_that_was_written_changes_nothing_when_it_is_read_again(tag: str) -> None:
    found = agenda()
    again = enrolled(rosters.write(found, translator(tag)).encode())
    assert kinds(again) == [("same", each.id) for each in found.people]
    assert again.missing == ()


def test_a_row_is_known_by_its_id_then_by_its_address_then_by_its_name() -> None:
    found = [
        (entry.person, entry.by, entry.kind)
        for entry in (
            one("teksler", "", "", "new@example.org"),
            one("", "Алексей Текслер", "", "CHAIR@example.org"),
            one("", "Текслер Алексей", "Челябинская область", "other@example.org"),
            one("", "Алексей Текслер", "", ""),
        )
    ]
    assert found == [
        ("teksler", "id", "changed"),
        ("teksler", "email", "changed"),
        ("teksler", "name", "changed"),
        ("teksler", "name", "same"),
    ]


def test_an_office_without_a_name_is_known_by_its_delegation() -> None:
    head = next(each for each in agenda().people if each.id == "head-pk")
    office = (head.office or {})["ru"]
    found = one("Пакистан", office, "x@example.org", headings=("Страна", "Должность", "E-mail"))
    assert (found.person, found.by) == ("head-pk", "name")


def test_a_name_in_another_delegation_is_somebody_else() -> None:
    found = one("", "Алексей Текслер", "Китай", "x@example.org")
    assert (found.kind, found.person) == ("new", "aleksey-teksler")


def test_an_address_of_one_and_a_name_of_another_are_no_row() -> None:
    found = one("", "Владимир Норов", "", "chair@example.org")
    assert said(found) == [
        (
            "More than one person fits this row: teksler, norov. "
            "Give the row the id of the one it means."
        )
    ]


def test_an_id_that_nobody_has_beside_a_name_that_somebody_has_is_a_fault() -> None:
    found = one("teksler-a", "Алексей Текслер", "", "")
    assert (found.kind, len(said(found))) == ("fault", 1)


def test_an_id_of_ones_own_makes_a_new_holder_of_an_office() -> None:
    found = one("ivanov", "Иван Иванов", "Челябинская область", "chair@example.org")
    assert (found.kind, found.person, found.cells["delegation"].new) == ("new", "ivanov", "ru-che")


def test_a_new_name_at_a_known_address_is_doubted() -> None:
    found = one("", "Иван Иванов", "", "chair@example.org")
    assert (found.kind, found.person, len(found.doubts)) == ("changed", "teksler", 1)


def test_what_holds_for_all_of_a_delegation_is_not_written_for_one() -> None:
    headings = ("Id", "Name (ru)", "Delegation", "Language", "City")
    known = one("teksler", "", "", "русский", "Yekaterinburg", headings=headings)
    new = one("kim", "Ким", "KZ", "казахский", "Алматы", headings=headings)
    assert (known.kind, list(new.changes)) == ("same", ["id", "name:ru", "delegation"])


def test_an_empty_cell_says_nothing() -> None:
    found = one("teksler", "", "", "")
    assert (found.kind, found.changes) == ("same", {})


def test_new_people_get_ids_that_nobody_has_or_had() -> None:
    data = text(
        ("Name (ru)", "Delegation"), ("Алексей Текслер", "CN"), ("Алексей Текслер", "IN"), mark=";"
    )
    found = enrolled(data, taken=["aleksey-teksler"])
    assert kinds(found) == [("new", "aleksey-teksler-2"), ("new", "aleksey-teksler-3")]


def test_ids_that_slipped_into_another_row_are_doubted() -> None:
    address = next(each.email for each in agenda().people if each.email and each.id != "teksler")
    data = text(("Id", "E-mail"), ("teksler", str(address)))
    (found,) = enrolled(data).entries
    assert (found.kind, [each.text for each in found.doubts]) == ("changed", [enrolling.SHIFTED])


def test_of_two_rows_about_one_person_none_is_taken() -> None:
    data = text(("Id", "E-mail"), ("teksler", "a@example.org"), ("teksler", "b@example.org"))
    first, second = enrolled(data).entries
    again = "This row and row {} are about the same person: leave one of them out."
    assert [(each.kind, said(each)) for each in (first, second)] == [
        ("fault", [again.format(3)]),
        ("fault", [again.format(2)]),
    ]


def test_of_two_rows_about_one_new_person_none_is_taken() -> None:
    data = text(("Name (ru)", "Delegation"), ("Иван Ким", "CN"), ("Ким Иван", "cn"))
    assert [entry.kind for entry in enrolled(data).entries] == ["fault", "fault"]


def test_a_mended_letter_of_a_name_is_a_change_and_another_order_of_words_is_none() -> None:
    known = agenda().person["teksler"].name or {}
    first, last = known["ru"].split()
    for text_, kind in (
        (f"{last}, {first}", "same"),
        (f"{last.upper()} {first}", "changed"),
        (f"{first}-{last}", "changed"),
        (f"{first} {first} {last}", "changed"),
    ):
        found = enrolled(text(("Id", "Name (ru)"), ("teksler", text_), mark=";")).entries
        assert (text_, [each.kind for each in found]) == (text_, [kind])


def test_whoever_is_not_in_the_table_stays() -> None:
    found = enrolled(text(("Id", "E-mail"), ("teksler", "a@example.org")))
    assert found.missing == tuple(each.id for each in agenda().people if each.id != "teksler")


def test_two_columns_for_one_field_are_refused() -> None:
    table = rosters.read(text(("x", "y"), ("a@example.org", "b@example.org")))
    found = rosters.enrol(table, 0, ("email", "email"), agenda(), ())
    assert [translator("en").phrase(each) for each in found.wrong] == [
        "Two columns are for 'email': leave one of them out."
    ]


@pytest.mark.parametrize(
    ("heading", "given", "field", "raw"),
    [
        ("Delegation", "Kazakhstan", "delegation", "kz"),
        ("Delegation", "Республика Казахстан", "delegation", "kz"),
        ("Delegation", "哈萨克斯坦", "delegation", "kz"),
        ("Delegation", "KZ", "delegation", "kz"),
        ("Delegation", "Челябинская область", "delegation", "ru-che"),
        ("Language", "Русский", "language", "ru"),
        ("Language", "китайский", "language", "zh-Hans"),
        ("Language", "Kazakh", "language", "kk"),
        ("Language", "zh-CN", "language", "zh-Hans"),
        ("City", "Алматы", "zone", "Asia/Almaty"),
        ("City", "北京", "zone", "Asia/Shanghai"),
        ("Time zone", "asia/tashkent", "zone", "Asia/Tashkent"),
        ("Rank", "3.0", "rank", "3"),
        ("Head of delegation", "да", "head", "true"),
        ("Head of delegation", "х", "head", "true"),
        ("Head of delegation", "—", "head", "false"),
        ("E-mail", "Chair <chair@example.org>", "email", "chair@example.org"),
        ("E-mail", "<chair@example.org> (Chair)", "email", "chair@example.org"),
        ("E-mail", "mailto:chair@example.org?subject=x", "email", "chair@example.org"),
        ("E-mail", "MAILTO:chair@example.org;", "email", "chair@example.org"),
        ("E-mail", "\u200fchair＠example.org\u200f", "email", "chair@example.org"),
        ("E-mail", "Chair, the <chair@example.org>", "email", "chair@example.org"),
        ("Rank", "３", "rank", "3"),
        ("Name (en)", "\u200fKim\u00a0Ok\u200e", "name:en", "Kim Ok"),
        ("Can speak", "9:00-12:30, 14:00 – 15:00", "available", ["09:00–12:30", "14:00–15:00"]),
        ("Copy", "a@example.org, b@example.org", "assistants", ["a@example.org", "b@example.org"]),
    ],
)
def test_cells_are_read_as_people_write_them(
    heading: str, given: str, field: str, raw: object
) -> None:
    found = one("new", "Кто Угодно", given, headings=("Id", "Name (ru)", heading))
    assert found.cells[field].new == raw


@pytest.mark.parametrize(
    ("heading", "given", "sentence"),
    [
        ("Delegation", "KZ", None),
        ("Delegation", "Kazakhstann", "there is no delegation 'Kazakhstann'"),
        ("Delegation", "RU", "'RU' fits more than one delegation: ru-che, ru-min, ru-econ"),
        ("E-mail", "chair@example", "'chair@example' is no e-mail address"),
        ("E-mail", "a@example.org, b@example.org", "several addresses stand in the cell"),
        ("E-mail", "ch\u0430ir@example.org", "'ch\u0430ir@example.org' is no e-mail address"),
        ("Copy", "A <a@ex\u0430mple.org>", "'a@ex\u0430mple.org' is no e-mail address"),
        ("Copy", "a@example.org b@", "'b@' is no e-mail address"),
        ("City", "UTC+5", "unknown time zone 'UTC+5'"),
        ("Language", "Klingon", "unknown language 'Klingon'"),
        ("Rank", "first", "'first' is no whole number that fits here"),
        ("Head of delegation", "maybe", "'maybe' is not allowed for 'head'"),
        ("Can speak", "mornings", "'mornings' is no part of a day"),
        (
            "Name (en)",
            "K\u202eim",
            "an invisible control character (U+202E) stands in the text",
        ),
    ],
)
def test_what_check_would_say_is_said_of_the_cell(
    heading: str, given: str, sentence: str | None
) -> None:
    found = one("new", "Кто Угодно", given, headings=("Id", "Name (ru)", heading))
    wanted = ("new", []) if sentence is None else ("fault", [sentence])
    assert (found.kind, said(found)) == wanted


def test_a_bad_id_is_a_fault_with_an_example() -> None:
    assert said(one("Kim Ok", "Ким", "", "")) == ["'Kim Ok' cannot be an id"]


def test_an_id_of_full_width_with_blanks_and_marks_is_the_same_id() -> None:
    for said_ in ("ｔｅｋｓｌｅｒ\u00a0\u200f", "teksler "):
        found = one(said_, "", "", "")
        assert (found.person, found.kind) == ("teksler", "same")


def test_a_letter_that_only_looks_latin_is_named() -> None:
    fault = one("new", "Ким", "", "ch\u0430ir@example.org").cells["email"].fault
    assert fault is not None
    assert fault.hint is not None
    assert translator("en").phrase(fault.hint) == (
        "the letter '\u0430' (U+0430) is none of the Latin ones, however alike it looks: "
        "type the address again"
    )


def test_whoever_is_no_head_any_more_loses_the_key() -> None:
    found = one("teksler", "no", headings=("Id", "Head of delegation"))
    assert found.changes == {"head": None}


NAMES = ("Name", "Position", "Language")


def named(*rows: tuple[str, ...], headings: tuple[str, ...] = NAMES) -> list[list[str]]:
    """Return the fields of the texts of each row of a table."""
    found = enrolled(text(headings, *rows, mark=";")).entries
    return [[name for name in each.cells if ":" in name] for each in found]


def test_each_text_is_in_the_language_of_its_letters() -> None:
    rows = ("Kim", "Minister", ""), ("Lee", "Governor", ""), ("Ерлан Сериков", "Министр", "")
    others = ("عمران خان", "وزیر", ""), ("नरेश कुमार", "मंत्री", ""), ("王毅", "省长", "")
    tags = ("en", "en", "ru", "ur", "hi", "zh-Hans")
    assert named(*rows, *others) == [[f"name:{tag}", f"office:{tag}"] for tag in tags]


def test_the_language_of_a_person_counts_where_their_name_has_its_letters() -> None:
    rows = (("Ерлан Сериков", "Әкім", "казахский"), ("Ким", "Министр", "en"), ("Ли", "Посол", "tg"))
    tags = ("kk", "ru", "tg")
    assert named(*rows) == [[f"name:{tag}", f"office:{tag}"] for tag in tags]
    # The heading is in a language of these letters: so are the texts below it.
    assert named(("Ким", "Министр", "kk"), headings=("Имя", "Должность", "Язык")) == [
        ["name:ru", "office:ru"]
    ]


def test_what_is_said_of_a_language_counts_and_not_the_letters() -> None:
    assert named(("Kim", "Ким"), headings=("Name (ru)", "Name (en)")) == [["name:ru", "name:en"]]
    # Two columns are for two languages, and neither takes the text of the other.
    rows = ("Kim", "Ким"), ("Lee", "Ли"), ("Пак", "Пак")
    assert named(*rows, headings=("Name", "Имя")) == [["name:en", "name:ru"]] * 3
    table = rosters.read(text(("Name",), ("Kim",), ("Ким",)))
    found = rosters.enrol(table, 0, ("name:en",), agenda(), (), fixed={0})
    assert [[*each.cells] for each in found.entries] == [["name:en"], ["name:en"]]


def test_a_column_of_names_may_be_for_something_else() -> None:
    table = rosters.read(text(("Name", "Office"), ("Kim", "x@example.org")))
    (found,) = rosters.enrol(table, 0, ("name:en", "email"), agenda(), ()).entries
    assert [*found.cells] == ["name:en", "email"]
