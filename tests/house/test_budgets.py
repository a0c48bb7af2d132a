from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from tests.house import source

FILE_LINES = 400
FUNCTION_LINES = 60
MEDIAN_FUNCTION_LINES = 8
WRITTEN_BY_HAND = {".css", ".html", ".j2", ".js", ".md", ".txt", ".typ"}


def long_files(root: Path) -> list[str]:
    shown = [path for path in (root / "templates").rglob("*") if path.suffix in WRITTEN_BY_HAND]
    code = [*source.modules(root / "orchestrator"), *source.modules(root / "tests")]
    lengths = {path: source.line_count(path) for path in [*code, *shown]}
    return [f"{path}: {lines}" for path, lines in lengths.items() if lines > FILE_LINES]


def all_functions(root: Path) -> list[source.Function]:
    return [item for path in source.modules(root) for item in source.functions(path)]


def long_functions(root: Path) -> list[str]:
    return [
        f"{function.place}: {function.lines}"
        for function in all_functions(root)
        if function.lines > FUNCTION_LINES
    ]


def test_no_file_is_longer_than_one_sitting_can_read(repository: Path) -> None:
    assert long_files(repository) == []


def test_no_function_is_longer_than_a_screen(repository: Path) -> None:
    assert long_functions(repository / "orchestrator") == []
    assert long_functions(repository / "tests") == []


def test_the_median_function_is_short(repository: Path) -> None:
    lengths = [function.lines for function in all_functions(repository / "orchestrator")]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION_LINES


def test_no_modules_import_each_other_in_a_ring(repository: Path) -> None:
    assert source.cycle(repository / "orchestrator") == []


def test_every_import_inside_a_function_gives_its_reason(repository: Path) -> None:
    found = [
        place
        for path in source.modules(repository / "orchestrator")
        for place in source.unreasoned_imports(path)
    ]
    assert found == []


def planted(folder: Path, **files: str) -> Path:
    package = folder / "orchestrator"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    for name, text in files.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    return package


def test_a_long_file_is_seen(tmp_path: Path) -> None:
    package = planted(tmp_path, long="x = 1\n" * (FILE_LINES + 1), right="x = 1\n" * FILE_LINES)
    assert long_files(tmp_path) == [f"{package / 'long.py'}: 401"]


def test_a_long_template_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "templates" / "agenda.html"
    page.parent.mkdir()
    page.write_text("<p>\n" * (FILE_LINES + 1), encoding="utf-8")
    assert long_files(tmp_path) == [f"{page}: 401"]


def test_a_long_function_is_seen(tmp_path: Path) -> None:
    body = "    x = 1\n" * FUNCTION_LINES
    package = planted(tmp_path, long=f"async def slow():\n{body}", right=f"def f():\n{body[:-10]}")
    assert long_functions(package) == [f"{package / 'long.py'}:1 slow: 61"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("import orchestrator.b", "import orchestrator.a"),
        ("from orchestrator import b", "from orchestrator.a import x"),
        ("from . import b", "from .a import x"),
        ("def f():\n    from . import b", "from orchestrator import a"),
    ],
)
def test_a_ring_of_imports_is_seen(tmp_path: Path, one: str, other: str) -> None:
    package = planted(tmp_path, a=one, b=other, c="from orchestrator import a, b")
    assert set(source.cycle(package)) == {"orchestrator.a", "orchestrator.b"}


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("    import json\n", True),
        ("    import json  # noqa: PLC0415\n", True),
        ("    import json  # noqa: PLC0415 - only `doctor` pays for it\n", False),
        ("    import json  # only `doctor` pays for it\n", False),
        ("    # Half of the start-up time, and --help needs none of it.\n    import json\n", False),
        ("    # Half of the start-up time of it.\n    import json\n    import csv\n", False),
        ("    x = 1\n\n    from json import (\n        loads,\n    )\n", True),
    ],
)
def test_an_import_inside_a_function_without_a_reason_is_seen(
    tmp_path: Path, body: str, *, seen: bool
) -> None:
    package = planted(tmp_path, late=f"import os\n\n\ndef f():\n{body}    return 1\n")
    assert bool(source.unreasoned_imports(package / "late.py")) is seen
