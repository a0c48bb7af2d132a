from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.mirror_constraints import exact_versions, mirrored


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def constraints(repository: Path) -> list[str]:
    return exact_versions((repository / "constraints.txt").read_text(encoding="utf-8"))


def direct(project: dict[str, Any]) -> list[Requirement]:
    extras = project["project"]["optional-dependencies"].values()
    lines = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return [Requirement(line) for line in lines]


def test_uv_and_pip_are_held_to_the_same_versions(
    project: dict[str, Any], constraints: list[str]
) -> None:
    assert project["tool"]["uv"]["constraint-dependencies"] == constraints


def test_every_constraint_is_one_exact_version_and_nothing_else(constraints: list[str]) -> None:
    marker = r"[a-z_]+ [=!]= '\w+'"
    exact = re.compile(rf"[a-z0-9-]+==[0-9][0-9a-z.]*( ; {marker}( and {marker})*)?")
    assert [line for line in constraints if not exact.fullmatch(line)] == []


def test_every_direct_dependency_is_pinned_within_its_bounds(
    project: dict[str, Any], constraints: list[str]
) -> None:
    pins = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in map(Requirement, constraints)
    }
    outside = [
        str(wanted)
        for wanted in direct(project)
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"))
    ]
    assert outside == []


def test_mirroring_writes_every_line_and_leaves_the_rest_alone() -> None:
    before = '[tool.uv]\nconstraint-dependencies = [\n    "old==1",\n]\n\n[tool.mypy]\nx = []\n'
    after = '[tool.uv]\nconstraint-dependencies = [\n    "a==1",\n    "b==2 ; x == \'y\'",\n]\n\n'
    assert mirrored(before, "# why\na==1\n\nb==2 ; x == 'y'\n") == after + "[tool.mypy]\nx = []\n"
