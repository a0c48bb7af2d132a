from __future__ import annotations

import json
import re

import pytest

from orchestrator.languages import TAGS
from tests.documents import forums

CALLED = ("head-ru", "head-cn", "head-in", "observer", "far", "writer")


@pytest.fixture(scope="module")
def papers() -> dict[str, str]:
    return forums.book(forums.crowded())


def test_the_book_holds_every_paper_and_nothing_else(papers: dict[str, str]) -> None:
    forms = ("html", "md", "txt")
    assert papers.keys() == {
        "public/index.html",
        "public/agenda.json",
        *(f"public/agenda.{tag}.{form}" for tag in TAGS for form in forms),
        "public/agenda.ru+zh-Hans.html",
        "public/agenda.ur+ru.html",
        "internal/index.html",
        "internal/running-order.json",
        *(f"internal/running-order.{tag}.{form}" for tag in TAGS for form in forms),
        *(f"internal/participants.{tag}.{form}" for tag in TAGS for form in forms[:2]),
        *(f"internal/call-sheets/{person}.html" for person in CALLED),
    }


def test_the_same_agenda_gives_the_same_bytes(papers: dict[str, str]) -> None:
    assert forums.book(forums.crowded()) == papers


def test_nothing_public_holds_a_join_link_an_address_or_a_telephone_number(
    papers: dict[str, str],
) -> None:
    private = re.compile(r"meet\.example\.org|\w@\w|mailto:|tel:|\+7 351|12 34-56")
    found = {path for path, text in papers.items() if private.search(text)}
    assert {path for path in found if path.startswith("public/")} == set()
    assert found == {f"internal/call-sheets/{person}.html" for person in CALLED}


def test_a_paper_in_a_courtesy_language_says_what_it_is_worth(papers: dict[str, str]) -> None:
    translators = forums.words()
    worth = {
        tag: translators[tag]
        .say(
            "Unofficial translation. The official texts are in these languages: {languages}.",
            languages="#",
        )
        .partition("#")[0]
        for tag in TAGS
    }
    for form in ("html", "md", "txt"):
        said = {tag for tag in TAGS if worth[tag] in papers[f"public/agenda.{tag}.{form}"]}
        assert said == set(TAGS) - {"ru", "zh-Hans", "en"}
    assert translators["ru"].say("Official language of the forum") in papers["public/agenda.ru.txt"]
    assert translators["en"].say("Working translation") in papers["public/agenda.en.txt"]


def test_json_has_instants_in_utc_and_null_where_there_is_none(papers: dict[str, str]) -> None:
    slots = json.loads(papers["internal/running-order.json"])["slots"]
    instants = [slot[end] for slot in slots for end in ("start", "end")]
    known = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    assert all(each is None or known.fullmatch(each) for each in instants)
    assert None in instants


def test_the_machine_agenda_shows_the_clock_on_the_wall(papers: dict[str, str]) -> None:
    forum = json.loads(papers["public/agenda.json"])
    plenary = next(each for each in forum["sessions"] if each["id"] == "plenary")
    assert {key: plenary[key] for key in ("zone", "offset", "start", "end", "wall_start")} == {
        "zone": "Asia/Yekaterinburg",
        "offset": "UTC+05:00",
        "start": "2020-10-29T17:30:00Z",
        "end": "2020-10-29T20:33:00Z",
        "wall_start": "2020-10-29T22:30",
    }
    assert [item["number"] for item in plenary["items"]] == [1, 2, 3, 4, None, 5, 6, 7, 8]
    # The writer is in the chair of the connection test alone, which is nobody else's business.
    assert {person["id"] for person in forum["people"]} == set(CALLED) - {"writer"}
    names = ["plenary", "maybe", "later", "never", "someday", "perhaps"]
    assert [session["id"] for session in forum["sessions"]] == names
    assert forum["organizer"].keys() == {"name"}


def test_the_order_of_2020_is_that_of_the_russian_alphabet() -> None:
    slots = json.loads(forums.book(forums.shipped())["internal/running-order.json"])["slots"]
    round_ = [slot for slot in slots if slot["item"] == "statements"]
    assert [slot["state"] for slot in round_] == ["IN", "KZ", "CN", "KG", "PK", "RU", "TJ", "UZ"]
    assert round_[0].keys() >= {
        *("session", "item", "kind", "person", "delegation", "state"),
        *("start", "end", "because"),
    }
    assert "Индия" in round_[0]["because"]
