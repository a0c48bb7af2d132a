"""The description of the interface: in step with the routes, and true of what is answered."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from orchestrator.web.api import models, openapi
from orchestrator.web.api.operations import OPERATIONS
from orchestrator.web.routes import ROUTES
from tests.web.api.machine import OWN, ROOT, Machine, at_work, machine
from tests.web.house import FORUM, SOURCE, House
from tests.web.recorded import CONSENSUS

schemathesis = pytest.importorskip(
    "schemathesis", reason="schemathesis is not installed: the description is not tried"
)
checks = pytest.importorskip("schemathesis.specs.openapi.checks")
EXAMPLES = 25
# No schema can say that a text is an agenda, or a word a person of the forum.
BEYOND = [checks.positive_data_acceptance]
PLAIN = {"api description", "api docs"}
# What a person, a forum or a session is called, so that some of what is made up leads somewhere.
KNOWN = {"forum": FORUM, "session": "plenary", "kind": "md"}


def test_the_description_names_every_route_and_no_other() -> None:
    described = {
        (method.upper(), path)
        for path, methods in openapi.description()["paths"].items()
        for method in methods
    }
    routed = {
        (route.method, re.sub(r"\{(\w+):(?:[^{}]|\{[^}]*\})*\}", r"{\1}", route.path))
        for route in ROUTES
        if route.bearer and route.name not in PLAIN
    }
    assert described == routed


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [each.name for each in OPERATIONS]
    assert sorted(set(names)) == sorted(names)


async def test_the_description_is_handed_out(house: House) -> None:
    response = await house.client.get(f"{ROOT}/openapi.json")
    assert await response.json() == openapi.description()
    assert (await response.json())["openapi"] == "3.1.0"


async def test_what_is_read_is_what_is_described(house: House) -> None:
    own = await machine(house)
    for each in OPERATIONS:
        if each.method != "GET" or each.answer is None:
            continue
        response = await own.ask("GET", openapi.path(each).format(**KNOWN))
        each.answer.model_validate(await response.json())


async def test_what_a_change_answers_is_what_is_described(house: House) -> None:
    own = await machine(house)
    bodies: dict[str, Any] = {
        "check": {"text": SOURCE},
        "draft": {"text": SOURCE},
        "plan": {"text": SOURCE},
        "publish": {"text": SOURCE.replace("2020-10-28 12:00", "2020-10-28 11:50"), "cancel": 99},
        "resend": {"person": "head-pk"},
        "preview people": {"table": "aWQKdGVrc2xlcgo="},
        "import people": {"table": "aWQKdGVrc2xlcgo="},
        "message": {"audience": "heads", "text": {"en": "x"}},
        "write record": {"lists": {"o/outcome/decisions": [{"cells": ["Adopted.", CONSENSUS]}]}},
    }
    seen = set()
    for each in OPERATIONS:
        if each.method == "GET" or each.answer is None:
            continue
        path = openapi.path(each).format(**KNOWN)
        response = await own.ask(
            each.method, path, json=bodies.get(each.name), headers={"If-Match": "*"}
        )
        told = await response.json(content_type=None)
        seen.add((each.name, response.status))
        (each.answer if response.status == 200 else models.Problem).model_validate(told)
    # No file was sent along; and the record was given back before it came to the Chair.
    assert {name for name, status in seen if status != 200} == {"hand in form", "approve record"}


async def test_a_problem_is_as_described(house: House) -> None:
    own = await machine(house)
    for path in (f"{OWN}/records/none", f"{OWN}/entries?limit=x", f"{ROOT}/nowhere"):
        response = await own.ask("GET", path)
        assert response.headers["Content-Type"] == "application/problem+json"
        models.Problem.model_validate(await response.json(content_type=None))


@pytest.mark.parametrize("operation", [each.name for each in OPERATIONS])
async def test_whatever_is_asked_is_answered_as_described(tmp_path: Path, operation: str) -> None:
    async with at_work(tmp_path) as own:
        await asyncio.to_thread(_try, own, operation)


def _try(own: Machine, name: str) -> None:
    """Ask for an operation in many ways, right and wrong, and hold every answer to the schema."""
    schema = schemathesis.openapi.from_dict(openapi.description())
    each = next(each for each in OPERATIONS if each.name == name)
    tried = schema[openapi.path(each)][each.method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(case=tried.as_strategy())
    def ask(case: Any) -> None:
        for part in KNOWN.keys() & (case.path_parameters or {}):
            case.path_parameters[part] = KNOWN[part]
        # A token with every scope: what is refused is refused for what was sent.
        case.call_and_validate(
            base_url=own.house.url,
            headers={"Authorization": f"Bearer {own.held}"},
            excluded_checks=BEYOND,
        )

    ask()
