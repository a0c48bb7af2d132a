"""Carry out the commands: call the verb, tell the caller, return the exit code."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path

import click
from rich.console import Console

from orchestrator import bootstrap, languages
from orchestrator.cli.terminal import Terminal
from orchestrator.config import Settings
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.languages import TAGS
from orchestrator.secretariat import build as building
from orchestrator.secretariat import check as checking
from orchestrator.secretariat import demo as demonstration
from orchestrator.secretariat import doctor as diagnosing
from orchestrator.secretariat import explain as explanation
from orchestrator.secretariat import new as beginning
from orchestrator.secretariat.build import Built
from orchestrator.secretariat.check import Checked
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.diagnosis import Check
from orchestrator.secretariat.source import fetch

FINE = 0
ENVIRONMENT = 1
ERRORS_IN_FILE = 3
A_PAIR = 2


def demo(terminal: Terminal, out: Path) -> int:
    """Build the shipped forum on a fixed clock."""
    settings(terminal)
    verb = demonstration.demo(bootstrap.demo_desk(), out)
    return _tell_built(terminal, _with_progress(terminal, verb))


def new(terminal: Terminal, file: Path, forum: str | None, language: str | None) -> int:
    """Write a starter file and say what comes next."""
    tag = languages.match(language) if language else terminal.words.language
    if tag is None:
        raise unknown_language(language)
    named = forum if forum is not None else _ask_id(terminal)
    asyncio.run(beginning.new(file, named, tag))
    if terminal.json:
        terminal.result_json({"file": str(file)})
    else:
        terminal.result(str(file))
    terminal.talk(terminal.words.say("Next: orchestrator check {file}", file=file))
    return FINE


def unknown_language(given: str | None) -> UsageError:
    """Return the error that names the languages there are."""
    return UsageError(
        N_("The language '{given}' is unknown; known are {known}."),
        given=given,
        known=", ".join(TAGS),
    )


def _ask_id(terminal: Terminal) -> str:
    if not sys.stdin.isatty():
        raise UsageError(N_("A forum needs an id for life: --id ID."))
    question = terminal.words.say("Id of the forum, for life (small letters, digits, hyphens)")
    return str(click.prompt(question, err=True))


def check(terminal: Terminal, file: Path) -> int:
    """Print the findings of a file."""
    checked = asyncio.run(checking.check(desk(terminal), fetch(file)))
    if terminal.json:
        terminal.result_json({"findings": checking.report(checked, terminal.words)})
    else:
        terminal.findings(checked)
        terminal.talk(_counted(terminal, checked))
    return ERRORS_IN_FILE if checked.has_errors else FINE


def build(
    terminal: Terminal, file: Path, out: Path | None, beside: tuple[str, ...], *, nastaliq: bool
) -> int:
    """Build every document of a file and say where to look."""
    pairs = tuple(_pair(each) for each in beside)
    verb = building.build(desk(terminal), fetch(file), out, pairs, nastaliq=nastaliq)
    return _tell_built(terminal, _with_progress(terminal, verb))


def explain(terminal: Terminal, file: Path, session: str | None, item: str | None) -> int:
    """Print the reason for every place."""
    source = fetch(file)
    told = asyncio.run(explanation.explain(desk(terminal), source, terminal.words, session, item))
    if told.explanations is None:
        return tell_errors(terminal, told.checked)
    if terminal.json:
        terminal.result_json({"places": explanation.values(told.explanations)})
    else:
        for line in explanation.lines(told, terminal.words):
            terminal.result(line)
    return FINE


def doctor(terminal: Terminal) -> int:
    """Print the state of the installation."""
    chosen = settings(terminal)
    found = asyncio.run(diagnosing.doctor(bootstrap.desk(chosen), chosen.data, terminal.words))
    if terminal.json:
        terminal.result_json({"checks": [each.values() for each in found]})
    else:
        for each in found:
            _tell_check(terminal, each)
    return FINE if all(each.fine for each in found) else ENVIRONMENT


def _tell_check(terminal: Terminal, found: Check) -> None:
    terminal.mark(*_sign(found), found.sentence)
    if found.repair:
        terminal.result(f"    {found.repair}")


def _sign(found: Check) -> tuple[str, str]:
    """Return a check's mark and its colour."""
    if not found.fine:
        return "✗", "red"
    return ("–", "yellow") if found.note else ("✓", "green")


def settings(terminal: Terminal) -> Settings:
    """Return the settings; those for tests are said aloud, so that none is left on by mistake."""
    chosen = bootstrap.settings(os.environ, data=terminal.data)
    words = terminal.words
    if chosen.now is not None:
        instant = chosen.now.isoformat()
        terminal.warn(words.say("For tests: the clock starts at {instant}.", instant=instant))
    if chosen.tzdata is not None:
        folder = chosen.tzdata
        terminal.warn(words.say("For tests: zone rules are read from {folder}.", folder=folder))
    return chosen


def desk(terminal: Terminal, *, begins: bool = False) -> Desk:
    """Return the desk of the caller's installation; only verbs that keep something begin one."""
    return bootstrap.desk(settings(terminal), begins=begins)


def _pair(given: str) -> building.Pair:
    tags = [languages.match(tag) for tag in given.replace("+", ",").split(",")]
    known = [tag for tag in tags if tag is not None]
    if len(tags) != A_PAIR or len(set(known)) != A_PAIR:
        raise UsageError(
            N_(
                "--beside takes two different languages, such as ru,zh-Hans; '{given}' is not that."
            ),
            given=given,
        )
    return known[0], known[1]


def _with_progress(terminal: Terminal, verb: Coroutine[object, object, Built]) -> Built:
    if terminal.quiet or not sys.stderr.isatty():
        return asyncio.run(verb)
    with Console(stderr=True).status(terminal.words.say("Building the documents…")):
        return asyncio.run(verb)


def _tell_built(terminal: Terminal, built: Built) -> int:
    if terminal.json:
        out = str(built.out) if built.out else None
        found = checking.report(built.checked, terminal.words)
        terminal.result_json({"out": out, "files": list(built.files), "findings": found})
        return ERRORS_IN_FILE if built.out is None else FINE
    if built.out is None:
        code = tell_errors(terminal, built.checked)
        terminal.talk(terminal.words.say("Nothing was written."))
        return code
    _tell_folder(terminal, built)
    return FINE


def tell_errors(terminal: Terminal, checked: Checked) -> int:
    """Print what stops the work on a file; return the exit code."""
    if terminal.json:
        terminal.result_json({"findings": checking.report(checked, terminal.words)})
    else:
        terminal.findings(checked, err=True)
        terminal.talk(_counted(terminal, checked))
    return ERRORS_IN_FILE


def _tell_folder(terminal: Terminal, built: Built) -> None:
    out, words = built.out, terminal.words
    terminal.result(str(out))
    terminal.talk(
        words.plural("{n} file was written.", "{n} files were written.", len(built.files))
    )
    terminal.talk(words.say("For everybody: {page}", page=f"{out}/public/index.html"))
    terminal.talk(words.say("For the organiser only: {page}", page=f"{out}/internal/index.html"))
    if built.checked.findings:
        terminal.talk(_counted(terminal, built.checked))
        name = built.checked.source.name
        terminal.talk(words.say("See them: orchestrator check {file}", file=name))


def _counted(terminal: Terminal, checked: Checked) -> str:
    numbers = checked.counts
    if not any(numbers.values()):
        return terminal.words.say("Nothing to remark.")
    return terminal.words.say(
        "Errors: {errors}. To be mended before publishing: {publish}. Warnings: {warnings}.",
        errors=numbers["error"],
        publish=numbers["publish"],
        warnings=numbers["warning"],
    )
