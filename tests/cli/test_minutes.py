"""The rapporteur's form from the command line: out, filled, back, and made anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def agenda(tmp_path: Path, repository: Path) -> Path:
    copy = tmp_path / "forum.yaml"
    copy.write_bytes((repository / "agendas" / "minimal.yaml").read_bytes())
    return copy


def form(program: Program, *more: str, out: str = "form.md") -> CompletedProcess[str]:
    return program("minutes", "form", "forum.yaml", "--session", "plenary", "--out", out, *more)


def write(path: Path, mark: str, text: str) -> None:
    """Write under the label with this mark."""
    held = path.read_text(encoding="utf-8")
    path.write_text(held.replace(f"{mark} -->", f"{mark} -->\n\n{text}", 1), encoding="utf-8")


def test_a_form_goes_out_is_filled_and_comes_back(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    made = form(program)
    assert (made.returncode, made.stdout) == (0, "form.md\n")
    write(tmp_path / "form.md", "o_outcome_notes", "A remark.")
    told = program("minutes", "read", "form.md", "--agenda", agenda.name, "--json")
    read = json.loads(told.stdout)
    assert told.returncode == 0
    assert (read["session"], read["language"]) == ("plenary", "en")
    assert read["notes"] == [{"item": "outcome", "text": "A remark."}]
    assert {"attendance", "items", "statements", "decisions", "actions", "findings"} <= set(read)
    assert "W421" in {each["code"] for each in read["findings"]}


def test_the_record_is_a_page_in_its_own_language(program: Program, agenda: Path) -> None:
    assert agenda.exists()
    assert form(program, "--form-language", "ru", out="form.docx").returncode == 0
    told = program("minutes", "read", "form.docx")
    assert told.returncode == 0
    assert "Форум соседних регионов" in told.stdout
    assert "W415" in told.stderr


@pytest.mark.parametrize("name", ["form.docx", "form.odt", "form.md"])
def test_a_form_is_written_in_the_kind_that_its_name_asks_for(
    program: Program, agenda: Path, name: str
) -> None:
    assert agenda.exists()
    made = form(program, out=name)
    assert (made.returncode, made.stdout) == (0, f"{name}\n"), made.stderr
    told = program("--json", "minutes", "read", name)
    assert (told.returncode, json.loads(told.stdout)["session"]) == (0, "plenary")


def test_a_record_is_written_to_a_file_and_never_over_one(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    assert agenda.exists()
    form(program)
    for name, start in (("r.pdf", b"%PDF-"), ("r.html", b"<!doctype html>"), ("r.md", b"# Min")):
        told = program("minutes", "read", "form.md", "--out", name)
        assert (told.returncode, told.stdout) == (0, f"{name}\n"), told.stderr
        assert (tmp_path / name).read_bytes().startswith(start)
    again = program("minutes", "read", "form.md", "--out", "r.pdf")
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    other = program("minutes", "read", "form.md", "--out", "r.xls")
    assert (other.returncode, "'r.xls'" in other.stderr) == (2, True)


def test_a_record_that_is_written_is_told_as_values_too(program: Program, agenda: Path) -> None:
    assert agenda.exists()
    form(program)
    told = program("minutes", "read", "form.md", "--out", "r.pdf", "--json")
    read = json.loads(told.stdout)
    assert (read["file"], read["session"]) == ("r.pdf", "plenary")


def test_a_form_made_anew_keeps_what_was_filled(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    form(program)
    write(tmp_path / "form.md", "o_outcome_notes", "A remark.")
    agenda.write_text(
        agenda.read_text(encoding="utf-8").replace("takes: 5 min", "takes: 10 min"),
        encoding="utf-8",
    )
    anew = form(program, "--keep", "form.md", out="new.md")
    assert anew.returncode == 0, anew.stderr
    text = (tmp_path / "new.md").read_text(encoding="utf-8")
    assert "A remark." in text
    assert "12:00–12:10" in text


def test_a_file_that_exists_is_never_written_over(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    assert agenda.exists()
    (tmp_path / "form.md").write_text("precious", encoding="utf-8")
    told = form(program)
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1)
    assert (tmp_path / "form.md").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--out", "form.pdf"), 2, "'form.pdf'"),
        (("--session", "nowhere"), 2, "there are: plenary"),
        (("--form-language", "xx"), 2, "zh-Hans"),
        (("--keep", "missing.docx"), 1, "missing.docx"),
    ],
)
def test_what_no_form_can_be_made_of_is_said_in_one_sentence(
    program: Program, agenda: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert agenda.exists()
    told = form(program, *arguments)
    assert (told.returncode, told.stdout) == (code, "")
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_an_agenda_with_errors_makes_no_form(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    agenda.write_text("format: 1\n", encoding="utf-8")
    assert form(program).returncode == 3
    assert not (tmp_path / "form.md").exists()


def test_a_form_of_another_forum_is_refused(
    program: Program, agenda: Path, repository: Path
) -> None:
    example = repository / "agendas" / "sco-heads-of-regions-2020.minutes.en.md"
    told = program("minutes", "read", str(example), "--agenda", agenda.name)
    assert (told.returncode, "'sco-regions-2020'" in told.stderr) == (1, True)
    kept = form(program, "--keep", str(example))
    assert (kept.returncode, "'sco-regions-2020'" in kept.stderr) == (1, True)


def test_a_hostile_file_is_one_sentence(program: Program, tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(b"%PDF-1.7\n")
    told = program("minutes", "read", "form.docx")
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1)
    assert "PDF" in told.stderr


def test_a_build_holds_the_forms_and_the_index_leads_to_them(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    assert program("build", agenda.name, "--out", "made").returncode == 0
    made = {path.name for path in (tmp_path / "made" / "internal" / "minutes").iterdir()}
    assert made == {f"plenary.{tag}.{kind}" for tag in ("en", "ru") for kind in ("docx", "md")}
    index = (tmp_path / "made" / "internal" / "index.html").read_text(encoding="utf-8")
    assert [name for name in made if f'href="minutes/{name}"' not in index] == []
    assert program("minutes", "read", "made/internal/minutes/plenary.ru.docx").returncode == 0
