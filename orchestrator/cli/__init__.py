"""The command line: stdout carries the result, stderr the talk."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from orchestrator import languages
from orchestrator.cli import calls
from orchestrator.cli.publishing import orchestrator
from orchestrator.cli.terminal import Terminal
from orchestrator.errors import OrchestratorError
from orchestrator.system import reason

ENVIRONMENT = 1
INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.stdout, sys.stderr = _stream(sys.stdout), _stream(sys.stderr)
    code = run(sys.argv[1:])
    sys.exit(_flushed(code))


def _stream(given: object) -> TextIO:
    """Return a stream that takes every script; a closed one (`>&-`) takes everything in silence."""
    if not isinstance(given, TextIOWrapper):
        return Path(os.devnull).open("w", encoding="utf-8")
    given.reconfigure(encoding="utf-8", errors="replace")
    return given


def _flushed(code: int) -> int:
    """Return the exit code once all is written; what cannot be written is no success."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Else Python tries again when it ends, and complains.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = code or ENVIRONMENT
    return code


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors are said in the caller's language."""
    terminal = Terminal(words=languages.translator(_language(arguments)))
    try:
        code = orchestrator.main(
            arguments, prog_name="orchestrator", standalone_mode=False, obj=terminal
        )
        return int(code or 0)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.ClickException, OrchestratorError, OSError) as wrong:
        return _refused(terminal, wrong)
    except (KeyboardInterrupt, click.Abort):
        return terminal.fail(terminal.words.say("Interrupted."), code=INTERRUPTED)


def _refused(terminal: Terminal, wrong: Exception) -> int:
    words = terminal.words
    match wrong:
        case click.UsageError():
            said, usage = calls.sentence(wrong, words), calls.usage(wrong, words)
            return terminal.fail(said, code=2, command=_path(wrong), usage=usage)
        case OrchestratorError():
            return terminal.fail(words.say(wrong.message, **wrong.values), code=wrong.exit_code)
        case BrokenPipeError():  # whoever read the result has had enough
            return ENVIRONMENT
        case OSError():
            said = words.say("The system refused something: {reason}.", reason=reason(wrong))
            return terminal.fail(said, code=ENVIRONMENT)
    raise wrong


def _path(wrong: click.UsageError) -> str:
    return wrong.ctx.command_path if wrong.ctx else "orchestrator"


def _language(arguments: list[str]) -> str:
    """Return the language of messages: the option's, else the environment's, else English.

    It is needed before the options are parsed, because their errors are said in it.
    """
    asked = _asked(arguments)
    wanted = [asked] if asked else [os.environ.get("ORCHESTRATOR_LANGUAGE", "")]
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    if locale.partition(".")[0] not in {"", "C", "POSIX"}:
        wanted += [*os.environ.get("LANGUAGE", "").split(":"), locale]
    return languages.negotiate(wanted) or "en"


def _asked(arguments: list[str]) -> str:
    verb = next((each for each in arguments if not each.startswith("-")), "")
    # `new --language` is the language of the new file, not that of the messages.
    considered = arguments[: arguments.index("new")] if "new" in arguments and verb else arguments
    for position, argument in enumerate(considered):
        if argument == "--language" and position + 1 < len(considered):
            return considered[position + 1]
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    return ""
