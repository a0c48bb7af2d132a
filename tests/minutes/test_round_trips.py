"""Forms that went through LibreOffice hold what people wrote into them, to the last word."""

from __future__ import annotations

import pytest

from orchestrator import minutes
from orchestrator.layout.papers import Paper
from orchestrator.minutes import Record
from tests.minutes import forums, office
from tests.minutes.pencil import MIXED

TAGS = ("en", "ru", "zh-Hans", "hi", "ur")
ROUTES = ("docx", "odt", "odt then docx")


@pytest.fixture(scope="module")
def sent() -> dict[str, bytes]:
    """Return the forms that went out, filled and empty."""
    forms = {f"filled.{tag}.docx": forums.filled(tag) for tag in TAGS}
    return forms | {f"empty.{tag}.docx": forums.word(forums.blank(tag)) for tag in TAGS}


@pytest.fixture(scope="module")
def came(
    sent: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Paper]]:
    """Return the forms as they came back on each route."""
    folder = tmp_path_factory.mktemp("office")
    odt = office.converted(sent, "odt", folder)
    open_documents = {name.replace("docx", "odt"): data for name, data in odt.items()}
    twice = office.converted(open_documents, "docx", folder / "twice")
    back = office.converted(sent, "docx", folder)
    return {
        "docx": {name: minutes.read_docx(data) for name, data in back.items()},
        "odt": {name: minutes.read_odt(data) for name, data in odt.items()},
        "odt then docx": {
            name.replace("odt", "docx"): minutes.read_docx(data) for name, data in twice.items()
        },
    }


@pytest.fixture(scope="module")
def sent_open() -> dict[str, bytes]:
    """Return the forms that went out as OpenDocument, filled and empty."""
    made = {f"empty.{tag}.odt": forums.blank(tag) for tag in TAGS}
    for tag in TAGS:
        made[f"filled.{tag}.odt"], _ = minutes.kept(
            forums.blank(tag), minutes.read_docx(forums.filled(tag))
        )
    return {name: minutes.write_odt(paper, forums.DATED) for name, paper in made.items()}


@pytest.fixture(scope="module")
def came_open(
    sent_open: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Paper]]:
    """Return those forms as they came back on each route."""
    folder = tmp_path_factory.mktemp("office-open")
    saved = office.converted(sent_open, "odt", folder)
    word = office.converted(sent_open, "docx", folder)
    as_word = {name.replace("odt", "docx"): data for name, data in word.items()}
    back = office.converted(as_word, "odt", folder / "back")
    return {
        "odt": {name: minutes.read_odt(data) for name, data in saved.items()},
        "docx": {name: minutes.read_docx(data) for name, data in word.items()},
        "docx then odt": {
            name.replace("docx", "odt"): minutes.read_odt(data) for name, data in back.items()
        },
    }


def record(paper: Paper) -> Record:
    return minutes.record(minutes.answers(paper))


@pytest.mark.parametrize("tag", TAGS)
def test_a_filled_form_is_read_as_it_was_filled(sent: dict[str, bytes], tag: str) -> None:
    found = record(minutes.read_docx(sent[f"filled.{tag}.docx"]))
    said = forums.SAMPLE[tag]
    opening = next(item for item in found.items if item.id == "opening")
    assert [part.text for part in opening.paragraphs] == [f"{said} {MIXED}", said]
    adoption = next(item for item in found.items if item.id == "adoption")
    assert [part.text for part in adoption.paragraphs] == [f"{said} {MIXED}2"]
    assert [(each.number, each.text, each.adopted) for each in found.decisions] == [
        (nth, f"{said} {nth} {MIXED}", "consensus") for nth in range(1, 5)
    ]
    assert [(each.what, each.who, f"{each.due}") for each in found.actions] == [
        (f"{said} {nth}", MIXED, f"2020-12-0{nth}") for nth in range(1, 4)
    ]
    assert [(note.item, note.text) for note in found.notes] == [
        ("economy", f"{said} {MIXED} – outside")
    ]
    assert {"W403", "W404"} <= set(forums.codes(found))
    assert found.head["number"] == "17/2020"
    assert (found.session, found.language) == ("plenary", tag)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", ["filled", "empty"])
def test_a_form_comes_back_whole(
    sent: dict[str, bytes], came: dict[str, dict[str, Paper]], kind: str, tag: str, route: str
) -> None:
    name = f"{kind}.{tag}.docx"
    assert record(came[route][name]) == record(minutes.read_docx(sent[name]))


@pytest.mark.parametrize("route", ["odt", "docx", "docx then odt"])
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", ["filled", "empty"])
def test_a_form_that_went_out_as_opendocument_comes_back_whole(
    sent_open: dict[str, bytes],
    came_open: dict[str, dict[str, Paper]],
    kind: str,
    tag: str,
    route: str,
) -> None:
    name = f"{kind}.{tag}.odt"
    assert record(came_open[route][name]) == record(minutes.read_odt(sent_open[name]))


@pytest.mark.parametrize("tag", TAGS)
def test_a_filled_form_holds_the_same_as_word_and_as_opendocument(
    sent_open: dict[str, bytes], tag: str
) -> None:
    kept, _ = minutes.kept(forums.blank(tag), minutes.read_docx(forums.filled(tag)))
    assert record(minutes.read_odt(sent_open[f"filled.{tag}.odt"])) == record(
        minutes.read_docx(forums.word(kept))
    )
