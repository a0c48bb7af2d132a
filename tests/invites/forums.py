"""A small forum with everything that an invitation can tell, and short ways to invite to it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from orchestrator import invites, running_orders
from orchestrator.agendas.models import Agenda
from orchestrator.languages import Translator
from orchestrator.running_orders import Entry, RunningOrder

KEY = b"a key for tests only, no secret!"
DTSTAMP = datetime(2020, 10, 20, 6, 0, tzinfo=UTC)
STAMP = invites.Stamp(key=KEY, dtstamp=DTSTAMP)
LINK = "https://meet.example.org/plenary"

FORUM: dict[str, Any] = {
    "format": 1,
    "id": "regions-2020",
    "title": {
        "ru": "Форум регионов",
        "en": "Forum of Regions",
        "zh-Hans": "地方论坛",
        "ur": "علاقائی فورم",
    },
    "languages": {"official": ["ru", "zh-Hans"], "working": ["en"], "courtesy": ["ur"]},
    "zone": "Asia/Yekaterinburg",
    "organizer": {
        "name": {"ru": "Секретариат", "en": "Secretariat", "zh-Hans": "秘书处", "ur": "سیکرٹریٹ"},
        "email": "forum@example.org",
    },
    "invitation": {
        "text": {
            "ru": "{person} приглашается: {session}, {date}, {time}; у Вас {your_time}.",
            "en": "{person} is invited to {session} on {date} at {time}, {your_time} for you.",
        }
    },
    "delegations": [
        {"id": "ru", "state": "RU", "language": "ru", "zone": "Asia/Yekaterinburg", "host": True},
        {"id": "cn", "state": "CN", "language": "zh-Hans", "zone": "Asia/Shanghai"},
        {"id": "pk", "state": "PK", "language": "ur", "zone": "Asia/Karachi"},
        {"id": "in", "state": "IN", "language": "en", "zone": "Asia/Kolkata"},
        {"id": "press", "name": "Наблюдатели", "status": "observer", "language": "en"},
    ],
    "people": [
        {"id": "host-head", "delegation": "ru", "head": True, "email": "chair@example.org",
         "office": {"ru": "Глава делегации, Россия", "en": "Head of delegation, Russia"}},
        {"id": "li", "delegation": "cn", "head": True, "email": "li@example.org",
         "office": {"zh-Hans": "中国代表团团长", "en": "Head of delegation, China"}},
        {"id": "khan", "delegation": "pk", "head": True, "email": "khan@example.org",
         "office": {"ur": "سربراہِ وفد، پاکستان", "en": "Head of delegation, Pakistan"}},
        {"id": "rao", "delegation": "in", "head": True, "email": "rao@example.org",
         "office": {"en": "Head of delegation, India"}},
        {"id": "keeper", "delegation": "ru", "email": "keeper@example.org",
         "office": {"ru": "Секретарь заседания", "en": "Rapporteur"}},
        {"id": "watcher", "delegation": "press", "email": "watcher@example.org",
         "zone": "Europe/Moscow", "office": {"en": "Observer"}},
    ],
    "sessions": [
        {
            "id": "plenary",
            "title": {
                "ru": "Пленарное заседание",
                "en": "Plenary session",
                "zh-Hans": "全体会议",
                "ur": "مکمل اجلاس",
            },
            "starts": "2020-10-29 12:00",
            "ends": "15:00",
            "opens": "30 min",
            "answer_by": "2020-10-26 18:00",
            "chair": "host-head",
            "rapporteur": "keeper",
            "join": {
                "url": LINK,
                "dial": "+7 351 000 00 00",
                "code": "4711",
                "languages": {"zh-Hans": f"{LINK}/zh"},
            },
            "invited": ["heads", "observers"],
            "items": [
                {"id": "opening", "kind": "opening", "takes": "10 min", "speakers": ["host-head"]},
                {
                    "id": "statements",
                    "kind": "statements",
                    "takes": "7 min each",
                    "title": {"ru": "Выступления глав", "en": "Statements by the heads",
                              "zh-Hans": "团长发言", "ur": "سربراہان کے خطابات"},
                    "speakers": {"all": "heads", "order": "alphabetical", "by": "ru"},
                },
                {"id": "pause", "kind": "break", "takes": "15 min"},
                {"id": "outcome", "kind": "decision", "takes": "20 min"},
            ],
        },
        {
            "id": "experts",
            "title": {"ru": "Заседание экспертов", "en": "Expert session"},
            "starts": "2020-12-10 23:30",
            "status": "tentative",
            "place": {"ru": "Челябинск, дом 1; зал 2", "en": "Chelyabinsk, house 1; hall 2"},
            "items": [
                {"id": "talks", "kind": "discussion", "takes": "1 h",
                 "speakers": ["rao", ["khan", "li"], "rao"]},
            ],
        },
        {
            "id": "spring",
            "title": {"ru": "Встреча в регионе", "en": "Meeting in the region"},
            "when": {"ru": "весна 2021 года", "en": "spring 2021"},
            "status": "tentative",
            "invited": ["heads"],
        },
    ],
}  # fmt: skip


def data(**changes: Any) -> dict[str, Any]:
    """Return the forum as an agenda file holds it, some keys changed."""
    return deepcopy(FORUM) | changes


def order(file: dict[str, Any] | None = None) -> RunningOrder:
    """Return the running order of the forum, or of a changed copy of its data."""
    agenda = Agenda.model_validate(file or data(), context={"language": "ru"})
    return running_orders.build(agenda)


def entry(person: str, thing: str, of: RunningOrder | None = None) -> Entry:
    """Return one entry by its names for life."""
    (found,) = (
        each
        for each in running_orders.entries(of or order())
        if (each.person.id, each.thing) == (person, thing)
    )
    return found


def words(language: str) -> Translator:
    """Return a translator that says English where only the agenda's own texts matter."""
    return Translator(language=language)


def invitation(person: str, thing: str, of: RunningOrder | None = None, **given: Any) -> bytes:
    """Return the invitation of a person to an entry, in their language."""
    known = of or order()
    own = entry(person, thing, known)
    usual: dict[str, Any] = {"words": words(own.language), "stamp": STAMP}
    return invites.request(own, known, **(usual | given))


def cancellation(person: str, thing: str, of: RunningOrder | None = None, **given: Any) -> bytes:
    """Return the cancellation of a person's entry."""
    known = of or order()
    own = entry(person, thing, known)
    usual: dict[str, Any] = {"words": words(own.language), "stamp": STAMP, "sequence": 1}
    return invites.cancel(own, known, **(usual | given))
