from __future__ import annotations

import pytest

from orchestrator.languages import Translator
from tests.documents import forums
from tests.documents.parser import Element, Page, Text, wrong
from tests.documents.pseudo import ACCENTED, ASCII_WORD, MIRRORED, Pseudo

LETTERS = {"zh-Hans": ACCENTED, "ur": MIRRORED}


def written(tag: str) -> dict[str, str]:
    """Return every paper of a forum whose own texts and whose only language is this one."""
    translator = Translator(language=tag, catalogue=Pseudo(LETTERS[tag]))
    order = forums.crowded(texts=(tag,), forum=(tag,))
    return forums.book(order, {tag: translator, "en": translator}, beside=((tag, tag),))


@pytest.fixture(scope="module", params=LETTERS)
def papers(request: pytest.FixtureRequest) -> dict[str, str]:
    return written(request.param)


def machine_read(element: Element) -> bool:
    """Tell whether this is a link, a code or an offset, the same in every language."""
    return element.isolated


def left_in_english(page: Page) -> list[str]:
    return [text.said for text in _readable(page) if ASCII_WORD.search(text.said)]


def _readable(page: Page) -> list[Text]:
    return [
        text for text in page.texts if text.within.tag != "style" and not machine_read(text.within)
    ]


def test_no_page_holds_a_word_that_nobody_can_translate(papers: dict[str, str]) -> None:
    pages = forums.pages(papers)
    found = {path: left_in_english(Page(text)) for path, text in pages.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_no_text_holds_a_word_that_nobody_can_translate(papers: dict[str, str]) -> None:
    plain = {path: text for path, text in papers.items() if path.endswith((".md", ".txt"))}
    links = ("https://example.org/papers/1", "UTC")
    for path, text in plain.items():
        rest = text.replace(links[0], "").replace(links[1], "")
        assert ASCII_WORD.findall(rest) == [], path


def test_pages_of_long_words_are_as_whole_as_any(papers: dict[str, str]) -> None:
    found = {path: wrong(Page(text)) for path, text in forums.pages(papers).items()}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_word_that_nobody_extracted_is_seen() -> None:
    page = Page('<html lang="ur" dir="rtl"><p>Break</p><bdi dir="ltr">UTC</bdi></html>')
    assert left_in_english(page) == ["Break"]
