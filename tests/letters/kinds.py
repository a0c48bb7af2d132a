"""Every kind of letter about the forum of 2020, in any language, as mail and in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from orchestrator import invites, languages, letters, running_orders, zones
from orchestrator.agendas.models import Person
from orchestrator.languages import Translator
from orchestrator.letters import About, Attachment, Envelope, Kind, Letter
from orchestrator.running_orders import Entry, Facts, RunningOrder
from tests.documents import forums

GOLDEN = Path(__file__).parent / "golden"
TAGS = languages.TAGS
SENT = datetime(2020, 10, 20, 6, 0, tzinfo=UTC)
STAMP = invites.Stamp(key=b"a key for tests only, no secret!", dtstamp=SENT)
PAGE = "https://forum.example.org/s/0123456789abcdefghjkmnpqrstvwxyz01"
MOVE = timedelta(minutes=20)
SPEAKER, RAPPORTEUR = "head-in", "secretary"
FORM = Attachment(
    name="minutes-plenary.docx",
    content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    data=b"PK\x03\x04 stands for a form",
)


@cache
def order(tag: str = "en") -> RunningOrder:
    """Return the forum of 2020, everybody reading one language."""
    agenda = forums.shipped().agenda
    people = tuple(person.model_copy(update={"language": tag}) for person in agenda.people)
    return running_orders.build(agenda.model_copy(update={"people": people}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody's entry in one language, and what can be told about it."""

    tag: str = "en"
    person: str = SPEAKER
    thing: str = "session-plenary"
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> RunningOrder:
        return order(self.tag)

    @property
    def entry(self) -> Entry:
        (found,) = (
            each
            for each in running_orders.entries(self.order)
            if (each.person.id, each.thing) == (self.person, self.thing)
        )
        return replace(found, **self.changes)

    @property
    def deadline(self) -> datetime:
        until = self.entry.session.answer_by
        assert until is not None
        return zones.instant(until, self.entry.zone)

    def about(self, **more: Any) -> About:
        own = self.entry
        given = {"order": self.order, "person": own.person, "entry": own, "link": PAGE}
        return About(**{**given, **more})

    def told(self, **changed: Any) -> Facts:
        return replace(running_orders.facts(self.entry, self.order), **changed)

    def changed(self, *kinds: str, before: Facts, **more: Any) -> About:
        return self.about(kinds=kinds, told_before=before, told_now=self.told(), **more)

    def earlier(self, **changed: Any) -> Facts:
        """Return what was told while the entry stood twenty minutes earlier."""
        own = self.entry
        assert own.start
        assert own.end
        return self.told(start=own.start - MOVE, end=own.end - MOVE, **changed)


def envelope(person: Person, tag: str = "en", **changed: Any) -> Envelope:
    """Return an envelope from the forum's secretariat to a person."""
    agenda = order(tag).agenda
    names = running_orders.person_names(agenda, person)
    given = {
        "sender": letters.address(agenda.organizer.name[tag], agenda.organizer.email),
        "recipient": letters.address(names[tag], person.email or ""),
        "message_id": "<0123456789abcdef@example.org>",
        "date": SENT,
        "forum": agenda.id,
    }
    return Envelope(**{**given, **changed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A letter, and what is packed with it."""

    tag: str
    kind: Kind
    about: About
    method: str | None = None
    attachments: tuple[Attachment, ...] = ()

    def letter(self, words: Translator | None = None) -> Letter:
        return letters.compose(self.kind, self.about, words or languages.translator(self.tag))

    def mail(self) -> bytes:
        thread = () if self.kind == "invitation" else ("<first.0123456789@example.org>",)
        return letters.mime(
            self.letter(),
            envelope(self.about.person, self.tag, references=thread),
            calendar=self._calendar(),
            method=self.method,
            attachments=self.attachments,
        )

    def _calendar(self) -> bytes | None:
        own, known = self.about.entry, self.about.order
        words = languages.translator(self.tag)
        if self.method is None or own is None:
            return None
        if self.method == "CANCEL":
            return invites.cancel(own, known, words=words, stamp=STAMP, sequence=1)
        return invites.request(own, known, words=words, stamp=STAMP)


def _invitation(tag: str, desk: Desk, **more: Any) -> Case:
    about = desk.about(kinds=("new",), **more)
    return Case(tag=tag, kind="invitation", about=about, method="REQUEST")


def invitation(tag: str) -> Case:
    desk = Desk(tag=tag)
    return _invitation(tag, desk, answer_by=desk.deadline)


def floor(tag: str) -> Case:
    return _invitation(tag, Desk(tag=tag, thing="slot-statements"))


def copy(tag: str) -> Case:
    desk = Desk(tag=tag)
    return _invitation(tag, desk, answer_by=desk.deadline, copy_for=desk.entry.person)


def trial(tag: str) -> Case:
    desk = Desk(tag=tag)
    return _invitation(tag, desk, answer_by=desk.deadline, trial=True)


def change(tag: str) -> Case:
    desk = Desk(tag=tag)
    before = desk.earlier(join=("https://meet.example.org/old", *desk.told().join[1:]))
    about = desk.changed("moved", "join", before=before, answer_by=desk.deadline)
    return Case(tag=tag, kind="change", about=about, method="REQUEST")


def retitled(tag: str) -> Case:
    desk = Desk(tag=tag, thing="slot-statements")
    about = desk.changed("retitled", before=desk.told(title=forums.SAMPLE[tag]))
    return Case(tag=tag, kind="change", about=about, method="REQUEST")


def cancellation(tag: str) -> Case:
    about = Desk(tag=tag).about(kinds=("withdrawn",), link=None)
    return Case(tag=tag, kind="cancellation", about=about, method="CANCEL")


def address(tag: str) -> Case:
    about = Desk(tag=tag).about(kinds=("address",))
    return Case(tag=tag, kind="address", about=about, method="CANCEL")


def reminder(tag: str) -> Case:
    return Case(tag=tag, kind="reminder", about=Desk(tag=tag).about())


def nudge(tag: str) -> Case:
    desk = Desk(tag=tag)
    return Case(tag=tag, kind="nudge", about=desk.about(answer_by=desk.deadline))


def form(tag: str) -> Case:
    desk = Desk(tag=tag, person=RAPPORTEUR)
    about = desk.about(due=desk.deadline + timedelta(days=5))
    return Case(tag=tag, kind="form", about=about, attachments=(FORM,))


def chaser(tag: str) -> Case:
    desk = Desk(tag=tag, person=RAPPORTEUR)
    return Case(tag=tag, kind="chaser", about=desk.about(due=desk.deadline + timedelta(days=5)))


def note(tag: str) -> Case:
    return Case(tag=tag, kind="note", about=Desk(tag=tag).about(partstat="ACCEPTED"))


def message(tag: str) -> Case:
    about = Desk(tag=tag).about(
        headline={"ru": "Резервная линия", "en": "The other line"},
        own={
            "ru": "Перейдите на резервную линию: https://meet.example.org/backup\n\n{person}",
            "en": "Please use the other line: https://meet.example.org/backup\n\n{person}",
        },
    )
    return Case(tag=tag, kind="message", about=about)


CASES: dict[str, Callable[[str], Case]] = {
    made.__name__: made
    for made in (
        *(invitation, floor, copy, trial, change, retitled, cancellation, address),
        *(reminder, nudge, form, chaser, note, message),
    )
}
