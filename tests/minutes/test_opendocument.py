"""The form as an OpenDocument text: what the file says of itself."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from orchestrator import minutes
from orchestrator.languages import TAGS
from orchestrator.layout.opendocument import NAMES
from orchestrator.layout.papers import Cell, Line, Paper, Table
from tests.minutes import forums

STYLE, TEXT, TABLE, FO = (f"{{{NAMES[name]}}}" for name in ("style", "text", "table", "fo"))


def written(paper: Paper) -> bytes:
    return minutes.write_odt(paper, forums.DATED)


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def test_the_kind_of_the_file_stands_first_and_unpacked() -> None:
    with zipfile.ZipFile(BytesIO(written(forums.blank("ru")))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize("tag", TAGS)
def test_every_style_is_there_and_every_table_has_columns_of_its_own(tag: str) -> None:
    found = parts(written(forums.blank(tag)))
    roots = (found["styles.xml"], found["content.xml"])
    known = {str(each.get(f"{STYLE}name")) for root in roots for each in root.iter(f"{STYLE}style")}
    content = found["content.xml"]
    named = (each.get(f"{space}style-name") for each in content.iter() for space in (TEXT, TABLE))
    assert {str(name) for name in named if name} - known == set()
    columns = [str(each.get(f"{TABLE}style-name")) for each in content.iter(f"{TABLE}table-column")]
    assert len(columns) == len(set(columns)) > 50


def test_urdu_runs_from_the_right_on_the_page_in_the_tables_and_in_every_style() -> None:
    found = parts(written(forums.blank("ur")))
    sheet = found["styles.xml"]
    modes = [
        str(each.get(f"{STYLE}writing-mode"))
        for name in ("page-layout-properties", "paragraph-properties")
        for each in sheet.iter(f"{STYLE}{name}")
    ]
    modes += [
        str(each.get(f"{STYLE}writing-mode"))
        for each in found["content.xml"].iter(f"{STYLE}table-properties")
    ]
    assert set(modes) == {"rl-tb"}
    sides = [
        str(each.get(f"{FO}text-align")) for each in sheet.iter(f"{STYLE}paragraph-properties")
    ]
    assert sides.count("left") == 2  # the ends of head and foot
    assert set(sides) == {"left", "right", "None"}


def test_white_space_and_signs_are_kept() -> None:
    text = "a  b\tc <&> \"q\" 'q'   d"
    cell = Cell(text=f" {text}\n{text}", marks=("h_number",))
    paper = Paper(
        language="en",
        title="<T>",
        blocks=(Line(text=text, marks=("i_one",)), Table(rows=((cell, Cell(text="1")),))),
        identifier="a/b/en/summary/0",
        properties={"minutes-1": "x=<1>"},
    )
    content = parts(written(paper))["content.xml"]
    # Of spaces side by side, and of those at the start, only `text:s` is kept.
    assert [each.get(f"{TEXT}c") for each in content.iter(f"{TEXT}s")] == list("1211212")
    back = minutes.read_odt(written(paper))
    spaced = text.replace("\t", " ")
    assert back.blocks[0] == Line(text=spaced, marks=("i_one",))
    [row] = back.rows
    assert row[0] == Cell(text=f" {spaced}\n{spaced}", marks=("h_number",))
    assert (back.title, back.identifier) == ("<T>", "a/b/en/summary/0")
    assert back.properties["minutes-1"] == "x=<1>"


def test_what_xml_cannot_hold_is_left_out() -> None:
    paper = Paper(language="ur", title="", blocks=(Line(text="ا\x00\x0bب(\ufffe1)"),))
    assert minutes.read_odt(written(paper)).blocks == (Line(text="اب(1)"),)


def test_the_same_form_is_the_same_file_to_the_byte() -> None:
    assert written(forums.blank("ur")) == written(forums.blank("ur"))
