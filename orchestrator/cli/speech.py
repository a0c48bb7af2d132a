"""Help in the caller's language: click itself would say it in English."""

import click

from orchestrator.cli import calls
from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_
from orchestrator.languages import Translator

HELP = N_("Show this help and leave.")
VERSION = N_("Show the version and leave.")


def _words(ctx: click.Context) -> Translator:
    return ctx.ensure_object(Terminal).words


class SpokenCommand(click.Command):
    """A command whose help is said in the caller's language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a call; what it does not take is answered with the call that was meant."""
        given, ctx.allow_extra_args = tuple(args), True
        try:
            rest = super().parse_args(ctx, args)
        except click.NoSuchOption as wrong:
            raise calls.UnknownOption(wrong, given, ctx) from None
        except click.BadOptionUsage as wrong:  # click does not say of which command
            raise click.BadOptionUsage(wrong.option_name, wrong.message, ctx) from None
        if rest and not isinstance(self, click.Group):
            raise calls.TooMuch(rest, given, ctx)
        return rest

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
        names["COMMAND [ARGS]..."] = words.say("COMMAND") + " …"
        asked = (each for each in _options(self, ctx) if each.required)
        return [*(names.get(piece, piece) for piece in pieces), *map(_opts, asked)]

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
            raise calls.UnknownCommand(args[0], ctx, tuple(self.commands))
        return super().resolve_command(ctx, args)
