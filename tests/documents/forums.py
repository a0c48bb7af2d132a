"""A crowded forum: everything an agenda file can say, in whatever languages a test needs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestrator import agendas, documents, languages, running_orders
from orchestrator.agendas.models import Agenda
from orchestrator.languages import TAGS, Translator
from orchestrator.layout.papers import Paper
from orchestrator.running_orders import RunningOrder

ROOT = Path(__file__).resolve().parents[2]
DATED = datetime(2020, 10, 20, 7, 0, tzinfo=UTC)
Plain = dict[str, Any]

# Something to say in each script; a number after it tells one text from the other.
SAMPLE = {
    "en": "Item of the forum",
    "ru": "Пункт форума",
    "zh-Hans": "论坛事项",
    "hi": "फ़ोरम की मद",
    "kk": "Форум тармағы",
    "ky": "Форумдун пункту",
    "ur": "فورم کی شق",
    "tg": "Банди форум",
    "uz": "Forum bandi",
}


class Texts:
    """Gives every text of a forum its number, in the same languages."""

    def __init__(self, tags: Iterable[str], extra: str = "") -> None:
        self.tags = tuple(tags)
        self.extra = extra
        self.numbers = itertools.count(1)

    def __call__(self) -> Mapping[str, str]:
        number = next(self.numbers)
        return {tag: f"{SAMPLE[tag]} {number}{self.extra}" for tag in self.tags}


def _delegations(text: Texts) -> list[Plain]:
    return [
        {"id": "ru", "state": "RU", "region": text(), "zone": "Asia/Yekaterinburg", "host": True},
        {"id": "cn", "state": "CN", "zone": "Asia/Shanghai"},
        {"id": "in", "state": "IN", "zone": "Asia/Kolkata"},
        {"id": "uz", "state": "UZ", "zone": "Asia/Tashkent"},
        {"id": "kg", "state": "KG", "status": "observer", "zone": "Asia/Bishkek"},
        {"id": "west", "status": "guest", "name": text(), "zone": "Asia/Kamchatka"},
        {"id": "organ", "status": "organ", "name": text()},
    ]


def _people(text: Texts) -> list[Plain]:
    named = {"name": text(), "office": text()}
    return [
        {"id": "head-ru", "delegation": "ru", "head": True, **named, "email": "a@example.org"},
        {"id": "head-cn", "delegation": "cn", "head": True, "office": text()},
        {"id": "aide-in", "delegation": "in", "office": text()},
        {"id": "head-in", "delegation": "in", "head": True, "name": text()},
        {"id": "observer", "delegation": "kg", "head": True, "office": text()},
        {"id": "far", "delegation": "west", "name": text(), "office": text()},
        {"id": "writer", "office": text(), "email": "writer@example.org"},
    ]


def _join() -> Plain:
    url = "https://meet.example.org/room"
    links = {tag: f"{url}/{tag.lower()}" for tag in ("ru", "ur")}
    return {"url": url, "dial": "+7 351 000 00 00,,12#", "code": "12 34-56", "languages": links}


def _items(text: Texts) -> list[Plain]:
    papers = [{"title": text(), "url": "https://example.org/papers/1"}]
    moved = {"speaker": "head-in", "before": "head-cn", "because": text()}
    rounds = {"all": "heads", "first": "host", "placed": [moved]}
    return [
        {
            "id": "open",
            "kind": "opening",
            "takes": "5 min",
            "speakers": ["head-ru"],
            "title": text(),
        },
        {"id": "adopt", "kind": "agenda", "takes": "5 min", "speakers": ["head-ru"]},
        {
            "id": "words",
            "kind": "address",
            "takes": "10 min each",
            "speakers": [["far", "head-cn"], "observer", {"delegation": "organ"}, "far"],
            "title": text(),
        },
        {"id": "round", "kind": "statements", "takes": "7 min each", "speakers": rounds},
        {"id": "pause", "kind": "break", "takes": "15 min"},
        {"id": "talk", "kind": "discussion", "takes": "1 h", "title": text()},
        {"id": "sign", "kind": "signing", "takes": "5 min", "speakers": ["head-ru", "head-cn"]},
        {
            "id": "decide",
            "kind": "decision",
            "takes": "20 min",
            "speakers": ["far"],
            "title": text(),
            "documents": papers,
        },
        {"id": "end", "kind": "closing", "takes": "5 min", "speakers": ["head-ru"]},
    ]


def _sessions(text: Texts) -> list[Plain]:
    duties = {"chair": "head-ru", "rapporteur": "writer"}
    late = {"starts": "2020-10-29 22:30", "answer_by": "2020-10-26 18:00", "opens": "30 min"}
    call = {"name": text(), "phone": "+7 351 000 00 01", "email": "support@example.org"}

    def short(name: str, **more: Any) -> Plain:
        item = {"id": f"{name}-item", "kind": "discussion", "takes": "1 h 30", "speakers": ["far"]}
        return {"id": name, "title": text(), "items": [item], **duties, **more}

    return [
        {
            "id": "test",
            "title": text(),
            "starts": "2020-10-28 12:00",
            "items": [{"id": "lines", "kind": "rehearsal", "takes": "10 min each"}],
            "join": _join(),
            "chair": "writer",
        },
        {
            "id": "plenary",
            "title": text(),
            **late,
            **duties,
            "join": _join(),
            "contact": call,
            "items": _items(text),
        },
        short("maybe", starts="2020-11-05 10:00", status="tentative", place=text()),
        short("later", starts="2020-11-06 10:00", status="postponed"),
        short("never", starts="2020-11-07 10:00", status="cancelled", join=_join()),
        short("someday", when=text()),
        short("perhaps", when=text(), status="tentative", place=text()),
    ]


def crowded(
    texts: Iterable[str] = ("ru", "zh-Hans"),
    forum: Iterable[str] = TAGS,
    *,
    reader: str | None = None,
    extra: str = "",
) -> RunningOrder:
    """Return a forum with texts in these languages, papers in those, all people reading one."""
    text = Texts(texts, extra)
    papers = tuple(forum)
    official = [tag for tag in papers if tag in text.tags] or [papers[0]]
    rest = [tag for tag in papers if tag not in official]
    people = [{**person, "language": reader or official[0]} for person in _people(text)]
    raw = {
        "format": "1",
        "id": "crowded",
        "title": text(),
        "languages": {"official": official, "working": rest[:1], "courtesy": rest[1:]},
        "zone": "Asia/Yekaterinburg",
        "organizer": {"name": text(), "email": "forum@example.org", "phone": "+7 351 000 00 02"},
        "delegations": _delegations(text),
        "people": people,
        "sessions": _sessions(text),
    }
    agenda = Agenda.model_validate(raw, context={"language": official[0]})
    return running_orders.build(agenda)


def shipped() -> RunningOrder:
    """Return the forum of 2020."""
    data = (ROOT / "agendas" / "sco-heads-of-regions-2020.yaml").read_bytes()
    agenda = agendas.read(data).agenda
    assert agenda is not None
    return running_orders.build(agenda)


def words() -> dict[str, Translator]:
    """Return the nine translators."""
    return {tag: languages.translator(tag) for tag in TAGS}


def book(
    order: RunningOrder,
    translators: Mapping[str, Translator] | None = None,
    *,
    beside: Iterable[tuple[str, str]] = (("ru", "zh-Hans"), ("ur", "ru")),
) -> dict[str, str]:
    """Return every paper of a forum by its path, as text."""
    papers = documents.book(
        order,
        translators=translators or words(),
        dated=DATED,
        beside=tuple(beside),
        calendars=(
            "internal/invites/head-ru.session-plenary.ics",
            "internal/invites/far.slot-words.2.ics",
            *(f"public/calendar.{tag}.ics" for tag in order.agenda.languages.all),
        ),
    )
    return {path: data.decode() for path, data in papers.items()}


def printed(room: str) -> set[str]:
    """Return the paths of the papers for the press, and to edit, in one of the two folders."""
    papers = documents.prints.prints(
        crowded(), translators=words(), dated=DATED, beside=(("ru", "zh-Hans"), ("ur", "ru"))
    )
    held = {path for path, _ in papers} | to_edit(crowded()).keys()
    return {path for path in held if path.startswith(room)}


def to_edit(order: RunningOrder) -> dict[str, Paper]:
    """Return the papers to edit, by their paths."""
    papers = documents.prints.prints(order, translators=words(), dated=DATED)
    made = {
        f"{path.removesuffix('.pdf')}.docx": documents.word.paper(paper, order.agenda.id)
        for path, paper in papers
    }
    return {path: paper for path, paper in made.items() if paper}


def pages(papers: Mapping[str, str]) -> dict[str, str]:
    """Return those of the papers that are web pages."""
    return {path: text for path, text in papers.items() if path.endswith(".html")}
