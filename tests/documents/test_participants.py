from __future__ import annotations

from datetime import date

from orchestrator import documents
from orchestrator.languages import Translator, translator
from tests.documents import forums
from tests.documents.parser import Page, section, words

ENGLISH = Translator(language="en")
RUSSIAN = Translator(language="ru")
DAY = date(2020, 10, 20)


def rows(page: Page) -> list[str]:
    return [words(e) for e in page.all("th") if e.attributes.get("scope") == "row"]


def test_members_stand_in_protocol_order_then_the_other_standings() -> None:
    page = Page(documents.participants(forums.shipped(), RUSSIAN, DAY))
    assert rows(page)[:8] == [
        *("Индия", "Казахстан", "Китай", "Кыргызстан", "Пакистан"),
        *("Россия (Челябинская область)Host", "Таджикистан", "Узбекистан"),
    ]
    groups = [e.attributes["id"] for e in page.all("section")]
    assert groups == ["member", "organ", "observer", "guest"]


def test_the_head_stands_first_and_parts_in_the_forum_are_named() -> None:
    order = forums.crowded(texts=("en",))
    page = Page(documents.participants(order, ENGLISH, DAY))
    india = next(words(row) for row in page.all("tr") if words(row).startswith("India"))
    head, aide = order.agenda.person["head-in"].name, order.agenda.person["aide-in"].office
    assert head
    assert aide
    assert india == f"India {head['en']} Head of delegation {aide['en']}"
    assert "Head of delegation, Chair" in section(page, "member")
    # The writer chairs the connection test alone: that is no chair of the forum.
    assert section(page, "others").endswith("Rapporteur")
    assert "Chair" not in section(page, "others")
    headings = [words(e) for e in page.all("h2")]
    assert headings == [
        *("Member states", "Organs of the organisation", "Observers", "Guests"),
        "Other participants",
    ]


def test_a_delegation_without_people_is_listed_all_the_same() -> None:
    page = Page(documents.participants(forums.crowded(texts=("en",)), ENGLISH, DAY))
    assert "Uzbekistan Not yet named" in section(page, "member")


def test_an_office_that_says_head_of_delegation_is_not_told_twice() -> None:
    text = documents.participants(forums.shipped(), ENGLISH, DAY, "md")
    assert "- **Head of delegation, India**\n" in text
    assert (
        "- **Alexei Teksler** · Governor of the Chelyabinsk Region · Head of delegation, Ch" in text
    )


def test_no_head_of_delegation_is_told_twice_in_a_language_whose_words_have_endings() -> None:
    uzbek = documents.participants(forums.shipped(), translator("uz"), DAY, "md")
    assert "- **Hindiston delegatsiyasi rahbari**\n" in uzbek
    assert "Delegatsiya rahbari" in uzbek
