"""Carry out `replies` and `answers`: what came in, and who has answered."""

import asyncio
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk
from orchestrator.invites.replies import MOST_BYTES
from orchestrator.secretariat import answers as answering
from orchestrator.secretariat import collect as collecting
from orchestrator.secretariat.answers import SAID, Answers, Line
from orchestrator.secretariat.collect import Collected
from orchestrator.secretariat.source import fetch


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
        waiting = len(found.waiting)
        terminal.talk(words.plural("{n} mail waits for you.", "{n} mails wait for you.", waiting))


def _tell_delegation(
    terminal: Terminal, found: Answers, delegation: str | None, people: list[Line]
) -> None:
    words = terminal.words
    if delegation:
        terminal.result(f"  {answering.names(found, people[0], words)[1]}")
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
