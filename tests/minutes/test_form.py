"""The form that goes out: what is known stands in it, in protocol order, in the language asked."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from orchestrator import languages, minutes
from orchestrator.errors import OrchestratorError
from orchestrator.languages import TAGS
from orchestrator.layout.papers import Line, Table
from orchestrator.minutes import marks
from tests.minutes import forums


def answers(tag: str = "en", session: str = "plenary") -> minutes.Answers:
    return minutes.answers(forums.blank(tag, session))


def test_the_head_says_who_when_and_where_on_both_clocks() -> None:
    fields = answers().fields
    assert {name: fields[f"h/{name}"] for name in ("session", "date", "place", "chair")} == {
        "session": "Plenary session",
        "date": "Thursday, 29 October 2020, 12:00–15:00 (Yekaterinburg, UTC+05:00)\n"
        "Thursday, 29 October 2020, 07:00–10:00 (UTC)",
        "place": "Videoconference",
        "chair": "Alexei Teksler, Governor of the Chelyabinsk Region, Russia (Chelyabinsk Region)",
    }


def test_the_delegations_stand_in_protocol_order() -> None:
    keys = [entry.key for entry in answers("zh-Hans").lists["h/attendance"]]
    members = ["d/in", "d/kz", "d/cn", "d/kg", "d/pk", "d/ru-che", "d/tj", "d/uz"]
    assert keys[:8] == members


def test_the_speakers_stand_in_the_order_of_the_running_order() -> None:
    found = answers().lists["o/statements/statements"]
    heads = ["in", "kz", "cn", "kg", "pk", "", "tj", "uz"]
    wanted = [f"s/head-{each}/1" if each else "s/teksler/3" for each in heads]
    assert [entry.key for entry in found] == wanted


def test_the_items_stand_with_their_numbers_and_planned_times_and_breaks_do_not() -> None:
    found = answers()
    assert list(found.titles.values())[:3] == [
        "1. Opening of the Forum",
        "2. Adoption of the agenda",
        "3. Welcome addresses",
    ]
    assert "pause" not in found.titles
    assert found.fields["o/welcome/planned"] == "12:10–12:30"


def test_the_standing_phrases_leave_the_hour_to_the_hand() -> None:
    fields = answers().fields
    assert fields["o/opening/summary"] == "The Chair opened the session at _____."
    assert fields["o/closing/summary"] == "The Chair closed the session at _____."
    floor = answers().lists["o/welcome/statements"][0].cells
    organ = "Secretariat of the Shanghai Cooperation Organisation"
    speaker = f"Vladimir Norov, SCO Secretary-General, {organ}"
    assert floor == (speaker, f"The floor was given to {speaker}.")


def test_a_record_of_decisions_has_lists_and_nothing_to_narrate() -> None:
    text = forums.source().replace("  form: summary", "  form: decisions")
    found = minutes.answers(forums.blank("ru", order=forums.order_of(text)))
    fields = {marks.field_of(key) for key in (*found.fields, *found.lists) if key[0] == "o"}
    assert fields == {"planned", "notes", "decisions", "actions"}
    assert found.identity is not None
    assert found.identity.kind == "decisions"


def test_a_session_without_a_date_has_a_form_without_hours() -> None:
    found = answers("en", "expert-session")
    when = "December 2020, provided that the sanitary situation returns to normal"
    assert found.fields["h/date"] == when
    assert "o/proposals/planned" not in found.fields


@pytest.mark.parametrize("tag", TAGS)
def test_every_kind_of_file_holds_the_same_fields_in_every_language(tag: str) -> None:
    for session, paper in minutes.forms(forums.shipped(), languages.translator(tag)).items():
        told = minutes.answers(paper)
        word = minutes.answers(minutes.read_docx(forums.word(paper)))
        odt = minutes.answers(minutes.read_odt(minutes.write_odt(paper, forums.DATED)))
        markdown = minutes.answers(minutes.read_markdown(minutes.write_markdown(paper).encode()))
        assert (word, odt, markdown) == (told, told, told), session


@pytest.mark.parametrize("tag", TAGS)
def test_an_empty_form_tells_only_what_nobody_has_filled(tag: str) -> None:
    found = minutes.record(answers(tag))
    assert {each.code for each in found.findings} == {"W415", "W417", "W418"}
    assert (found.decisions, found.actions, found.notes) == ((), (), ())


def test_every_mark_is_a_bookmark_that_word_takes() -> None:
    long = "a-very-long-name-of-an-item-that-nobody-would-type-twice-63-x"
    text = forums.source().replace("- id: humanities\n", f"- id: {long}\n")
    paper = forums.blank("en", order=forums.order_of(text))
    names = [mark for row in paper.rows for cell in row for mark in cell.marks]
    names += [mark for line in paper.blocks if isinstance(line, Line) for mark in line.marks]
    assert [name for name in names if len(name) > marks.LONGEST or not name.isidentifier()] == []
    assert len(set(names)) == len(names)
    assert long in minutes.answers(minutes.read_docx(forums.word(paper))).titles


def test_tables_never_touch_for_word_would_make_one_of_two() -> None:
    with zipfile.ZipFile(BytesIO(forums.word(forums.blank("ur")))) as archive:
        text = archive.read("word/document.xml").decode()
    assert "</w:tbl><w:tbl>" not in text
    assert text.count("<w:tbl>") == sum(
        isinstance(each, Table) for each in forums.blank("ur").blocks
    )


def test_right_to_left_is_said_of_the_page_the_tables_the_paragraphs_and_the_runs() -> None:
    with zipfile.ZipFile(BytesIO(forums.word(forums.blank("ur")))) as archive:
        text = archive.read("word/document.xml").decode()
    assert text.count("<w:bidi/>") == text.count("<w:p>") + 1  # every paragraph, and the page
    assert text.count("<w:rtl/>") == text.count("<w:p>") + text.count("<w:r>")
    assert text.count("<w:bidiVisual/>") == text.count("<w:tbl>")
    assert text.index("<w:bidi/>", text.index("<w:sectPr")) < text.index("<w:docGrid")


def test_the_same_form_is_the_same_file_to_the_byte() -> None:
    assert forums.word(forums.blank("hi")) == forums.word(forums.blank("hi"))


def test_a_session_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(OrchestratorError) as told:
        forums.blank("en", "nowhere")
    said = languages.translator("en").say(told.value.message, **told.value.values)
    assert said.startswith(
        "There is no session 'nowhere'; there are: connection-test (Connection test before"
    )
