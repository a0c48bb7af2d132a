"""Copies constraints.txt into [tool.uv] of pyproject.toml, so that uv and pip install the same."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.DOTALL | re.MULTILINE)


def exact_versions(text: str) -> list[str]:
    """Return the requirements of a constraints file, without comments and empty lines."""
    lines = (line.split(" #", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def mirrored(project: str, constraints: str) -> str:
    """Return the text of pyproject.toml with the constraints written into it."""
    rows = "".join(f'    "{line}",\n' for line in exact_versions(constraints))
    replaced, count = BLOCK.subn(lambda _: f"constraint-dependencies = [\n{rows}]\n", project)
    if count != 1:
        message = "pyproject.toml needs exactly one `constraint-dependencies = [` in [tool.uv]."
        raise SystemExit(message)
    return replaced


def main() -> None:
    """Rewrite pyproject.toml in place."""
    project = ROOT / "pyproject.toml"
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    project.write_text(
        mirrored(project.read_text(encoding="utf-8"), constraints), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
