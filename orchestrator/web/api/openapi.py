"""The description of the interface (OpenAPI 3.1), made of the routes and models themselves."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from orchestrator import __version__
from orchestrator.web.api import once
from orchestrator.web.api.models import Problem
from orchestrator.web.api.operation import Condition, Operation
from orchestrator.web.api.operations import OPERATIONS
from orchestrator.web.api.talk import JSON
from orchestrator.web.headers import PROBLEM

Plain = dict[str, Any]
REF = "#/components/schemas/{model}"
PLACE = re.compile(r"\{(\w+):((?:[^{}]|\{[^}]*\})*)\}")
WORDS = re.compile(r"[a-z|]+")
TITLE = "orchestrator"
ABOUT = (
    "The same verbs as on the command line, and the reading of what is kept. Instants are UTC. "
    "Errors are problems (RFC 9457)."
)
MEANT: Mapping[Condition, str] = {
    "needed": "The ETag of the record's form, or *; without it 428.",
    "new": "The forum's ETag, or *; without it, and without If-None-Match, 428.",
    "possible": "The forum's ETag.",
}
ONCE = "Asked again under the same key within a day, it is not done again: same answer."
# What each change can meet besides what every request can.
CONDITIONS = {"needed": (412, 428), "new": (412, 428), "possible": (412,), None: ()}
WAITS = (429, 503)  # where an answer says how long


@cache
def description() -> Plain:
    """Return the description of every operation."""
    wanted = {model for each in OPERATIONS for model in _models(each)} | {Problem}
    ordered = sorted(wanted, key=lambda model: model.__name__)
    names, held = models_json_schema([(model, "validation") for model in ordered], ref_template=REF)
    schemas = {model: names[model, "validation"] for model in ordered}
    paths: dict[str, Plain] = {}
    for each in OPERATIONS:
        paths.setdefault(path(each), {})[each.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": __version__, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": held.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


@cache
def written() -> bytes:
    """Return the description as it is handed out."""
    return json.dumps(description(), ensure_ascii=False, indent=1).encode() + b"\n"


def path(operation: Operation) -> str:
    """Return the path of an operation as a template."""
    return PLACE.sub(r"{\1}", operation.path)


def _models(operation: Operation) -> Iterator[type[BaseModel]]:
    return (each for each in (operation.answer, operation.body) if each)


def _operation(operation: Operation, schemas: dict[type[BaseModel], Plain]) -> Plain:
    described: Plain = {
        "operationId": operation.name.replace(" ", "_"),
        "summary": operation.summary,
        "parameters": [*_parameters(operation)],
        "responses": _responses(operation, schemas),
        "security": [{"token": []}] if operation.scope else [{}, {"token": []}],
    }
    if operation.scope:
        described["x-scope"] = operation.scope
    if operation.body:
        content = {JSON: {"schema": schemas[operation.body]}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.taken:
        content = {each: {"schema": {}} for each in sorted(operation.taken.values())}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(operation: Operation) -> Iterator[Plain]:
    for name, pattern in PLACE.findall(operation.path):
        one_of = WORDS.fullmatch(pattern)
        fits = {"enum": pattern.split("|")} if one_of else {"pattern": f"^{pattern}$"}
        schema = {"type": "string", **fits}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if operation.query:
        for name, schema in operation.query.model_json_schema()["properties"].items():
            yield {"name": name, "in": "query", "required": False, "schema": schema}
    if operation.condition:
        yield _header("If-Match", description=MEANT[operation.condition])
    if operation.condition == "new":
        yield _header("If-None-Match", enum=["*"])
    if operation.once:
        yield _header(once.HEADER, pattern=f"^{once.PATTERN}$", description=ONCE)


def _header(name: str, **more: Sequence[str]) -> Plain:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string", **more}}


def _responses(operation: Operation, schemas: dict[type[BaseModel], Plain]) -> Plain:
    answer = operation.answer
    fine: Plain = {"description": HTTPStatus.OK.phrase}
    if answer:
        fine["content"] = {JSON: {"schema": schemas[answer]}}
    if operation.files:
        kinds = {each.partition(";")[0] for each in operation.files.values()}
        fine["content"] = {each: {"schema": {}} for each in sorted(kinds)}
    if operation.method == "GET" or operation.condition or operation.taken:
        fine["headers"] = {"ETag": {"schema": {"type": "string"}}}
    wrong = {str(status): _problem(status, schemas) for status in statuses(operation)}
    same = {"304": {"description": HTTPStatus.NOT_MODIFIED.phrase}}
    return {"200": fine, **(same if operation.method == "GET" else {}), **wrong}


def statuses(operation: Operation) -> tuple[int, ...]:
    """Return which errors an operation can meet."""
    found = {401, 503} | set(CONDITIONS[operation.condition])
    found |= {403} if operation.scope else set()
    found |= {404} if "{" in operation.path else set()
    found |= {400, 422} if operation.query else set()
    found |= {400, 413, 415, 422, 429} if operation.has_body else set()
    found |= {400, 409, 422} if operation.once else set()
    found |= set(operation.refused)
    return tuple(sorted(found))


def _problem(status: int, schemas: dict[type[BaseModel], Plain]) -> Plain:
    content = {PROBLEM: {"schema": schemas[Problem]}}
    told: Plain = {"description": HTTPStatus(status).phrase, "content": content}
    if status in WAITS:
        told["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return told
