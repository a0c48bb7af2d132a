"""What was wrong with a call, in the caller's language, and the call that was meant."""

import difflib
import shlex
from collections.abc import Iterable, Sequence

import click

from orchestrator.findings import N_
from orchestrator.languages import Translator

# What some commands take as a word and others as an option.
EITHER = "forum"
FLAG = N_("{name} takes no value.")
NO_VALUE = N_("{name} needs a value after it.")


class UnknownCommand(click.UsageError):
    """There is no command of that name."""

    def __init__(self, name: str, ctx: click.Context, known: tuple[str, ...]) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.near = difflib.get_close_matches(name, known, n=1)


class TooMuch(click.UsageError):
    """Words stand in a call that the command does not take."""

    def __init__(self, rest: Sequence[str], given: Sequence[str], ctx: click.Context) -> None:
        super().__init__(" ".join(rest), ctx)
        self.rest = rest
        named = any(param.name == EITHER for param in ctx.command.params)
        self.near = [_call(ctx, _as_option(given, rest[0]))] if named and len(rest) == 1 else []


class UnknownOption(click.UsageError):
    """There is no option of that name here; it may be a word of this command."""

    def __init__(self, wrong: click.NoSuchOption, given: Sequence[str], ctx: click.Context) -> None:
        super().__init__(wrong.message, ctx)
        self.name = name = wrong.option_name
        is_word = name == f"--{EITHER}" and any(p.name == EITHER for p in ctx.command.params)
        meant = [_call(ctx, _as_word(given, name))] if is_word else wrong.possibilities
        self.near = list(meant or ())


def _as_option(given: Sequence[str], word: str) -> Iterable[str]:
    at = len(given) - 1 - [*reversed(given)].index(word)
    return (*given[:at], *given[at + 1 :], f"--{EITHER}", word)


def _as_word(given: Sequence[str], name: str) -> Iterable[str]:
    return (each.removeprefix(f"{name}=") for each in given if each != name)


def _call(ctx: click.Context, words: Iterable[str]) -> str:
    return f"{ctx.command_path} {shlex.join(words)}"


def sentence(wrong: click.UsageError, words: Translator) -> str:
    """Return what was wrong with a call and, where it can be told, what would be right."""
    match wrong:
        case UnknownCommand():
            said, near = words.say("There is no command '{name}'.", name=wrong.name), wrong.near
        case TooMuch():
            said = words.say(
                "'{words}' is more than the command takes.", words=" ".join(wrong.rest)
            )
            near = wrong.near
        case UnknownOption():
            said, near = words.say("There is no option '{name}'.", name=wrong.name), wrong.near
        case _:
            return _misused(wrong, words)
    return f"{said} " + words.say("Did you mean '{name}'?", name=near[0]) if near else said


def usage(wrong: click.UsageError, words: Translator) -> str | None:
    """Return how the command is called, where it was one."""
    if wrong.ctx is None or wrong.ctx.parent is None:
        return None
    pieces = " ".join(wrong.ctx.command.collect_usage_pieces(wrong.ctx))
    return f"{words.say('Usage:')} {wrong.ctx.command_path} {pieces}"


def _misused(wrong: click.UsageError, words: Translator) -> str:
    match wrong:
        case click.exceptions.NoArgsIsHelpError():
            return words.say("{name} is missing.", name=words.say("COMMAND"))
        case click.MissingParameter():
            return words.say("{name} is missing.", name=_param(wrong.param))
        case click.BadOptionUsage():
            return words.say(_misvalued(wrong), name=wrong.option_name)
        case click.BadParameter():
            said = words.say("The value of {name} cannot be used.", name=_param(wrong.param))
            return _with_allowed(said, wrong.param, words)
    return words.say("The command was called with words it does not take.")


def _with_allowed(said: str, param: click.Parameter | None, words: Translator) -> str:
    match param.type if param else None:
        case click.Choice(choices=choices):
            allowed = ", ".join(map(str, choices))
        case click.IntRange(min=low, max=high):
            allowed = f"{low}–{high}" if high is not None else f"≥ {low}"
        case click.types.IntParamType():
            allowed = words.say("a whole number")
        case _:
            return said
    return f"{said} " + words.say("Allowed: {allowed}.", allowed=allowed)


def _misvalued(wrong: click.BadOptionUsage) -> str:
    flags = (
        name
        for param in (wrong.ctx.command.params if wrong.ctx else ())
        if isinstance(param, click.Option) and param.is_flag
        for name in param.opts
    )
    return FLAG if wrong.option_name in flags else NO_VALUE


def _param(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.metavar or param.human_readable_name
