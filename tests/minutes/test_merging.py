"""Three-way: what people wrote, what the form held when new, what the agenda says now."""

from __future__ import annotations

from orchestrator import minutes
from orchestrator.layout.papers import Paper
from orchestrator.minutes import Answers, Record
from orchestrator.running_orders import RunningOrder
from tests.minutes import forums
from tests.minutes.pencil import Pencil


def changed(*changes: tuple[str, str]) -> RunningOrder:
    """Return the shipped forum after its agenda file was edited."""
    text = forums.source()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return forums.order_of(text)


RETITLED = ("      en: Closing of the Forum", "      en: Closing and farewell")
RENAMED = ("      en: Alexei Teksler", "      en: A. Teksler")
ADDRESS = "          en: Welcome addresses"
DROPPED_ITEM = ("      - id: humanities\n", "      - id: culture\n")


def filled(fill: dict[str, str]) -> Paper:
    pencil = Pencil(forums.word(forums.blank("en")))
    for key, text in fill.items():
        pencil.write(key, text)
    return minutes.read_docx(pencil.saved())


def held(paper: Paper, order: RunningOrder) -> Answers:
    """Hold a filled form against an agenda."""
    fresh = minutes.answers(forums.blank("en", order=order))
    return minutes.merged(minutes.answers(paper), fresh)


def record(paper: Paper, order: RunningOrder) -> Record:
    return minutes.record(held(paper, order))


def conflicts(record: Record) -> list[tuple[object, object]]:
    found = [each.message.values for each in record.findings if each.code == "W413"]
    return [(values["mine"], values["theirs"]) for values in found]


def test_what_changed_in_the_agenda_alone_is_taken_from_it() -> None:
    found = record(filled({}), changed(RETITLED, RENAMED))
    assert found.items[-1].title == "9. Closing and farewell"
    assert found.head["chair"].startswith("A. Teksler")
    assert conflicts(found) == []


def test_what_changed_in_the_form_alone_is_taken_from_it() -> None:
    found = record(filled({"h/chair": "Deputy Governor"}), changed(RETITLED))
    assert found.head["chair"] == "Deputy Governor"
    assert conflicts(found) == []


def test_what_changed_on_both_sides_is_a_conflict_that_shows_both_texts() -> None:
    found = record(filled({"h/chair": "Deputy Governor"}), changed(RENAMED))
    assert found.head["chair"] == "Deputy Governor"
    theirs = "A. Teksler, Governor of the Chelyabinsk Region, Russia (Chelyabinsk Region)"
    assert conflicts(found) == [("Deputy Governor", theirs)]


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    order = changed(RENAMED)
    now = minutes.answers(forums.blank("en", order=order)).fields["h/chair"]
    assert conflicts(record(filled({"h/chair": now}), order)) == []


def test_an_item_that_left_the_agenda_keeps_what_was_written_under_it() -> None:
    found = record(
        filled({"o/humanities/summary": "The marathon was praised."}), changed(DROPPED_ITEM)
    )
    texts = {item.id: [part.text for part in item.paragraphs] for item in found.items}
    assert texts["humanities"] == ["The marathon was praised."]
    assert [each.path for each in found.findings if each.code == "W405"] == [
        ("items", "humanities")
    ]


def test_an_item_at_another_place_is_said_to_have_moved() -> None:
    text = forums.source()
    start, end = text.index("      - id: priorities"), text.index("      - id: economy")
    after = text.index("      - id: humanities")
    moved = text[:start] + text[end:after] + text[start:end] + text[after:]
    found = record(filled({}), forums.order_of(moved))
    assert [each.path for each in found.findings if each.code == "W420"] == [
        ("items", "priorities")
    ]


def test_an_item_to_be_decided_without_a_decision_is_named() -> None:
    found = minutes.record(held(filled({}), forums.shipped()), ("outcome",))
    assert [each.path for each in found.findings if each.code == "W421"] == [("items", "outcome")]


def test_a_form_whose_memory_was_lost_is_held_against_the_form_of_today() -> None:
    paper = filled({"h/chair": "Deputy Governor"})
    bare = Paper(
        language="en", title="", blocks=paper.blocks, identifier=paper.identifier, properties={}
    )
    assert record(bare, forums.shipped()).head["chair"] == "Deputy Governor"


def test_a_form_made_anew_keeps_every_filled_cell() -> None:
    data = forums.filled("en")
    fresh, _ = minutes.kept(forums.blank("en"), minutes.read_docx(data))
    before, after = forums.read(data), minutes.record(minutes.answers(fresh))
    assert after.items == before.items
    assert after.statements == before.statements
    assert after.decisions == before.decisions
    assert after.actions == before.actions
    assert after.attendance == before.attendance
    assert after.head == before.head
    assert after.notes == before.notes


def test_a_form_made_anew_after_the_agenda_changed_moves_the_homeless_to_the_notes() -> None:
    data = filled({"o/humanities/summary": "The marathon was praised.", "o/economy/end": "14:20"})
    fresh, findings = minutes.kept(forums.blank("en", order=changed(DROPPED_ITEM)), data)
    after = minutes.record(minutes.answers(fresh))
    texts = [(note.item, note.text) for note in after.notes]
    assert len(texts) == 1
    assert texts[0][0] is None
    assert texts[0][1].startswith("7. Science and innovation")
    assert texts[0][1].endswith("– Summary: The marathon was praised.")
    assert "humanities" not in [item.id for item in after.items]
    assert [str(item.end)[:5] for item in after.items if item.id == "economy"] == ["14:20"]
    assert "W405" in {each.code for each in findings}


def test_a_form_made_anew_twice_is_the_same_form() -> None:
    once, _ = minutes.kept(forums.blank("ur"), minutes.read_docx(forums.filled("ur")))
    again, _ = minutes.kept(forums.blank("ur"), minutes.read_docx(forums.word(once)))
    assert minutes.record(minutes.answers(again)) == minutes.record(minutes.answers(once))


def test_a_speaker_who_joined_the_agenda_gets_a_row_and_the_order_of_the_form_stands() -> None:
    order = changed(
        (
            "speakers: [norov, reshetnikov]\n      - id: statements",
            "speakers: [coordinator, norov, reshetnikov]\n      - id: statements",
        )
    )
    fresh, _ = minutes.kept(
        forums.blank("en", order=order), filled({"s/norov/1": "He wished the Forum success."})
    )
    said = [
        (each.person, each.filled)
        for each in minutes.record(minutes.answers(fresh)).statements
        if each.item == "welcome"
    ]
    assert said == [("norov", True), ("reshetnikov", False), ("coordinator", False)]
