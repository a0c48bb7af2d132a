"""The description of the interface as a page for people: made of the same values, no script."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from orchestrator import languages
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.web import readers
from orchestrator.web.api import openapi
from orchestrator.web.api.operation import Operation
from orchestrator.web.api.operations import OPERATIONS
from orchestrator.web.copies import Copy, copied, handed
from orchestrator.web.headers import ASK_AGAIN, HTML, headers
from orchestrator.web.pages import paper
from orchestrator.web.visits import Visit

Plain = Mapping[str, Any]
NAMED = re.compile(re.escape(openapi.REF.format(model="")) + r"(\w+)")
MUST = N_("required")
MAY = N_("optional")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of what is sent or got: its name, what it holds, and what is said about it."""

    name: str
    kind: str
    must: Phrase
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An operation as the page shows it."""

    operation: Operation
    path: str
    asked: tuple[Field, ...]
    sent: tuple[Field, ...]
    got: tuple[Field, ...]
    wrong: tuple[int, ...]


async def docs(visit: Visit) -> web.Response:
    """Answer with the page."""
    tag = readers.language(visit.request)
    copy = await visit.service.copies.of(("docs", tag), lambda: _page(tag))
    return handed(copy, visit.request)


def _page(tag: str) -> Copy:
    words = languages.translator(tag)
    shown = tuple(map(_shown, OPERATIONS))
    body = paper(words, "web/docs.html", shown=shown, parts=tuple(_parts()), tags=languages.TAGS)
    kind = headers(HTML, ASK_AGAIN, Vary="Accept-Language, Cookie", Content_Language=tag)
    return copied(body, kind)


def _shown(operation: Operation) -> Shown:
    path = openapi.path(operation)
    described = openapi.description()["paths"][path][operation.method.lower()]
    return Shown(
        operation=operation,
        path=path,
        asked=tuple(_parameter(each) for each in described["parameters"]),
        sent=tuple(_content(described.get("requestBody", {}))),
        got=tuple(_content(described["responses"]["200"])),
        wrong=openapi.statuses(operation),
    )


def _parameter(each: Plain) -> Field:
    schema = each["schema"]
    return Field(
        name=each["name"],
        kind=kind(schema),
        must=phrase(MUST if each["required"] else MAY),
        said=schema.get("description", ""),
    )


def _content(holder: Plain) -> Iterator[Field]:
    for held in holder.get("content", {}).values():
        yield from _fields(resolved(held["schema"]))


def _fields(schema: Plain) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        must = phrase(MUST if name in needed else MAY)
        yield Field(name=name, kind=kind(each), must=must, said=each.get("description", ""))


def _parts() -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Yield what stands inside of other things, by name: it is shown with none of them."""
    held = openapi.description()["components"]["schemas"]
    for name in sorted({*NAMED.findall(json.dumps(held))}):
        yield name, tuple(_fields(held[name]))


def resolved(schema: Plain) -> Plain:
    """Return what a schema refers to."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Plain = openapi.description()["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def kind(schema: Plain) -> str:
    """Return in a few signs what a schema holds."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"[{kind(schema.get('items', {}))}]"
    if schema.get("type") == "object":
        below = schema.get("additionalProperties")
        return f"{{{kind(below)}}}" if isinstance(below, dict) else "{}"
    return str(schema.get("const", schema.get("type", "…")))
