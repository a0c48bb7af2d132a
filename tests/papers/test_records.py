"""The record of a session as a ministry hands it out: on paper and as a page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from orchestrator import languages, minutes
from orchestrator.layout.press import Print
from orchestrator.minutes import Record
from tests.documents.parser import Page, words
from tests.minutes import examples, forums
from tests.papers import papers

DAY = date(2020, 10, 30)
MOMENTS = "12:00–15:00, 2020-12-01, +7 351 000 00 00"


def example(tag: str) -> Record:
    data = (forums.ROOT / "agendas" / examples.path(tag)).read_bytes()
    return minutes.record(minutes.answers(minutes.read_markdown(data)))


def filled(tag: str) -> Record:
    """Return what somebody wrote into every kind of cell of a form."""
    return forums.read(forums.filled(tag))


def printed(record: Record) -> Print:
    return minutes.printed(record, languages.translator(record.language), DAY)


def shown(record: Record) -> str:
    return " ".join(papers.pages(papers.pdf(printed(record))))


def page(record: Record) -> Page:
    return Page(minutes.page(record, languages.translator(record.language), DAY, "html"))


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("tag", examples.TAGS)
def test_a_record_on_paper_holds_everything_that_was_read(tag: str) -> None:
    record = example(tag)
    found = bare(shown(record))
    said = [each.text for each in record.statements]
    said += [each.text for each in record.decisions]
    said += [text for each in record.actions for text in (each.what, each.who)]
    said += [text for each in record.attendance for text in (each.name, each.by)]
    said += [part.text for item in record.items for part in item.paragraphs]
    said += [item.title for item in record.items]
    said += ["\n".join(record.head.values()), *(note.text for note in record.notes)]
    wanted = [bare(papers.seen(line)) for text in said for line in text.split("\n")]
    assert [line for line in wanted if line not in found] == []


def bare(text: str) -> str:
    """Return a text without what the end of a line may take away or change."""
    return re.sub(r"[\s-]", "", text).casefold()


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("tag", sorted(forums.SAMPLE))
def test_nineteen_of_twenty_words_of_a_filled_form_are_found_on_paper(tag: str) -> None:
    paper = printed(filled(tag))
    held = " ".join(papers.pages(papers.pdf(paper)))
    found = re.sub(r"\s", "", held) if tag == "zh-Hans" else set(papers.words(held))
    wanted = [word for line in papers.lines(paper.values) for word in papers.words(line)]
    missing = [word for word in wanted if word not in found]
    assert len(missing) <= len(wanted) / 20, missing


def test_paragraphs_decisions_and_action_items_stand_with_their_numbers() -> None:
    values: Any = printed(example("en")).values
    entries = [each["number"] for item in values["items"] for each in item["entries"]]
    assert entries == [str(n + 1) for n in range(len(entries))]
    decided = [each["decisions"] for each in values["items"] if each["decisions"]]
    assert [row["number"] for row in decided[0]["rows"]] == ["1", "2", "3", "4", "5"]
    assert decided[0]["rows"][0]["adopted"] == ["By consensus"]
    anchors = [e.attributes["id"] for e in page(example("en")).all("div") if "id" in e.attributes]
    assert anchors[:2] == ["p1", "p2"]
    assert "d5" in anchors


def test_an_action_item_names_its_owner_and_its_due_date() -> None:
    record = filled("en")
    values: Any = printed(record).values
    [rows] = [each["actions"]["rows"] for each in values["items"] if each["actions"]]
    assert rows[0]["due"] == ["Tuesday, 1 December 2020"]
    row = next(e for e in page(record).all("tr") if e.attributes.get("id") == "a1")
    assert words(row).startswith("1The Forum took note of the report. 1")
    assert words(row).endswith("Tuesday, 1 December 2020")


def test_a_speaker_whom_the_text_names_is_not_named_twice() -> None:
    heads = [each.headed for each in example("en").statements]
    assert heads == [""] * len(heads)
    [own] = [each for each in _spoken("The Forum is opened.").statements if each.headed]
    assert (own.headed, own.text) == (own.speaker, "The Forum is opened.")


def _spoken(text: str) -> Record:
    blank = minutes.write_markdown(forums.blank("en"))
    row = next(line for line in blank.splitlines() if "s_norov_1" in line)
    speaker = row.split(" | ")[0]
    answers = minutes.answers(
        minutes.read_markdown(blank.replace(row, f"{speaker} | {text} |").encode())
    )
    return minutes.record(answers)


def test_ranges_and_numbers_in_urdu_prose_are_read_from_left_to_right() -> None:
    blank = minutes.write_markdown(forums.blank("ur"))
    text = blank.replace("o_adoption_summary -->", f"o_adoption_summary -->\n\nوقت {MOMENTS}")
    record = minutes.record(minutes.answers(minutes.read_markdown(text.encode())))
    values: Any = printed(record).values
    [line] = [
        each["paragraphs"][0]
        for item in values["items"]
        for each in item["entries"]
        if "وقت" in str(each)
    ]
    whole = [run["text"] for run in line if "whole" in run]
    assert whole == MOMENTS.split(", ")
    isolated = [words(e) for e in page(record).all("bdi") if e.attributes.get("dir") == "ltr"]
    assert set(MOMENTS.split(", ")) <= set(isolated)


@pytest.mark.parametrize("tag", sorted(forums.SAMPLE))
def test_typst_finds_nothing_to_warn_of_in_a_record_and_it_keeps_its_margins(tag: str) -> None:
    paper = printed(filled(tag))
    assert papers.warnings(paper) == []
    assert papers.off_the_page(papers.pdf(paper)) == []


def test_a_very_long_statement_goes_over_pages_and_loses_nothing() -> None:
    text = " ".join(f"w{n}" for n in range(2500))
    made = papers.pdf(printed(_spoken(text)))
    held = "\n".join(page.extract_text() for page in papers.reader(made).pages)
    assert papers.off_the_page(made) == []
    assert {f"w{n}" for n in range(2500)} <= set(held.split())


def test_whoever_chaired_and_wrote_the_record_signs_it() -> None:
    values: Any = printed(example("en")).values
    assert [each["label"] for each in values["signatures"]] == [["Chair"], ["Rapporteur"]]
