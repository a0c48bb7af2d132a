"""Carry out the commands about the record of a session: the form, and the records of the store."""

import asyncio
from pathlib import Path

from orchestrator import languages, minutes
from orchestrator.cli.terminal import Terminal, clean
from orchestrator.cli.work import ERRORS_IN_FILE, FINE, desk, tell_errors, unknown_language
from orchestrator.findings import N_, phrase
from orchestrator.minutes import labels
from orchestrator.secretariat import form as forming
from orchestrator.secretariat import minuting
from orchestrator.secretariat import record as recording
from orchestrator.secretariat.doubts import DoubtError
from orchestrator.secretariat.minuting import Asked
from orchestrator.secretariat.source import fetch
from orchestrator.secretariat.standing import STATES, StaleError, Standing
from orchestrator.secretariat.submit import UndecidedError

OTHER_LANGUAGE = N_(
    "The records of this forum are written in one language each, usually in {own}. This form in "
    "{other} is taken while nobody has begun the record, which is then written in {other}."
)


def form(
    terminal: Terminal,
    file: Path,
    session: str | None,
    *,
    tag: str | None,
    out: Path,
    keep: Path | None,
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
                "record_language": formed.record,
                "findings": found,
            }
        )
        return FINE
    terminal.result(str(formed.out))
    _tell(terminal, minutes.report(formed.findings, terminal.words))
    words = terminal.words
    if formed.language != formed.record:
        own, other = (phrase(languages.NAMES[each]) for each in (formed.record, formed.language))
        terminal.talk(words.say(OTHER_LANGUAGE, own=own, other=other))
    terminal.talk(
        words.say("Filled in, it is read with: orchestrator minutes read {file}", file=out)
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


def take(
    terminal: Terminal, file: Path, forum: str | None, session: str | None, *, over: bool
) -> int:
    """Keep a filled form as a draft of its record; say where the record has other words."""
    try:
        found = asyncio.run(minuting.take(desk(terminal), file, forum, session, over=over))
    except StaleError as stale:
        _tell_conflicts(terminal, stale)
        raise
    return _tell_state(terminal, found)


def _tell_conflicts(terminal: Terminal, stale: StaleError) -> None:
    """Print both texts of every place where the form and the record say different things."""
    words, found = terminal.words, stale.joined.conflicts
    if terminal.json:
        told = {**_state(stale.head), "conflicts": [each.values() for each in found]}
        terminal.result_json(told)
        return
    for each in found:
        place = stale.head.answers.place(each.key)
        terminal.result(" – ".join(filter(None, (place, labels.label(each.key, words)))))
        terminal.result(words.say("  in the form: {text}", text=each.mine))
        terminal.result(words.say("  in the record: {text}", text=each.theirs))
    terminal.talk(words.say("Nothing was kept. With --over the words of the form stand."))


def show(terminal: Terminal, forum: str | None, session: str | None, out: Path | None) -> int:
    """Print how far every record is, or one record as it stands."""
    if session is None:
        return _list(terminal, forum)
    found = asyncio.run(minuting.show(desk(terminal), Asked(forum=forum, session=session), out))
    record = found.said()
    if terminal.json:
        written = {"file": str(out)} if out else {}
        told = minutes.values(record, terminal.words)
        terminal.result_json({**told, **_state(found), **written})
        return FINE
    terminal.result(str(out) if out else _shown(record))
    _tell(terminal, minutes.report(record.findings, terminal.words))
    return FINE


def _list(terminal: Terminal, forum: str | None) -> int:
    name, states = asyncio.run(minuting.every(desk(terminal), forum))
    if terminal.json:
        records = [{"session": session, "state": state} for session, state in states.items()]
        terminal.result_json({"forum": name, "records": records})
        return FINE
    words = terminal.words
    for session, state in states.items():
        said = words.lookup(STATES[state])
        terminal.result(words.say("{session}: {state}", session=session, state=said))
    return FINE


def step(
    terminal: Terminal,
    verb: str,
    place: tuple[str | None, str],
    revision: int | None,
    *,
    anyway: bool,
) -> int:
    """Bring a record to its next state, or back to its rapporteur; a forum may go unnamed."""
    asked = Asked(forum=place[0], session=place[1])
    try:
        found = asyncio.run(minuting.step(desk(terminal), verb, asked, revision, anyway=anyway))
    except UndecidedError as wrong:
        if terminal.json:
            terminal.result_json({"session": asked.session, "undecided": [*wrong.items]})
        raise
    except DoubtError as wrong:
        _tell_doubts(terminal, asked, wrong)
        raise
    return _tell_state(terminal, found)


def _tell_doubts(terminal: Terminal, asked: Asked, wrong: DoubtError) -> None:
    """Say what speaks against a step, and how one takes it who means it."""
    told = wrong.told(terminal.words)
    if terminal.json:
        terminal.result_json({"session": asked.session, "doubts": told})
    _tell(terminal, told)
    terminal.talk(terminal.words.say("With --anyway it is done."))


def _tell_state(terminal: Terminal, found: Standing) -> int:
    record = found.said()
    findings = minutes.report(record.findings, terminal.words)
    if terminal.json:
        numbers = [each.number for each in record.decisions]
        terminal.result_json({**_state(found), "decisions": numbers, "findings": findings})
        return FINE
    words = terminal.words
    terminal.result(
        words.say(
            "{session}: {state}, revision {number}",
            session=found.place.session,
            state=words.lookup(STATES[found.state]),
            number=found.tag.revision,
        )
    )
    _tell(terminal, findings)
    return FINE


def _state(found: Standing) -> dict[str, object]:
    place = found.place
    return {
        "forum": place.forum,
        "session": place.session,
        "revision": found.tag.revision,
        "state": found.state,
    }
