"""Carry out the commands about what is kept: state, audit, copies."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk
from orchestrator.findings import N_
from orchestrator.secretariat import copies, trail
from orchestrator.secretariat import status as states
from orchestrator.secretariat.status import Status
from orchestrator.storage.deliveries import Delivery

STATES: Mapping[str, str] = {
    "pending": N_("waiting"),
    "leased": N_("being sent"),
    "sent": N_("sent"),
    "written": N_("written to the folder"),
    "failed": N_("refused"),
    "superseded": N_("replaced by newer ones"),
    "expired": N_("no longer useful, not sent"),
    "held": N_("held back, by you or for your decision"),
    "in_doubt": N_("in doubt: may have arrived twice"),
}


def status(terminal: Terminal) -> int:
    """Print the state of the ledger."""
    found = asyncio.run(states.status(desk(terminal)))
    if terminal.json:
        terminal.result_json(states.values(found))
        return FINE
    words = terminal.words
    _tell_counts(terminal, words.say("Messages"), found.deliveries)
    if found.declared:
        terminal.result(
            words.plural(
                "  {n} message of those written to the folder was declared told.",
                "  {n} messages of those written to the folder were declared told.",
                found.declared,
            )
        )
    _tell_counts(terminal, words.say("Reminders"), found.reminders)
    for each in found.amiss:
        terminal.result(_amiss(terminal, each))
    for forum, count in found.shifted.items():
        terminal.result(
            words.plural(
                "'{forum}': new zone rules change the hour of {n} entry: publish it again.",
                "'{forum}': new zone rules change the hour of {n} entries: publish it again.",
                count,
                forum=forum,
            )
        )
    for forum in found.held:
        terminal.result(words.say(states.ON_HOLD, forum=forum))
    _tell_service(terminal, found)
    return FINE


def _tell_counts(terminal: Terminal, title: str, counts: Mapping[str, int]) -> None:
    terminal.result(title)
    words = terminal.words
    for state, name in STATES.items():
        if counts[state]:
            terminal.result(f"  {counts[state]:>6}  {words.lookup(name)}")
    if not any(counts.values()):
        terminal.result("  " + words.say("none"))


def _amiss(terminal: Terminal, row: Delivery) -> str:
    words = terminal.words
    return words.say(
        "{state}: {person}, {entry} – {reason}",
        state=words.lookup(STATES[row.state]),
        person=row.person,
        entry=row.thing or row.purpose,
        reason=words.lookup(row.reason or ""),
    )


def _tell_service(terminal: Terminal, found: Status) -> None:
    words = terminal.words
    if found.next_due:
        due = f"{found.next_due:%Y-%m-%d %H:%M}"
        terminal.talk(words.say("The next message is due at {instant} UTC.", instant=due))
    if found.holder:
        terminal.talk(
            words.say(
                "Process {pid} on {host} has been sending since {since}.",
                pid=found.holder.pid,
                host=found.holder.host,
                since=found.holder.since,
            )
        )
    else:
        terminal.talk(words.say("Nobody is sending: orchestrator serve."))


def audit(terminal: Terminal, forum: str | None) -> int:
    """Print who did what."""
    deeds = asyncio.run(trail.trail(desk(terminal), forum))
    if terminal.json:
        terminal.result_json({"audit": [trail.values(deed) for deed in deeds]})
        return FINE
    for deed in deeds:
        name = " ".join(part for part in (deed.forum, deed.object) if part)
        terminal.result(f"{deed.at:%Y-%m-%d %H:%M:%S}Z {deed.actor} {deed.action} {name}")
    return FINE


def backup(terminal: Terminal, file: Path, *, with_key: bool) -> int:
    """Write a backup."""
    made = asyncio.run(copies.backup(desk(terminal), file, with_key=with_key))
    if terminal.json:
        terminal.result_json({"files": [str(each) for each in made]})
        return FINE
    for each in made:
        terminal.result(str(each))
    if not with_key:
        terminal.talk(
            terminal.words.say(
                "The key is not in it: keep {path} apart, in a safe place.",
                path=desk(terminal).data / "key",
            )
        )
    return FINE


def restore(terminal: Terminal, file: Path) -> int:
    """Restore a backup."""
    found = asyncio.run(copies.restore(desk(terminal), file))
    if terminal.json:
        terminal.result_json({"forums": [*found.forums], "in_doubt": found.doubtful})
        return FINE
    words = terminal.words
    terminal.result(words.say("Restored: {forums}.", forums=", ".join(found.forums)))
    terminal.talk(
        words.say(
            "Everything is on hold, because messages may have been sent since the backup was made: "
            "look at 'orchestrator status', then 'orchestrator release FORUM'."
        )
    )
    return FINE
