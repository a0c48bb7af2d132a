"""Papers as `build` hands them out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.papers import papers

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
        faces = papers.faces((tmp_path / "small" / "public" / "agenda.ur.pdf").read_bytes())
        found.append("NotoNastaliqUrdu-Regular" in faces)
    assert found == [False, True]


def test_a_character_without_a_font_fails_the_build_and_nothing_is_written(
    program: Program, tmp_path: Path
) -> None:
    (tmp_path / "small.yaml").write_text(FORUM.format(odd="ก"), encoding="utf-8")
    told = program("build", "small.yaml")
    assert told.returncode == 1
    assert "ก (U+0E01 THAI CHARACTER KO KAI)" in told.stderr
    assert "چھوٹا فورم ก" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "small").exists()
