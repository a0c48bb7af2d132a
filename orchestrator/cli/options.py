"""The options that every command takes, before or after the verb."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from orchestrator.cli.terminal import Terminal, set_language
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.languages import TAGS

# Commands and the functions they are made of: decorators pass either on.
C = TypeVar("C", bound=Callable[..., Any])
Specified = tuple[tuple[str, ...], dict[str, Any]]


def option(*names: str, **settings: Any) -> Callable[[C], C]:  # noqa: ANN401 - click's own
    """Return an option that is also read from `ORCHESTRATOR_<NAME>`."""
    long = next(name for name in names if name.startswith("--"))
    variable = "ORCHESTRATOR_" + long[2:].partition("/")[0].replace("-", "_").upper()
    return click.option(*names, envvar=variable, show_envvar=False, **settings)


def _language(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value and not set_language(ctx.ensure_object(Terminal), value):
        raise UsageError(
            N_("The language '{given}' is unknown; known are {known}."),
            given=value,
            known=", ".join(TAGS),
        )


def _told(name: str) -> Callable[[click.Context, click.Parameter, object], None]:
    def tell(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            setattr(ctx.ensure_object(Terminal), name, value)

    return tell


DATA: Specified = (
    ("--data",),
    {
        "metavar": "DIR",
        "callback": _told("data"),
        "help": N_("Folder of the program's data (default: ./.orchestrator)."),
    },
)
LANGUAGE: Specified = (
    ("--language",),
    {
        "metavar": "TAG",
        "callback": _language,
        "help": N_("Language of messages: en ru zh-Hans hi kk ky ur tg uz."),
    },
)
JSON: Specified = (
    ("--json",),
    {
        "is_flag": True,
        "callback": _told("json"),
        "help": N_("Print the result as one JSON object."),
    },
)
QUIET: Specified = (
    ("-q", "--quiet"),
    {
        "is_flag": True,
        "callback": _told("quiet"),
        "help": N_("Say nothing but the result."),
    },
)
NO_COLOUR: Specified = (
    ("--no-color",),
    {
        "is_flag": True,
        "callback": _told("plain"),
        "help": N_("Use no colours."),
    },
)
EVERYWHERE = (DATA, LANGUAGE, JSON, QUIET, NO_COLOUR)


def shared(*, own_language: bool = False, from_environment: bool = False) -> Callable[[C], C]:
    """Add the options that every command takes.

    After the verb they are not read from the environment: what stands before the verb wins over it.
    """
    make = option if from_environment else click.option

    def add(command: C) -> C:
        for names, settings in reversed(EVERYWHERE):
            if not (own_language and names == LANGUAGE[0]):
                command = make(*names, expose_value=False, **settings)(command)
        return command

    return add
