"""The description of the interface (OpenAPI 3.1), made of the routes and models themselves."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from orchestrator import __version__
from orchestrator.web.api.models import Problem
from orchestrator.web.api.operations import OPERATIONS, Operation
from orchestrator.web.api.talk import JSON
from orchestrator.web.headers import PROBLEM

Plain = dict[str, Any]
REF = "#/components/schemas/{model}"
PLACE = re.compile(r"\{(\w+):((?:[^{}]|\{[^}]*\})*)\}")
TITLE = "orchestrator"
ABOUT = (
    "The same verbs as on the command line, and the reading of what is kept. Instants are UTC. "
    "Errors are problems (RFC 9457)."
)
# What each change can meet besides what every request can.
CONDITIONS = {"needed": (412, 428), "possible": (412,), None: ()}


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
    return described


def _parameters(operation: Operation) -> Iterator[Plain]:
    for name, pattern in PLACE.findall(operation.path):
        schema = {"type": "string", "pattern": f"^{pattern}$"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if operation.query:
        for name, schema in operation.query.model_json_schema()["properties"].items():
            yield {"name": name, "in": "query", "required": False, "schema": schema}
    if operation.condition:
        yield _condition("If-Match")
    if operation.condition == "needed":
        yield _condition("If-None-Match", enum=["*"])


def _condition(name: str, **more: Sequence[str]) -> Plain:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string", **more}}


def _responses(operation: Operation, schemas: dict[type[BaseModel], Plain]) -> Plain:
    answer = operation.answer
    fine: Plain = {"description": HTTPStatus.OK.phrase}
    if answer:
        fine["content"] = {JSON: {"schema": schemas[answer]}}
    if operation.method == "GET" or operation.condition:
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
    found |= {400, 413, 415, 422} if operation.body else set()
    found |= {409} if operation.scope == "send" or operation.name == "answers" else set()
    return tuple(sorted(found))


def _problem(status: int, schemas: dict[type[BaseModel], Plain]) -> Plain:
    content = {PROBLEM: {"schema": schemas[Problem]}}
    return {"description": HTTPStatus(status).phrase, "content": content}
