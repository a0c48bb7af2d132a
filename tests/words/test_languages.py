"""The nine languages: negotiation, choice with a visible fallback, dates and durations."""

import itertools
from datetime import date, timedelta

import pytest

from orchestrator import languages
from orchestrator.findings import phrase
from orchestrator.languages import Chosen, Translator

DAY = date(2020, 10, 29)
DATES = {
    "en": "Thursday, 29 October 2020",
    "ru": "четверг, 29 октября 2020 года",
    "zh-Hans": "2020年10月29日星期四",
    "hi": "गुरुवार, 29 अक्टूबर 2020",
    "kk": "2020 жылғы 29 қазан, бейсенбі",
    "ky": "2020-жыл, 29-октябрь, бейшемби",
    "ur": "جمعرات، 29 اکتوبر 2020",
    "tg": "панҷшанбе, 29 октябри соли 2020",
    "uz": "2020-yil 29-oktabr, payshanba",
}


@pytest.mark.parametrize(
    ("asked", "ours"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_CN.UTF-8", "zh-Hans"),
        ("zh-TW", None),
        ("zh-Hant", None),
        ("uz", "uz"),
        ("uz-Cyrl", None),
        ("uz-UZ", "uz"),
        ("kk-KZ", "kk"),
        ("ur-IN", "ur"),
        ("tg-TJ", "tg"),
        ("ru_RU.UTF-8@euro", "ru"),
        ("be", None),
        ("C", None),
        ("", None),
        ("../../etc", None),
    ],
)
def test_a_tag_is_matched_on_language_and_script_never_to_a_neighbour(
    asked: str, ours: str | None
) -> None:
    assert languages.match(asked) == ours


def test_the_first_wanted_language_that_is_offered_is_taken() -> None:
    assert languages.negotiate(["fr", "kk-KZ", "ru"], ["ru", "kk"]) == "kk"
    assert languages.negotiate(["ky"], ["ru", "kk"]) is None


def test_a_missing_text_falls_back_to_the_official_languages_in_order() -> None:
    texts = {"en": "Break", "ru": "Перерыв"}
    assert languages.choose(texts, "en", ["zh-Hans", "ru"]) == Chosen(text="Break", language="en")
    assert languages.choose(texts, "ur", ["zh-Hans", "ru"]) == Chosen(
        text="Перерыв", language="ru", fallback=True
    )
    assert languages.choose(texts, "ur", []) == Chosen(text="Break", language="en", fallback=True)


def test_dates_do_not_leak_between_languages_in_any_order() -> None:
    for first, second in itertools.permutations(DATES, 2):
        languages.date_in_full.cache_clear()
        assert languages.date_in_full(DAY, first) == DATES[first]
        assert languages.date_in_full(DAY, second) == DATES[second]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=7), "7 days"),
        (timedelta(), "0 min"),
    ],
)
def test_durations_are_said_in_our_own_words(length: timedelta, words: str) -> None:
    assert languages.duration(length, languages.translator("en")) == words


def test_lists_end_with_an_and() -> None:
    words = languages.translator("en")
    assert languages.listed([], words) == ""
    assert languages.listed(["A"], words) == "A"
    assert languages.listed(["A", "B", "C"], words) == "A, B and C"


def test_phrases_durations_and_dates_inside_a_message_are_said_in_its_language() -> None:
    catalogue = languages.translator("ru")
    said = catalogue.say("{over} over", over=timedelta(minutes=12))
    assert "12" in said
    assert "{" not in said
    inner = phrase("{over} over", over=timedelta(minutes=12))
    assert Translator(language="en").say("{what}!", what=inner) == "12 min over!"


def test_a_value_is_never_read_as_a_template() -> None:
    assert Translator(language="en").say("{name}", name="{secret} %s {0}") == "{secret} %s {0}"


def test_urdu_is_the_one_that_runs_right_to_left() -> None:
    assert [tag for tag in languages.TAGS if languages.direction(tag) == "rtl"] == ["ur"]
