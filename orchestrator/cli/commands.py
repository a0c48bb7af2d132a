"""The commands and their options, in the order of the work; `work.py` carries them out.

The rooms cost half a second to import, which `--help` must not pay: each command imports late.
"""

from pathlib import Path

import click

from orchestrator import __version__
from orchestrator.cli.options import option, shared
from orchestrator.cli.speech import VERSION, SpokenGroup
from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_

# Whether it can be read is said by the verb, with the reason; click would call it a wrong call.
PATH = click.Path(path_type=Path, readable=False)
FILE = click.argument("file", type=PATH, metavar="FILE")
WHICH = option(
    "--forum", metavar="ID", help=N_("The forum, or its agenda file; default: the only one.")
)


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


@orchestrator.command(
    help=N_("Build the shipped forum of 2020, or serve it on this machine, and say where to look.")
)
@option(
    "--out",
    type=PATH,
    default=Path("forum-demo"),
    metavar="DIR",
    help=N_("Folder to write (default: ./forum-demo)."),
)
@option(
    "--serve",
    is_flag=True,
    help=N_("Run the service with the forum moved to next week; it ends with Ctrl-C."),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    metavar="PORT",
    help=N_("Port to listen on (8080); 0 takes a free one."),
)
@shared()
@click.pass_obj
def demo(terminal: Terminal, out: Path, *, serve: bool, port: int) -> int:
    """Run the main job on the shipped forum."""
    from orchestrator.cli import work  # late: see above

    if serve:
        from orchestrator.cli import service  # late: it brings the whole service along

        return service.demo(terminal, out, port)

    return work.demo(terminal, out)


@orchestrator.command(help=N_("Write a commented agenda file to start from."))
@FILE
@option("--id", "forum", metavar="ID", help=N_("Id of the forum, for life."))
@click.option("--language", metavar="TAG", help=N_("Language of the file (default: yours)."))
@shared(own_language=True)
@click.pass_obj
def new(terminal: Terminal, file: Path, forum: str | None, language: str | None) -> int:
    """Write a starter file."""
    from orchestrator.cli import work  # late: see above

    return work.new(terminal, file, forum, language)


@orchestrator.command(
    help=N_("Check an agenda file: every problem at once, with its place and a remedy.")
)
@FILE
@shared()
@click.pass_obj
def check(terminal: Terminal, file: Path) -> int:
    """Print the findings of a file."""
    from orchestrator.cli import work  # late: see above

    return work.check(terminal, file)


@orchestrator.command(help=N_("Build all documents and calendar files on disk; nothing is sent."))
@FILE
@option(
    "--out",
    type=PATH,
    metavar="DIR",
    help=N_("Folder to write (default: ./ID of the forum)."),
)
@option(
    "--beside",
    multiple=True,
    metavar="A,B",
    help=N_("Also an agenda with these two languages side by side; may be repeated."),
)
@option("--nastaliq", is_flag=True, help=N_("Set Urdu in Nastaliq, for print, not in Naskh."))
@shared()
@click.pass_obj
def build(
    terminal: Terminal, file: Path, out: Path | None, beside: tuple[str, ...], *, nastaliq: bool
) -> int:
    """Build every document of a file."""
    from orchestrator.cli import work  # late: see above

    return work.build(terminal, file, out, beside, nastaliq=nastaliq)


@orchestrator.command(help=N_("Explain why each speaker stands where they stand."))
@FILE
@option("--session", metavar="ID", help=N_("Only this session."))
@option("--item", metavar="ID", help=N_("Only this item."))
@shared()
@click.pass_obj
def explain(terminal: Terminal, file: Path, session: str | None, item: str | None) -> int:
    """Print the reason for every place."""
    from orchestrator.cli import work  # late: see above

    return work.explain(terminal, file, session, item)


@orchestrator.command(help=N_("Say what is missing on this machine and how to repair it."))
@shared()
@click.pass_obj
def doctor(terminal: Terminal) -> int:
    """Print the state of the installation."""
    from orchestrator.cli import work  # late: see above

    return work.doctor(terminal)


@orchestrator.command(help=N_("Print the reference: commands, settings, agenda fields, findings."))
@shared()
@click.pass_obj
def reference(terminal: Terminal) -> int:
    """Print the reference page as Markdown."""
    from orchestrator.cli import reference as pages  # late: see above

    if terminal.json:
        terminal.result_json(pages.values(orchestrator, terminal.words))
    else:
        terminal.result(pages.page(orchestrator, terminal.words))
    return 0
