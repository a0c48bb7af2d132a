"""What people do to forms: nothing that they wrote is lost, and every oddity is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator import languages, minutes
from orchestrator.layout.papers import Block, Cell, Line, Paper, Table
from orchestrator.minutes import marks
from tests.minutes import forums
from tests.minutes.pencil import Pencil


def hand() -> Pencil:
    return Pencil(forums.word(forums.blank("en")))


def found(pencil: Pencil) -> minutes.Record:
    return forums.read(pencil.saved())


def said(record: minutes.Record, code: str) -> list[str]:
    words = languages.translator("en")
    return [words.phrase(each.message) for each in record.findings if each.code == code]


def notes(record: minutes.Record) -> list[tuple[str | None, str]]:
    return [(note.item, note.text) for note in record.notes]


def test_words_typed_into_the_cell_of_a_label_are_kept() -> None:
    pencil = hand()
    pencil.row("o/economy/summary").cells[0].add_paragraph("in the wrong cell")
    assert notes(found(pencil)) == [("economy", "in the wrong cell")]


def test_a_table_pasted_between_two_items_is_kept_row_by_row() -> None:
    pencil = hand()
    table = pencil.document.add_table(2, 2)
    for nth, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"pasted {nth}"
    pencil.heading("economy")._p.addnext(table._tbl)  # noqa: SLF001 - python-docx's own name
    texts = [("economy", "pasted 0 | pasted 1"), ("economy", "pasted 2 | pasted 3")]
    assert notes(found(pencil)) == texts


def test_a_deleted_cell_is_said_with_the_heading_it_stood_under() -> None:
    pencil = hand()
    pencil.delete("o/economy/summary")
    heading = pencil.heading("economy").text
    sentence = f"the cell 'Summary' under '{heading}' is missing from the form"
    assert said(found(pencil), "W401") == [sentence]


def test_a_deleted_heading_is_said_and_its_cells_are_read() -> None:
    pencil = hand()
    pencil.write("o/economy/summary", "Still here.")
    heading = pencil.heading("economy")._p  # noqa: SLF001 - python-docx's own name
    heading.getparent().remove(heading)
    record = found(pencil)
    assert said(record, "W406") == ["the heading of item 'economy' is missing from the form"]
    texts = {item.id: [part.text for part in item.paragraphs] for item in record.items}
    assert texts["economy"] == ["Still here."]


def without_marks(paper: Paper, *names: str) -> Paper:
    """Return a paper whose rows with these marks lost them."""

    def bare(cell: Cell) -> Cell:
        kept = tuple(mark for mark in cell.marks if mark not in names)
        return Cell(text=cell.text, marks=kept, label=cell.label)

    def block(each: Block) -> Block:
        if isinstance(each, Line):
            return each
        return Table(rows=tuple(tuple(bare(cell) for cell in row) for row in each.rows))

    return Paper(
        language=paper.language,
        title=paper.title,
        identifier=paper.identifier,
        properties=paper.properties,
        blocks=tuple(block(each) for each in paper.blocks),
    )


def test_a_field_that_lost_its_mark_is_known_by_its_label() -> None:
    pencil = hand()
    pencil.write("o/economy/summary", "Known by its label.")
    name = marks.bookmark("o/economy/summary")
    paper = without_marks(minutes.read_docx(pencil.saved()), name)
    record = minutes.record(minutes.answers(paper))
    texts = {item.id: [part.text for part in item.paragraphs] for item in record.items}
    assert texts["economy"] == ["Known by its label."]
    assert len(said(record, "W402")) == 1


def test_a_row_that_lost_its_mark_stays_a_row_of_its_list() -> None:
    paper = without_marks(forums.blank("en"), marks.bookmark("d/cn"))
    record = minutes.record(minutes.answers(paper))
    assert [(each.delegation, each.name) for each in record.attendance][2] == (None, "China")


def test_a_field_that_stands_twice_keeps_the_second_text_as_a_note() -> None:
    text = minutes.write_markdown(forums.blank("en"))
    field = "**Summary** <!-- o_economy_summary -->"
    twice = text.replace(field, f"{field}\n\nfirst\n\n{field}\n\nsecond")
    record = minutes.record(minutes.answers(minutes.read_markdown(twice.encode())))
    assert notes(record) == [("economy", "second")]
    assert len(said(record, "W422")) == 1


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (("Draw up a plan", "Secretariat", "2021-03-01"), []),
        (("Draw up a plan", "Secretariat", "03/04/2021"), ["W407"]),
        (("Draw up a plan", "Secretariat", "in spring"), ["W408"]),
        (("Draw up a plan", "", ""), ["W411", "W412"]),
    ],
)
def test_an_action_item_says_what_it_lacks(cells: tuple[str, ...], codes: list[str]) -> None:
    pencil = hand()
    pencil.fill("o/outcome/actions", 1, *cells)
    record = found(pencil)
    assert [each.code for each in record.findings if "W407" <= each.code <= "W412"] == codes
    assert [(each.what, each.who, each.written) for each in record.actions] == [cells]


@pytest.mark.parametrize(
    ("text", "adopted", "codes"),
    [
        ("by consensus", "consensus", []),
        ("Consensus.", "consensus", []),
        ("by acclamation", "by acclamation", ["W410"]),
        ("", None, ["W409"]),
    ],
)
def test_how_a_decision_was_adopted_is_understood_or_kept_as_written(
    text: str, adopted: str | None, codes: list[str]
) -> None:
    pencil = hand()
    pencil.fill("o/outcome/decisions", 1, "Agreed.", text)
    record = found(pencil)
    assert [each.adopted for each in record.decisions] == [adopted]
    assert [each.code for each in record.findings if each.code in ("W409", "W410")] == codes


def test_an_hour_that_is_none_is_said_and_kept() -> None:
    pencil = hand()
    pencil.write("o/opening/start", "a little late")
    record = found(pencil)
    assert len(said(record, "W419")) == 1
    assert notes(record) == [("opening", "Actual start: a little late")]


def test_a_representative_without_a_word_beside_them_represents() -> None:
    pencil = hand()
    pencil.type_into(pencil.row("d/cn").cells[2], "Deputy head of delegation")
    attended = [each for each in found(pencil).attendance if each.delegation == "cn"]
    assert [(each.status, each.by) for each in attended] == [
        ("represented", "Deputy head of delegation")
    ]


PIECES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]),
    min_size=1,
    max_size=30,
).filter(lambda text: bool(marks.plain(text)))


@given(text=PIECES, kind=st.sampled_from(["docx", "md"]))
def test_whatever_is_written_into_a_cell_is_read_back(text: str, kind: str) -> None:
    paper = forums.blank("en", "expert-session")
    name = marks.bookmark("o/proposals/summary")

    def block(each: Block) -> Block:
        if isinstance(each, Line):
            return each
        rows = ((row[0], Cell(text=text)) if name in row[0].marks else row for row in each.rows)
        return Table(rows=tuple(rows), header=each.header)

    filled = Paper(
        language="en",
        title="",
        identifier=paper.identifier,
        properties=paper.properties,
        blocks=tuple(block(each) for each in paper.blocks),
    )
    if kind == "docx":
        back = minutes.read_docx(forums.word(filled))
    else:
        back = minutes.read_markdown(minutes.write_markdown(filled).encode())
    assert minutes.answers(back).fields["o/proposals/summary"] == marks.plain(text)
