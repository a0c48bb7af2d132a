from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house import source

# Library: the modules that may import it, and why nobody else.
FACADES = {
    "zoneinfo": {
        "zones"
    },  # its lookups fall over names such as "Asia", and must read our rules only
    "babel": {"languages", "zones"},  # its formats leak texts from one locale into the next
    "icalendar": {"invites"},  # what a calendar file looks like is decided in one room
    "aiosmtplib": {"delivery"},  # what its answers mean for a message is decided in one room
    "apscheduler": {"scheduler"},  # untyped
    "argon2": {"secretariat"},  # takes 64 MiB and a core: never on the event loop
}
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|<script(?![^>]*\bsrc=)", re.IGNORECASE)


def importers(package: Path, library: str) -> set[str]:
    """Return the rooms that import a library, by the room's name."""
    found = set()
    for path in source.modules(package):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] == library for name in names):
                found.add(path.relative_to(package).parts[0].removesuffix(".py"))
    return found


def unescaped(templates: Path) -> list[str]:
    """Return the templates that let text become markup, or carry a script in the page."""
    return [
        path.name
        for path in sorted(templates.rglob("*"))
        if path.suffix in {".html", ".j2", ".jinja"}
        and UNESCAPED.search(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("library", FACADES)
def test_a_library_with_traps_is_met_in_one_place(repository: Path, library: str) -> None:
    assert importers(repository / "orchestrator", library) <= FACADES[library]


def test_no_template_lets_text_become_markup(repository: Path) -> None:
    assert unescaped(repository / "templates") == []


def test_an_import_past_the_facade_is_seen(tmp_path: Path) -> None:
    (tmp_path / "invites").mkdir()
    late = "def f():\n    from zoneinfo import ZoneInfo\n"
    (tmp_path / "invites" / "requests.py").write_text(late, encoding="utf-8")
    (tmp_path / "cli.py").write_text("import zoneinfo\nimport babel.dates\n", encoding="utf-8")
    assert importers(tmp_path, "zoneinfo") == {"cli", "invites"}
    assert importers(tmp_path, "babel") == {"cli"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<p>{{ title | safe }}</p>", ["page.html"]),
        ("{% autoescape false %}", ["page.html"]),
        ("<script>alert(1)</script>", ["page.html"]),
        ("<p>{{ title }} is safe</p><script src='clock.js'></script>", []),
    ],
)
def test_text_that_could_become_markup_is_seen(tmp_path: Path, text: str, seen: list[str]) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert unescaped(tmp_path) == seen
