"""Help and usage errors in the caller's language: click itself would say them in English."""

import difflib

import click

from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_
from orchestrator.languages import Translator

HELP = N_("Show this help and leave.")
VERSION = N_("Show the version and leave.")


def _words(ctx: click.Context) -> Translator:
    return ctx.ensure_object(Terminal).words


class SpokenCommand(click.Command):
    """A command whose help is said in the caller's language."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with our own words for it."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_words(ctx).say("Usage:") + " ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        words = _words(ctx)
        pieces = super().collect_usage_pieces(ctx)
        names = {"[OPTIONS]": "[" + words.say("OPTIONS") + "]"}
        names["[COMMAND] [ARGS]..."] = "[" + words.say("COMMAND") + " …]"
        return [names.get(piece, piece) for piece in pieces]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_words(ctx).lookup(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        words = _words(ctx)
        rows = [(_opts(param), words.lookup(param.help or "")) for param in _options(self, ctx)]
        with formatter.section(words.say("Options")):
            formatter.write_dl(rows)


def _options(command: click.Command, ctx: click.Context) -> list[click.Option]:
    shown = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    return [param for param in shown if not param.hidden]


def _opts(param: click.Option) -> str:
    names = ", ".join(param.opts)
    return (
        names
        if param.is_flag
        else f"{names} {param.make_metavar(click.Context(click.Command('')))}"
    )


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands whose help is said in the caller's language."""

    command_class = SpokenCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        super().format_options(ctx, formatter)
        words = _words(ctx)
        rows = [
            (name, words.lookup(self.commands[name].help or "")) for name in self.list_commands(ctx)
        ]
        with formatter.section(words.say("Commands")):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work, not of the alphabet."""
        del ctx
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the nearest that there is."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownCommand(args[0], ctx, tuple(self.commands))
        return super().resolve_command(ctx, args)


class UnknownCommand(click.UsageError):
    """There is no command of that name."""

    def __init__(self, name: str, ctx: click.Context, known: tuple[str, ...]) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.near = difflib.get_close_matches(name, known, n=1)


def usage_sentence(wrong: click.UsageError, words: Translator) -> str:
    """Return what was wrong with a call, in the caller's language."""
    match wrong:
        case UnknownCommand():
            return _with_near(
                words.say("There is no command '{name}'.", name=wrong.name), wrong.near, words
            )
        case click.NoSuchOption():
            said = words.say("There is no option '{name}'.", name=wrong.option_name)
            return _with_near(said, list(wrong.possibilities or ()), words)
        case click.MissingParameter():
            return words.say("{name} is missing.", name=_param(wrong))
        case click.BadParameter() | click.BadOptionUsage():
            return words.say("The value of {name} cannot be used.", name=_param(wrong))
        case _:
            return words.say("The command was called with words it does not take.")


def _with_near(said: str, near: list[str], words: Translator) -> str:
    if not near:
        return said
    return f"{said} " + words.say("Did you mean '{name}'?", name=near[0])


def _param(wrong: click.BadParameter | click.BadOptionUsage) -> str:
    if isinstance(wrong, click.BadOptionUsage):
        return wrong.option_name
    param = wrong.param
    if param is None:
        return str(wrong.param_hint or "")
    return (
        param.opts[0]
        if isinstance(param, click.Option)
        else (param.metavar or param.human_readable_name)
    )
