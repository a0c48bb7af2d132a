"""Reads Python source as the budgets see it: lengths, cycles, imports inside functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

NOQA = re.compile(r"#\s*noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function and how many lines it takes from `def` to its end."""

    place: str
    lines: int


def modules(folder: Path) -> list[Path]:
    """Return every Python file below a folder, without installed packages."""
    return [path for path in sorted(folder.rglob("*.py")) if "node_modules" not in path.parts]


def line_count(path: Path) -> int:
    """Return how many lines a text file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> list[Function]:
    """Return the functions of a file with their lengths, methods and inner functions too."""
    return [
        Function(
            place=f"{path}:{node.lineno} {node.name}",
            lines=(node.end_lineno or node.lineno) - node.lineno + 1,
        )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, FUNCTIONS)
    ]


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name under which a file is imported."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, name: str, known: set[str]) -> set[str]:
    """Return which of the known modules a file imports, wherever in it the import stands."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = ".".join([*above, *filter(None, [node.module])]) if node.level else node.module
            deeper = {f"{start}.{alias.name}" for alias in node.names} & known
            # `from room import module` needs the module; only for other names the room itself.
            found.update(deeper if len(deeper) == len(node.names) else {*deeper, start or ""})
    return (found & known) - {name}


def cycle(package: Path) -> list[str]:
    """Return one ring of modules that import each other, or nothing."""
    names = {module_name(path, package.parent): path for path in modules(package)}
    graph = {name: imported(path, name, set(names)) for name, path in names.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def _inner_imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            yield from (inner for inner in ast.walk(node) if isinstance(inner, IMPORTS))


def _says_why(line: str) -> bool:
    _, mark, comment = NOQA.sub("#", line).partition("#")
    return bool(mark) and len(re.findall(r"\w+", comment)) >= 3


def unreasoned_imports(path: Path) -> list[str]:
    """Return the imports inside functions that have no comment beside or above them."""
    text = path.read_text(encoding="utf-8")
    lines = ["", *text.splitlines()]
    found = []
    for node in {inner.lineno: inner for inner in _inner_imports(ast.parse(text))}.values():
        first = node.lineno
        # One comment may speak for the whole group of imports below it.
        while lines[first - 1].strip().startswith(("import ", "from ")):
            first -= 1
        beside = lines[first - 1 : (node.end_lineno or node.lineno) + 1]
        if not any(_says_why(line) for line in beside):
            found.append(f"{path}:{node.lineno}")
    return sorted(found)
