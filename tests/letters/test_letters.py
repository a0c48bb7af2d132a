"""What every letter has, of whatever kind and in whatever language."""

from __future__ import annotations

import re

import pytest

from orchestrator.languages import TAGS, Translator, translator
from tests.documents.parser import Page
from tests.documents.pseudo import ACCENTED, ASCII_WORD, MIRRORED, Pseudo
from tests.letters.kinds import CASES
from tests.letters.reading import faults, page_lines, seen, text_lines

SPOKEN = {"zh-Hans": ACCENTED, "ur": MIRRORED}
# The same in every language.
LINKS = re.compile(r"https\S+|\S+@\S+|UTC|\[ru\]|\[en\]")
every_kind = pytest.mark.parametrize("kind", CASES)
every_language = pytest.mark.parametrize("tag", TAGS)


@every_language
@every_kind
def test_text_and_page_say_the_same_in_the_same_order(kind: str, tag: str) -> None:
    letter, words = CASES[kind](tag).letter(), translator(tag)
    before, now = words.say("Until now: {value}", value=""), words.say("Now: {value}", value="")
    heads = (words.say("Until now"), words.say("Now"))
    said = [line.removeprefix(before).removeprefix(now) for line in text_lines(letter)]
    shown = [line for line in page_lines(letter) if line not in heads]
    assert shown == said


@every_language
@every_kind
def test_a_page_asks_for_nothing_and_keeps_directions_apart(kind: str, tag: str) -> None:
    assert faults(CASES[kind](tag).letter()) == []


@every_language
@every_kind
def test_language_and_direction_stand_on_the_page_and_on_its_table(kind: str, tag: str) -> None:
    page = Page(CASES[kind](tag).letter().html)
    (table,) = page.all("table")
    expected = (tag, "rtl" if tag == "ur" else "ltr")
    roots = (page.elements[0], table)
    assert [(each.attributes["lang"], each.attributes["dir"]) for each in roots] == [expected] * 2


@every_language
@every_kind
def test_a_subject_is_one_line_of_sensible_length_and_begins_the_page_title(
    kind: str, tag: str
) -> None:
    letter = CASES[kind](tag).letter()
    (title,) = Page(letter.html).all("title")
    assert (title.text, "\n" in letter.subject) == (letter.subject, False)
    assert len(letter.subject) < 200


@every_kind
def test_every_isolate_of_a_right_to_left_letter_is_closed(kind: str) -> None:
    letter = CASES[kind]("ur").letter()
    for text in (letter.subject, *letter.text.split("\n\n")):
        assert len(re.findall("[\u2066-\u2068]", text)) == text.count("\u2069")


@every_kind
def test_no_time_of_a_right_to_left_text_stands_outside_an_isolate(kind: str) -> None:
    letter = CASES[kind]("ur").letter()
    isolated = re.compile("\u2066[^\u2066-\u2069]*\u2069")
    for text in (letter.subject, letter.text):
        assert re.findall(r"\d:\d|UTC|https:|\w@\w", isolated.sub("", text)) == []


@every_kind
def test_a_left_to_right_letter_has_no_isolates_where_no_directions_meet(kind: str) -> None:
    letter = CASES[kind]("en").letter()
    assert seen(letter.text) == " ".join(letter.text.split())


@pytest.mark.parametrize("tag", SPOKEN)
@every_kind
def test_no_letter_holds_a_word_that_nobody_can_translate(kind: str, tag: str) -> None:
    case = CASES[kind](tag)
    letter = case.letter(Translator(language=tag, catalogue=Pseudo(SPOKEN[tag])))
    foreign = case.about.own.get("en", "") + case.about.headline.get("en", "")
    said = [line for line in (letter.subject, *text_lines(letter)) if line not in foreign]
    said = [line for line in said if not line.endswith("[ru]")]
    assert [line for line in said if ASCII_WORD.search(LINKS.sub("", line))] == []
