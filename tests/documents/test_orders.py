from __future__ import annotations

from datetime import date

import pytest

from orchestrator import documents
from orchestrator.languages import Translator
from tests.documents import forums
from tests.documents.parser import Page, section, words

ENGLISH = Translator(language="en")
DAY = date(2020, 10, 20)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(documents.running_order(forums.crowded(texts=("en",)), ENGLISH, DAY))


def turns(page: Page, item: str) -> list[list[str]]:
    rows = [e for e in page.all("tr") if e.attributes.get("class") == "turn"]
    cells = page.all("td")
    return [
        [words(cell) for cell in cells if row in cell.above]
        for row in rows
        if any(each.attributes.get("id") == f"item-{item}" for each in row.above)
    ]


def test_every_turn_has_the_forums_clock_and_the_speakers_own(page: Page) -> None:
    first = turns(page, "words")[0]
    assert first[0] == "22:40–22:50"
    assert first[1] == ("05:40–05:50Friday, 30 October 2020Petropavlovsk-Kamchatsky, UTC+12:00")


def test_joint_speakers_share_one_time_and_one_reason(page: Page) -> None:
    joint = turns(page, "words")[:2]
    assert [row[0] for row in joint] == ["22:40–22:50", ""]
    assert [bool(row[3]) for row in joint] == [True, False]


def test_on_a_narrow_page_both_hours_say_whose_they_are(page: Page) -> None:
    cells = [e for e in page.all("td") if e.attributes.get("class") in ("time", "own")]
    told = [
        (e.attributes["class"], e.attributes["data-label"])
        for e in cells
        if "data-label" in e.attributes
    ]
    assert set(told) == {("time", "On the forum's clock"), ("own", "Speaker's own clock")}


def test_every_place_has_its_reason(page: Page) -> None:
    reasons = [row[3] for row in turns(page, "round")]
    assert reasons[0] == "first: the Host speaks first"
    assert reasons[1].startswith("placed directly before «China»: Item of the forum")


def test_a_delegation_without_a_speaker_is_named_all_the_same(page: Page) -> None:
    assert turns(page, "round")[-1][2] == "Uzbekistanspeaker not yet named"


def test_the_connection_test_lists_every_delegation(page: Page) -> None:
    assert len(turns(page, "lines")) == 7


def test_sessions_whose_time_does_not_stand_have_no_hours(page: Page) -> None:
    assert turns(page, "later-item")[0][:2] == ["", ""]
    assert "item-never-item" not in [e.attributes.get("id") for e in page.elements]
    assert "Cancelled: this session will not take place." in section(page, "session-never")


def test_text_and_markdown_say_both_clocks_and_the_reason() -> None:
    order = forums.shipped()
    text = documents.running_order(order, ENGLISH, DAY, "txt")
    assert "12:30–12:37  India, Head of delegation, India\n" in text
    assert "Speaker's own clock: 13:00–13:07 (New Delhi, UTC+05:30)" in text
    table = documents.running_order(order, ENGLISH, DAY, "md")
    assert "| 12:30–12:37 | 13:00–13:07 (New Delhi, UTC+05:30) | **India** · Head of" in table
