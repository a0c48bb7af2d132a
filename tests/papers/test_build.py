"""Papers as `build` hands them out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from zipfile import ZipFile

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from tests.papers import papers

ODD = "\u0e01"
Program = Callable[..., CompletedProcess[str]]

FORUM = """\
format: 1
id: small
title: {{en: Small forum, ur: "چھوٹا فورم {odd}"}}
languages: {{official: [en], working: [ur]}}
zone: Asia/Tashkent
organizer: {{name: {{en: Office}}, email: office@example.org}}
people: [{{id: guest, office: {{en: Guest}}, email: guest@example.org}}]
sessions:
  - id: day
    title: {{en: Day, ur: دن}}
    starts: 2026-05-05 09:00
    chair: guest
    items:
      - {{id: talk, kind: address, takes: 10 min, title: {{en: Talk, ur: بات}}, speakers: [guest]}}
"""


def test_every_paper_is_there_as_pdf(program: Program, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd=""), encoding="utf-8")
    told = program("build", "small.yaml", "--beside", "ur,en")
    assert told.returncode == 0, told.stderr
    made = {path.relative_to(tmp_path / "small").as_posix() for path in tmp_path.rglob("*.pdf")}
    assert made == {
        *("public/agenda.en.pdf", "public/agenda.ur.pdf", "public/agenda.ur+en.pdf"),
        *("internal/running-order.en.pdf", "internal/running-order.ur.pdf"),
        *("internal/participants.en.pdf", "internal/participants.ur.pdf"),
        "internal/call-sheets/guest.pdf",
    }


def test_nastaliq_is_asked_for_with_an_option(program: Program, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd=""), encoding="utf-8")
    found = []
    for options in ((), ("--nastaliq",)):
        assert program("build", "small.yaml", *options).returncode == 0
        public = tmp_path / "small" / "public"
        faces = papers.faces((public / "agenda.ur.pdf").read_bytes())
        with ZipFile(public / "agenda.ur.docx") as archive:
            styles = archive.read("word/styles.xml").decode()
        found.append(("NotoNastaliqUrdu-Regular" in faces, "Noto Nastaliq Urdu" in styles))
    assert found == [(False, False), (True, True)]


def test_a_character_without_a_font_fails_the_build_and_nothing_is_written(
    program: Program, tmp_path: Path
) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd="ก"), encoding="utf-8")
    told = program("build", "small.yaml")
    assert told.returncode == 3
    assert "E145" in told.stderr
    assert "ก (U+0E01 THAI CHARACTER KO KAI)" in told.stderr
    assert "چھوٹا فورم ก" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "small").exists()


def checked(program: Program, **variables: str) -> list[Any]:
    told = program("check", "small.yaml", "--json", **variables)
    found = json.loads(told.stdout)["findings"]
    return [each for each in found if each["code"] == "E145"]


def test_check_finds_a_character_without_a_font_with_its_line_and_column(
    program: Program, tmp_path: Path
) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd="ก ក ก"), encoding="utf-8")
    found = checked(program)
    column = FORUM.splitlines()[2].replace("{{", "{").index("{odd}") + 1
    assert [(each["line"], each["column"]) for each in found] == [(3, column), (3, column + 2)]
    assert found[0]["path"] == "/title/ur"
    assert "ก (U+0E01 THAI CHARACTER KO KAI) in 'چھوٹا فورم ก ក ก'" in found[0]["message"]


def test_what_stands_in_a_mail_only_needs_no_font_of_the_papers(
    program: Program, tmp_path: Path
) -> None:
    mail = "invitation: {text: {en: Welcome ก}}\n"
    (tmp_path / "small.yaml").write_text(FORUM.format(odd="") + mail, encoding="utf-8")
    assert checked(program) == []
    (tmp_path / "small.yaml").write_text(FORUM.format(odd="\u200d\ufe0f"), encoding="utf-8")
    assert checked(program) == []


def test_an_added_font_is_loaded_and_said_by_the_doctor(program: Program, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd=ODD), encoding="utf-8")
    assert len(checked(program)) == 1
    _font(tmp_path / "more" / "odd.ttf")
    for given in ("more", "more/odd.ttf"):
        assert checked(program, ORCHESTRATOR_FONTS=given) == []
    built = program("build", "small.yaml", ORCHESTRATOR_FONTS="more")
    assert built.returncode == 0, built.stderr
    faces = papers.faces((tmp_path / "small" / "public" / "agenda.ur.pdf").read_bytes())
    assert "Odd-Regular" in faces
    told = program("doctor", "--json", ORCHESTRATOR_FONTS="more")
    [said] = [each for each in json.loads(told.stdout)["checks"] if each["name"] == "fonts"]
    assert (said["fine"], "more" in said["sentence"]) == (True, True)


@pytest.mark.parametrize("given", ["nowhere", "empty", "bad.ttf"])
def test_fonts_that_are_none_are_told_in_one_sentence(
    program: Program, tmp_path: Path, given: str
) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd=""), encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.ttf").write_bytes(b"no font at all")
    told = program("check", "small.yaml", ORCHESTRATOR_FONTS=given)
    assert (told.returncode, len(told.stderr.splitlines()), given in told.stderr) == (1, 1, True)
    told = program("doctor", "--json", ORCHESTRATOR_FONTS=given)
    [said] = [each for each in json.loads(told.stdout)["checks"] if each["name"] == "fonts"]
    assert (told.returncode, said["fine"]) == (1, False)


def _font(path: Path) -> None:
    """Make a font of one character that none of ours has."""
    path.parent.mkdir()
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "odd"])
    made.setupCharacterMap({ord(ODD): "odd"})
    made.setupGlyf({".notdef": Glyph(), "odd": Glyph()})
    made.setupHorizontalMetrics({".notdef": (500, 0), "odd": (500, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Odd", "styleName": "Regular", "psName": "Odd-Regular"})
    made.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    made.setupPost()
    made.save(path)
