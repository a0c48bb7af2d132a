"""A record's life from the command line: taken from a form, submitted, approved, written out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from orchestrator.cli import run

Program = Callable[..., CompletedProcess[str]]
BLANK = "| Decision <!-- o_outcome_decisions --> |"
DECISION = "| Trade fairs are held each year. | by consensus |"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Return a folder with the store of a forum that is published, and the form of its session."""
    folder = tmp_path_factory.mktemp("published")
    data, file = str(folder / ".orchestrator"), str(folder / "forum.yaml")
    shutil.copy(repository / "agendas" / "minimal.yaml", file)
    assert run(["--data", data, "publish", file, "--yes"]) == 0
    out = str(folder / "form.md")
    assert run(["--data", data, "minutes", "form", file, "--session", "plenary", "--out", out]) == 0
    return folder


@pytest.fixture
def form(published: Path, tmp_path: Path) -> Path:
    """Return the form of a forum that is published."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path / "form.md"


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """Return a function that calls `orchestrator` on the store, without a process for each call."""

    def call(*arguments: str) -> CompletedProcess[str]:
        code = run(["--data", str(tmp_path / ".orchestrator"), *arguments])
        told = capsys.readouterr()
        return CompletedProcess(arguments, code, told.out, told.err)

    return call


def decided(form: Path, row: str = DECISION) -> None:
    """Write a decision into the form."""
    head, blank, rest = form.read_text(encoding="utf-8").partition(BLANK)
    form.write_text(head + blank + rest.replace("|  |  |", row, 1), encoding="utf-8")


def summed_up(form: Path, words: str) -> None:
    """Write a summary of the adoption into the form."""
    text, mark = form.read_text(encoding="utf-8"), "o_outcome_summary -->"
    head, _, rest = text.partition(mark)
    form.write_text(f"{head}{mark}\n\n{words}\n\n**{rest.partition('**')[2]}", encoding="utf-8")


def told(done: CompletedProcess[str], code: int = 0) -> Any:
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def state(values: Any) -> tuple[str, int]:
    return values["state"], values["revision"]


def test_a_filled_form_becomes_an_approved_record(
    program: Program, form: Path, tmp_path: Path
) -> None:
    decided(form)
    assert state(told(program("minutes", "take", str(form), "--json"))) == ("draft", 1)
    assert state(told(program("minutes", "submit", "plenary", "--json"))) == ("submitted", 2)
    approved = told(program("minutes", "approve", "plenary", "--anyway", "--json"))
    assert (state(approved), approved["decisions"]) == (("approved", 3), [1])
    for name, start in (("r.pdf", b"%PDF-"), ("r.docx", b"PK"), ("r.html", b"<!doctype html>")):
        out = tmp_path / name
        written = program("minutes", "show", "plenary", "--out", str(out))
        assert (written.returncode, written.stdout) == (0, f"{out}\n"), written.stderr
        assert out.read_bytes().startswith(start)
    shown = told(program("minutes", "show", "plenary", "--json"))
    assert [each["text"] for each in shown["decisions"]] == ["Trade fairs are held each year."]
    assert shown["state"] == "approved"
    trail = told(program("audit", "--json"))["audit"]
    assert [each["action"] for each in trail][-3:] == ["draft", "submit", "approve"]


def test_how_far_every_record_is_is_listed(program: Program, form: Path) -> None:
    first = program("minutes", "show")
    assert (first.returncode, first.stdout) == (0, "plenary: Not begun\n")
    decided(form)
    program("minutes", "take", str(form))
    assert told(program("minutes", "show", "--json")) == {
        "forum": "neighbours-2030",
        "records": [{"session": "plenary", "state": "draft"}],
    }


def test_what_is_not_decided_is_named(program: Program, form: Path) -> None:
    decided(form, "| Trade fairs are held each year. |  |")
    program("minutes", "take", str(form))
    refused = program("minutes", "submit", "plenary", "--json")
    assert told(refused, 3) == {"session": "plenary", "undecided": ["outcome"]}
    assert "3. Adoption of decisions" in refused.stderr
    refused = program("--language", "ru", "minutes", "submit", "plenary")
    assert "3. Принятие решений" in refused.stderr


def test_before_the_session_is_over_approving_is_asked_for(program: Program, form: Path) -> None:
    decided(form)
    for step in (("take", str(form)), ("submit", "plenary")):
        assert program("minutes", *step).returncode == 0
    refused = program("minutes", "approve", "plenary", "--json")
    (doubt,) = told(refused, 4)["doubts"]
    assert doubt["code"] == "W424"
    assert "29 October 2030" in doubt["message"]
    assert "--anyway" in refused.stderr
    assert state(told(program("minutes", "show", "plenary", "--json"))) == ("submitted", 2)


def test_a_form_in_another_language_begins_the_record_in_it(
    program: Program, form: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "form.ru.md")
    made = ("minutes", "form", str(tmp_path / "forum.yaml"), "--session", "plenary", "--out", out)
    written = program(*made, "--form-language", "ru")
    assert written.returncode == 0
    assert "usually in English. This form in Russian is taken while nobody" in written.stderr
    text = Path(out).read_text(encoding="utf-8")
    head, mark, rest = text.partition("o_outcome_summary -->")
    rest = rest.partition("**")[2]
    Path(out).write_text(f"{head}{mark}\n\nИтоги.\n\n**{rest}", encoding="utf-8")
    assert state(told(program("minutes", "take", out, "--json"))) == ("draft", 1)
    assert told(program("minutes", "show", "plenary", "--json"))["language"] == "ru"
    decided(form)
    refused = program("minutes", "take", str(form))
    assert (refused.returncode, "begun it in Russian" in refused.stderr) == (1, True)
    assert state(told(program("minutes", "show", "plenary", "--json"))) == ("draft", 1)


def test_a_form_of_no_session_names_those_that_there_are(
    program: Program, form: Path, tmp_path: Path
) -> None:
    assert form.exists()
    made = ("minutes", "form", str(tmp_path / "forum.yaml"), "--out", str(tmp_path / "x.md"))
    for more in ((), ("--session", "nowhere")):
        refused = program("--language", "ru", *made, *more)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "plenary (Пленарное заседание)" in refused.stderr


@pytest.mark.parametrize("verb", ["approve", "reopen"])
def test_a_draft_is_neither_approved_nor_given_back(
    program: Program, form: Path, verb: str
) -> None:
    decided(form)
    program("minutes", "take", str(form))
    done = program("minutes", verb, "plenary")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (4, "", 1)


def test_a_locked_record_takes_no_form(program: Program, form: Path) -> None:
    decided(form)
    for step in (("take", str(form)), ("submit", "plenary"), ("approve", "plenary", "--anyway")):
        assert program("minutes", *step).returncode == 0
    for step in (("take", str(form)), ("submit", "plenary"), ("approve", "plenary")):
        done = program("minutes", *step)
        assert done.returncode == 4
        assert "approved and locked" in done.stderr


def test_a_record_given_back_is_a_draft_again(program: Program, form: Path) -> None:
    decided(form)
    program("minutes", "take", str(form))
    program("minutes", "submit", "plenary")
    assert state(told(program("minutes", "reopen", "plenary", "--json"))) == ("draft", 3)


def test_another_revision_than_the_one_looked_at_is_not_submitted(
    program: Program, form: Path
) -> None:
    decided(form)
    program("minutes", "take", str(form))
    refused = program("minutes", "submit", "plenary", "--revision", "7")
    assert (refused.returncode, "was changed" in refused.stderr) == (4, True)
    assert program("minutes", "submit", "plenary", "--revision", "1").returncode == 0


def test_where_form_and_record_say_different_things_both_are_shown(
    program: Program, form: Path
) -> None:
    blank = form.read_bytes()
    summed_up(form, "The fairs were welcomed.")
    assert program("minutes", "take", str(form)).returncode == 0
    form.write_bytes(blank)
    summed_up(form, "The fairs were refused.")
    refused = program("minutes", "take", str(form), "--json")
    (conflict,) = told(refused, 4)["conflicts"]
    assert (conflict["key"], conflict["mine"], conflict["theirs"]) == (
        "o/outcome/summary",
        "The fairs were refused.",
        "The fairs were welcomed.",
    )
    assert "The fairs were refused." in program("minutes", "take", str(form)).stdout
    taken = program("minutes", "take", str(form), "--over", "--json")
    assert state(told(taken)) == ("draft", 2)


def test_a_form_taken_twice_is_kept_once(program: Program, form: Path) -> None:
    decided(form)
    revisions = [
        told(program("minutes", "take", str(form), "--json"))["revision"] for _ in range(2)
    ]
    assert revisions == [1, 1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "nowhere"), 2, "there are: plenary"),
        (("submit", "nowhere"), 2, "there are: plenary"),
        (("show", "plenary", "--out", "r.xls"), 2, "'r.xls'"),
        (("show", "--forum", "none"), 2, "there are: neighbours-2030"),
        (("take", "missing.docx"), 1, "missing.docx"),
        (("take", "FORM", "--session", "other"), 2, "there are: plenary"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(
    program: Program, form: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    named = [str(form) if each == "FORM" else each for each in arguments]
    done = program("minutes", *named)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_store_says_that_nothing_was_published(program: Program) -> None:
    done = program("minutes", "show")
    assert (done.returncode, done.stderr.startswith("Error: Nothing was published")) == (1, True)
