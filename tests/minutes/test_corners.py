"""Where words can hide in a file, and what looks like a mark and is none."""

from __future__ import annotations

import pytest

from orchestrator import minutes
from orchestrator.layout.papers import Block, Cell, Line, Paper, Table
from orchestrator.minutes import marks
from tests.minutes import forums
from tests.minutes.pencil import Pencil
from tests.minutes.test_hostile_uploads import DOCUMENT, SPACE, archive

OFFICE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)
FIELD = "o/proposals/summary"


def with_summary(text: str) -> Paper:
    """Return the form of a small session with this summary."""
    paper, name = forums.blank("en", "expert-session"), marks.bookmark(FIELD)

    def block(each: Block) -> Block:
        if isinstance(each, Line):
            return each
        rows = ((row[0], Cell(text=text)) if name in row[0].marks else row for row in each.rows)
        return Table(rows=tuple(rows), header=each.header)

    blocks = tuple(block(each) for each in paper.blocks)
    return Paper(
        language="en",
        title="",
        identifier=paper.identifier,
        properties=paper.properties,
        blocks=blocks,
    )


@pytest.mark.parametrize(
    "text",
    [
        "**Notes** <!-- o_proposals_notes -->",
        "| a | b <!-- d_in --> |",
        "# Heading <!-- i_opening -->",
        "1. first\n- second\n> third",
        r"a backslash \* before a star, and \\ two",
        "<!-- form: a/b/ru/summary/x -->",
        "<!-- made: h/chair=00000000 -->",
        "<br> and [a link](https://example.org)",
        "_____ and *** and ---",
    ],
)
def test_words_that_look_like_our_own_marks_are_words(text: str) -> None:
    plain = minutes.answers(with_summary(text))
    told = minutes.write_markdown(with_summary(text)).encode()
    assert minutes.answers(minutes.read_markdown(told)) == plain
    assert plain.fields[FIELD] == text


def test_words_in_comments_footnotes_and_margins_of_word_are_kept() -> None:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    data = archive(
        **{
            "word/document.xml": DOCUMENT.format(paragraph.format("body")),
            "word/comments.xml": f"<w:comments {SPACE}>{paragraph.format('remark')}</w:comments>",
            "word/footnotes.xml": f"<w:footnotes {SPACE}>{paragraph.format('note')}</w:footnotes>",
            "word/footer1.xml": f"<w:ftr {SPACE}>{paragraph.format('1 / 4')}</w:ftr>",
            "word/header1.xml": f"<w:hdr {SPACE}>{paragraph.format('margin')}</w:hdr>",
        }
    )
    texts = [each.text for each in minutes.read_docx(data).blocks if isinstance(each, Line)]
    assert sorted(texts) == ["body", "margin", "note", "remark"]


def test_words_that_were_deleted_are_not_and_inserted_ones_are() -> None:
    tracked = (
        "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    )
    data = archive(**{"word/document.xml": DOCUMENT.format(tracked)})
    assert minutes.read_docx(data).blocks == (Line(text="new"),)


def test_words_in_notes_and_comments_of_opendocument_are_kept() -> None:
    text = (
        "<text:p>body<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>remark</text:p></office:annotation>"
        "<text:s text:c='2'/>end<text:line-break/>next</text:p>"
        "<text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>"
    )
    body = f"<office:body><office:text>{text}</office:text></office:body>"
    content = f"<office:document-content {OFFICE}>{body}</office:document-content>"
    paper = minutes.read_odt(archive(**{"content.xml": content}))
    assert paper.blocks == (Line(text="body\nnote\nremark  end\nnext"), Line(text="point"))


def test_words_in_a_column_that_was_added_are_kept() -> None:
    pencil = Pencil(forums.word(forums.blank("en")))
    table = pencil.table("o/outcome/decisions")
    table.add_column(100)
    for cell, text in zip(table.rows[1].cells, ("Agreed.", "noted", "a third thing"), strict=True):
        pencil.type_into(cell, text)
    record = forums.read(pencil.saved())
    assert [(each.text, each.adopted) for each in record.decisions] == [("Agreed.", "noted")]
    assert [(note.item, note.text) for note in record.notes] == [("outcome", "a third thing")]
