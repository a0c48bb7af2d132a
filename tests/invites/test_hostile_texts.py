"""Whatever stands in a file, a calendar holds exactly our properties and the text, nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import invites
from orchestrator.invites import wire
from orchestrator.invites.voice import clean, line
from tests.invites import forums
from tests.invites.plain_reader import Part, read

CHARACTERS = list("\r\n\t\x00\x0b\x1b\x85\u2028\u2029\u202e\u2067\u2069;:,\"\\^'=<>{}nN")
SNIPPETS = [
    "BEGIN:VEVENT",
    "END:VEVENT",
    "\r\nATTENDEE:mailto:evil@example.org",
    "X-A:b",
    "\r\n ",
    "\\n",
    "C:\\New\\N",
    "^n",
    '";X="b',
    "{join}",
    "https://evil.example.org",
]
ANY = st.characters(exclude_categories=["Cs"])
HOSTILE = st.lists(
    st.sampled_from(CHARACTERS) | st.sampled_from(SNIPPETS) | ANY, min_size=1, max_size=40
).map("".join)
SEEN = st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])


def planted(text: str) -> dict[str, Any]:
    texts = {"en": text + "x"}
    file = forums.data(title=texts, invitation={"text": texts})
    file["organizer"]["name"] = texts
    file["people"][3] |= {"name": texts, "office": texts}
    file["sessions"][0] |= {"title": texts, "place": texts}
    file["sessions"][0]["join"]["code"] = "c" + text + "x"
    file["sessions"][0]["items"][1]["title"] = texts
    return file


def shape(part: Part) -> list[Any]:
    names = [(each.name, sorted(each.params)) for each in part.properties]
    return [part.name, names, [shape(inner) for inner in part.parts]]


@given(HOSTILE)
def test_an_invitation_keeps_its_shape(text: str) -> None:
    usual = forums.data()
    usual["sessions"][0]["place"] = {"en": "Chelyabinsk"}
    for thing in ("session-plenary", "slot-statements"):
        made = forums.invitation("rao", thing, forums.order(planted(text)))
        assert wire.check(made) == []
        assert shape(read(made)) == shape(
            read(forums.invitation("rao", thing, forums.order(usual)))
        )


@given(HOSTILE)
def test_a_calendar_keeps_its_shape(text: str) -> None:
    order = forums.order(planted(text))
    made = invites.full_calendar(order, forums.words("en"), stamp=forums.STAMP)
    usual = forums.data()
    usual["sessions"][0]["place"] = {"en": "Chelyabinsk"}
    expected = invites.full_calendar(forums.order(usual), forums.words("en"), stamp=forums.STAMP)
    assert wire.check(made) == []
    assert shape(read(made)) == shape(read(expected))


@given(HOSTILE)
def test_a_title_is_read_back_as_it_was(text: str) -> None:
    file = forums.data()
    file["sessions"][0]["title"] = file["title"] = {"ru": "x" + text + "x"}
    made = forums.invitation("keeper", "session-plenary", forums.order(file))
    (event,) = read(made).parts
    said = event.one("SUMMARY").text
    assert said.replace("\u2066", "").replace("\u2069", "") == line("x" + text + "x")


@given(HOSTILE)
def test_no_control_character_and_no_foreign_bidi_control_comes_through(text: str) -> None:
    assert not set(clean(text)) & set(
        "\x00\t\x0b\r\x1b\x85\u2028\u2029\u202e\u2066\u2067\u2068\u2069"
    )


@given(st.text(SEEN, max_size=40))
def test_what_can_be_seen_stays(text: str) -> None:
    assert clean(text) == text


def test_line_breaks_stay_and_a_tab_parts_words() -> None:
    assert clean("a\tb\r\nc\rd\u2028e\x85f") == "a b\nc\nd\ne\nf"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_joiners_of_hindi_and_urdu_stay(joiner: str) -> None:
    assert clean(f"a{joiner}b") == f"a{joiner}b"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80))
def test_isolates_are_closed_in_every_language(text: str) -> None:
    order = forums.order(planted(text))
    made = invites.full_calendar(order, forums.words("ur"), stamp=forums.STAMP)
    for part in read(made).parts:
        for said in (part.one("SUMMARY").text, *part.one("DESCRIPTION").text.split("\n")):
            opened = sum(said.count(mark) for mark in "\u2066\u2067\u2068")
            assert opened == said.count("\u2069")
