"""The commands about the record of a session, and their options; `record.py` carries them out.

Like those of `commands.py` they import late: `--help` must answer at once.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from orchestrator.cli.commands import FILE, WHICH, orchestrator
from orchestrator.cli.options import option, shared
from orchestrator.cli.speech import SpokenGroup
from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_

__all__ = ["orchestrator"]

SESSION = click.argument("session", metavar="SESSION")
REVISION = click.option(
    "--revision",
    type=click.IntRange(min=1),
    metavar="N",
    help=N_("Only if this is still the record's newest revision."),
)

ANYWAY = click.option(
    "--anyway",
    is_flag=True,
    help=N_("Also where the record is empty, or its session is not over yet."),
)


@orchestrator.group(
    cls=SpokenGroup,
    help=N_("Make the rapporteur's form, read it when it is filled, and approve the record."),
)
@shared()
def minutes() -> None:
    """Group what has to do with the record."""


@minutes.command(name="form", help=N_("Write the form of a session, as .docx or .md."))
@FILE
@option("--session", metavar="ID", help=N_("The session."))
@option(
    "--form-language",
    metavar="TAG",
    help=N_("Language of the form (default: that of the record)."),
)
@option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="F",
    help=N_("File to write: .docx or .md."),
)
@option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="OLD",
    help=N_("A filled form of this session: what was filled is kept."),
)
@shared()
@click.pass_obj
def minutes_form(
    terminal: Terminal,
    file: Path,
    *,
    session: str | None,
    form_language: str | None,
    out: Path,
    keep: Path | None,
) -> int:
    """Write the form of a session."""
    from orchestrator.cli import record  # late: see above

    return record.form(terminal, file, session, tag=form_language, out=out, keep=keep)


@minutes.command(name="read", help=N_("Read a filled form (.docx, .odt, .md) as a record."))
@FILE
@option(
    "--agenda",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Agenda file to hold it against."),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="RECORD",
    help=N_("File to write the record to: .pdf, .html or .md."),
)
@shared()
@click.pass_obj
def minutes_read(terminal: Terminal, file: Path, *, agenda: Path | None, out: Path | None) -> int:
    """Print the record that a filled form is, or write it to a file."""
    from orchestrator.cli import record  # late: see above

    return record.read(terminal, file, agenda, out)


@minutes.command(name="take", help=N_("Keep a filled form as a draft of its session's record."))
@FILE
@WHICH
@option("--session", metavar="ID", help=N_("The session, where the form does not say it."))
@click.option(
    "--over", is_flag=True, help=N_("Where the record was changed too, the form's words stand.")
)
@shared()
@click.pass_obj
def minutes_take(
    terminal: Terminal, file: Path, *, forum: str | None, session: str | None, over: bool
) -> int:
    """Keep a filled form in the store."""
    from orchestrator.cli import record  # late: see above

    return record.take(terminal, file, forum, session, over=over)


@minutes.command(name="show", help=N_("Show how far the records are, or one of them; write it."))
@click.argument("session", required=False, metavar="[SESSION]")
@WHICH
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="RECORD",
    help=N_("File to write the record to: .pdf, .docx, .html or .md."),
)
@shared()
@click.pass_obj
def minutes_show(
    terminal: Terminal, *, session: str | None, forum: str | None, out: Path | None
) -> int:
    """Print the records of the store."""
    from orchestrator.cli import record  # late: see above

    return record.show(terminal, forum, session, out)


def _step(verb: str, said: str, *options: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command that brings a record a step further or back."""

    @minutes.command(name=verb, help=said)
    @SESSION
    @WHICH
    @REVISION
    @shared()
    @click.pass_obj
    def take_step(
        terminal: Terminal,
        *,
        session: str,
        forum: str | None,
        revision: int | None,
        anyway: bool = False,
    ) -> int:
        """Bring a record to its next state."""
        from orchestrator.cli import record  # late: see above

        return record.step(terminal, verb, (forum, session), revision, anyway=anyway)

    for each in options:
        each(take_step)
    return take_step


_step("submit", N_("Submit a record: it is written, and waits for the Chair."), ANYWAY)
_step("reopen", N_("Give a submitted record back to its rapporteur."))
_step(
    "approve", N_("Approve a submitted record for the Chair: locked, numbered, published."), ANYWAY
)
