"""Agendas, running orders and lists as Word documents: what the files say of themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx as reader
import pytest
from lxml import etree

from orchestrator.languages import TAGS, translator
from orchestrator.layout.papers import Cell, Line, Paper, Table
from orchestrator.layout.stationery import MAIN
from orchestrator.layout.word import docx
from orchestrator.running_orders import RunningOrder
from tests.documents import forums
from tests.papers import papers

W = f"{{{MAIN}}}"
KINDS = ("public/agenda", "internal/running-order", "internal/participants")
# Word calls a file damaged whose settings stand in another order than its schema has them.
ORDERS = {
    "pPr": "pStyle keepNext keepLines tabs bidi spacing ind jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs strike color sz szCs u rtl cs lang",
    "tblPr": "tblStyle bidiVisual tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan tcBorders shd tcMar",
    "tcBorders": "top bottom",
    "tblBorders": "top left bottom right insideH insideV",
    "sectPr": "headerReference footerReference pgSz pgMar cols titlePg bidi docGrid",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr tblStylePr",
}
# What a paper may say beside its styles: what a script needs, and what no style can say.
PARAGRAPH = {"pStyle", "keepNext", "bidi", "rPr"}
RUN = {"rStyle", "rFonts", "rtl", "cs", "lang"}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Paper]:
    return forums.to_edit(forums.shipped())


def parts(paper: Paper) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(docx(paper, forums.DATED))) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def body(paper: Paper) -> etree._Element:
    return parts(paper)["word/document.xml"]


def name_of(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def values(root: etree._Element, name: str) -> list[str]:
    return [str(each.get(f"{W}val")) for each in root.iter(f"{W}{name}")]


def text(paper: Paper) -> str:
    return "".join(body(paper).itertext())


def cells(paper: Paper) -> Iterator[Cell]:
    return (cell for row in paper.rows for cell in row)


def test_three_papers_are_edited_and_no_others() -> None:
    held = forums.to_edit(forums.crowded())
    assert set(held) == {f"{kind}.{tag}.docx" for kind in KINDS for tag in TAGS}


def plain(shown: str) -> str:
    return "".join(papers.seen(shown).split())


@pytest.mark.parametrize("order", [forums.shipped(), forums.crowded(("ru", "ur", "zh-Hans"))])
def test_every_line_that_goes_to_the_press_stands_in_the_document(order: RunningOrder) -> None:
    held = forums.to_edit(order)
    for path, printed in papers.made(order, beside=()).items():
        paper = held.get(path.replace(".pdf", ".docx"))
        if paper:
            shown = plain("".join("".join(root.itertext()) for root in parts(paper).values()))
            said = (plain(line) for line in papers.lines(dict(printed.values)))
            missing = {line for line in said if line not in shown}
            assert missing - set(map(plain, left_out(paper.language, printed.values))) == set()


def left_out(language: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said only where it is needed: of breaks with hours, of empty delegations."""
    yield translator(language).lookup("Not yet named")
    for sitting in values.get("sittings", ()):
        yield from ("".join(row["length"]) for row in sitting["rows"] if row.get("quiet"))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_look_is_a_style_that_the_file_has(
    shipped: dict[str, Paper], kind: str, tag: str
) -> None:
    found = parts(shipped[f"{kind}.{tag}.docx"])
    known = {str(each.get(f"{W}styleId")) for each in found["word/styles.xml"].iter(f"{W}style")}
    for part in ("document", "header1", "footer1", "footer2"):
        root = found[f"word/{part}.xml"]
        used = {each for name in ("pStyle", "rStyle", "tblStyle") for each in values(root, name)}
        assert used - known == set()
        for settings, allowed in ((f"{W}pPr", PARAGRAPH), (f"{W}rPr", RUN)):
            said = {name_of(each) for given in root.iter(settings) for each in given}
            assert said - allowed == set()
    assert {"Title", "Heading1", "Agenda"} <= set(
        values(found["word/document.xml"], "pStyle")
        + values(found["word/document.xml"], "tblStyle")
    )


@pytest.mark.parametrize("tag", ["ru", "zh-Hans", "ur"])
def test_settings_stand_in_the_order_of_the_schema(tag: str) -> None:
    for path, paper in forums.to_edit(forums.crowded()).items():
        if f".{tag}." in path:
            roots = [root for name, root in parts(paper).items() if name.startswith("word/")]
            every = [
                each for root in roots for each in root.iter(*(f"{W}{name}" for name in ORDERS))
            ]
            assert {name_of(each) for each in every} == set(ORDERS)
            for settings in every:
                order = ORDERS[name_of(settings)].split()
                places = [order.index(name_of(each)) for each in settings]
                assert places == sorted(places), etree.tostring(settings)


@pytest.mark.parametrize("kind", KINDS)
def test_heads_of_tables_are_repeated_and_no_row_is_broken(
    shipped: dict[str, Paper], kind: str
) -> None:
    for table in body(shipped[f"{kind}.ru.docx"]).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert repeated == [values(table, "tblStyle") == ["Agenda"]] + [False] * (len(rows) - 1)


def test_a_text_longer_than_a_page_may_break_its_row() -> None:
    long = "".join(f" w{number}" for number in range(400))
    paper = forums.to_edit(forums.crowded(("en",), ("en",), extra=long))["public/agenda.en.docx"]
    rows = body(paper).findall(f".//{W}tr")
    whole = [row for row in rows if row.find(f"{W}trPr/{W}cantSplit") is not None]
    assert [row for row in whole if "w399" in "".join(row.itertext())] == []
    assert len(whole) < len(rows)


@pytest.mark.parametrize("kind", KINDS)
def test_urdu_runs_from_right_to_left_and_its_times_from_left_to_right(
    shipped: dict[str, Paper], kind: str
) -> None:
    found = parts(shipped[f"{kind}.ur.docx"])
    for name in ("document", "header1", "footer1"):
        root = found[f"word/{name}.xml"]
        paragraphs = list(root.iter(f"{W}p"))
        assert all(each.find(f"{W}pPr/{W}bidi") is not None for each in paragraphs)
        tables = list(root.iter(f"{W}tbl"))
        assert all(each.find(f"{W}tblPr/{W}bidiVisual") is not None for each in tables)
    runs = list(found["word/document.xml"].iter(f"{W}r"))
    turned = [run for run in runs if run.find(f"{W}rPr/{W}rtl") is not None]
    foreign = [run for run in runs if run.find(f"{W}rPr/{W}lang") is not None]
    assert len(turned) + len(foreign) == len(runs)
    times = [text for run in runs for text in run.itertext() if "UTC" in text or "12:00–" in text]
    assert [text for text in times if text[:1] + text[-2:] != "\u202a\u202c\u200f"] == []


@pytest.mark.parametrize("tag", ["ru", "ur"])
def test_no_isolates_are_left_for_older_word_to_show_as_boxes(tag: str) -> None:
    for path, paper in forums.to_edit(forums.crowded(("ru", "ur"))).items():
        if f".{tag}." in path:
            shown = text(paper)
            assert [sign for sign in "\u2066\u2067\u2068\u2069" if sign in shown] == []
            assert shown.count("\u202a") + shown.count("\u202b") == shown.count("\u202c")


@pytest.mark.parametrize("tag", TAGS)
def test_fonts_and_language_are_named_for_all_four_kinds_of_letters(
    shipped: dict[str, Paper], tag: str
) -> None:
    styles = parts(shipped[f"public/agenda.{tag}.docx"])["word/styles.xml"]
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults is not None
    fonts, language = defaults.find(f"{W}rFonts"), defaults.find(f"{W}lang")
    assert fonts is not None
    assert language is not None
    assert {etree.QName(each).localname for each in fonts.attrib} == {
        *("ascii", "hAnsi", "cs", "eastAsia")
    }
    kind = {"ur": "bidi", "hi": "bidi", "zh-Hans": "eastAsia"}.get(tag, "val")
    assert str(language.get(f"{W}{kind}")).startswith(tag.partition("-")[0])


@pytest.mark.parametrize("tag", TAGS)
def test_a_paper_says_whose_it_is_and_in_which_language(
    shipped: dict[str, Paper], tag: str
) -> None:
    agenda = forums.shipped().agenda
    for kind, name in (("public/agenda", "Agenda"), ("internal/running-order", "Running order")):
        opened: Any = reader.Document(BytesIO(docx(shipped[f"{kind}.{tag}.docx"], forums.DATED)))
        said = opened.core_properties
        assert said.title == f"{translator(tag).lookup(name)} – {agenda.title[tag]}"
        assert said.language.startswith(tag.partition("-")[0])
        assert said.identifier == f"{agenda.id}/{kind.partition('/')[2]}/{tag}"
        assert said.author == agenda.organizer.name[tag]


def test_every_page_counts_itself_in_words(shipped: dict[str, Paper]) -> None:
    found = parts(shipped["public/agenda.ru.docx"])
    for name in ("footer1", "footer2"):
        root = found[f"word/{name}.xml"]
        fields = [str(each.get(f"{W}instr")) for each in root.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]
        assert "Страница 1 из 1" in "".join(root.itertext())
    assert "Повестка дня" in "".join(found["word/header1.xml"].itertext())


def test_an_agenda_begins_with_forum_day_clocks_and_languages(shipped: dict[str, Paper]) -> None:
    paper = shipped["public/agenda.en.docx"]
    first = [line.style for line in paper.blocks[:5] if isinstance(line, Line)]
    assert first == ["PaperKind", "Title", "Note", "Note", "Heading1"]
    strip = next(each for each in paper.blocks if isinstance(each, Table))
    assert len(strip.rows[1]) == 8
    shown = text(paper)
    for said in ("12:00–15:00 (Yekaterinburg, UTC+05:00)", "Beijing", "UTC+08:00", "简体中文"):
        assert said in shown


def test_courtesy_translations_say_so_and_official_texts_do_not(
    shipped: dict[str, Paper],
) -> None:
    said = {tag: translator(tag).lookup("Unofficial translation") for tag in TAGS}
    found = {tag for tag in TAGS if said[tag] in text(shipped[f"public/agenda.{tag}.docx"])}
    assert found == set(forums.shipped().agenda.languages.courtesy)


def test_what_fell_back_is_marked_and_explained() -> None:
    mixed, whole = (
        forums.to_edit(forums.crowded(texts))["public/agenda.ur.docx"]
        for texts in (("ru",), ("ur",))
    )
    styles = [set(values(body(paper), "rStyle")) for paper in (mixed, whole)]
    assert [any(each.startswith("Untranslated") for each in used) for used in styles] == [
        *(True, False)
    ]
    legend = translator("ur").lookup(
        "Underlined with dots: not yet translated, shown in another language."
    )
    assert [legend in text(paper) for paper in (mixed, whole)] == [True, False]
    foreign = [
        run for run in body(mixed).iter(f"{W}r") if values(run, "rStyle")[:1] == ["Untranslated"]
    ]
    assert {each for run in foreign for each in values(run, "lang")} == {"ru-RU"}
    assert [run for run in foreign if run.find(f"{W}rPr/{W}rtl") is not None] == []


def test_papers_of_an_item_are_linked() -> None:
    found = parts(forums.to_edit(forums.crowded())["public/agenda.ru.docx"])
    relations = found["word/_rels/document.xml.rels"]
    targets = {str(each.get("Id")): str(each.get("Target")) for each in relations}
    links = [each.attrib.values()[0] for each in found["word/document.xml"].iter(f"{W}hyperlink")]
    assert [targets[str(each)] for each in links] == ["https://example.org/papers/1"]


def test_an_item_with_many_speakers_has_one_line_beneath_it_and_none_between() -> None:
    agenda = forums.to_edit(forums.shipped())["public/agenda.en.docx"]
    rows = [[cell.open for cell in row] for row in agenda.rows]
    opened = [row[0] for row in rows if any(row)]
    assert opened == [("bottom",), ("top", "bottom"), ("top", "bottom"), ("top",)]
    assert all(len(set(row)) == 1 for row in rows)


def test_the_same_paper_is_the_same_file_to_the_byte(shipped: dict[str, Paper]) -> None:
    again = forums.to_edit(forums.shipped())
    for path, paper in shipped.items():
        assert docx(paper, forums.DATED) == docx(again[path], forums.DATED)


def test_tables_never_touch(shipped: dict[str, Paper]) -> None:
    for paper in shipped.values():
        kinds = [type(each) for each in paper.blocks]
        assert (Table, Table) not in set(pairwise(kinds))
