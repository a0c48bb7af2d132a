"""Carry out `replies` and `answers`: what came in, and who has answered."""

import asyncio
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk
from orchestrator.findings import N_
from orchestrator.invites.replies import MOST_BYTES
from orchestrator.secretariat import answers as answering
from orchestrator.secretariat import cases
from orchestrator.secretariat import collect as collecting
from orchestrator.secretariat.answers import SAID, Answers, Line
from orchestrator.secretariat.collect import Collected
from orchestrator.secretariat.source import fetch
from orchestrator.storage.proposals import Proposal

NOBODY = N_("people of no delegation")


def replies(terminal: Terminal, files: Iterable[Path]) -> int:
    """Read mails from files, apply them and say what became of each."""
    sources = [fetch(file, MOST_BYTES + 1) for file in files]
    found = asyncio.run(collecting.collect(desk(terminal), [each.data for each in sources]))
    told = list(zip((each.name for each in sources), found, strict=True))
    if terminal.json:
        terminal.result_json({"mails": [_mail(terminal, name, each) for name, each in told]})
        return FINE
    for name, each in told:
        terminal.result(name)
        for sentence in collecting.sentences(each, terminal.words):
            terminal.result(f"  {sentence}")
    return FINE


def _mail(terminal: Terminal, name: str, found: Collected) -> dict[str, object]:
    return {
        "file": name,
        "message_id": found.message_id,
        "outcome": found.outcome,
        "about": [
            {"outcome": d.outcome, "forum": d.forum, "person": d.person, "entry": d.thing}
            for d in found.done
        ],
        "told": collecting.sentences(found, terminal.words),
    }


def answers(terminal: Terminal, forum: str | None, *, table: bool) -> int:
    """Print who has answered: for reading, as CSV or as JSON."""
    found = asyncio.run(answering.answers(desk(terminal), forum))
    if terminal.json:
        terminal.result_json(answering.values(found))
    elif table:
        terminal.result(answering.table(found, terminal.words).rstrip("\n"))
    else:
        _tell(terminal, found)
    return FINE


def _tell(terminal: Terminal, found: Answers) -> None:
    words = terminal.words
    for session, lines in groupby(found.lines, key=lambda line: line.session):
        own = list(lines)
        terminal.result(answering.names(found, own[0], words)[0])
        for delegation, people in groupby(own, key=lambda line: line.delegation):
            _tell_delegation(terminal, found, delegation, list(people))
        terminal.talk(_counted(terminal, found.counts(session)))
    if found.waiting:
        terminal.result(words.say("What waits for your decision"))
        for each in found.waiting:
            terminal.result(f"  {_waiting(terminal, each)}")
        terminal.talk(words.say("Decide on it on the desk: orchestrator serve."))


def _waiting(terminal: Terminal, each: Proposal) -> str:
    """Say why something waits, since when, and what was written with it."""
    words, details = terminal.words, each.details
    said = words.say(
        "{instant} UTC: {why}",
        instant=f"{each.made:%Y-%m-%d %H:%M}",
        why=words.phrase(cases.why(details)),
    )
    comment = " ".join(str(details.get("comment") or details.get("words") or "").split())
    return f"{said} — {comment}" if comment else said


def _tell_delegation(
    terminal: Terminal, found: Answers, delegation: str | None, people: list[Line]
) -> None:
    words = terminal.words
    own = answering.names(found, people[0], words)[1] if delegation else words.say(NOBODY)
    terminal.result(f"  {own}")
    for line in people:
        person = answering.names(found, line, words)[2]
        answer = answering.said(line, words)
        said = words.say("{person}: {answer}", person=person, answer=answer)
        comment = f" — {' '.join(line.comment.split())}" if line.comment else ""
        terminal.result(f"    {said}{comment}")


def _counted(terminal: Terminal, counts: dict[str, int]) -> str:
    words = terminal.words
    each = (
        words.say("{answer}: {count}", answer=words.say(SAID[partstat]), count=count)
        for partstat, count in counts.items()
    )
    return words.say(", ").join(each)
