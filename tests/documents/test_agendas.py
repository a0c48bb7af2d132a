from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from orchestrator import documents
from orchestrator.languages import Translator
from orchestrator.layout import Form
from orchestrator.running_orders import RunningOrder
from tests.documents import forums
from tests.documents.parser import Page, section, words

ENGLISH = Translator(language="en")
RUSSIAN = Translator(language="ru")
DAY = date(2020, 10, 20)


@pytest.fixture(scope="module")
def order() -> RunningOrder:
    return forums.crowded(texts=("en", "ru"))


@pytest.fixture(scope="module")
def page(order: RunningOrder) -> Page:
    return Page(documents.agenda(order, ENGLISH, DAY))


def clocks(page: Page, session: str) -> list[str]:
    return [
        words(item)
        for item in page.all("li")
        if any(each.attributes.get("class") == "clocks" for each in item.above)
        and any(each.attributes.get("id") == f"session-{session}" for each in item.above)
    ]


def test_the_clocks_of_the_member_states_stand_in_protocol_order(page: Page) -> None:
    assert clocks(page, "maybe") == [
        "13:00BeijingUTC+08:00",
        "10:30New DelhiUTC+05:30",
        "10:00YekaterinburgUTC+05:00",
        "10:00TashkentUTC+05:00",
    ]


def test_a_clock_with_another_date_says_so(page: Page) -> None:
    assert clocks(page, "plenary")[:2] == [
        "01:30Friday, 30 October 2020BeijingUTC+08:00",
        "23:00New DelhiUTC+05:30",
    ]


def test_the_protocol_order_of_the_clocks_is_that_of_the_first_official_language() -> None:
    russian = Page(documents.agenda(forums.shipped(), RUSSIAN, DAY))
    cities = [clock[5:].partition("UTC")[0] for clock in clocks(russian, "plenary")]
    assert cities == [
        *("Нью-Дели", "Алматы", "Пекин", "Бишкек"),
        *("Исламабад", "Екатеринбург", "Душанбе", "Ташкент"),
    ]


def test_a_session_past_midnight_names_both_days(page: Page) -> None:
    said = section(page, "session-plenary")
    assert (
        "Thursday, 29 October 2020, 22:30–01:33 (until Friday, 30 October 2020) "
        "(Yekaterinburg, UTC+05:00)"
    ) in said
    assert [words(row) for row in page.all("tr") if row.attributes.get("class") == "day"] == [
        "Friday, 30 October 2020"
    ]


@pytest.mark.parametrize(
    ("session", "notice", "hours"),
    [
        ("plenary", None, True),
        ("maybe", "Tentative: date and time may still change.", True),
        ("later", "Postponed: a new date will be announced.", False),
        ("never", "Cancelled: this session will not take place.", False),
        ("someday", "The date will be announced.", False),
        ("perhaps", "Tentative: the date will be announced.", False),
    ],
)
def test_what_is_not_certain_is_said_in_words(
    page: Page, session: str, notice: str | None, *, hours: bool
) -> None:
    said = section(page, f"session-{session}")
    notices = ("Tentative:", "Postponed:", "Cancelled:", "The date will")
    assert [each for each in notices if each in said] == [
        each for each in notices if notice and notice.startswith(each)
    ]
    assert (notice or "") in said
    assert ("Time (Yekaterinburg)" in said) is hours


def test_the_hour_of_what_will_not_take_place_is_struck_through(page: Page) -> None:
    assert [words(struck) for struck in page.all("s")] == [
        "Friday, 6 November 2020, 10:00–11:30 (Yekaterinburg, UTC+05:00)",
        "Saturday, 7 November 2020, 10:00–11:30 (Yekaterinburg, UTC+05:00)",
    ]


def test_breaks_have_no_number_and_an_item_without_a_title_the_name_of_its_kind(page: Page) -> None:
    assert section(page, "item-pause").endswith("15 min Break")
    assert section(page, "item-adopt").startswith("22:35–22:405 min 2 Adoption of the agenda")


def test_a_speaker_who_fills_an_item_has_no_second_time(page: Page) -> None:
    assert section(page, "item-open").count("22:30–22:35") == 1
    assert "22:50–23:00" in section(page, "item-words")


def test_sessions_stand_in_the_order_of_time_and_no_connection_test_among_them(
    order: RunningOrder, page: Page
) -> None:
    sections = [e.attributes["id"] for e in page.all("section")]
    names = ("plenary", "maybe", "later", "never", "someday", "perhaps")
    assert sections == [f"session-{name}" for name in names]
    title = order.agenda.session["test"].title["en"]
    forms: tuple[Form, ...] = ("html", "md", "txt")
    assert [title in documents.agenda(order, ENGLISH, DAY, form) for form in forms] == [False] * 3
    assert title not in documents.side_by_side(order, (RUSSIAN, ENGLISH), DAY)


def test_a_session_earlier_in_the_file_but_later_in_time_comes_later() -> None:
    order = forums.crowded(texts=("en",))
    turned = replace(order, sessions=tuple(reversed(order.sessions)))
    page = Page(documents.agenda(turned, ENGLISH, DAY))
    sections = [e.attributes["id"] for e in page.all("section")]
    names = ("plenary", "maybe", "later", "never", "perhaps", "someday")
    assert sections == [f"session-{name}" for name in names]


def test_a_delegation_without_a_speaker_says_so(order: RunningOrder, page: Page) -> None:
    organ = (order.agenda.delegation["organ"].name or {})["en"]
    assert f"{organ}speaker not yet named" in section(page, "item-words")
    text = documents.agenda(order, ENGLISH, DAY, "txt")
    assert f"{organ}, speaker not yet named\n" in text


def test_a_dash_begins_no_line_of_a_cyrillic_title() -> None:
    page = documents.agenda(forums.shipped(), RUSSIAN, DAY)
    assert "государств\u00a0— членов ШОС</bdi></h1>" in page
    text = documents.agenda(forums.shipped(), RUSSIAN, DAY, "txt")
    assert "государств — членов ШОС" in text


def test_text_has_no_two_blank_lines_together(order: RunningOrder) -> None:
    for shown in (order, forums.shipped()):
        assert "\n\n\n" not in documents.agenda(shown, ENGLISH, DAY, "txt")
        assert "\n\n\n" not in documents.running_order(shown, ENGLISH, DAY, "txt")


def test_an_official_language_is_an_official_text_only_once_it_has_been_reviewed() -> None:
    order = forums.crowded(texts=("ru", "zh-Hans"))
    languages = order.agenda.languages.model_copy(update={"reviewed": ("ru",)})
    read = replace(order, agenda=order.agenda.model_copy(update={"languages": languages}))

    def said(order: RunningOrder) -> list[bool]:
        text = documents.agenda(order, RUSSIAN, DAY)
        return [words in text for words in ("Official text<", "Official language of the forum<")]

    assert said(order) == [False, True]
    assert said(read) == [True, False]
    internal = documents.running_order(read, RUSSIAN, DAY)
    assert "Official" not in internal
    courtesy = documents.running_order(read, Translator(language="ur"), DAY)
    assert "Unofficial translation" in courtesy


def test_a_round_is_told_by_delegation_and_says_its_rule(page: Page) -> None:
    said = section(page, "item-round")
    assert "Speaking order: alphabetical (English)" in said
    names = ("Russia", "India", "China", "Uzbekistan")
    assert sorted(names, key=said.index) == list(names)


def test_the_legend_of_missing_texts_stands_only_where_one_is_missing() -> None:
    legend = "not yet translated"
    order = forums.crowded(texts=("ru", "zh-Hans"))
    said = {tag: documents.agenda(order, Translator(language=tag), DAY) for tag in ("ru", "tg")}
    assert {tag: legend in text for tag, text in said.items()} == {"ru": False, "tg": True}


def test_missing_texts_are_marked_in_text_and_markdown() -> None:
    order = forums.crowded(texts=("ru",))
    forms: tuple[Form, ...] = ("md", "txt")
    for form in forms:
        assert "[ru]" in documents.agenda(order, ENGLISH, DAY, form)
        assert "[ru]" not in documents.agenda(order, RUSSIAN, DAY, form)


def test_two_languages_share_one_clock(order: RunningOrder) -> None:
    page = Page(documents.side_by_side(order, (RUSSIAN, ENGLISH), DAY))
    row = section(page, "item-open")
    assert row.count("22:30–22:35") == 1
    assert row.count("5 min") == 2  # in the words of each language
    assert row.index("Пункт форума") < row.index("Item of the forum")
    columns = [e.attributes.get("lang") for e in page.all("div") if "lang" in e.attributes]
    assert set(columns) == {"ru", "en"}


def test_two_languages_say_the_same_of_a_person() -> None:
    order = forums.shipped()
    page = Page(documents.side_by_side(order, (RUSSIAN, Translator(language="zh-Hans")), DAY))
    welcome = section(page, "item-welcome")
    # The Chinese office holds the name of the ministry, the Russian one does not: both show it.
    ministry = order.agenda.delegation["ru-min"].name or {}
    assert welcome.count(ministry["ru"]) == 1
    assert welcome.count(ministry["zh-Hans"]) == 2
    assert [welcome.count(words) for words in ("Индия", "印度")] == [0, 0]


def test_the_strip_of_two_languages_says_what_its_hours_are(order: RunningOrder) -> None:
    page = Page(documents.side_by_side(order, (RUSSIAN, ENGLISH), DAY))
    captions = [words(e) for e in page.all("h3")]
    caption = "Local time at the start of the session"
    assert captions[0] == f"{caption} {caption}"


def test_text_says_what_the_page_says(order: RunningOrder) -> None:
    text = documents.agenda(order, ENGLISH, DAY, "txt")
    assert "22:30–22:35  1. " in text
    assert "10:00–11:30" in text
    assert text.count("10:00–11:30") == 2  # the tentative session and its item, no other
    assert "  13:00  Beijing, UTC+08:00\n" in text


def test_a_kind_is_said_only_where_the_title_does_not_say_it() -> None:
    page = Page(documents.agenda(forums.shipped(), ENGLISH, DAY))
    kinds = [words(e) for e in page.all("span") if e.attributes.get("class") == "kind"]
    # "Adoption of decisions: outcome of the Forum …" and "Adoption of the agenda" say it.
    assert kinds == ["Discussion"] * 6


def test_a_state_that_the_office_names_is_not_named_again() -> None:
    text = documents.agenda(forums.shipped(), ENGLISH, DAY, "txt")
    assert "12:30–12:37  India, Head of delegation, India\n" in text
    sheet = documents.running_order(forums.shipped(), ENGLISH, DAY, "txt")
    assert "India, India" not in text + sheet
