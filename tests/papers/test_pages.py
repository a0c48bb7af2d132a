"""How papers are cut into pages, and what the files say of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator import running_orders
from orchestrator.agendas.models import Agenda, Session
from orchestrator.documents.prints import prints
from orchestrator.languages import TAGS, translator
from orchestrator.layout.press import Press, Print
from orchestrator.running_orders import RunningOrder
from tests.documents import forums
from tests.papers import papers

# How a PDF names our languages.
CODES = {"zh-Hans": "zh-CN", "hi": "hi-IN", "ur": "ur-PK"}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Print]:
    return papers.made(forums.shipped())


def items(count: int, speakers: int) -> RunningOrder:
    """Return a session of items whose every word says which item it belongs to."""
    people: list[Any] = [
        {"id": f"p{n}-{k}", "office": {"en": f"item{n:03}"}, "name": {"en": f"item{n:03}"}}
        for n in range(count)
        for k in range(speakers)
    ]
    held: list[Any] = [
        {
            "id": f"i{n}",
            "kind": "address",
            "takes": "1 min each",
            "title": {"en": f"item{n:03} " * (n % 7 * 4 + 1)},
            "speakers": [f"p{n}-{k}" for k in range(speakers)],
        }
        for n in range(count)
    ]
    raw = {
        "format": 1,
        "id": "long",
        "title": {"en": "Long forum"},
        "languages": {"official": ["en"]},
        "zone": "Asia/Tashkent",
        "organizer": {"name": {"en": "Office"}, "email": "office@example.org"},
        "people": people,
        "sessions": [
            {"id": "s", "title": {"en": "Day"}, "starts": "2026-05-05 08:00", "items": held}
        ],
    }
    return running_orders.build(Agenda.model_validate(raw))


def agenda_pages(order: RunningOrder) -> list[str]:
    return papers.pages(papers.pdf(_english(order)["public/agenda.en.pdf"]))


def _english(order: RunningOrder) -> dict[str, Print]:
    return dict(prints(order, translators={"en": translator("en")}, dated=forums.DATED))


@pytest.mark.usefixtures("poppler")
def test_no_item_is_broken_across_pages_and_none_is_lost() -> None:
    shown = agenda_pages(items(60, 3))
    assert len(shown) > 5
    on = {n: [at for at, page in enumerate(shown) if f"item{n:03}" in page] for n in range(60)}
    assert {n: pages for n, pages in on.items() if len(pages) != 1} == {}


@pytest.mark.usefixtures("poppler")
def test_an_item_of_thirty_speakers_goes_over_pages_and_keeps_them_all() -> None:
    made = papers.pdf(_english(items(1, 30))["public/agenda.en.pdf"])
    shown = papers.pages(made)
    assert len(shown) == 2
    assert papers.off_the_page(made) == []
    assert sum(page.count("item000") for page in shown) == 1 + 30 * 2


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("kind", ["public/agenda", "internal/running-order"])
def test_the_head_of_a_table_is_repeated_and_every_page_says_which_it_is(kind: str) -> None:
    shown = papers.pages(papers.pdf(_english(items(60, 3))[f"{kind}.en.pdf"]))
    assert [("Time (Tashkent)" in page) for page in shown] == [True] * len(shown)
    said = [f"Page {n + 1} of {len(shown)}" for n in range(len(shown))]
    assert [text for text, page in zip(said, shown, strict=True) if text not in page] == []
    assert ["Long forum" in page for page in shown] == [True] * len(shown)


def _is_test(session: Session) -> bool:
    return all(item.kind == "rehearsal" for item in session.items)


@pytest.mark.parametrize("tag", TAGS)
def test_a_paper_names_its_language_and_title_is_tagged_and_has_bookmarks(
    shipped: dict[str, Print], tag: str
) -> None:
    made = papers.reader(papers.pdf(shipped[f"public/agenda.{tag}.pdf"]))
    agenda = forums.shipped().agenda
    title = f"{translator(tag).lookup('Agenda')} – {agenda.title[tag]}"
    root: Any = made.root_object
    assert root["/Lang"] == CODES.get(tag, tag)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata is not None
    assert made.metadata.title == title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    marks: Any = made.outline
    assert [papers.seen(mark["/Title"]) for mark in (marks[0], *marks[1])] == [
        agenda.title[tag],
        *(session.title[tag] for session in agenda.sessions if not _is_test(session)),
    ]


def test_the_page_is_a4_and_holds_all_that_is_set(shipped: dict[str, Print]) -> None:
    for paper in shipped.values():
        made = papers.pdf(paper)
        assert papers.off_the_page(made) == []
        box = papers.reader(made).pages[0].mediabox
        assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)


def test_a_call_sheet_is_one_page_and_two_for_whoever_leads_the_sitting(
    shipped: dict[str, Print],
) -> None:
    sheets = {path: paper for path, paper in shipped.items() if paper.template == "call-sheet"}
    pages = {path: len(papers.reader(papers.pdf(paper)).pages) for path, paper in sheets.items()}
    assert {path: count for path, count in pages.items() if count > 1} == {
        "internal/call-sheets/teksler.pdf": 2
    }


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("order", [forums.shipped(), forums.crowded(("ru", "en", "zh-Hans"))])
def test_no_line_runs_into_another(order: RunningOrder) -> None:
    # Arabic script reaches far above and below its line, and Devanagari's boxes are as tall.
    for path, paper in papers.made(order, beside=(("ru", "zh-Hans"),)).items():
        if paper.values["language"] not in ("ur", "hi"):
            assert papers.run_into_each_other(papers.pdf(paper)) == [], path


def test_the_same_values_give_the_same_bytes_whatever_was_set_before(
    shipped: dict[str, Print],
) -> None:
    fresh = Press()
    for paper in reversed(shipped.values()):
        assert fresh.pdf(paper, forums.DATED) == papers.pdf(paper)


@pytest.mark.parametrize("nastaliq", [False, True])
def test_typst_finds_nothing_to_warn_of(*, nastaliq: bool) -> None:
    for order in (forums.shipped(), forums.crowded()):
        for paper in papers.made(order, nastaliq=nastaliq).values():
            assert papers.warnings(paper) == []


def test_nastaliq_is_set_only_where_it_was_asked_for() -> None:
    def faces(*, nastaliq: bool) -> set[str]:
        paper = papers.made(forums.shipped(), nastaliq=nastaliq)["public/agenda.ur.pdf"]
        return papers.faces(papers.pdf(paper))

    assert {"NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold"} <= faces(nastaliq=False)
    assert not any("Nastaliq" in face for face in faces(nastaliq=False))
    assert {"NotoNastaliqUrdu-Regular", "NotoNastaliqUrdu-Bold"} <= faces(nastaliq=True)
