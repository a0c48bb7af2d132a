from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from orchestrator.languages import TAGS
from orchestrator.web import readers


def language(path: str = "/", *, offered: tuple[str, ...] = TAGS, **headers: str) -> str:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return readers.language(make_mocked_request("GET", path, headers=given), offered, "en")


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        ("ru, en;q=0.5", "ru"),
        ("en;q=0.5, ru", "ru"),
        ("en;q=0.2, kk-KZ;q=0.8, ru;q=0.5", "kk"),
        ("ru;q=0, uz", "uz"),
        ("*", "en"),
        ("", "en"),
        (";;;,,,q=", "en"),
        ("ru;q=nonsense, tg", "tg"),
        ("ru;q=nan, tg", "tg"),
        ("zh-TW, zh-CN", "zh-Hans"),
        ("uz-Cyrl, ur", "ur"),
        ("ru," * 5000, "ru"),
    ],
)
def test_the_browsers_languages_are_taken_by_their_weight(accepted: str, found: str) -> None:
    assert language(Accept_Language=accepted) == found


def test_what_is_asked_for_comes_first_then_what_is_remembered() -> None:
    cookie, accepted = "language=tg", "ru"
    assert language("/?language=uz", Cookie=cookie, Accept_Language=accepted) == "uz"
    assert language("/?language=xx", Cookie=cookie, Accept_Language=accepted) == "tg"
    assert language(Cookie="language=xx", Accept_Language=accepted) == "ru"


def test_a_neighbour_is_never_given_for_a_language_that_is_not_offered() -> None:
    assert language(offered=("en", "ru"), Accept_Language="ky") == "en"


def test_somebody_we_know_is_told_in_their_own_language_whatever_the_browser_says() -> None:
    request = make_mocked_request("GET", "/", headers={"Accept-Language": "en"})
    assert readers.told(request, TAGS, "ur") == "ur"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("UTC", "UTC"),
        ("states", "states"),
        ("session", "session"),
        ("", "session"),
        ("Asia", "session"),
        ("asia/shanghai", "session"),
        ("../UTC", "session"),
        ("%00", "session"),
    ],
)
def test_a_zone_is_known_or_it_is_none(asked: str, found: str) -> None:
    assert readers.zone(make_mocked_request("GET", f"/?zone={asked}")) == found
