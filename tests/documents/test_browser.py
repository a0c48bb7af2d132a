from __future__ import annotations

import pytest

from tests.documents import browser, forums
from tests.documents.browser import Measured

LANGUAGES = ("ur", "hi", "zh-Hans", "ru", "en")
KINDS = (
    "public/index.html",
    "public/agenda.ur+ru.html",
    "internal/index.html",
    "internal/running-order.ur.html",
    "internal/participants.ur.html",
    "internal/call-sheets/head-pk.html",
    "internal/call-sheets/teksler.html",
)
LOOSE = (
    '<html lang="ur" dir="rtl"><body><h1>a</h1><p>اردو <bdi dir="rtl"><time>12:00</time>–'
    '<time>13:00</time></bdi></p><p style="width:2000px">a</p></body></html>'
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    browser.chromium()
    papers = forums.book(forums.shipped(), beside=(("ur", "ru"),))
    agendas = {
        f"{tag} {width}": (papers[f"public/agenda.{tag}.html"], width)
        for tag in LANGUAGES
        for width in (390, 1200)
    }
    others = {path: (papers[path], 390) for path in KINDS}
    sheets = {
        f"{path} {width}": (text, width)
        for path, text in papers.items()
        if "call-sheets/" in path
        for width in (390, 900)
    }
    folder = tmp_path_factory.mktemp("browser")
    return browser.measured({**agendas, **others, **sheets, "loose": (LOOSE, 390)}, folder)


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_agenda_fits_its_window_and_starts_stand_left_of_ends(
    found: dict[str, Measured], tag: str, width: int
) -> None:
    assert found[f"{tag} {width}"] == {
        "width": width,
        "scroll": width,
        "ranges": 21,
        "turned": 0,
        "broken": 0,
        "cut": [],
        "wide": [],
        "starts": "rtl" if tag == "ur" else "ltr",
    }


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_fits_a_telephone(found: dict[str, Measured], path: str) -> None:
    page = found[path]
    assert {key: page[key] for key in ("scroll", "turned", "broken", "cut", "wide")} == {
        "scroll": 390,
        "turned": 0,
        "broken": 0,
        "cut": [],
        "wide": [],
    }


def test_every_call_sheet_holds_its_labels(found: dict[str, Measured]) -> None:
    sheets = {name: page["cut"] for name, page in found.items() if "call-sheets/" in name}
    assert len(sheets) > 20
    assert {name: cut for name, cut in sheets.items() if cut} == {}


def test_a_turned_range_and_a_wide_page_are_measured_as_such(found: dict[str, Measured]) -> None:
    assert (found["loose"]["turned"], found["loose"]["wide"]) == (1, ["P: a"])
