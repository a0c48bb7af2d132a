"""The JSON Schema that editors complete and mark from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestrator import agendas
from orchestrator.agendas import starter
from orchestrator.agendas.models import Agenda
from orchestrator.languages import TAGS, Translator
from tests.agendas.faulty import FORUM

SCHEMA = agendas.schema()
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}

# What a word of JSON Schema asks of a value: only those that our schema uses.
Test = Callable[[Any, Any], bool]
WORDS: dict[str, Test] = {
    "$ref": lambda value, said: fits(value, SCHEMA["$defs"][said.rpartition("/")[2]]),
    "type": lambda value, said: any(is_a(value, name) for name in listed(said)),
    "enum": lambda value, said: value in said,
    "const": lambda value, said: bool(value == said),
    "anyOf": lambda value, said: any(fits(value, each) for each in said),
    "oneOf": lambda value, said: sum(fits(value, each) for each in said) == 1,
    "pattern": lambda value, said: not isinstance(value, str) or bool(re.search(said, value)),
    "minLength": lambda value, said: not isinstance(value, str) or len(value) >= said,
    "maxLength": lambda value, said: not isinstance(value, str) or len(value) <= said,
    "minimum": lambda value, said: bool(value >= said),
    "maximum": lambda value, said: bool(value <= said),
    "minItems": lambda value, said: not isinstance(value, list) or len(value) >= said,
    "maxItems": lambda value, said: not isinstance(value, list) or len(value) <= said,
    "minProperties": lambda value, said: not isinstance(value, dict) or len(value) >= said,
    "items": lambda value, said: (
        not isinstance(value, list) or all(fits(each, said) for each in value)
    ),
    "required": lambda value, said: not isinstance(value, dict) or set(said) <= set(value),
}
KEYS = {"properties", "patternProperties", "additionalProperties"}
SILENT = {"$schema", "$id", "$defs", "title", "description", "default", "examples"}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Tell whether a value fits a schema, by this test's own reading of JSON Schema 2020-12."""
    words = set(schema) - KEYS - SILENT
    known = not isinstance(value, dict) or all(fits_key(value, key, schema) for key in value)
    return known and all(WORDS[word](value, schema[word]) for word in words)


def listed(said: Any) -> list[str]:
    return said if isinstance(said, list) else [said]


def is_a(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name == "boolean") == isinstance(value, bool)


def fits_key(value: dict[str, Any], key: str, schema: dict[str, Any]) -> bool:
    if key in schema.get("properties", {}):
        return fits(value[key], schema["properties"][key])
    for pattern, said in schema.get("patternProperties", {}).items():
        if re.search(pattern, str(key)):
            return fits(value[key], said)
    return schema.get("additionalProperties", True) is not False


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from nodes(value)


def loaded(text: str) -> Any:
    return yaml.safe_load(text)


def test_the_shipped_schema_is_in_step_with_the_models(repository: Path) -> None:
    shipped = (repository / "agendas" / "agenda.schema.json").read_text(encoding="utf-8")
    assert shipped == json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("name", ["minimal", "sco-heads-of-regions-2020"])
def test_the_shipped_files_fit_the_schema(repository: Path, name: str) -> None:
    text = (repository / "agendas" / f"{name}.yaml").read_text(encoding="utf-8")
    assert fits(loaded(text), SCHEMA)


def test_a_starter_file_fits_the_schema() -> None:
    assert fits(loaded(starter("forum", "ru", Translator(language="ru"))), SCHEMA)


SHORT_FORMS = {
    "plain texts": ("title: {en: Forum, ru: Форум}", "title: Forum"),
    "a year for a title": ("title: {en: Forum, ru: Форум}", "title: 2030"),
    "a translation still to come": ("title: {en: Forum, ru: Форум}", "title: {en: Forum, ru: }"),
    "a number of minutes": ("takes: 5 min\n", "takes: 5\n"),
    "a time that YAML 1.1 takes for a number": (
        "takes: 5 min\n",
        "takes: 5\n        starts: 15:00\n",
    ),
    "a number for an id": ("- id: round", "- id: 2030"),
    "joint speakers": ("[chair-uz]", "[[chair-uz, head-kz], {delegation: kz}]"),
    "an audience in full": ("to: everyone", "to: {group: heads}"),
    "a list of groups and people": (
        "    chair: ",
        "    invited: [heads, chair-uz, {delegation: kz}]\n    chair: ",
    ),
    "another zone": ("zone: Asia/Almaty", "zone: Etc/GMT+5"),
    "a telephone number of digits": (
        "email: forum@example.org",
        "phone: 73510000000\n  email: forum@example.org",
    ),
    "links by language": (
        "{url: https://meet.example.org/plenary}",
        "{languages: {ru: https://meet.example.org/ru}}",
    ),
    "a state of one's own": (
        "delegations:\n",
        "states: {BY: {ru: {short: А, official: Б, key: а}}}\ndelegations:\n",
    ),
}


@pytest.mark.parametrize(("old", "new"), SHORT_FORMS.values(), ids=SHORT_FORMS)
def test_short_forms_fit_the_schema_and_the_program(old: str, new: str) -> None:
    text = FORUM.replace(old, new)
    assert text != FORUM
    assert fits(loaded(text), SCHEMA)
    errors = [each for each in agendas.read(text.encode()).findings if each.severity == "error"]
    assert errors == []


WRONG = {
    "an unknown key": ("kind: opening", "kinds: opening"),
    "an unknown kind": ("kind: opening", "kind: talk"),
    "an unknown language": ("{en: Plenary,", "{xx: Plenary,"),
    "a missing key": ("zone: Asia/Tashkent\n", ""),
    "a speaker who is no entry": ("[chair-uz]", "chair-uz"),
    "an id in capitals": ("id: opening", "id: Opening"),
}


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG)
def test_an_editor_marks_what_check_refuses(old: str, new: str) -> None:
    text = FORUM.replace(old, new)
    assert text != FORUM
    assert not fits(loaded(text), SCHEMA)
    assert agendas.read(text.encode()).agenda is None


def test_an_editor_can_complete_languages_zones_groups_and_kinds() -> None:
    offered = [node["enum"] for node in nodes(SCHEMA) if isinstance(node.get("enum"), list)]
    for word in ("Asia/Tashkent", "rapporteur", "statements", "tentative", "observer", "zh-Hans"):
        assert any(word in names for names in offered), word
    texts = SCHEMA["$defs"]["Texts"]["anyOf"][1]
    assert tuple(texts["properties"]) == TAGS


def described(part: dict[str, Any]) -> str:
    named = SCHEMA["$defs"].get(part.get("$ref", "").rpartition("/")[2], {})
    return str(part.get("description") or named["description"])


def test_every_field_of_the_file_is_described() -> None:
    fields = {name: field.description for name, field in Agenda.model_fields.items()}
    said = {name: described(part) for name, part in SCHEMA["properties"].items()}
    assert said == fields


def test_nothing_but_a_translation_may_be_null() -> None:
    nullable = [node for node in nodes(SCHEMA) if "null" in str(node.get("type"))]
    languages = SCHEMA["$defs"]["Texts"]["anyOf"][1]["properties"]
    assert nullable == list(languages.values())
