"""Letters measured in a browser, in a frame as wide as a telephone and as a mail program's."""

from __future__ import annotations

import pytest

from tests.documents import browser
from tests.documents.browser import Measured
from tests.letters.kinds import CASES

TAGS = ("en", "ru", "ur", "zh-Hans")
WIDTHS = (390, 640)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measured]:
    browser.chromium()
    pages = {
        f"{kind} {tag} {width}": (CASES[kind](tag).letter().html, width)
        for kind in CASES
        for tag in TAGS
        for width in WIDTHS
    }
    return browser.measured(pages, tmp_path_factory.mktemp("browser"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", CASES)
def test_a_letter_fits_its_window_and_starts_stand_left_of_ends(
    found: dict[str, Measured], kind: str, tag: str, width: int
) -> None:
    page = found[f"{kind} {tag} {width}"]
    assert page.pop("ranges") > 0
    assert page == {
        "width": width,
        "scroll": width,
        "turned": 0,
        "broken": 0,
        "cut": [],
        "wide": [],
        "starts": "rtl" if tag == "ur" else "ltr",
    }
