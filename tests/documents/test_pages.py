from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from orchestrator.languages import TAGS
from orchestrator.running_orders import RunningOrder
from tests.documents import forums
from tests.documents.parser import Page, wrong

FORUMS: dict[str, Callable[[], RunningOrder]] = {
    "the forum of 2020": forums.shipped,
    "a crowded forum in all languages": lambda: forums.crowded(texts=TAGS),
    "a crowded forum, half translated": lambda: forums.crowded(texts=("ru", "zh-Hans")),
    "a crowded forum in Urdu alone": lambda: forums.crowded(texts=("ur",)),
    "a crowded forum read in Urdu": lambda: forums.crowded(texts=("ru",), reader="ur"),
}


@pytest.fixture(scope="module", params=FORUMS)
def papers(request: pytest.FixtureRequest) -> dict[str, str]:
    return forums.book(FORUMS[request.param]())


def test_every_page_is_whole_isolated_and_asks_for_nothing(papers: dict[str, str]) -> None:
    found = {path: wrong(Page(text)) for path, text in forums.pages(papers).items()}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_every_page_says_its_language_and_direction(papers: dict[str, str]) -> None:
    for path, text in forums.pages(papers).items():
        given = Page(text).elements[0].attributes
        assert given["dir"] == ("rtl" if given["lang"] == "ur" else "ltr"), path
        if path.count(".") == 2 and "+" not in path:
            assert given["lang"] == path.split(".")[1]


def test_every_link_between_papers_leads_to_a_paper(papers: dict[str, str]) -> None:
    calendars = {f"public/calendar.{tag}.ics" for tag in TAGS}
    entries = {
        "internal/invites/head-ru.session-plenary.ics",
        "internal/invites/far.slot-words.2.ics",
    }
    there = papers.keys() | calendars | entries
    for path, text in forums.pages(papers).items():
        folder = path.rpartition("/")[0]
        for link in Page(text).all("a"):
            target = link.attributes["href"] or ""
            if ":" not in target:
                whole = f"{folder}/{target}".replace("internal/../", "")
                # What goes to the press, or to Word, stands beside the page that says the same.
                page = re.sub(r"\.(pdf|docx)$", ".html", whole)
                assert page in there, (path, target)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>12:00–13:00</p>", "not isolated: 12:00–13:00"),
        ("<p><bdi>+7 351 000 00 00</bdi></p>", "not isolated: +7 351 000 00 00"),
        ("<p class=x>a</p>", "not quoted: <p class=x>"),
        ('<p lang="ru">a</p>', "a change of language without a direction: {'lang': 'ru'}"),
        ('<p id="a"></p><p id="a"></p>', "id used twice: a"),
        ("<h3>a</h3>", "a heading is skipped: [1, 3]"),
        ("<table><tr><th>a</th></tr></table>", "a header without a scope: a"),
        ("<script>a</script>", "asks for something or styles itself: script {}"),
        ('<p onclick="a">a</p>', "runs something: {'onclick': 'a'}"),
        ("<style>@import x</style>", "the style asks for something"),
        ("<p>a", "closed out of order: html"),
    ],
)
def test_what_is_wrong_with_a_page_is_seen(source: str, said: str) -> None:
    page = f'<html lang="ur" dir="rtl"><h1>a</h1>{source}</html>'
    assert said in wrong(Page(page))
