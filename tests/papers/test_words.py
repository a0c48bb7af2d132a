"""What is on a paper can be found, copied and read aloud."""

from __future__ import annotations

import re

import pytest

from orchestrator.languages import TAGS
from orchestrator.layout.press import Print
from tests.documents import forums
from tests.papers import papers

HOSTILE = (
    "#eval(1+1) $x^2$ *bold* _thin_ @ref <label> \\ `raw` //slash [b] ~ -- --- ... \"q\" 'a' "
    '= head #{sys.inputs} #image("/etc/passwd")'
)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Print]:
    return papers.made(forums.shipped())


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "kind", ["public/agenda", "internal/running-order", "internal/participants"]
)
def test_nineteen_of_twenty_words_are_found_in_every_language(
    shipped: dict[str, Print], kind: str, tag: str
) -> None:
    paper = shipped[f"{kind}.{tag}.pdf"]
    shown = " ".join(papers.pages(papers.pdf(paper)))
    # Chinese has no spaces between words, and lines end anywhere.
    found = re.sub(r"\s", "", shown) if tag == "zh-Hans" else set(papers.words(shown))
    wanted = [word for line in papers.lines(paper.values) for word in papers.words(line)]
    missing = [word for word in wanted if word not in found]
    # pdftotext moves the zer of Urdu (سربراہِ) away from its letter, and the list of participants,
    # who are heads of delegation, has it in every other line: there 91 % are found.
    most = len(wanted) / (10 if (kind, tag) == ("internal/participants", "ur") else 20)
    assert len(missing) <= most, missing


@pytest.mark.usefixtures("poppler")
def test_every_item_of_the_urdu_agenda_shows_its_time_from_left_to_right(
    shipped: dict[str, Print],
) -> None:
    shown = " ".join(papers.pages(papers.pdf(shipped["public/agenda.ur.pdf"])))
    assert re.findall(r"(?<!:)\b\d\d:\d\d–\d\d:\d\d\b", shown)[:3] == [
        *("12:00–15:00", "12:00–12:05", "12:05–12:10")
    ]
    assert "UTC+05:30" in shown


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("kind", ["agenda.ru", "agenda.ur+ru", "running-order.zh-Hans", "far"])
def test_what_typst_would_read_as_its_own_is_shown_as_it_was_written(kind: str) -> None:
    every = papers.made(forums.crowded(("ru", "ur", "zh-Hans"), extra=f" {HOSTILE}"))
    paper = next(print_ for path, print_ in every.items() if kind in path)
    shown = re.sub(r"\s", "", " ".join(papers.pages(papers.pdf(paper))))
    assert re.sub(r"\s", "", papers.seen(HOSTILE)) in shown


@pytest.mark.usefixtures("poppler")
def test_a_text_that_fell_back_is_explained_and_others_are_not() -> None:
    said = "Underlined with dots: not yet translated"
    mixed, whole = (
        papers.made(forums.crowded(texts))["public/agenda.en.pdf"] for texts in (("ru",), ("en",))
    )
    shown = [" ".join(papers.pages(papers.pdf(paper))) for paper in (mixed, whole)]
    assert [said in each for each in shown] == [True, False]


@pytest.mark.no_cover  # reading nine hundred pages, which is not ours, takes twice as long measured
@pytest.mark.usefixtures("poppler")
def test_the_longest_text_that_a_file_may_hold_loses_nothing() -> None:
    number = iter(range(10**6))
    long = "".join(f" w{next(number)}" for _ in range(1300))
    order = forums.crowded(("en",), ("en",), extra=long)
    for path, paper in papers.made(order, beside=()).items():
        ends = [line for line in papers.lines(paper.values) if line.endswith(long)]
        made = papers.pdf(paper)
        assert sum(page.count("w1299") for page in papers.pages(made)) >= len(ends), path
        assert papers.off_the_page(made) == [], path
