"""Whatever stands in a name or a title, a letter says it and nothing becomes of it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from orchestrator import letters, running_orders
from orchestrator.invites.voice import line
from orchestrator.languages import Translator
from orchestrator.letters.subjects import cut
from orchestrator.running_orders import RunningOrder
from tests.documents.parser import Page
from tests.invites import forums
from tests.invites.test_hostile_texts import HOSTILE
from tests.letters.kinds import PAGE
from tests.letters.reading import faults, page_lines, seen, text_lines

# How mail programs know a link: a scheme, an address, or letters on both sides of a dot.
LINKABLE = re.compile(
    r"[A-Za-z]+://|www\.|[A-Za-z]:[^\s\u200c]|[^\s\u200c]@[^\s\u200c]"
    r"|[^\s.\u200c][.\u3002\uff0e\uff61][^\s.\u200c]"
)
OURS = (PAGE, forums.LINK, "forum@example.org", "+7 351 000 00 00")
PHISHING = [
    "https://evil.example/login",
    "www.evil.example",
    "evil.example",
    "xn--e1aybc.example/pay",
    "a@evil.example",
    "mailto:a@evil.example",
    "tel:+7900",
    "javascript:alert(1)",
    "http://192.168.0.1/",
    "зло.рф",
    "evil。example",
    "Urgent: sign in at evil.example now",
]


def planted(text: str) -> RunningOrder:
    """Return a forum in which everybody and everything bears this text as its name."""
    texts = {"en": text, "ru": text}
    file = forums.data(title=texts)
    file["organizer"]["name"] = texts
    file["people"][3] |= {"name": texts, "office": texts}
    file["sessions"][0] |= {"title": texts, "place": texts}
    file["sessions"][0]["contact"] = {"name": texts, "phone": "+7 351 000 00 00"}
    file["sessions"][0]["items"][1]["title"] = texts
    file["sessions"][0]["join"] |= {"code": text, "languages": {}}
    del file["invitation"]
    return forums.order(file)


def about(known: RunningOrder, **more: Any) -> letters.About:
    entry = forums.entry("rao", "session-plenary", known)
    before = running_orders.facts(entry, forums.order())
    given = {
        "told_before": before,
        "told_now": running_orders.facts(entry, known),
        "kinds": ("retitled", "place", "contact"),
        "headline": {"en": known.agenda.title["en"]},
        "copy_for": entry.person,
    }
    return letters.About(
        **{"order": known, "person": entry.person, "entry": entry, "link": PAGE, **given, **more}
    )


def every_letter(known: RunningOrder, tag: str = "en") -> list[letters.Letter]:
    words = Translator(language=tag)
    return [letters.compose(kind, about(known), words) for kind in letters.KINDS]


def telling(text: str, tag: str = "en") -> list[letters.Letter]:
    """Return those letters that between them say everything, all of it this text."""
    known, words = planted(f"x{text}x"), Translator(language=tag)
    kinds: tuple[letters.Kind, ...] = ("invitation", "change", "message")
    return [letters.compose(kind, about(known), words) for kind in kinds]


@cache
def usual() -> list[letters.Letter]:
    return telling("Name")


@pytest.mark.parametrize("text", PHISHING)
def test_no_name_becomes_a_link(text: str) -> None:
    for letter in every_letter(planted(text)):
        for said in (*text_lines(letter), *page_lines(letter)):
            rest = said
            for ours in OURS:
                rest = rest.replace(ours, "")
            assert LINKABLE.findall(re.sub(r"\d\d:\d\d", "", rest)) == []


@pytest.mark.parametrize("text", PHISHING)
def test_a_name_that_looks_like_a_link_can_still_be_read(text: str) -> None:
    letter = every_letter(planted(text))[0]
    assert line(text) in letter.text.replace("\u200c", "")
    assert letter.subject.count(text[:30]) == 2


def test_the_only_links_of_a_page_are_the_readers_page_and_the_conference() -> None:
    for letter in every_letter(planted('"><a href="https://evil.example">x</a>')):
        links = {each.attributes["href"] for each in Page(letter.html).all("a")}
        assert links <= {PAGE, forums.LINK}


def shape(letter: letters.Letter) -> list[Any]:
    """Return the elements of a page with their attributes, whatever they hold."""
    return [(each.tag, each.attributes) for each in Page(letter.html).elements]


@settings(max_examples=40)
@given(HOSTILE)
def test_no_text_changes_the_shape_of_a_letter(text: str) -> None:
    for plain, letter in zip(usual(), telling(text), strict=True):
        assert shape(letter) == shape(plain)
        assert len(text_lines(letter)) == len(text_lines(plain))
        assert faults(letter) == []


@settings(max_examples=40)
@given(HOSTILE)
def test_no_text_opens_or_closes_an_isolate_or_leaves_a_mark_of_ours(text: str) -> None:
    for letter in telling(text, "ur"):
        for said in (letter.subject, letter.text, letter.html):
            assert len(re.findall("[\u2066-\u2068]", said)) == said.count("\u2069")
            assert re.findall("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2028\u2029]", said) == []


@settings(max_examples=40)
@given(HOSTILE)
def test_a_subject_is_one_short_line(text: str) -> None:
    for letter in telling(text * 30):
        assert re.findall(r"[\r\n]", letter.subject) == []
        assert len(letter.subject) < 260


@settings(max_examples=40)
@given(HOSTILE)
def test_the_organizers_own_words_are_text(text: str) -> None:
    known = about(forums.order(), own={"en": text + "x"})
    page = Page(letters.compose("message", known, Translator(language="en")).html)
    assert page.faults == []
    assert {each.tag for each in page.elements} <= {each[0] for each in shape(usual()[1])} | {"br"}
    assert {each.attributes["href"] for each in page.all("a")} <= {PAGE, forums.LINK}


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("Short", 80, "Short"),
        ("One two three four", 12, "One two…"),
        ("全体会议全体会议", 5, "全体会议…"),
        ("e\u0301e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("\u0301" * 9, 4, "\u0301…"),
    ],
)
def test_a_long_name_is_cut_between_words_or_characters(
    text: str, longest: int, short: str
) -> None:
    assert cut(text, longest) == short


def test_what_is_cut_is_marked() -> None:
    letter = every_letter(planted("Plenary session of the heads of regions " * 9))[0]
    assert "…" in seen(letter.subject)


def test_each_reader_of_the_same_words_has_a_link_of_their_own_and_no_name_stands_for_it() -> None:
    known = planted("\x1aname\x1a")
    for own, other in (("one", "two"), ("two", "one")):
        link = f"https://forum.example.org/p/{own}?a=1&b=2"
        letter = letters.compose("reminder", about(known, link=link), Translator(language="en"))
        assert letter.text.count(link) == letter.html.count(link.replace("&", "&amp;")) == 1
        assert f"/p/{other}" not in letter.text + letter.html
