"""Send the organiser's own urgent words to an audience, through the same ledger."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import yaml

from orchestrator import languages, letters
from orchestrator.agendas import placeholders
from orchestrator.agendas.models import GROUPS, Agenda, Audience, Person
from orchestrator.errors import OrchestratorError, UsageError
from orchestrator.findings import N_
from orchestrator.letters import About, Letter
from orchestrator.running_orders import RunningOrder
from orchestrator.running_orders.audiences import Rolls
from orchestrator.secretariat import queueing, senders
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.queueing import Publication
from orchestrator.secretariat.source import fetch
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, audit, backups, deliveries, entries, keys, meta, revisions
from orchestrator.storage.deliveries import New

MOST_BYTES = 64 * 1024
TEXTS = ("subject", "text")
# What a message may name: it is about no entry, and so about no hour.
PLACES = ("person", "office", "forum")
NOBODY = N_("Nobody who can be written to is meant by '{audience}': nothing was sent.")


class ChangedError(OrchestratorError):
    """A message would go to others, or read otherwise, than was agreed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The organiser's words by language: a subject and paragraphs."""

    subject: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A message and whom it goes to; nothing is queued yet."""

    forum: str
    order: RunningOrder
    words: Words
    persons: tuple[Person, ...]
    rows: tuple[New, ...]

    @property
    def mark(self) -> str:
        """Return what is the same as long as it goes to the same people in the same words."""
        readers = sorted((row.recipient, row.details["language"]) for row in self.rows)
        numbers = sorted({row.publication for row in self.rows})
        words = [dict(self.words.subject), dict(self.words.text)]
        said = json.dumps([readers, numbers, words], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How a message reads in one language, as the first of its readers gets it."""

    language: str
    letter: Letter
    readers: int


async def message(
    desk: Desk,
    file: Path | Words,
    audience: str,
    named: str | None,
    *,
    actor: str = "cli",
    agreed: str | None = None,
    once: str = "",
) -> Addressed:
    """Queue the words of a file for everybody of an audience who can be written to.

    `agreed` is the mark of what somebody looked at; what is asked for twice under the same `once`
    is sent once.
    """
    async with desk.store() as store, store.transaction() as kept:
        found = await addressed(desk, kept, file, audience, named, once=once)
        if agreed not in (None, found.mark):
            raise ChangedError(
                N_("Since you looked, the people or the agenda have changed. Look once more.")
            )
        if not await deliveries.queue(kept, found.rows):
            return found
        await audit.add(
            kept,
            at=desk.now(),
            actor=actor,
            action="message",
            forum=found.forum,
            object=audience,
            details={"persons": len(found.persons)},
        )
    return found


async def preview(desk: Desk, file: Path | Words, audience: str, named: str | None) -> Addressed:
    """Return whom a message would go to."""
    async with desk.store() as store, store.reading() as kept:
        return await addressed(desk, kept, file, audience, named)


def proofs(found: Addressed) -> tuple[Proof, ...]:
    """Return how a message reads, once for each language that somebody gets it in."""
    by_language: dict[str, list[New]] = {}
    for row in found.rows:
        by_language.setdefault(row.details["language"], []).append(row)
    return tuple(
        Proof(language=tag, letter=_letter(found, rows[0], tag), readers=len(rows))
        for tag, rows in by_language.items()
    )


def _letter(found: Addressed, row: New, language: str) -> Letter:
    person = found.order.agenda.person[row.person]
    about = About(
        order=found.order,
        person=person,
        own=found.words.text,
        headline=found.words.subject,
        copy_for=person if row.copy else None,
    )
    return letters.compose("message", about, languages.translator(language))


async def addressed(
    desk: Desk,
    kept: Kept,
    file: Path | Words,
    audience: str,
    named: str | None,
    *,
    once: str = "",
) -> Addressed:
    """Read the words and find their readers."""
    forum = await which(kept, named)
    newest = await revisions.published(kept, forum)
    if newest is None:
        raise OrchestratorError(N_("The forum '{forum}' is not published yet."), forum=forum)
    order = await Library().order(kept, forum, newest.number)
    senders.refuse(desk, order.agenda)
    words = file if isinstance(file, Words) else _words(file, order.agenda)
    _refuse_unknown(words)
    since = await _last_named(kept, forum, audience, order)
    if since is not None:
        order = await Library().order(kept, forum, since)
    meant = _meant(order, audience, await _unanswered(kept, forum)) if since is None else {audience}
    persons = tuple(each for each in order.agenda.people if each.id in meant and each.email)
    if not persons:
        raise UsageError(NOBODY, audience=audience)
    publication = Publication(
        order=order,
        number=newest.number,
        at=desk.now(),
        key=desk.key(),
        epoch=await meta.get(kept, backups.EPOCH) or "",
    )
    # Sent twice on purpose it is another message; sent by one call it is the same for everybody.
    said = once or publication.at.isoformat()
    rows = chain.from_iterable(_rows(publication, person, words, said, since) for person in persons)
    return Addressed(forum=forum, order=order, words=words, persons=persons, rows=tuple(rows))


def _refuse_unknown(words: Words) -> None:
    """Raise where a text has a place that nothing fills: its readers would see the braces."""
    for text in words.text.values():
        for name in placeholders.names(text):
            if name not in PLACES:
                raise UsageError(
                    N_(
                        "Nothing fills {place} in a message: known are {known}. Write a brace of "
                        "your own twice."
                    ),
                    place=f"{{{name[:80]}}}",
                    known=", ".join(f"{{{each}}}" for each in PLACES),
                )


async def _unanswered(kept: Kept, forum: str) -> frozenset[str]:
    known = await entries.of(kept, forum)
    return frozenset(
        person
        for (person, thing), each in known.items()
        if thing.startswith("session-") and each.partstat == entries.WAITING
    )


async def _last_named(kept: Kept, forum: str, audience: str, order: RunningOrder) -> int | None:
    """Return the revision in which somebody stood who was told something and has left since.

    They are written to only by their own id: no group means them any more.
    """
    agenda = order.agenda
    if audience in GROUPS or audience in {*agenda.session, *agenda.delegation, *agenda.person}:
        return None
    library = Library()
    for row in reversed(await deliveries.of(kept, forum, person=audience)):
        for number in (row.publication, row.details.get("since")):
            if number and audience in (await library.order(kept, forum, number)).agenda.person:
                return int(number)
    return None


def _meant(order: RunningOrder, audience: str, unanswered: frozenset[str]) -> frozenset[str]:
    """Return the ids that a word of the command means: a group, session, delegation or person."""
    agenda, rolls = order.agenda, Rolls(agenda=order.agenda)
    if audience == "unanswered":
        return unanswered
    if audience in GROUPS:
        group = Audience(group=audience)
        found = (
            rolls.members(each.session, group, frozenset(s.person for s in each.slots if s.person))
            for each in order.sessions
        )
        return frozenset(chain.from_iterable(found))
    for each in order.sessions:
        if each.session.id == audience:
            return frozenset(each.invited)
    if audience in agenda.delegation:
        return rolls.delegations.get(audience, frozenset())
    if audience in agenda.person:
        return frozenset((audience,))
    raise UsageError(
        N_(
            "'{audience}' is nobody here: say one of {groups}, or the id of a session, "
            "delegation or person."
        ),
        audience=audience,
        groups=", ".join(GROUPS),
    )


def _rows(
    publication: Publication, person: Person, words: Words, once: str, since: int | None
) -> Iterator[New]:
    order = publication.order
    own = (person.email or "", order.agenda.language_of(person))
    details: dict[str, object] = {
        "own": dict(words.text),
        "headline": dict(words.subject),
        "kinds": [],
    }
    said = json.dumps([details, once], sort_keys=True)
    if since is not None:
        details["since"] = since
    number = int(hashlib.sha256(said.encode()).hexdigest()[:7], 16)
    for copy, (address, language) in enumerate((own, *queueing.assistants(order, person))):
        name = keys.telling(
            publication.forum,
            person.id,
            None,
            "message",
            publication.number,
            resend=number,
            copy=copy,
        )
        yield New(
            key=name,
            forum=publication.forum,
            person=person.id,
            purpose="message",
            publication=publication.number,
            resend=number,
            copy=copy,
            recipient=address,
            due=publication.at,
            created=publication.at,
            message_id=publication.message_id(name),
            details=details | {"language": language},
        )


def _words(file: Path, agenda: Agenda) -> Words:
    """Read a message: plain text in the first official language, or `subject:` and `text:`."""
    data = fetch(file, MOST_BYTES + 1).data
    if len(data) > MOST_BYTES:
        raise OrchestratorError(N_("The message '{file}' is too long."), file=file)
    try:
        text = data.decode("utf-8-sig")
        found = yaml.safe_load(text) if file.suffix in (".yaml", ".yml") else None
    except (UnicodeDecodeError, yaml.YAMLError):
        raise OrchestratorError(
            N_("The message '{file}' cannot be read: write it as UTF-8 text or YAML."), file=file
        ) from None
    if found is None:
        found = {"text": text}
    if not isinstance(found, dict) or not {*found} <= {*TEXTS} or not found.get("text"):
        raise OrchestratorError(
            N_("The message '{file}' is a list of two keys: 'subject:' and 'text:'."), file=file
        )
    first = agenda.languages.official[0]
    subject, body = (_texts(found.get(name), first, file) for name in TEXTS)
    return Words(subject=subject, text=body)


def _texts(given: object, first: str, file: Path) -> dict[str, str]:
    """Return a text by language; a plain one is in the first official language."""
    if given is None:
        return {}
    texts = given if isinstance(given, dict) else {first: given}
    kept = {tag: text.strip() for tag, text in texts.items() if isinstance(text, str)}
    if not {*texts} == {*kept} <= {*languages.TAGS}:
        raise OrchestratorError(
            N_("In the message '{file}' a text stands under a language that is none of {known}."),
            file=file,
            known=", ".join(languages.TAGS),
        )
    return {tag: text for tag, text in kept.items() if text}
