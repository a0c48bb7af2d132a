"""People from the command line: a table is shown before it is taken, and only then written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from orchestrator import agendas

Program = Callable[..., CompletedProcess[str]]
TABLE = """Имя;Name (en);Должность;Страна;E-mail;Город
Алексей Текслер;;;;new@example.org;
Министр экономики;Minister;Министр;Казахстан;economy@example.org;Алматы
Министр финансов;;Министр;Нигде;finance@example.org;
"""


@pytest.fixture
def agenda(tmp_path: Path, repository: Path) -> Path:
    copy = tmp_path / "forum.yaml"
    copy.write_bytes((repository / "agendas" / "sco-heads-of-regions-2020.yaml").read_bytes())
    (tmp_path / "people.csv").write_text(TABLE, encoding="utf-8")
    return copy


def take(program: Program, *more: str) -> CompletedProcess[str]:
    return program("people", "import", "forum.yaml", "people.csv", *more)


def test_a_table_is_shown_and_nothing_is_written(program: Program, agenda: Path) -> None:
    before = agenda.read_bytes()
    told = take(program)
    assert told.returncode == 0
    assert "E-mail (E2): chair@example.org → new@example.org\n" in told.stdout
    assert "E121 there is no delegation 'Нигде'" in told.stdout
    assert "1 new person · 1 changed · 0 unchanged · 1 row with a fault" in told.stderr
    assert "Nothing was written. Write it with --yes, or elsewhere with --out." in told.stderr
    assert agenda.read_bytes() == before


def test_what_is_agreed_to_is_written_with_its_comments(program: Program, agenda: Path) -> None:
    before = agenda.read_text("utf-8").splitlines()
    told = take(program, "--yes")
    after = agenda.read_text("utf-8").splitlines()
    # A row was left out, which is told: partly done.
    assert (told.returncode, told.stdout.splitlines()[-1]) == (5, "forum.yaml")
    assert [line for line in before if line not in after] == ["    email: chair@example.org"]
    found = agendas.read(agenda.read_bytes()).agenda
    assert found is not None
    assert (found.person["teksler"].email, found.person["minister"].delegation) == (
        "new@example.org",
        "kz",
    )
    assert take(program, "--yes").stderr.splitlines()[-2:] == [
        "There is nothing to take over.",
        "1 row with a fault is left out: correct it in the table and import it again.",
    ]


def test_another_file_is_written_and_none_over_one_that_exists(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    before = agenda.read_bytes()
    assert take(program, "--out", "new.yaml").returncode == 5
    assert (agenda.read_bytes(), (tmp_path / "new.yaml").exists()) == (before, True)
    assert take(program, "--out", "new.yaml").returncode == 1


def test_lines_end_as_they_did(program: Program, agenda: Path) -> None:
    agenda.write_bytes(agenda.read_bytes().replace(b"\n", b"\r\n"))
    assert take(program, "--yes").returncode == 5
    found = agenda.read_bytes()
    assert b"new@example.org\r\n" in found
    assert found.count(b"\n") == found.count(b"\r\n")


def test_as_json_every_cell_is_told_before_and_after(program: Program, agenda: Path) -> None:
    assert agenda.exists()
    told = json.loads(take(program, "--json").stdout)
    rows = {each["row"]: each for each in told["rows"]}
    assert (told["file"], told["counts"]) == (
        None,
        {"new": 1, "changed": 1, "same": 0, "fault": 1},
    )
    assert rows[2]["cells"] == [
        {
            "cell": "E2",
            "field": "email",
            "old": "chair@example.org",
            "new": "new@example.org",
            "fault": None,
        }
    ]
    assert [each["fault"]["code"] for each in rows[4]["cells"] if each["fault"]] == ["E121"]
    assert [each["field"] for each in told["table"]["columns"]] == [
        "name:ru",
        "name:en",
        "office:ru",
        "delegation",
        "email",
        "zone",
    ]


def test_columns_headings_and_encoding_can_be_said(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    assert agenda.exists()
    text = "x\nкто;куда\nАлексей Текслер;new@example.org\n"
    (tmp_path / "people.csv").write_bytes(text.encode("koi8-r"))
    said = ("--columns", "a=name:ru,B=email", "--headings", "2", "--encoding", "koi8-r")
    told = take(program, *said, "--json")
    found = json.loads(told.stdout)
    assert [(each["person"], each["kind"]) for each in found["rows"]] == [("teksler", "changed")]
    assert (found["table"]["encoding"], found["table"]["headings"]) == ("koi8-r", 2)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--columns", "A=colour"], "Columns are said as A=email,B=name:ru"),
        (["--columns", "9=email"], "Columns are said as A=email,B=name:ru"),
        (["--columns", "ZZZ=email"], "'ZZZ=email' is not that. A column can be: A, B, C, D, E, F."),
        (["--headings", "9"], "The table has no row 9 that says anything."),
    ],
)
def test_what_cannot_be_said_of_a_table_is_refused(
    program: Program, agenda: Path, more: list[str], sentence: str
) -> None:
    assert agenda.exists()
    told = take(program, *more)
    assert (told.returncode, sentence in told.stderr) == (2, True)


def test_against_what_cannot_be_built_nothing_is_written(program: Program, agenda: Path) -> None:
    agenda.write_bytes(agenda.read_bytes().replace(b"kind: ", b"kinds: ", 1))
    before = agenda.read_bytes()
    assert (take(program, "--yes").returncode, agenda.read_bytes()) == (3, before)


def test_the_language_that_a_name_was_taken_for_is_shown_unless_it_was_said(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    assert agenda.exists()
    table = "Name,Language,Delegation\nKim,en,KZ\nЕрлан Сериков,kk,KZ\nLee,en,KZ\n"
    (tmp_path / "people.csv").write_text(table, encoding="utf-8")
    assert "    Name (kk) (A3): Ерлан Сериков\n" in take(program).stdout
    said = take(program, "--columns", "A=name:ru").stdout
    assert ("Name (ru) (A3): Ерлан Сериков" in said, "Name (ru) (A2): Kim" in said) == (True, True)


def test_a_row_that_the_agenda_cannot_bear_is_counted_as_one_with_a_fault(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    before = agenda.read_bytes()
    table = "Id;Name (ru);Delegation;Head\nsecond;Второй;kz;yes\nthird;Третий;kz;\n"
    (tmp_path / "people.csv").write_text(table, encoding="utf-8")
    told = take(program, "--yes")
    assert (told.returncode, "E129" in told.stdout, agenda.read_bytes()) == (3, True, before)
    assert "1 new person · 0 changed · 0 unchanged · 1 row with a fault" in told.stderr
    rows = json.loads(take(program, "--json").stdout)["rows"]
    codes = [(each["kind"], [found["code"] for found in each["findings"]]) for each in rows]
    assert [(kind, "E129" in found) for kind, found in codes] == [("fault", True), ("new", False)]


def test_people_go_out_as_a_table_that_changes_nothing(
    program: Program, agenda: Path, tmp_path: Path
) -> None:
    before = agenda.read_bytes()
    shown = program("people", "export", "forum.yaml")
    assert program("people", "export", "forum.yaml", "--out", "people2.csv").returncode == 0
    written = (tmp_path / "people2.csv").read_text("utf-8-sig")
    assert (shown.stdout, shown.returncode) == (written, 0)
    told = program("people", "import", "forum.yaml", "people2.csv", "--yes")
    assert (told.returncode, agenda.read_bytes()) == (0, before)
    assert "There is nothing to take over." in told.stderr
