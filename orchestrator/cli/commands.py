"""The commands, in the order of the work; each calls one verb of the secretariat.

The rooms are imported inside the commands, because `--help` must answer within 150 ms.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from orchestrator import __version__, languages
from orchestrator.cli.options import option, shared
from orchestrator.cli.speech import VERSION, SpokenGroup
from orchestrator.cli.terminal import Terminal, clean
from orchestrator.errors import UsageError
from orchestrator.languages import TAGS
from orchestrator.resources import N_

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from orchestrator.secretariat.build import Built
    from orchestrator.secretariat.check import Checked
    from orchestrator.secretariat.desk import Desk

T = TypeVar("T")

ERRORS_IN_FILE = 3

FILE = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
    if value:
        click.echo(f"orchestrator {__version__}")
        ctx.exit()


@click.group(
    cls=SpokenGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_(
        "Prepare a formal multilingual videoconference: one agenda file becomes agendas, running "
        "orders, call sheets and calendar files in every participant's language and on their clock."
    ),
    no_args_is_help=False,
    invoke_without_command=True,
)
@shared(from_environment=True)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=VERSION
)
@click.pass_context
def orchestrator(ctx: click.Context) -> None:
    """Show the help when no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _desk(terminal: Terminal) -> "Desk":
    from orchestrator import bootstrap

    chosen = bootstrap.settings(os.environ, data=terminal.data)
    if chosen.now is not None:
        terminal.talk(
            terminal.words.say(
                "For tests: the clock starts at {instant}.", instant=chosen.now.isoformat()
            )
        )
    if chosen.tzdata is not None:
        terminal.talk(
            terminal.words.say(
                "For tests: zone rules are read from {folder}.", folder=chosen.tzdata
            )
        )
    return bootstrap.desk(chosen)


def _carry_out(verb: "Coroutine[object, object, T]") -> "T":
    """Run a verb to its end."""
    import asyncio

    return asyncio.run(verb)


@orchestrator.command(help=N_("Build the shipped forum of 2020 and say where to look."))
@option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("forum-demo"),
    metavar="DIR",
    help=N_("Folder to write (default: ./forum-demo)."),
)
@shared()
@click.pass_obj
def demo(terminal: Terminal, out: Path) -> None:
    """Run the main job on the shipped forum."""
    from orchestrator import bootstrap
    from orchestrator.secretariat.demo import demo as verb

    built = _with_progress(terminal, verb(bootstrap.demo_desk(), out))
    _tell_built(terminal, built)


@orchestrator.command(help=N_("Write a commented agenda file to start from."))
@FILE
@option("--id", "forum", metavar="ID", help=N_("Id of the forum, for life."))
@click.option("--language", metavar="TAG", help=N_("Language of the file (default: yours)."))
@shared(own_language=True)
@click.pass_obj
def new(terminal: Terminal, file: Path, forum: str | None, language: str | None) -> None:
    """Write a starter file."""
    from orchestrator.secretariat.new import new as verb

    tag = languages.match(language) if language else terminal.words.language
    if tag is None:
        raise UsageError(
            N_("The language '{given}' is unknown; known are {known}."),
            given=language,
            known=", ".join(TAGS),
        )
    _carry_out(verb(file, forum or _ask_id(terminal), tag))
    if terminal.json:
        terminal.result_json({"file": str(file)})
    else:
        terminal.result(str(file))
    terminal.talk(terminal.words.say("Next: orchestrator check {file}", file=file))


def _ask_id(terminal: Terminal) -> str:
    if not sys.stdin.isatty():
        raise UsageError(N_("A forum needs an id for life: --id ID."))
    question = terminal.words.say("Id of the forum, for life (small letters, digits, hyphens)")
    return str(click.prompt(question, err=True))


@orchestrator.command(
    help=N_("Check an agenda file: every problem at once, with its place and a remedy.")
)
@FILE
@shared()
@click.pass_context
def check(ctx: click.Context, file: Path) -> None:
    """Print the findings of a file."""
    from orchestrator.secretariat.check import check as verb
    from orchestrator.secretariat.check import report
    from orchestrator.secretariat.source import fetch

    terminal = ctx.ensure_object(Terminal)
    checked = _carry_out(verb(_desk(terminal), fetch(file)))
    if terminal.json:
        terminal.result_json({"findings": report(checked, terminal.words)})
    else:
        terminal.findings(checked)
        terminal.talk(_counted(terminal, checked))
    if checked.has_errors:
        ctx.exit(ERRORS_IN_FILE)


def _counted(terminal: Terminal, checked: "Checked") -> str:
    numbers = checked.counts
    if not any(numbers.values()):
        return terminal.words.say("Nothing to remark.")
    return terminal.words.say(
        "Errors: {errors}. To be mended before publishing: {publish}. Warnings: {warnings}.",
        errors=numbers["error"],
        publish=numbers["publish"],
        warnings=numbers["warning"],
    )


@orchestrator.command(help=N_("Build all documents and calendar files on disk; nothing is sent."))
@FILE
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=N_("Folder to write (default: ./ID of the forum)."),
)
@option(
    "--beside",
    multiple=True,
    metavar="A,B",
    help=N_("Also an agenda with these two languages side by side; may be repeated."),
)
@shared()
@click.pass_context
def build(ctx: click.Context, file: Path, out: Path | None, beside: tuple[str, ...]) -> None:
    """Build every document of a file."""
    from orchestrator.secretariat.build import build as verb
    from orchestrator.secretariat.source import fetch

    terminal = ctx.ensure_object(Terminal)
    pairs = tuple(_pair(each) for each in beside)
    built = _with_progress(terminal, verb(_desk(terminal), fetch(file), out, pairs))
    _tell_built(terminal, built)
    if built.out is None:
        ctx.exit(ERRORS_IN_FILE)


def _pair(given: str) -> tuple[str, str]:
    tags = [languages.match(tag) for tag in given.replace("+", ",").split(",")]
    known = [tag for tag in tags if tag is not None]
    if len(tags) != 2 or len(known) != 2 or known[0] == known[1]:
        raise UsageError(
            N_(
                "--beside takes two different languages, such as ru,zh-Hans; '{given}' is not that."
            ),
            given=given,
        )
    return known[0], known[1]


def _with_progress(terminal: Terminal, verb: "Coroutine[object, object, Built]") -> "Built":
    if terminal.quiet or not sys.stderr.isatty():
        return _carry_out(verb)
    from rich.console import Console

    with Console(stderr=True).status(terminal.words.say("Building the documents…")):
        return _carry_out(verb)


def _tell_built(terminal: Terminal, built: "Built") -> None:
    from orchestrator.secretariat.check import report

    if terminal.json:
        out = str(built.out) if built.out else None
        found = report(built.checked, terminal.words)
        terminal.result_json({"out": out, "files": list(built.files), "findings": found})
    elif built.out is None:
        terminal.findings(built.checked, err=True)
        terminal.talk(_counted(terminal, built.checked))
        terminal.talk(terminal.words.say("Nothing was written."))
    else:
        _tell_folder(terminal, built)


def _tell_folder(terminal: Terminal, built: "Built") -> None:
    out, words = built.out, terminal.words
    terminal.result(str(out))
    terminal.talk(
        words.plural("{n} file was written.", "{n} files were written.", len(built.files))
    )
    terminal.talk(words.say("For everybody: {page}", page=f"{out}/public/index.html"))
    terminal.talk(words.say("For the organiser only: {page}", page=f"{out}/internal/index.html"))
    if built.checked.findings:
        terminal.talk(_counted(terminal, built.checked))
        terminal.talk(
            words.say("See them: orchestrator check {file}", file=built.checked.source.name)
        )


@orchestrator.command(help=N_("Explain why each speaker stands where they stand."))
@FILE
@option("--session", metavar="ID", help=N_("Only this session."))
@option("--item", metavar="ID", help=N_("Only this item."))
@shared()
@click.pass_context
def explain(ctx: click.Context, file: Path, session: str | None, item: str | None) -> None:
    """Print the reason for every place."""
    from orchestrator.secretariat.explain import explain as verb
    from orchestrator.secretariat.explain import lines, values
    from orchestrator.secretariat.source import fetch

    terminal = ctx.ensure_object(Terminal)
    told = _carry_out(verb(_desk(terminal), fetch(file), terminal.words, session, item))
    if told.explanations is None:
        terminal.findings(told.checked, err=True)
        ctx.exit(ERRORS_IN_FILE)
    if terminal.json:
        terminal.result_json({"places": values(told.explanations)})
    else:
        for line in lines(told, terminal.words):
            terminal.result(clean(line))


@orchestrator.command(help=N_("Say what is missing on this machine and how to repair it."))
@shared()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Print the state of the installation."""
    from orchestrator import bootstrap
    from orchestrator.secretariat.doctor import doctor as verb

    terminal = ctx.ensure_object(Terminal)
    chosen = bootstrap.settings(os.environ, data=terminal.data)
    found = _carry_out(verb(_desk(terminal), chosen.data, terminal.words))
    if terminal.json:
        terminal.result_json({"checks": [each.values() for each in found]})
    else:
        for each in found:
            mark = terminal.styled("✓" if each.fine else "✗", "green" if each.fine else "red")
            terminal.result(
                f"{mark} {each.sentence}" + (f"\n    {each.repair}" if each.repair else "")
            )
    if not all(each.fine for each in found):
        ctx.exit(1)


@orchestrator.command(help=N_("Print the reference: commands, settings, agenda fields, findings."))
@shared()
@click.pass_context
def reference(ctx: click.Context) -> None:
    """Print the reference page as Markdown."""
    from orchestrator.cli.reference import page, values

    terminal = ctx.ensure_object(Terminal)
    if terminal.json:
        terminal.result_json(values(orchestrator, terminal.words))
    else:
        terminal.result(page(orchestrator, terminal.words))
