"""The JSON Schema of agenda files: for completion and marks in editors, not for checking."""

from typing import Any

from orchestrator import zones
from orchestrator.agendas.models import GROUPS, Agenda
from orchestrator.languages import OWN_NAMES, TAGS

# A name, not an address: nothing is fetched.
NAME = "urn:orchestrator:agenda-file:1"

# Part of a schema: untyped, as JSON is.
Json = Any

# An editor takes `5` for a number, and under YAML 1.1 `15:00` too (900).
TYPED = ["string", "number"]
NULL = {"type": "null"}
# What the small forms are called in texts.py, and here.
NAMED = {"texts": "Texts", "zone": "Zone"}


def schema() -> dict[str, Json]:
    """Return the JSON Schema (2020-12) of an agenda file with its short forms."""
    made = Agenda.model_json_schema(by_alias=True)
    parts = {name: _node(part) for name, part in made.pop("$defs").items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAME,
        "title": "Agenda file",
        **_node(made),
        "$defs": {name: _with_short_form(name, part) for name, part in parts.items()}
        | {"Texts": _texts(), "Zone": _zone()},
    }


def _texts() -> Json:
    said = {tag: {"type": [*TYPED, "null"], "description": OWN_NAMES[tag]} for tag in TAGS}
    by_language = {"type": "object", "properties": said, "additionalProperties": False}
    return {
        "description": "A text by language; a plain text is in the first official one.",
        "anyOf": [{"type": TYPED, "minLength": 1}, {**by_language, "minProperties": 1}],
    }


def _zone() -> Json:
    # The zones of our cities are offered, every other one is let pass.
    return {"anyOf": [{"enum": list(zones.listed())}, {"type": "string"}]}


def _with_short_form(name: str, part: Json) -> Json:
    person = {"type": TYPED, "description": "Id of a person."}
    groups = {"enum": list(GROUPS), "description": "A group of people."}
    short = {"Speaker": [person], "Audience": [groups, person]}.get(name)
    return {"anyOf": [*short, part]} if short else part


def _node(node: Json) -> Json:
    """Return a schema of pydantic's as an editor needs it: without null, with short forms."""
    choices = [each for each in node.get("anyOf", ()) if each != NULL]
    if len(choices) == 1:
        return _node({**choices[0], **{key: node[key] for key in node if key != "anyOf"}})
    if node.get("format") in NAMED:
        said = {"description": node["description"]} if "description" in node else {}
        return {"$ref": f"#/$defs/{NAMED[node['format']]}", **said}
    if "enum" in node.get("propertyNames", {}):
        return _by_tag(node)
    made = {key: _keyword(key, value, node) for key, value in node.items()}
    return {key: value for key, value in made.items() if value is not None}


def _by_tag(node: Json) -> Json:
    """Return a map by language with its tags spelt out: editors complete no `propertyNames`."""
    each = _node(node["additionalProperties"])
    said = {"description": node["description"]} if "description" in node else {}
    tags = dict.fromkeys(node["propertyNames"]["enum"], each)
    return {"type": "object", **said, "properties": tags, "additionalProperties": False}


def _keyword(key: str, value: Json, node: Json) -> Json:
    """Return what becomes of one keyword; None where it is left out."""
    if key in {"title", "propertyNames"} or (key == "default" and not isinstance(value, str)):
        return None
    if key in {"properties", "patternProperties"}:
        return {name: _node(inner) for name, inner in value.items()}
    if key == "items":
        return _speakers() if value.get("items") == {"$ref": "#/$defs/Speaker"} else _node(value)
    if key == "oneOf":
        return [_node(each) for each in value]
    if key == "type" and value == "string" and "enum" not in node:
        return TYPED
    return value


def _speakers() -> Json:
    one = {"$ref": "#/$defs/Speaker"}
    together = "They speak together."
    joint = {"type": "array", "minItems": 1, "items": one, "description": together}
    return {"anyOf": [one, joint]}
