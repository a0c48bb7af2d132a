"""The reference page, produced from the models and commands themselves, so that it cannot lie."""

import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import click
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from orchestrator.agendas.models import Agenda
from orchestrator.config import VARIABLES, Settings
from orchestrator.findings import CODES, N_, SEVERITIES
from orchestrator.languages import Translator

EXIT_CODES = {
    0: N_("fine"),
    1: N_("the environment, or a fault of the program"),
    2: N_("the command was called wrongly"),
    3: N_("the file has errors"),
    4: N_("a conflict: the store is ahead, the plan is another, or too much would be withdrawn"),
    5: N_("partly done"),
}


def values(group: click.Group, words: Translator) -> dict[str, object]:
    """Return the reference as values for JSON."""
    return {
        "commands": [_command(name, each, group, words) for name, each in _commands(group)],
        "options": dict(_options(group, None, words)),
        "settings": dict(_settings(words)),
        "fields": dict(_fields(Agenda, "", words)),
        "findings": {code: _finding(code, words) for code in CODES},
        "exit_codes": {str(code): words.lookup(meaning) for code, meaning in EXIT_CODES.items()},
    }


def page(group: click.Group, words: Translator) -> str:
    """Return the reference as a Markdown page."""
    return "\n".join(_lines(group, words))


def _lines(group: click.Group, words: Translator) -> Iterator[str]:
    yield "# " + words.say("Reference")
    yield from _section(words.say("Commands"))
    for name, command in _commands(group):
        own = _options(command, group, words)
        yield f"- `{name}` — {words.lookup(command.help or '')}"
        yield from (f"  - `{option}` — {meaning}" for option, meaning in own)
    yield from _table(words.say("Options of every command"), _options(group, None, words))
    yield from _table(words.say("Settings"), _settings(words))
    yield from _table(words.say("Fields of an agenda file"), _fields(Agenda, "", words))
    yield from _section(words.say("Findings"))
    for code in CODES:
        yield f"- `{code}` ({_severity(code, words)}) — {_finding(code, words)['message']}"
    exits = ((str(code), words.lookup(meaning)) for code, meaning in EXIT_CODES.items())
    yield from _table(words.say("Exit codes"), exits)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _table(title: str, rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield from _section(title)
    yield from (f"- `{name}` — {meaning}" for name, meaning in rows)


def _commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Return every command by its whole name, those of groups behind their group."""
    for name, command in group.commands.items():
        yield above + name, command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")


def _command(
    name: str, command: click.Command, group: click.Group, words: Translator
) -> dict[str, object]:
    return {
        "name": name,
        "help": words.lookup(command.help or ""),
        "options": dict(_options(command, group, words)),
    }


def _options(
    command: click.Command, group: click.Group | None, words: Translator
) -> Iterator[tuple[str, str]]:
    """Return the options of a command, without those that the whole group takes."""
    common = (
        {param.help for param in group.params if isinstance(param, click.Option)} if group else ()
    )
    for param in command.params:
        if isinstance(param, click.Option) and param.help not in common:
            said = [words.lookup(param.help or "")]
            if isinstance(param.type, click.Choice) and len(param.type.choices) > 1:
                said.append(words.say("Allowed: {allowed}.", allowed=_code(param.type.choices)))
            yield ", ".join(param.opts), " ".join(said)


def _settings(words: Translator) -> Iterator[tuple[str, str]]:
    for name, variable in VARIABLES.items():
        field = Settings.model_fields[name]
        yield variable, " ".join((words.lookup(field.description or ""), *_default(field, words)))


def _severity(code: str, words: Translator) -> str:
    meanings = {
        "error": words.say("stops a build"),
        "publish": words.say("stops publishing"),
        "warning": words.say("warning"),
    }
    return meanings[SEVERITIES[code[0]]]


def _finding(code: str, words: Translator) -> dict[str, str]:
    message, hint = CODES[code]
    return {"message": _unfilled(words.lookup(message)), "hint": _unfilled(words.lookup(hint))}


def _unfilled(template: str) -> str:
    """Return a message with a mark where something will stand."""
    return template.format_map(defaultdict(lambda: "…"))


def _fields(model: type[BaseModel], above: str, words: Translator) -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        path = above + (field.alias or name)
        yield path, " ".join((words.lookup(field.description or ""), *_details(field, words)))
        for below in _models(field):
            yield from _fields(below, f"{path}.", words)


def _details(field: FieldInfo, words: Translator) -> Iterator[str]:
    """Say whether a field must be there, what may stand in it, and what that looks like."""
    if field.is_required():
        yield words.say("Required.")
    kinds = tuple(_kinds(field))
    allowed = [
        str(value)
        for kind in kinds
        if typing.get_origin(kind) is Literal
        for value in typing.get_args(kind)
    ]
    if allowed:
        yield words.say("Allowed: {allowed}.", allowed=_code(allowed))
    yield from _default(field, words)
    examples = [
        example
        for kind in kinds
        if isinstance(kind, WithJsonSchema)
        for example in (kind.json_schema or {}).get("examples", ())
    ]
    if examples:
        yield words.say("Example: {example}.", example=_code(examples))


def _default(field: FieldInfo, words: Translator) -> Iterator[str]:
    """Say what counts where a field is left out; that it is empty then needs no saying."""
    given = field.get_default()
    shown = str(given).lower() if isinstance(given, bool) else str(given)
    if isinstance(given, str | bool | Path):
        yield words.say("Default: {default}.", default=_code([shown]))


def _code(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _models(field: FieldInfo) -> Iterator[type[BaseModel]]:
    """Return the models that a field holds."""
    return (
        kind for kind in _kinds(field) if isinstance(kind, type) and issubclass(kind, BaseModel)
    )


def _kinds(field: FieldInfo) -> Iterator[Any]:
    """Return what a field is made of, through lists, maps, alternatives and annotations."""
    waiting: list[Any] = [field.annotation, *field.metadata]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        if typing.get_origin(kind) is not Literal:
            waiting.extend(typing.get_args(kind))
