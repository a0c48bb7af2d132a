"""Carry out `minutes form` and `minutes read`."""

import asyncio
from pathlib import Path

from orchestrator import languages, minutes
from orchestrator.cli.terminal import Terminal, clean
from orchestrator.cli.work import ERRORS_IN_FILE, FINE, desk, tell_errors, unknown_language
from orchestrator.secretariat import form as forming
from orchestrator.secretariat import record as recording
from orchestrator.secretariat.source import fetch


def form(
    terminal: Terminal, file: Path, session: str, *, tag: str | None, out: Path, keep: Path | None
) -> int:
    """Write the form of a session and say where it is."""
    language = languages.match(tag) if tag else None
    if tag and language is None:
        raise unknown_language(tag)
    verb = forming.form(desk(terminal), fetch(file), session, out=out, tag=language, keep=keep)
    formed = asyncio.run(verb)
    if formed.out is None:
        return tell_errors(terminal, formed.checked)
    if terminal.json:
        found = minutes.report(formed.findings, terminal.words)
        terminal.result_json(
            {
                "file": str(formed.out),
                "session": session,
                "language": formed.language,
                "findings": found,
            }
        )
        return FINE
    terminal.result(str(formed.out))
    _tell(terminal, minutes.report(formed.findings, terminal.words))
    terminal.talk(
        terminal.words.say("Filled in, it is read with: orchestrator minutes read {file}", file=out)
    )
    return FINE


def read(terminal: Terminal, file: Path, agenda: Path | None, out: Path | None) -> int:
    """Print the record that a filled form is, or write it; say what is to be said about it."""
    source = fetch(agenda) if agenda else None
    recorded = asyncio.run(recording.record(desk(terminal), file, source, out))
    if recorded.record is None:
        return tell_errors(terminal, recorded.checked) if recorded.checked else ERRORS_IN_FILE
    if terminal.json:
        written = {"file": str(out)} if out else {}
        terminal.result_json({**minutes.values(recorded.record, terminal.words), **written})
        return FINE
    if out:
        terminal.result(str(out))
    else:
        terminal.result(_shown(recorded.record))
    _tell(terminal, minutes.report(recorded.record.findings, terminal.words))
    return FINE


def _shown(record: minutes.Record) -> str:
    return minutes.page(record, languages.translator(record.language))


def _tell(terminal: Terminal, found: minutes.Report) -> None:
    for each in found:
        code = terminal.styled(str(each["code"]), "yellow", err=True)
        hint = f" — {each['hint']}" if each["hint"] else ""
        terminal.talk(f"{code} {clean(str(each['message']) + hint)}")
