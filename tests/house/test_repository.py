from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

TOP = {
    *("orchestrator", "agendas", "templates", "locales", "tests"),
    *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("SECURITY.md", "constraints.txt"),
}
# Every pattern is written so that it does not find itself.
UNWANTED = {
    "a registry's host": re.compile(
        r"py[p]i\.org|python[h]osted\.org|npm[j]s\.org|deb\.[d]ebian\.org|proxy\.[g]olang"
        r"|npm[m]irror|yarn[p]kg\.com",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.>}])/(?:[w]ork|[r]oot|[h]ome|[U]sers)/|file:///[o]pt|/[o]pt/(?:pypi|wheels)"
        r"|[C]:\\Users"
    ),
    "who or what typed it": re.compile(
        r"\b[C]EO\b|\bc[l]aude\b|an[t]hropic|open[a]i\b|chat[g]pt|co[p]ilot|\bLL[M]s?\b"
        r"|\bsub-?[a]gents?\b|\bAI[ -](?:tool|agent|assistant|generated)",
        re.IGNORECASE,
    ),
}
ADDRESS = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-zA-Z]{2,})\b")
EXAMPLE = re.compile(r"(?:.+\.)?(?:example\.(?:org|com|net)|example|invalid|test)")


def git(*arguments: str, cwd: Path) -> list[str]:
    run = subprocess.run(
        ["git", *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=True
    )
    return [name for name in run.stdout.split("\0") if name]


@pytest.fixture(scope="session")
def names(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what is in the repository or would be with the next `git add`."""
    empty = tmp_path_factory.mktemp("git")
    git("init", "--quiet", "--bare", ".", cwd=empty)
    here = ["--git-dir", str(empty), "--work-tree", str(repository)]
    addable = git(
        *here, "ls-files", "-z", "--others", "--exclude-standard", "--exclude=.git", cwd=repository
    )
    kept = git("ls-files", "-z", cwd=repository) if (repository / ".git").exists() else []
    return sorted({*addable, *(name for name in kept if (repository / name).exists())})


def readable(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def unwanted(text: str) -> list[str]:
    return [what for what, pattern in UNWANTED.items() if pattern.search(text)]


def strange_addresses(text: str) -> list[str]:
    return [found[0] for found in ADDRESS.finditer(text) if not EXAMPLE.fullmatch(found[1])]


def test_the_top_level_holds_only_what_was_agreed(names: list[str]) -> None:
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_the_lock_file_that_names_hosts_is_not_kept(names: list[str]) -> None:
    assert "uv.lock" not in names


def test_nothing_names_a_registry_a_machine_or_a_maker(repository: Path, names: list[str]) -> None:
    found = {name: unwanted(readable(repository / name)) for name in names}
    assert {name: what for name, what in found.items() if what} == {}


def test_every_mail_address_shipped_is_at_an_example_domain(
    repository: Path, names: list[str]
) -> None:
    shipped = [name for name in names if not name.startswith(("tests/", "."))]
    found = {name: strange_addresses(readable(repository / name)) for name in shipped}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("https://files.python" + "hosted.org/x", ["a registry's host"]),
        ("registry = https://registry.npm" + "js.org", ["a registry's host"]),
        ("built in /" + "root/.cache", ["a path of one machine"]),
        ('"/' + 'work/main"', ["a path of one machine"]),
        ("as the C" + "EO said", ["who or what typed it"]),
        ("https://example.org/work/plan and ./work/", []),
        ("a Calendar User Agent, an agenda, PyPI", []),
    ],
)
def test_what_is_not_wanted_is_seen(text: str, what: list[str]) -> None:
    assert unwanted(text) == what


def test_an_address_outside_the_example_domains_is_seen() -> None:
    text = "governor@example.org, chair@ural.example, someone@gmail" + ".com"
    assert strange_addresses(text) == ["someone@gmail" + ".com"]
