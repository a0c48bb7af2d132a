"""Words and bytes of a message, made when it is claimed, from facts and the revision they tell."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import SMTP
from typing import cast

from orchestrator import languages, letters, minutes, reminders
from orchestrator.agendas.models import Person
from orchestrator.delivery import Mail
from orchestrator.findings import N_
from orchestrator.invites import Stamp, cancel, request
from orchestrator.invites.wording import ELSEWHERE
from orchestrator.languages import choose
from orchestrator.letters import About, Attachment, Envelope
from orchestrator.running_orders import Entry, Facts, RunningOrder, person_names
from orchestrator.running_orders.compare import Key
from orchestrator.secretariat import links, queueing
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library, Volume
from orchestrator.secretariat.steps import INTRODUCED
from orchestrator.storage import Kept, deliveries, entries, records, revisions
from orchestrator.storage import links as link_rows
from orchestrator.storage.claims import Claimed
from orchestrator.storage.deliveries import Delivery
from orchestrator.storage.links import Link

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_LONGER = N_("nobody is to be told this any more")
# Kinds of change after which somebody is invited as if for the first time.
ANEW = frozenset({"new", "reinstated", "address", INTRODUCED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointless:
    """A message that is not sent any more, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What the messages of one forum are made from, read at once for all that were claimed."""

    head: Volume
    volumes: Mapping[int, Volume]
    links: Mapping[tuple[str, str], Link] = field(default_factory=dict)
    partstats: Mapping[Key, str] = field(default_factory=dict)
    replaced: frozenset[int] = frozenset()
    recorded: frozenset[str] = frozenset()


async def gather(kept: Kept, library: Library, rows: Iterable[Claimed]) -> dict[str, Files]:
    """Return what the claimed messages of each forum are made from."""
    by_forum: dict[str, list[Claimed]] = {}
    for row in rows:
        by_forum.setdefault(row.forum, []).append(row)
    return {forum: await _files(kept, library, forum, own) for forum, own in by_forum.items()}


async def _files(kept: Kept, library: Library, forum: str, rows: Iterable[Claimed]) -> Files:
    own = list(rows)
    newest = await revisions.published(kept, forum)
    head = newest.number if newest else 0
    told = [row for row in own if row.purpose in deliveries.INVITATIONS]
    numbers = {row.publication for row in told} | {row.details["since"] or head for row in told}
    # Whoever has left the forum is written to as they last stood in it.
    numbers |= {row.details.get("since") or head for row in own if row.purpose == "message"}
    volumes = {each: await library.volume(kept, forum, each) for each in {head, *numbers}}
    found = Files(
        head=volumes[head],
        volumes=volumes,
        links={
            (each.person, each.scope): each
            for each in await link_rows.of(kept, forum, {row.person for row in own})
        },
    )
    reminding = [row for row in own if row.purpose in deliveries.REMINDERS]
    return await _with_answers(kept, forum, found, reminding) if reminding else found


async def _with_answers(kept: Kept, forum: str, found: Files, rows: Sequence[Claimed]) -> Files:
    return replace(
        found,
        partstats=await entries.partstats(kept, forum, {row.person for row in rows}),
        # One that is claimed for the first time was not taken back while it was under way.
        replaced=await _replaced(kept, forum, [row for row in rows if row.attempts > 1]),
        recorded=frozenset(await records.sessions(kept, forum)),
    )


async def _replaced(kept: Kept, forum: str, rows: Iterable[Claimed]) -> frozenset[int]:
    """Return those of whose rule, thing and reader a later reminder is stored."""
    found = set()
    for row in rows:
        others = await deliveries.of(kept, forum, person=row.person, purposes=deliveries.REMINDERS)
        if any(each.id > row.id and _alike(each) == _alike(row) for each in others):
            found.add(row.id)
    return frozenset(found)


def _alike(row: Delivery) -> tuple[str | None, str | None, int]:
    return row.thing, row.rule, row.copy


async def written(
    desk: Desk, files: Mapping[str, Files], rows: Iterable[Claimed]
) -> dict[int, Mail | Pointless | Exception]:
    """Return the mail of each row, or why there is none; one that fails fails alone."""
    own, now, key = list(rows), desk.now(), desk.key()
    base = desk.base_url

    def each() -> dict[int, Mail | Pointless | Exception]:
        return {row.id: _safely(Writer(row, files[row.forum], now, key, base)) for row in own}

    return await asyncio.to_thread(each)


def _safely(writer: "Writer") -> Mail | Pointless | Exception:
    try:
        return writer.mail()
    except Exception as wrong:  # noqa: BLE001 - one message that cannot be written stops no other
        return wrong


def again(row: Claimed) -> Mail:
    """Return a message that was written before: a retry sends the same bytes to the same place."""
    data = row.body or b""
    headers = BytesHeaderParser(policy=SMTP).parsebytes(data)
    return Mail(
        message_id=row.message_id or "",
        sender=headers["From"].addresses[0].addr_spec,
        recipient=headers["To"].addresses[0].addr_spec,
        data=data,
    )


class Writer:
    """Writes one message."""

    def __init__(
        self, row: Claimed, files: Files, now: datetime, key: bytes, base_url: str | None
    ) -> None:
        self._row, self._files, self._now = row, files, now
        self._key, self._base_url = key, base_url
        self._words = languages.translator(row.details["language"])

    def mail(self) -> Mail | Pointless:
        """Return the message, or why it is not sent any more."""
        match self._row.purpose:
            case "request":
                return self._request()
            case "cancel":
                return self._cancel()
            case "message":
                return self._message()
            case "note":
                return self._note()
        return self._reminder()

    def _request(self) -> Mail | Pointless:
        row, volume = self._row, self._files.volumes[self._row.publication]
        entry = volume.entries.get(_key(row.details.get("as")) or (row.person, row.thing or ""))
        if entry is None or self._is_former():
            return Pointless(reason=NO_LONGER)
        entry = _at_address(entry, self._attendee())
        kinds = tuple(row.details["kinds"])
        about = self._about(volume.order, entry, kinds)
        data = request(
            entry,
            volume.order,
            words=self._words,
            stamp=self._stamp(entry),
            sequence=row.details["sequence"],
            partstat=row.details["partstat"],
        )
        kind: letters.Kind = "invitation" if ANEW & {*kinds} or not kinds else "change"
        return self._packed(kind, about, calendar=data, method="REQUEST")

    def _cancel(self) -> Mail | Pointless:
        row = self._row
        volume = self._files.volumes[row.details["since"]]
        was = _key(row.details.get("was")) or (row.person, row.thing or "")
        entry = volume.entries[was]  # an invitation that cannot be taken back is a fault to see
        kinds = tuple(row.details["kinds"])
        kind: letters.Kind = "address" if "address" in kinds else "cancellation"
        stood = _at_address(entry, self._attendee())
        now = replace(stood, status=self._status(stood))
        data = cancel(
            replace(stood, status=ELSEWHERE) if kind == "address" else now,
            volume.order,
            words=self._words,
            stamp=self._stamp(stood),
            sequence=row.details["sequence"],
        )
        about = self._about(volume.order, now, kinds)
        return self._packed(kind, about, calendar=data, method="CANCEL")

    def _is_former(self) -> bool:
        """Tell whether it is a copy for somebody who does this person's mail no more."""
        row, person = self._row, self._files.head.order.agenda.person.get(self._row.person)
        if not row.copy or row.details.get("trial") or person is None:
            return False
        return row.recipient.lower() not in {each.email.lower() for each in person.assistants}

    def _attendee(self) -> str:
        """Return the address of the attendee: the person's as it was told; a trial has its own."""
        row = self._row
        return row.recipient if row.details.get("trial") else str(row.details["address"])

    def _status(self, entry: Entry) -> str:
        """Return how firm its session is now; one that is gone from the file is cancelled."""
        session = self._files.head.order.agenda.session.get(entry.session.id)
        return session.status if session else "cancelled"

    def _reminder(self) -> Mail | Pointless:
        row, order = self._row, self._files.head.order
        entry = self._files.head.entries.get((row.person, row.thing or ""))
        session = entry.session.id if entry else ""
        partstat = self._files.partstats.get((row.person, f"session-{session}"))
        reason = reminders.pointless(
            row.purpose,
            entry,
            self._now,
            row.expires or row.due,
            answered=partstat not in (None, entries.WAITING),
            declined=partstat == "DECLINED",
            recorded=session in self._files.recorded,
            replaced=row.id in self._files.replaced,
        )
        if reason:
            return Pointless(reason=reminders.POINTLESS[reason])
        if entry is None or self._assistant() is None:
            return Pointless(reason=NO_LONGER)
        kind = cast("letters.Kind", row.purpose)  # the same words
        return self._packed(
            kind, self._about(order, entry, ()), attachments=self._form(order, entry)
        )

    def _form(self, order: RunningOrder, entry: Entry) -> tuple[Attachment, ...]:
        if self._row.purpose != "form":
            return ()
        tag = order.agenda.record.language or order.agenda.languages.official[0]
        paper = minutes.form(order, entry.session.id, languages.translator(tag))
        name = f"{entry.session.id}.{tag}.docx"
        data = minutes.write_docx(paper, self._row.created)
        return (Attachment(name=name, content_type=DOCX, data=data),)

    def _message(self) -> Mail | Pointless:
        row = self._row
        since = row.details.get("since")
        order = (self._files.volumes[since] if since else self._files.head).order
        person = order.agenda.person.get(row.person)
        if person is None:
            return Pointless(reason=NO_LONGER)
        about = About(
            order=order,
            person=person,
            own=row.details["own"],
            headline=row.details["headline"],
            copy_for=person if row.copy else None,
            link=self._link(),
        )
        return self._packed("message", about)

    def _note(self) -> Mail | Pointless:
        entry = self._files.head.entries.get((self._row.person, self._row.thing or ""))
        if entry is None:
            return Pointless(reason=NO_LONGER)
        about = self._about(self._files.head.order, entry, ())
        return self._packed("note", replace(about, partstat=self._row.details["partstat"]))

    def _about(self, order: RunningOrder, entry: Entry, kinds: tuple[str, ...]) -> About:
        row = self._row
        return About(
            order=order,
            person=entry.person,
            entry=entry,
            kinds=kinds,
            told_before=_facts(row.details.get("from")),
            told_now=_facts(row.details.get("to")),
            link=self._link(),
            answer_by=queueing.answer_by(entry, self._now) if entry.is_session else None,
            due=queueing.record_due(order, entry),
            copy_for=entry.person if row.copy else None,
            trial=bool(row.details.get("trial")),
        )

    def _stamp(self, entry: Entry) -> Stamp:
        row = self._row
        stamp = datetime.fromisoformat(row.details["stamp"])
        uids = {(entry.person.id, entry.thing): row.details["uid"]}
        session = (entry.person.id, f"session-{entry.session.id}")
        if row.details.get("parent"):
            uids[session] = row.details["parent"]
        return Stamp(key=self._key, dtstamp=stamp, uids=uids)

    def _link(self) -> str | None:
        row = self._row
        scope = links.of_assistant(self._recipient()) if row.copy else links.SPEAKER
        if row.purpose in ("form", "chaser") and not row.copy:
            scope = links.RAPPORTEUR
        found = self._files.links.get((row.person, scope))
        if self._base_url is None or found is None or not links.is_open(found, self._now):
            return None
        where = links.path(self._key, found.id, found.scope, found.generation)
        return self._base_url.rstrip("/") + where

    def _assistant(self) -> tuple[str, str] | None:
        """Return the address and language of this copy's reader, as the newest revision has it."""
        order = self._files.head.order
        person = order.agenda.person.get(self._row.person)
        if person is None or person.email is None:
            return None
        own = (person.email, order.agenda.language_of(person))
        readers = (own, *queueing.assistants(order, person))
        return readers[self._row.copy] if self._row.copy < len(readers) else None

    def _packed(
        self,
        kind: letters.Kind,
        about: About,
        *,
        calendar: bytes | None = None,
        method: str | None = None,
        attachments: tuple[Attachment, ...] = (),
    ) -> Mail:
        row, agenda = self._row, about.order.agenda
        letter = letters.compose(kind, about, self._words)
        organizer = agenda.organizer
        recipient = self._recipient()
        thread = row.details.get("thread")
        message_id = row.message_id or ""
        envelope = Envelope(
            sender=letters.address(self._name(organizer.name, about), organizer.email),
            recipient=letters.address(self._called(about), recipient),
            message_id=message_id,
            date=self._now,
            forum=row.forum,
            references=(queueing.of_copy(thread, row.copy),) if thread else (),
        )
        data = letters.mime(
            letter, envelope, calendar=calendar, method=method, attachments=attachments
        )
        return Mail(message_id=message_id, sender=organizer.email, recipient=recipient, data=data)

    def _recipient(self) -> str:
        """Return where it goes: reminders to where their person is written to now."""
        if self._row.purpose in deliveries.REMINDERS:
            found = self._assistant()
            return found[0] if found else self._row.recipient
        return self._row.recipient

    def _name(self, texts: Mapping[str, str], about: About) -> str:
        official = about.order.agenda.languages.official
        return choose(texts, self._words.language, official).text

    def _called(self, about: About) -> str:
        if not self._row.copy:
            return self._name(person_names(about.order.agenda, about.person), about)
        named = [each for each in about.person.assistants if each.email == self._recipient()]
        return self._name(named[0].name, about) if named and named[0].name else ""


def _facts(plain: Mapping[str, object] | None) -> Facts | None:
    return Facts.from_dict(plain) if plain else None


def _at_address(entry: Entry, address: str) -> Entry:
    """Return an entry as it was told at an address."""
    person: Person = entry.person.model_copy(update={"email": address})
    return replace(entry, person=person)


def _key(ids: Sequence[str] | None) -> Key | None:
    """Return the ids of an entry as they were in the revision that is told."""
    return (ids[0], ids[1]) if ids else None
