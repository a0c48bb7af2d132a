from __future__ import annotations

import json

import pytest

from tests.documents import forums
from tests.documents.parser import Page, wrong

WICKED = (
    '</p><script>alert(1)</script><img src=x onerror="a"> {{ 7*7 }}'
    " | *a* [b](https://evil.example) `c`"
)


@pytest.fixture(scope="module")
def papers() -> dict[str, str]:
    return forums.book(forums.crowded(texts=("ru", "en"), extra=WICKED))


def test_no_text_of_an_agenda_becomes_markup_on_a_page(papers: dict[str, str]) -> None:
    for path, text in forums.pages(papers).items():
        page = Page(text)
        # The texts themselves hold what an isolate is for: here only their markup is looked at.
        assert [fault for fault in wrong(page) if not fault.startswith("not isolated")] == [], path
        assert not page.all("script"), path
        assert "{{ 7*7 }}" in page.elements[0].text, path


def test_no_text_of_an_agenda_becomes_markup_in_markdown(papers: dict[str, str]) -> None:
    for path, text in papers.items():
        if path.endswith(".md"):
            assert "<script" not in text.replace("\\<", ""), path
            assert "\\[b\\](https\\://evil.example)" in text, path
            assert " | *a*" not in text, path


def test_no_text_of_an_agenda_breaks_a_table_of_markdown(papers: dict[str, str]) -> None:
    rows = [
        line.replace("\\|", "")
        for path, text in papers.items()
        if path.endswith(".md")
        for line in text.splitlines()
        if line.startswith("|")
    ]
    assert {row.count("|") for row in rows} == {3, 5}


def test_a_text_stands_in_json_as_it_was_written(papers: dict[str, str]) -> None:
    title = json.loads(papers["public/agenda.json"])["title"]["en"]
    assert title.endswith(WICKED)
