"""What every command keeps to: exit codes, stdout and stderr, languages, JSON, no traceback."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from orchestrator import cli
from orchestrator.languages import OWN_NAMES, TAGS

Program = Callable[..., CompletedProcess[str]]

COMMANDS = ("demo", "new", "check", "build", "explain", "minutes", "doctor", "reference")


@pytest.fixture
def minimal(tmp_path: Path, repository: Path) -> Path:
    source = repository / "agendas" / "minimal.yaml"
    copy = tmp_path / "forum.yaml"
    copy.write_bytes(source.read_bytes())
    return copy


def break_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("kind: opening", "kinds: opening"), encoding="utf-8")


def test_help_names_every_command(program: Program) -> None:
    told = program("--help")
    assert told.returncode == 0
    assert [name for name in COMMANDS if f"  {name}" not in told.stdout] == []
    assert told.stderr == ""


def test_no_command_shows_the_help(program: Program) -> None:
    assert program().stdout == program("--help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(program: Program, command: str) -> None:
    told = program(command, "--help")
    assert told.returncode == 0
    assert "--json" in told.stdout


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "en"])
def test_help_is_in_the_language_of_the_caller_and_in_no_other(program: Program, tag: str) -> None:
    asked = program("--language", tag, "build", "--help").stdout
    assert asked == program("build", "--help", ORCHESTRATOR_LANGUAGE=tag).stdout
    assert asked != program("build", "--help").stdout
    assert "Options" not in asked
    assert "nothing is sent" not in asked


def test_the_language_of_the_system_is_taken(program: Program) -> None:
    told = program("--help", LC_ALL="ru_RU.UTF-8")
    assert told.stdout == program("--language", "ru", "--help").stdout
    assert program("--help", LC_ALL="fr_FR.UTF-8").stdout == program("--help").stdout


def test_an_unknown_language_is_a_usage_error(program: Program) -> None:
    told = program("--language", "xx", "doctor")
    assert told.returncode == 2
    assert "zh-Hans" in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("chek", "x"),
        ("check",),
        ("check", "a", "b"),
        ("check", "a", "--unknown"),
        ("build", "a", "--beside", "ru"),
        ("build", "a", "--beside", "ru,xx"),
        ("build", "a", "--out"),
    ],
)
def test_a_wrong_call_exits_2_with_one_sentence(
    program: Program, arguments: tuple[str, ...]
) -> None:
    told = program(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith("Error: ")
    assert "Traceback" not in told.stderr


def test_a_mistyped_command_is_answered_with_the_nearest(program: Program) -> None:
    assert "'check'" in program("chek", "x").stderr


@pytest.mark.parametrize("command", ["check", "build", "explain"])
def test_what_is_no_readable_file_exits_1_with_one_sentence(
    program: Program, tmp_path: Path, command: str
) -> None:
    for path in ("missing.yaml", str(tmp_path)):
        told = program(command, path)
        assert told.returncode == 1
        assert told.stdout == ""
        assert len(told.stderr.splitlines()) == 1
        assert path in told.stderr


def test_new_needs_an_id_where_nobody_can_be_asked(program: Program, tmp_path: Path) -> None:
    told = program("new", "forum.yaml")
    assert told.returncode == 2
    assert not (tmp_path / "forum.yaml").exists()


@pytest.mark.parametrize("tag", TAGS)
def test_a_new_file_has_no_errors_in_any_language(
    program: Program, tmp_path: Path, tag: str
) -> None:
    assert program("new", "forum.yaml", "--id", "regions-2027", "--language", tag).returncode == 0
    told = program("--json", "check", "forum.yaml", ORCHESTRATOR_NOW="2020-01-01T00:00:00Z")
    found = json.loads(told.stdout)["findings"]
    assert [each for each in found if each["severity"] != "warning"] == []
    assert told.returncode == 0
    assert program("build", "forum.yaml").returncode == 0
    assert (tmp_path / "regions-2027" / "public" / f"agenda.{tag}.html").is_file()


def test_new_never_writes_over_a_file(program: Program, minimal: Path) -> None:
    before = minimal.read_bytes()
    told = program("new", "forum.yaml", "--id", "other")
    assert told.returncode == 1
    assert minimal.read_bytes() == before


@pytest.mark.parametrize("given", ["Forum", "a b", "форум", "con", ""])
def test_new_refuses_what_cannot_be_an_id(program: Program, tmp_path: Path, given: str) -> None:
    assert program("new", "forum.yaml", "--id", given).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_check_prints_one_json_object_with_the_contract_s_keys(
    program: Program, minimal: Path
) -> None:
    break_it(minimal)
    for arguments in (("--json", "check", "forum.yaml"), ("check", "forum.yaml", "--json")):
        told = program(*arguments)
        assert told.returncode == 3
        found = json.loads(told.stdout)["findings"]
        unknown = next(each for each in found if each["code"] == "E101")
        keys = {"code", "severity", "path", "file", "line", "column", "message", "hint"}
        assert keys <= set(unknown)
        assert unknown["severity"] == "error"
        assert unknown["file"] == "forum.yaml"
        assert unknown["hint"] == "did you mean 'kind'?"


def test_a_finding_shows_its_place_and_a_caret_under_it(program: Program, minimal: Path) -> None:
    text = minimal.read_text(encoding="utf-8").replace("kind: opening", "kinds: opening")
    minimal.write_text(text, encoding="utf-8")
    lines = program("check", "forum.yaml").stdout.splitlines()
    number = next(n for n, line in enumerate(lines) if " E101 " in line)
    _, line, column, *_ = lines[number].split(" ")[0].split(":")
    source = text.splitlines()[int(line) - 1]
    assert source[int(column) - 1 :].startswith("kinds")
    assert lines[number + 1].strip() == source.strip()
    assert lines[number + 2].index("^") == lines[number + 1].index("kinds")


def test_a_file_with_errors_is_not_built(program: Program, tmp_path: Path, minimal: Path) -> None:
    break_it(minimal)
    told = program("build", "forum.yaml", "--out", "papers")
    assert told.returncode == 3
    assert "E101" in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["forum.yaml"]


def test_build_says_where_it_wrote_on_stdout_and_the_rest_on_stderr(
    program: Program, minimal: Path
) -> None:
    told = program("build", "forum.yaml", "--out", "papers")
    assert told.returncode == 0
    assert told.stdout == "papers\n"
    assert (minimal.parent / "papers" / "public" / "index.html").is_file()
    assert program("build", "forum.yaml", "--out", "papers", "-q").stderr == ""


def test_build_refuses_a_folder_of_somebody_else(program: Program, minimal: Path) -> None:
    theirs = minimal.parent / "letters"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("mine")
    told = program("build", "forum.yaml", "--out", "letters")
    assert told.returncode == 1
    assert [path.name for path in theirs.iterdir()] == ["letter.txt"]


def test_building_twice_gives_identical_bytes(program: Program, minimal: Path) -> None:
    built = []
    for out in ("first", "second"):
        told = program("build", "forum.yaml", "--out", out, SOURCE_DATE_EPOCH="1603173600")
        assert told.returncode == 0
        folder = minimal.parent / out
        built.append(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
        )
    assert built[0] == built[1]


def test_options_are_read_from_the_environment(program: Program, minimal: Path) -> None:
    told = program("build", "forum.yaml", ORCHESTRATOR_OUT="papers", ORCHESTRATOR_JSON="1")
    assert json.loads(told.stdout)["out"] == "papers"
    assert (minimal.parent / "papers").is_dir()


def test_a_setting_for_tests_is_said_in_a_warning(program: Program, minimal: Path) -> None:
    told = program("check", minimal.name, ORCHESTRATOR_NOW="2020-10-20T06:00:00Z")
    assert "2020-10-20T06:00:00" in told.stderr
    wrong = program("check", minimal.name, ORCHESTRATOR_NOW="yesterday")
    assert wrong.returncode == 2
    assert "ORCHESTRATOR_NOW" in wrong.stderr


def test_the_doctor_finds_this_machine_fine(program: Program) -> None:
    told = program("doctor", "--json")
    checks = json.loads(told.stdout)["checks"]
    assert [each for each in checks if not each["fine"]] == []
    assert told.returncode == 0
    shown = program("doctor").stdout
    assert all(name in shown for name in OWN_NAMES.values())


def test_the_doctor_says_how_to_repair_a_key_that_others_can_read(
    program: Program, tmp_path: Path
) -> None:
    assert program("new", "forum.yaml", "--id", "x").returncode == 0
    assert program("build", "forum.yaml").returncode == 0
    (tmp_path / ".orchestrator" / "key").chmod(0o644)
    told = program("doctor")
    assert told.returncode == 1
    assert "chmod 600 .orchestrator/key" in told.stdout


def test_escape_sequences_in_a_file_do_not_reach_the_terminal(
    program: Program, minimal: Path
) -> None:
    text = minimal.read_text(encoding="utf-8").replace("kind: opening", "kind: 'o\x1b[31mp\u202e'")
    minimal.write_text(text, encoding="utf-8")
    told = program("check", "forum.yaml")
    assert told.returncode == 3
    assert "\x1b" not in told.stdout
    assert "\u202e" not in told.stdout


def test_the_reference_says_what_is_allowed_and_what_counts_where_nothing_is_said(
    program: Program,
) -> None:
    found = json.loads(program("--json", "reference").stdout)
    assert found["fields"]["visibility"].endswith(
        "Allowed: `private`, `link`, `public`. Default: `private`."
    )
    assert found["settings"]["ORCHESTRATOR_DATA"].endswith("Default: `.orchestrator`.")
    (links,) = [each for each in found["commands"] if each["name"] == "links"]
    assert links["options"]["--scope"].endswith("Allowed: `read`, `write`, `send`.")


def test_a_reader_who_has_had_enough_causes_no_traceback(tmp_path: Path) -> None:
    command = f"{sys.executable} -m orchestrator reference | head -1"
    told = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert told.stdout == "# Reference\n"
    assert told.stderr == ""


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("check",), "FILE is missing.\nUsage: orchestrator check [OPTIONS] FILE"),
        (("check", "a", "b c", "d"), "'b c d' is more than the command takes."),
        (("hold", "--forum", "x"), "Did you mean 'orchestrator hold x'?"),
        (("hold", "--forum=x y", "-q"), "Did you mean 'orchestrator hold 'x y' -q'?"),
        (("resend", "kim", "x"), "Did you mean 'orchestrator resend kim --forum x'?"),
        (("build", "a", "--out"), "--out needs a value after it."),
        (("check", "a", "--json=3"), "--json takes no value."),
        (("serve", "--port", "99999"), "cannot be used. Allowed: 0–65535."),
        (("publish", "a", "--to", "you"), "cannot be used. Allowed: me."),
        (("minutes",), "COMMAND is missing."),
        (("told",), "Usage: orchestrator told [OPTIONS] [FORUM] --written"),
    ],
)
def test_a_wrong_call_is_answered_with_what_was_wrong_and_the_right_one(
    capsys: pytest.CaptureFixture[str], call: tuple[str, ...], told: str
) -> None:
    assert cli.run([*call]) == 2
    assert told in capsys.readouterr().err
