"""A file that cannot be read as YAML, or holds what agenda files do not use."""

from __future__ import annotations

import pytest

from orchestrator import agendas
from orchestrator.agendas import faults
from tests.agendas.faulty import FORUM, MARK, changed, expected, read, seen, words

FAULTS = {
    "a line that is indented like nothing above": (
        "E003",
        changed("    chair: chair-uz\n", "   §chair: chair-uz\n"),
    ),
    "a text goes on in deeper lines": ("E003", "title: Forum\n  en§: Forum\n"),
    "a line without a colon": ("E003", "title\nzone§: UTC\n"),
    "a quotation mark in a quoted text": ("E003", "title: 'The Governor'§s forum'\n"),
    "a backslash in a quoted text": ("E003", 'title: "C:§\\Forum"\n'),
    "a sign that begins no text": ("E003", "title: §@forum\n"),
    "a bracket too many": ("E003", "languages: {official: [en]}§}\n"),
    "a missing comma": ("E003", "languages: {official: [en] §working: [ru]}\n"),
    "a tab before a key": ("E004", changed("    chair: chair-uz\n", "§\tchair: chair-uz\n")),
    "a tab after spaces": ("E004", "organizer:\n  name: Office\n  §\temail: a@example.org\n"),
    "a tab that joins two entries": (
        "E004",
        changed("reminders:\n", "reminders:\n  - {id: a, before: '1 day'}\n§\t- x\n"),
    ),
    "a tab before a remark": ("E004", "id: forum\n§\t# later\n"),
    "a second colon": (
        "E005",
        changed("{en: Plenary, ru: Пленарное заседание}", "Plenary§: day one"),
    ),
    "a second colon after Chinese": ("E005", "title: 上海§: 论坛\n"),
    "a quotation mark to the end": ("E006", 'title: §"Forum\nzone: UTC\n'),
    "a quotation mark to the next one": ("E006", 'title: §"Forum\nid: "forum"\n'),
    "a bracket to the end": ("E006", "languages: §{official: [en], working: [ru]\nzone: UTC\n"),
    "an anchor": ("E007", changed("title: {en: Plenary", "title: §&plenary {en: Plenary")),
    "a tag": ("E007", changed("takes: 5 min\n", "takes: §!!str 5 min\n")),
    "a bold text": ("E007", "title: §**Forum**\n"),
    "a list as a key": ("E018", "§[a, b]: c\n"),
    "a place of a template": ("E018", "title: {§{ title }}\n"),
    "a second document": ("E014", f"{FORUM}§---\n{FORUM}"),
    "a directive after a bare return": ("E020", "\r§%TAG !a! tag:example.org,2000:\r"),
    "a directive": ("E020", f"§%YAML 1.2\n---\n{FORUM}"),
    "nothing": ("E015", "§"),
    "only remarks": ("E015", "§# nothing yet\n"),
    "a text": ("E013", "§The forum takes place in spring.\n"),
    "a list": ("E013", "§- forum\n"),
}


def test_two_texts_that_pull_left_side_by_side_are_named() -> None:
    undecided = "<<<<<<< forum.yaml\nzone: Asia/Tashkent\n=======\nzone: UTC\n>>>>>>> revision 2\n"
    text = changed("zone: Asia/Tashkent\n", f"§{undecided}")
    assert seen(text) == expected(text, "E003")
    (found,) = read(text.replace(MARK, "")).findings
    assert found.hint is not None
    assert found.hint.text == faults.CHOOSE


@pytest.mark.parametrize(("code", "text"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_syntax_is_found_at_its_place(code: str, text: str) -> None:
    assert seen(text) == expected(text, code)


def test_a_question_mark_makes_a_key_without_a_value() -> None:
    text = changed("zone: Asia/Tashkent\n", "zone: Asia/Tashkent\n? §visibility\n")
    assert seen(text) == expected(text, "E108")
    last = f"{FORUM}id2: forum\n? §notes"
    assert expected(last, "E108")[0] in seen(last)


def test_a_tab_is_found_even_where_yaml_reads_on_over_it() -> None:
    lines = "    invited:\n      - §heads\n       §\t- observers\n      - everyone\n"
    text = changed("    items:\n", f"{lines}    items:\n").replace("id: forum", "id: 'forum'")
    assert seen(text) == expected(text, "E118", "E004")


@pytest.mark.parametrize(("levels", "codes"), [(19, ["E103"]), (20, ["E008"])])
def test_a_file_may_have_twenty_levels_and_no_more(levels: int, codes: list[str]) -> None:
    text = changed("    chair: chair-uz\n", "").replace(
        "id: forum\n", f"id: {'[' * levels}{']' * levels}\n"
    )
    assert [line.partition(" ")[2] for line in seen(text) if "P3" not in line] == codes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_the_same_whatever_ends_a_line(end: str) -> None:
    text = changed("kind: opening", "kind: §talk").replace("\n", end)
    assert seen(text) == expected(text, "E104")


def test_columns_count_letters_not_bytes_or_widths() -> None:
    text = changed("title: {en: Forum, ru: Форум}", "title: {en: 論壇 उप 🏔, §xx: Форум, ru: Форум}")
    assert seen(text) == expected(text, "E115")


def test_anchors_and_aliases_are_found_together_and_nothing_follows_from_them() -> None:
    text = changed("title: {en: Plenary, ru: Пленарное заседание}", "title: §&t {en: A, ru: Б}")
    text = changed("title: {en: Forum, ru: Форум}", "title: §*t", text)
    assert seen(text) == expected(text, "E007", "E007")


def test_a_key_that_stands_twice_tells_where_it_stood_first() -> None:
    text = changed("    chair: chair-uz\n", "    chair: chair-uz\n    §title: Again\n")
    assert seen(text) == expected(text, "E010")
    assert words(text) == ["key 'title' stands twice — first on line 25"]


def test_a_comma_inside_braces_is_named_as_what_it_is() -> None:
    text = changed("{en: Forum, ru: Форум}", "{en: Trade§, economy and investment, ru: Торговля}")
    assert seen(text) == expected(text, "E012")
    assert read(text).salvage is not None
    assert read(text).salvage.title["en"] == "Trade, economy and investment"  # type: ignore[union-attr]


def test_a_comma_inside_braces_is_found_over_lines_and_again() -> None:
    text = changed(
        "{en: Forum, ru: Форум}", "{en: Trade§, economy§, tourism,\n   §sport, ru: Торговля}"
    )
    assert seen(text) == expected(text, "E012", "E012", "E012")


@pytest.mark.parametrize(
    "text",
    [
        changed("{en: Forum, ru: Форум}", "{en: 'Trade, economy', ru: Торговля}"),
        changed("{en: Forum, ru: Форум}", "\n  en: Trade, economy and investment\n  ru: Торговля"),
        changed("{en: Forum, ru: Форум}", "\n  en: |\n    Trade\n    \teconomy\n  ru: 'a\n\tb'"),
        changed("title: {en: Forum", "# 100 % of it\ntitle:\t{en: Forum"),
        f"---\n{FORUM}...\n",
    ],
)
def test_what_yaml_allows_is_no_fault(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (FORUM.replace(MARK, "").encode("utf-16"), "E016", (1, 1)),
        (FORUM.encode("utf-16-be"), "E016", (1, 1)),
        (FORUM.encode("utf-16-le"), "E016", (1, 1)),
        (FORUM.encode("utf-32"), "E001", (1, 1)),
        (FORUM.encode("utf-32-be"), "E001", (1, 1)),
        (FORUM.encode("utf-32-le"), "E001", (1, 1)),
        (bytes(64), "E001", (1, 1)),
        (FORUM.encode("utf-8-sig"), "E017", (1, 1)),
        ("title: ф".encode("cp1251"), "E001", (1, 8)),
        ("a: b\r\nтема: ".encode() + b"\xff", "E001", (2, 7)),
        (b"a" * (8 * 1024 * 1024 + 1), "E002", (1, 1)),
    ],
)
def test_what_is_no_text_of_ours_is_named(data: bytes, code: str, place: tuple[int, int]) -> None:
    reading = agendas.read(data)
    assert [(each.code, reading.locate(each)) for each in reading.findings] == [(code, place)]
    assert reading.agenda is None


@pytest.mark.parametrize(
    "sign", ["\a", "\x7f", "\x85", "\u200f", "\u202e", "\u2066", "\u2028", "\ufeff"]
)
def test_an_unseen_sign_is_found_and_the_rest_is_read_all_the_same(sign: str) -> None:
    text = changed("Пленарное заседание}", f"Пленарное§{sign} заседание, §xx: y}}")
    assert seen(text) == expected(text, "E011", "E115")


def test_an_unseen_sign_is_found_behind_an_escape() -> None:
    text = changed("{en: Plenary,", '{en: §"Plen\\u202eary",')
    assert seen(text) == expected(text, "E011")


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u00ad", "🇺🇿"])
def test_signs_that_scripts_need_are_let_pass(sign: str) -> None:
    assert seen(changed("{en: Plenary,", f"{{en: Plen{sign}ary,")) == []


def test_texts_are_normalised() -> None:
    salvage = read(changed("Пленарное заседание", "Пленарныи\u0306 день")).agenda
    assert salvage is not None
    assert salvage.sessions[0].title["ru"] == "Пленарный день"
