"""The commands about the people of an agenda file; `roster.py` carries them out.

Like those of `commands.py` they import late: `--help` must answer at once.
"""

from pathlib import Path

import click

from orchestrator.cli.commands import FILE, PATH
from orchestrator.cli.minutes import orchestrator
from orchestrator.cli.options import shared
from orchestrator.cli.speech import SpokenGroup
from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_

__all__ = ["orchestrator"]


@orchestrator.group(
    cls=SpokenGroup,
    help=N_("Take people from a table into an agenda file, or write them as a table."),
)
@shared()
def people() -> None:
    """Group what has to do with tables of people."""


@people.command(
    name="import",
    help=N_("Show what a table of people (.csv, .xlsx) would change in a file; --yes changes it."),
)
@FILE
@click.argument("table", type=PATH, metavar="TABLE")
@click.option(
    "--columns",
    metavar="A=email,B=name:ru",
    help=N_("What columns are taken as, where they are not known by their headings."),
)
@click.option(
    "--headings",
    type=click.IntRange(min=1),
    metavar="ROW",
    help=N_("The row with the headings, if another than it seems."),
)
@click.option(
    "--encoding",
    metavar="NAME",
    help=N_("Encoding of a CSV file (default: guessed, and told)."),
)
@click.option("--yes", is_flag=True, help=N_("Write the agenda file; its comments are kept."))
@click.option("--out", type=PATH, metavar="F", help=N_("Write a new agenda file instead."))
@shared()
@click.pass_obj
def people_import(
    terminal: Terminal,
    file: Path,
    table: Path,
    *,
    columns: str | None,
    headings: int | None,
    encoding: str | None,
    yes: bool,
    out: Path | None,
) -> int:
    """Show what a table would change, or write it."""
    from orchestrator.cli import roster  # late: see above

    asked = roster.Given(
        columns=columns or "", headings=headings, encoding=encoding or "", yes=yes, out=out
    )
    return roster.take(terminal, file, table, asked)


@people.command(
    name="export", help=N_("Write the people as CSV, which changes nothing when it is imported.")
)
@FILE
@click.option("--out", type=PATH, metavar="F", help=N_("File to write (default: standard output)."))
@shared()
@click.pass_obj
def people_export(terminal: Terminal, file: Path, *, out: Path | None) -> int:
    """Write the people of an agenda file as a table."""
    from orchestrator.cli import roster  # late: see above

    return roster.give(terminal, file, out)
