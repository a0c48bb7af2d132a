"""The commands that send and keep what was sent, and their options; `post.py` carries them out.

Like those of `commands.py` they import late: `--help` must answer at once.
"""

from pathlib import Path

import click

from orchestrator.cli.commands import FILE, PATH, WHICH
from orchestrator.cli.options import option, shared
from orchestrator.cli.people import orchestrator
from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_

__all__ = ["orchestrator"]

FORUM = click.argument("forum", required=False, metavar="[FORUM]")


@orchestrator.command(help=N_("Show who would be told what; nothing is sent."))
@FILE
@shared()
@click.pass_obj
def plan(terminal: Terminal, file: Path) -> int:
    """Print what publishing a file would send."""
    from orchestrator.cli import post  # late: see above

    return post.plan(terminal, file)


@orchestrator.command(help=N_("Publish an agenda file: tell everybody what changed for them."))
@FILE
@option("--yes", is_flag=True, help=N_("Publish without asking."))
@option("--plan", "agreed", metavar="ID", help=N_("Only if the plan is still this one."))
@option("--only", multiple=True, metavar="PERSON", help=N_("Tell only them; may be repeated."))
@option(
    "--to",
    type=click.Choice(["me"]),
    metavar="me",
    help=N_("Send everything to the organizer's own address, as a trial; nothing is kept."),
)
@option(
    "--cancel",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help=N_("How many entries may be withdrawn (default: 0)."),
)
@shared()
@click.pass_obj
def publish(
    terminal: Terminal,
    file: Path,
    *,
    yes: bool,
    agreed: str | None,
    only: tuple[str, ...],
    to: str | None,
    cancel: int,
) -> int:
    """Publish a file."""
    from orchestrator.cli import post  # late: see above

    given = post.Given(yes=yes, agreed=agreed, only=only, trial=to == "me", cancel=cancel)
    return post.publish(terminal, file, given)


@orchestrator.command(help=N_("Fetch the newest revision of a forum into its agenda file."))
@FILE
@WHICH
@shared()
@click.pass_obj
def pull(terminal: Terminal, file: Path, forum: str | None) -> int:
    """Fetch the head into a file."""
    from orchestrator.cli import post  # late: see above

    return post.pull(terminal, file, forum)


@orchestrator.command(help=N_("Try every message that is due once."))
@shared()
@click.pass_obj
def dispatch(terminal: Terminal) -> int:
    """Send what is due."""
    from orchestrator.cli import post  # late: see above

    return post.dispatch(terminal)


@orchestrator.command(help=N_("Show what was sent, what waits, and whether the service runs."))
@shared()
@click.pass_obj
def status(terminal: Terminal) -> int:
    """Print the state of the ledger."""
    from orchestrator.cli import keeping  # late: see above

    return keeping.status(terminal)


@orchestrator.command(help=N_("Show who has answered, and what waits for you."))
@FORUM
@option("--csv", "table", is_flag=True, help=N_("As a table for a spreadsheet."))
@shared()
@click.pass_obj
def answers(terminal: Terminal, forum: str | None, *, table: bool) -> int:
    """Print who has answered."""
    from orchestrator.cli import inbox  # late: see above

    return inbox.answers(terminal, forum, table=table)


@orchestrator.command(help=N_("Read mails that came in: answers, bounces, filled forms."))
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE.eml…")
@shared()
@click.pass_obj
def replies(terminal: Terminal, files: tuple[Path, ...]) -> int:
    """Apply mails from files."""
    from orchestrator.cli import inbox  # late: see above

    return inbox.replies(terminal, files)


@orchestrator.command(help=N_("Send a person once more what they were told."))
@click.argument("person")
@WHICH
@shared()
@click.pass_obj
def resend(terminal: Terminal, person: str, forum: str | None) -> int:
    """Send a person's invitations again."""
    from orchestrator.cli import post  # late: see above

    return post.resend(terminal, person, forum)


@orchestrator.command(help=N_("Send the organiser's own urgent words (a text, or one a language)."))
@click.argument("file", type=PATH, metavar="FILE")
@option(
    "--to",
    "audience",
    required=True,
    metavar="AUDIENCE",
    help=N_("everyone, heads, speakers …, or the id of a person, delegation or session."),
)
@WHICH
@option("--yes", is_flag=True, help=N_("Send without asking."))
@shared()
@click.pass_obj
def message(terminal: Terminal, file: Path, *, audience: str, forum: str | None, yes: bool) -> int:
    """Send a message to many."""
    from orchestrator.cli import post  # late: see above

    return post.message(terminal, file, audience, forum, yes=yes)


@orchestrator.command(help=N_("Stop all sending of a forum at once."))
@FORUM
@shared()
@click.pass_obj
def hold(terminal: Terminal, forum: str | None) -> int:
    """Hold a forum."""
    from orchestrator.cli import post  # late: see above

    return post.hold(terminal, forum, held=True)


@orchestrator.command(help=N_("Let the sending of a forum go on."))
@FORUM
@shared()
@click.pass_obj
def release(terminal: Terminal, forum: str | None) -> int:
    """Release a forum."""
    from orchestrator.cli import post  # late: see above

    return post.hold(terminal, forum, held=False)


@orchestrator.command(help=N_("Declare that people were told what was only written to a folder."))
@FORUM
@option("--written", is_flag=True, required=True, help=N_("What was handed over from the folder."))
@shared()
@click.pass_obj
def told(terminal: Terminal, forum: str | None, *, written: bool) -> int:  # noqa: ARG001 - required, so that nobody declares it by mistake
    """Declare what was written to the folder as told."""
    from orchestrator.cli import post  # late: see above

    return post.told(terminal, forum)


@orchestrator.command(
    help=N_("Show the personal links and the tokens of machines; shut them, or give new ones.")
)
@FORUM
@option("--urls", is_flag=True, help=N_("Also print the addresses: each of them is a key."))
@option("--person", metavar="PERSON", help=N_("Only the links of this person."))
@click.option("--revoke", metavar="LINK", help=N_("Shut this link."))
@click.option("--renew", metavar="LINK", help=N_("Shut this link and give a new one for it."))
@click.option(
    "--new-key",
    is_flag=True,
    help=N_("Make a new key, for good: every personal link that was sent leads nowhere then."),
)
@click.option(
    "--sign-in",
    metavar="NAME",
    help=N_("Print a new one-time link for this account, whose password is lost."),
)
@click.option("--tokens", is_flag=True, help=N_("Show the tokens of machines instead."))
@click.option("--token", metavar="NAME", help=N_("Make a token under this name, print it once."))
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["read", "write", "send"]),
    help=N_("What the token may do; may be repeated (default: read)."),
)
@click.option("--shut", type=int, metavar="NUMBER", help=N_("Shut this token for good."))
@shared()
@click.pass_obj
def links(
    terminal: Terminal,
    forum: str | None,
    *,
    urls: bool,
    person: str | None,
    revoke: str | None,
    renew: str | None,
    new_key: bool,
    sign_in: str | None,
    tokens: bool,
    token: str | None,
    scopes: tuple[str, ...],
    shut: int | None,
) -> int:
    """Print or change links and tokens."""
    from orchestrator.cli import keyring  # late: see above

    if revoke or renew or new_key:
        return keyring.change(terminal, revoke, renew)
    if sign_in:
        return keyring.sign_in(terminal, sign_in)
    if token:
        return keyring.make_token(terminal, token, scopes or ("read",), forum)
    if shut is not None:
        return keyring.shut_token(terminal, shut)
    if tokens:
        return keyring.list_tokens(terminal)
    return keyring.listed(terminal, keyring.Asked(forum=forum, person=person, urls=urls))


@orchestrator.command(help=N_("Show who did what, newest last."))
@FORUM
@shared()
@click.pass_obj
def audit(terminal: Terminal, forum: str | None) -> int:
    """Print the audit trail."""
    from orchestrator.cli import keeping  # late: see above

    return keeping.audit(terminal, forum)


@orchestrator.command(help=N_("Keep a copy of the store in a file."))
@click.argument("file", type=PATH, metavar="FILE")
@option("--with-key", is_flag=True, help=N_("Also the installation's key: keep such a copy safe."))
@shared()
@click.pass_obj
def backup(terminal: Terminal, file: Path, *, with_key: bool) -> int:
    """Write a backup."""
    from orchestrator.cli import keeping  # late: see above

    return keeping.backup(terminal, file, with_key=with_key)


@orchestrator.command(help=N_("Put a copy of the store back into an empty data folder."))
@click.argument("file", type=PATH, metavar="FILE")
@shared()
@click.pass_obj
def restore(terminal: Terminal, file: Path) -> int:
    """Restore a backup."""
    from orchestrator.cli import keeping  # late: see above

    return keeping.restore(terminal, file)


@orchestrator.command(help=N_("Run the service: its pages, and everything that falls due."))
@option("--host", default="127.0.0.1", metavar="HOST", help=N_("Address to listen on (127.0.0.1)."))
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    metavar="PORT",
    help=N_("Port to listen on (8080); 0 takes a free one."),
)
@click.option("--no-web", is_flag=True, help=N_("Without pages: send, remind and read mail only."))
@option(
    "--admin-port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help=N_("Port on 127.0.0.1 for /livez, /readyz and /metrics (default: none)."),
)
@shared()
@click.pass_obj
def serve(terminal: Terminal, host: str, port: int, *, no_web: bool, admin_port: int | None) -> int:
    """Run the service until it is told to end."""
    from orchestrator.cli import service  # late: see above

    return service.serve(terminal, host, port, pages=not no_web, admin=admin_port)


# `--help` lists them in the order of the work.
ORDER = [
    "demo",
    "new",
    "check",
    "build",
    "explain",
    "people",
    "plan",
    "publish",
    "pull",
    "dispatch",
    "serve",
    "status",
    "answers",
    "replies",
    "resend",
    "message",
    "hold",
    "release",
    "told",
    "minutes",
    "links",
    "audit",
    "backup",
    "restore",
    "doctor",
    "reference",
]
orchestrator.commands = {name: orchestrator.commands[name] for name in ORDER}
