"""Carry out the commands that send: call the verb, tell the caller, return the exit code."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from orchestrator import bootstrap
from orchestrator.cli import plans
from orchestrator.cli.terminal import Terminal
from orchestrator.cli.work import FINE, desk, settings, tell_errors
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.secretariat import check as checking
from orchestrator.secretariat import dispatch as dispatching
from orchestrator.secretariat import holding
from orchestrator.secretariat import message as writing
from orchestrator.secretariat import plan as planning
from orchestrator.secretariat import publish as publishing
from orchestrator.secretariat import pull as fetching
from orchestrator.secretariat import resend as again
from orchestrator.secretariat import status as states
from orchestrator.secretariat import trial as trying
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.dispatch import Tally
from orchestrator.secretariat.publish import Published, RefusedError
from orchestrator.secretariat.source import Source, fetch

CONFLICT = 4
PARTLY = 5
UNCHANGED = N_(
    "Nothing has changed since revision {number}: these are the letters as they would go out for "
    "the first time."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How `publish` was called."""

    yes: bool
    agreed: str | None
    only: tuple[str, ...]
    trial: bool
    cancel: int


def plan(terminal: Terminal, file: Path) -> int:
    """Print what publishing a file would send."""
    own = desk(terminal)
    proposal = asyncio.run(planning.plan(own, fetch(file)))
    if proposal.checked.has_errors:
        return tell_errors(terminal, proposal.checked)
    if terminal.json:
        found = checking.report(proposal.checked, terminal.words)
        terminal.result_json(planning.values(proposal) | {"findings": found})
    else:
        plans.tell(terminal, own, proposal)
    return FINE


def publish(terminal: Terminal, file: Path, given: Given) -> int:
    """Publish a file, once the caller has agreed to its plan."""
    source, chosen = fetch(file), settings(terminal)
    own = bootstrap.desk(chosen, begins=False)
    own.transport()  # a mail server's address that cannot be used is told before anything is kept
    if given.trial:
        return _try(terminal, own, source, given.only)
    asked = publishing.Given(agreed=given.agreed, only=given.only, cancel=given.cancel)
    if not (given.yes or given.agreed):
        agreed = _agreed(terminal, own, source, given)
        if isinstance(agreed, int):
            return agreed
        asked = publishing.Given(agreed=agreed, only=given.only, cancel=given.cancel)
    try:
        published = asyncio.run(publishing.publish(bootstrap.desk(chosen), source, asked))
    except RefusedError as refused:
        if refused.difference:
            terminal.talk(refused.difference)
        raise
    if published.refused:
        return tell_errors(terminal, published.proposal.checked)
    return _tell_published(terminal, own, published)


def _agreed(terminal: Terminal, own: Desk, source: Source, given: Given) -> str | int:
    """Show the plan and ask; return its id, or the exit code where nothing is to be asked."""
    proposal = asyncio.run(planning.plan(own, source, given.only))
    if proposal.checked.has_errors:
        return tell_errors(terminal, proposal.checked)
    if proposal.is_empty:
        return proposal.id
    if not sys.stdin.isatty():
        raise UsageError(N_("Nobody is there to agree to the plan: say --yes, or --plan ID."))
    plans.tell(terminal, own, proposal)
    click.confirm(terminal.words.say("Publish this?"), abort=True, err=True)
    return proposal.id


def _try(terminal: Terminal, own: Desk, source: Source, only: tuple[str, ...]) -> int:
    """Send everything to the organizer's own address."""
    tried = asyncio.run(trying.trial(own, source, only))
    if tried.checked.has_errors:
        return tell_errors(terminal, tried.checked)
    words = terminal.words
    if terminal.json:
        told = {"to": tried.to, "sent": tried.sent, "missed": [*tried.missed]}
        terminal.result_json(told | {"unchanged": tried.unchanged})
    else:
        sentence = words.plural(
            "As a trial {n} message went to {address}.",
            "As a trial {n} messages went to {address}.",
            tried.sent,
            address=tried.to,
        )
        terminal.result(sentence)
        if tried.unchanged is not None and tried.sent:
            terminal.talk(words.say(UNCHANGED, number=tried.unchanged))
        if tried.sent and not own.tells:
            folder = own.data / "outbox"
            terminal.talk(words.say("They lie in {folder}: no mail server is set.", folder=folder))
    for reason in tried.missed:
        terminal.talk(words.say("Not sent: {reason}", reason=words.lookup(reason)))
    return PARTLY if tried.missed else FINE


def _tell_published(terminal: Terminal, own: Desk, published: Published) -> int:
    proposal, words = published.proposal, terminal.words
    if terminal.json:
        found = checking.report(proposal.checked, words)
        terminal.result_json(
            planning.values(proposal)
            | {"revision": published.revision, "queued": published.queued, "findings": found}
        )
    elif proposal.is_empty:
        terminal.result(words.say(plans.nothing(own)))
    else:
        terminal.result(
            words.plural(
                "Revision {number} is published; {n} message is to be sent.",
                "Revision {number} is published; {n} messages are to be sent.",
                published.queued,
                number=published.revision,
            )
        )
    if published.held:
        terminal.talk(
            words.say(
                "The forum is on hold: nothing is sent until it is released: orchestrator release"
            )
        )
    return _deliver(terminal, own)


def _deliver(terminal: Terminal, own: Desk) -> int:
    """Send what is due, unless somebody else does."""
    holder = asyncio.run(dispatching.who_stays(own))
    if holder is not None:
        terminal.talk(
            terminal.words.say(
                "Process {pid} on {host} sends it.", pid=holder.pid, host=holder.host
            )
        )
        return FINE
    return _tell_tally(terminal, own, asyncio.run(dispatching.once(own)))


def _tell_tally(terminal: Terminal, own: Desk, tally: Tally) -> int:
    for sentence in _ends(tally, terminal.words, own.data / "outbox"):
        terminal.talk(sentence)
    return FINE if tally.whole else PARTLY


def _ends(tally: Tally, words: Translator, folder: Path) -> Iterator[str]:
    if tally.sent:
        yield words.plural("{n} message was sent.", "{n} messages were sent.", tally.sent)
    if tally.written:
        yield words.plural(
            "{n} message was written to {folder}: nobody was told by that.",
            "{n} messages were written to {folder}: nobody was told by that.",
            tally.written,
            folder=folder,
        )
    if tally.pending:
        yield words.plural(
            "{n} message could not be sent yet.",
            "{n} messages could not be sent yet.",
            tally.pending,
        )
        yield words.say("Go on with: orchestrator dispatch, or orchestrator serve.")
    if tally.amiss:
        yield words.plural(
            "{n} message was left lying or is held back: orchestrator status",
            "{n} messages were left lying or are held back: orchestrator status",
            tally.amiss,
        )
    if tally.failed:
        yield words.plural(
            "{n} message was refused: orchestrator status",
            "{n} messages were refused: orchestrator status",
            tally.failed,
        )


def dispatch(terminal: Terminal) -> int:
    """Try every message that is due once."""
    own = desk(terminal)
    tally = asyncio.run(dispatching.once(own))
    if terminal.json:
        terminal.result_json(
            {
                "tried": tally.total,
                "sent": tally.sent,
                "written": tally.written,
                "pending": tally.pending,
                "failed": tally.failed,
            }
        )
    elif not tally.total:
        terminal.result(terminal.words.say("Nothing is due."))
        for forum in asyncio.run(states.status(own)).held:
            terminal.result(terminal.words.say(states.ON_HOLD, forum=forum))
    return _tell_tally(terminal, own, tally)


def pull(terminal: Terminal, file: Path, forum: str | None) -> int:
    """Fetch the head into a file."""
    pulled = asyncio.run(fetching.pull(desk(terminal), file, forum))
    words = terminal.words
    if terminal.json:
        terminal.result_json(
            {
                "forum": pulled.forum,
                "revision": pulled.revision,
                "changed": pulled.changed,
                "conflicts": pulled.conflicts,
            }
        )
    elif pulled.changed:
        terminal.result(
            words.say("{file} now holds revision {number}.", file=file, number=pulled.revision)
        )
    else:
        terminal.result(
            words.say("{file} holds revision {number} already.", file=file, number=pulled.revision)
        )
    if not pulled.conflicts:
        return FINE
    terminal.talk(
        words.plural(
            "In {n} place both texts stand there, between <<<<<<< and >>>>>>>: choose one.",
            "In {n} places both texts stand there, between <<<<<<< and >>>>>>>: choose each time.",
            pulled.conflicts,
        )
    )
    return CONFLICT


def resend(terminal: Terminal, person: str, forum: str | None) -> int:
    """Send a person's invitations again."""
    own = desk(terminal)
    name, count = asyncio.run(again.resend(own, person, forum))
    if terminal.json:
        terminal.result_json({"forum": name, "queued": count})
    else:
        terminal.result(
            terminal.words.plural(
                "{n} message to {person} is to be sent again.",
                "{n} messages to {person} are to be sent again.",
                count,
                person=person,
            )
        )
    return _deliver(terminal, own) if count else FINE


def message(terminal: Terminal, file: Path, audience: str, forum: str | None, *, yes: bool) -> int:
    """Send a message to many, once the caller has seen to how many."""
    own, words = desk(terminal), terminal.words
    if not yes:
        found = asyncio.run(writing.preview(own, file, audience, forum))
        if not sys.stdin.isatty():
            raise UsageError(N_("Nobody is there to agree: say --yes."))
        question = words.plural(
            "Send this to {n} person?", "Send this to {n} people?", len(found.persons)
        )
        click.confirm(question, abort=True, err=True)
    sent = asyncio.run(writing.message(own, file, audience, forum))
    if terminal.json:
        persons = [person.id for person in sent.persons]
        terminal.result_json({"forum": sent.forum, "persons": persons, "queued": len(sent.rows)})
    else:
        terminal.result(
            words.plural(
                "The message goes to {n} person.",
                "The message goes to {n} people.",
                len(sent.persons),
            )
        )
    return _deliver(terminal, own) if sent.rows else FINE


def hold(terminal: Terminal, forum: str | None, *, held: bool) -> int:
    """Hold or release a forum."""
    own = desk(terminal)
    name = asyncio.run((holding.hold if held else holding.release)(own, forum))
    if terminal.json:
        terminal.result_json({"forum": name, "held": held})
    elif held:
        terminal.result(
            terminal.words.say("Nothing of '{forum}' is sent until it is released.", forum=name)
        )
    else:
        terminal.result(
            terminal.words.say("'{forum}' is released: what waited is sent.", forum=name)
        )
    return FINE if held else _deliver(terminal, own)


def told(terminal: Terminal, forum: str | None) -> int:
    """Declare what was written to the folder as told."""
    name, count = asyncio.run(holding.told(desk(terminal), forum))
    if terminal.json:
        terminal.result_json({"forum": name, "told": count})
    else:
        terminal.result(
            terminal.words.plural(
                "{n} message of '{forum}' now counts as told.",
                "{n} messages of '{forum}' now count as told.",
                count,
                forum=name,
            )
        )
    return FINE
