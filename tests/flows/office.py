"""An organiser's office: a small forum, a clock that is set, and the mails that went out."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar, Event

from orchestrator import bootstrap
from orchestrator.config import Settings
from orchestrator.delivery import FolderTransport, Transport
from orchestrator.secretariat import dispatch
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.dispatch import Tally
from orchestrator.secretariat.plan import Proposal, plan
from orchestrator.secretariat.publish import Given, Published, publish
from orchestrator.secretariat.source import fetch

NOW = datetime(2030, 9, 1, 6, 0, tzinfo=UTC)
FORUM = """\
format: 1
id: regions-2030
title: {ru: Форум регионов, zh-Hans: 地方论坛, ur: علاقائی فورم}
languages: {official: [ru], courtesy: [zh-Hans, ur]}
zone: Asia/Yekaterinburg
organizer: {name: {ru: Секретариат}, email: forum@example.org}
delegations:
  - {id: kz, state: KZ, language: ru, zone: Asia/Almaty}
  - {id: cn, state: CN, language: zh-Hans, zone: Asia/Shanghai}
  - {id: pk, state: PK, language: ur, zone: Asia/Karachi}
people:
  - {id: governor, office: {ru: Председатель}, email: chair@example.org}
  - id: head-kz
    delegation: kz
    head: true
    office: {ru: Глава делегации Казахстана}
    email: kz@example.org
    assistants: [{email: office.kz@example.org}]
  - id: head-cn
    delegation: cn
    head: true
    office: {ru: Глава делегации Китая, zh-Hans: 中国代表团团长}
    email: cn@example.org
  - id: head-pk
    delegation: pk
    head: true
    office: {ru: Глава делегации Пакистана, ur: سربراہِ وفد}
    email: pk@example.org
sessions:
  - id: plenary
    title: {ru: Пленарное заседание, zh-Hans: 全体会议, ur: مکمل اجلاس}
    starts: 2030-10-10 12:00
    ends: "14:00"
    status: confirmed
    chair: governor
    rapporteur: governor
    join: {url: https://meet.example.org/one}
    items:
      - id: talks
        kind: statements
        title: {ru: Выступления, zh-Hans: 发言, ur: بیانات}
        takes: 10 min each
        speakers: [head-kz, head-cn, head-pk]
reminders:
  - {id: day, before: 1 day, at: "10:00", to: everyone}
  - {id: floor, before: 15 min, of: slot, to: speakers}
notices: {quiet: 5 min}
"""


class Mailing(FolderTransport):
    """A folder that stands for a mail server: what lies in it was told."""

    tells = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One mail as its receiver has it."""

    to: str
    subject: str
    text: str
    html: str
    event: Any  # icalendar's Event, whose values are of thirty types; None without a calendar
    method: str | None
    mail: EmailMessage

    @property
    def start(self) -> datetime:
        assert self.event is not None
        found = self.event["DTSTART"].dt
        assert isinstance(found, datetime)
        return found

    @property
    def sequence(self) -> int:
        assert self.event is not None
        return int(str(self.event["SEQUENCE"]))

    @property
    def uid(self) -> str:
        assert self.event is not None
        return str(self.event["UID"])

    @property
    def partstat(self) -> str:
        assert self.event is not None
        return str(self.event["ATTENDEE"].params["PARTSTAT"])


@dataclass(kw_only=True)
class Office:
    """A data folder, an agenda file in it, and what has been sent so far."""

    folder: Path
    text: str = FORUM
    now: datetime = NOW
    tells: bool = True
    base_url: str | None = None
    database_url: str | None = None
    read: set[str] = field(default_factory=set)

    @property
    def desk(self) -> Desk:
        chosen = Settings(
            data=self.folder / "data", base_url=self.base_url, database_url=self.database_url
        )
        kind = Mailing if self.tells else FolderTransport
        return replace(
            bootstrap.desk(chosen),
            now=lambda: self.now,
            dated=lambda: self.now,
            transport=lambda: self.transport(kind),
            tells=self.tells,
        )

    def transport(self, kind: type[FolderTransport]) -> Transport:
        return kind(self.folder / ("told" if self.tells else "data/outbox"))

    @property
    def file(self) -> Path:
        return self.folder / "forum.yaml"

    def edit(self, *changes: tuple[str, str]) -> None:
        """Edit the file as a person would: each old text must be there."""
        for old, new in changes:
            assert old in self.text, old
            self.text = self.text.replace(old, new)

    async def plan(self) -> Proposal:
        self.file.write_text(self.text, encoding="utf-8")
        return await plan(self.desk, fetch(self.file))

    async def publish(self, **given: Any) -> Published:
        """Publish the file as it stands; nothing is delivered yet."""
        self.file.write_text(self.text, encoding="utf-8")
        asked = Given(**given)
        published = await publish(self.desk, fetch(self.file), asked)
        self.now += timedelta(minutes=1)
        return published

    async def send(self) -> Tally:
        return await dispatch.once(self.desk)

    async def tell(self, **given: Any) -> list[Told]:
        """Publish, deliver, and return what people got."""
        published = await self.publish(**given)
        assert not published.refused, published.proposal.checked.findings
        await self.send()
        return self.mails()

    def mails(self) -> list[Told]:
        """Return the mails since the last look, by receiver and start."""
        folder = self.folder / ("told" if self.tells else "data/outbox")
        fresh = [path for path in sorted(folder.glob("*.eml")) if path.name not in self.read]
        self.read |= {path.name for path in fresh}
        return sorted(map(_told, fresh), key=lambda told: (told.to, str(told.event and told.start)))


def _told(path: Path) -> Told:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    calendar = next((p for p in mail.walk() if p.get_content_type() == "text/calendar"), None)
    event = None
    if calendar is not None:
        data = calendar.get_payload(decode=True)
        assert isinstance(data, bytes)
        event = Calendar.from_ical(data).walk("VEVENT")[0]
    return Told(
        to=mail["To"].addresses[0].addr_spec,
        subject=str(mail["Subject"]),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        event=event if isinstance(event, Event) else None,
        method=calendar.get_param("method") if calendar else None,  # type: ignore[arg-type]
        mail=mail,
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())
