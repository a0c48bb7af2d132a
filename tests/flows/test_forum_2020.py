"""The whole main job as a stranger meets it: one command, a real forum, everything handed out."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import unquote

import pytest

from orchestrator.languages import TAGS
from tests.papers import papers

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the command built, once for all who only read it."""
    folder = tmp_path_factory.mktemp("demo")
    told = subprocess.run(
        [sys.executable, "-m", "orchestrator", "demo"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, "forum-demo\n"), told.stderr
    return folder / "forum-demo"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_demo_holds_everything_that_an_organiser_hands_out(demo: Path) -> None:
    wanted = {"public/index.html", "public/agenda.json", "public/agenda.ru+zh-Hans.html"}
    wanted |= {f"public/agenda.{tag}.{form}" for tag in TAGS for form in ("html", "md", "txt")}
    wanted |= {f"public/agenda.{tag}.pdf" for tag in (*TAGS, "ru+zh-Hans")}
    wanted |= {f"internal/running-order.{tag}.pdf" for tag in TAGS}
    wanted |= {"internal/call-sheets/norov.pdf"}
    kinds = ("public/agenda", "internal/running-order", "internal/participants")
    wanted |= {f"{kind}.{tag}.docx" for kind in kinds for tag in TAGS}
    wanted |= {f"public/calendar.{tag}.ics" for tag in TAGS}
    wanted |= {"internal/index.html", "internal/running-order.json"}
    forms = ("html", "md", "txt")
    wanted |= {f"internal/running-order.{tag}.{form}" for tag in TAGS for form in forms}
    wanted |= {f"internal/participants.{tag}.{form}" for tag in TAGS for form in ("html", "md")}
    wanted |= {"internal/call-sheets/norov.html", "internal/invites/norov.session-plenary.ics"}
    assert wanted - names(demo) == set()


def test_every_file_is_reached_from_an_index_and_every_link_leads_to_a_file(demo: Path) -> None:
    waiting = [demo / "public" / "index.html", demo / "internal" / "index.html"]
    reached = {path.relative_to(demo).as_posix() for path in waiting}
    while waiting:
        page = waiting.pop()
        for link in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8")):
            if not re.match(r"https:|mailto:|tel:", link):
                target = (page.parent / unquote(link)).resolve()
                name = target.relative_to(demo.resolve()).as_posix()
                assert target.is_file(), f"{page}: {link}"
                if name not in reached and target.suffix == ".html":
                    waiting.append(target)
                reached.add(name)
    assert names(demo) - reached == {".orchestrator-build.json"}


def test_the_round_of_statements_stands_in_the_russian_alphabet(demo: Path) -> None:
    held = json.loads((demo / "internal" / "running-order.json").read_text(encoding="utf-8"))
    round_ = [slot for slot in held["slots"] if slot["item"] == "statements"]
    assert [slot["state"] for slot in round_] == ["IN", "KZ", "CN", "KG", "PK", "RU", "TJ", "UZ"]
    assert round_[0]["start"] == "2020-10-29T07:30:00Z"
    keys = {"session", "item", "kind", "person", "delegation", "state", "start", "end", "because"}
    assert keys <= set(round_[0])


def test_slots_follow_each_other_without_overlap_in_every_session(demo: Path) -> None:
    held = json.loads((demo / "internal" / "running-order.json").read_text(encoding="utf-8"))
    dated = [slot for slot in held["slots"] if slot["start"]]
    for before, after in pairwise(dated):
        if before["session"] == after["session"]:
            assert before["end"] <= after["start"]


def shown(path: Path) -> str:
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return papers.text(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")


def test_nothing_public_holds_a_way_in_or_an_address(demo: Path) -> None:
    for path in (demo / "public").rglob("*"):
        text = shown(path)
        assert "meet.example.org" not in text, path
        without_uids = re.sub(r"(?m)^UID:.*$", "", text)
        assert re.findall(r"[\w.]+@example\.org", without_uids) == [], path
        assert "+7 351" not in text, path


def test_a_second_run_replaces_the_first_with_the_same_bytes(
    program: Program, demo: Path, tmp_path: Path
) -> None:
    again = shutil.copytree(demo, tmp_path / "forum-demo")
    (again / "public" / "stale.html").write_text("old")
    assert program("demo").returncode == 0
    before, after = (
        {name: (folder / name).read_bytes() for name in names(folder)} for folder in (demo, again)
    )
    assert after == before


def test_the_demo_leaves_no_key_and_no_data_behind(demo: Path) -> None:
    assert [path.name for path in demo.parent.iterdir()] == ["forum-demo"]


def test_the_shipped_file_is_fit_to_be_published(program: Program, repository: Path) -> None:
    file = repository / "agendas" / "sco-heads-of-regions-2020.yaml"
    told = program("--json", "check", str(file), ORCHESTRATOR_NOW="2020-10-20T06:00:00Z")
    found = json.loads(told.stdout)["findings"]
    assert [each for each in found if each["severity"] != "warning"] == []


@pytest.mark.parametrize(
    ("tag", "name"), [("ru", "Казахстан"), ("ur", "قازقستان"), ("zh-Hans", "哈萨克斯坦")]
)
def test_the_order_is_explained_in_the_reader_s_language(
    program: Program, repository: Path, tag: str, name: str
) -> None:
    file = repository / "agendas" / "sco-heads-of-regions-2020.yaml"
    told = program("--language", tag, "explain", str(file), "--item", "statements")
    assert told.returncode == 0
    # The reader's own name for the state, and the one whose letters decide.
    assert name in told.stdout
    assert "Казахстан" in told.stdout
    assert "alphabet" not in told.stdout
