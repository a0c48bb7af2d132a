"""The two front pages: one for everybody, one for the secretariat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from orchestrator.agendas.models import Person
from orchestrator.documents.call_sheets import called
from orchestrator.documents.protocol import ordered
from orchestrator.documents.versions import Version, Who
from orchestrator.findings import Phrase, phrase
from orchestrator.languages import NAMES, Chosen, Translator
from orchestrator.layout import Pen
from orchestrator.running_orders.order import RunningOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The papers of one language, under that language's own words."""

    pen: Pen
    version: Version
    calendar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What is kept for one person: their call sheet (its name without ending), their entries."""

    who: Who
    language: Phrase
    sheet: str | None
    entries: tuple[tuple[Chosen, str], ...]


def public_index(
    order: RunningOrder,
    words: Iterable[Translator],
    dated: date,
    *,
    beside: Iterable[tuple[str, str]] = (),
    calendars: Iterable[str] = (),
) -> str:
    """Return the public front page: every language finds itself under its own name."""
    shelves = tuple(_shelf(order, each, frozenset(calendars)) for each in words)
    return shelves[0].pen.paper(
        "documents/public-index.html",
        version=shelves[0].version,
        shelves=shelves,
        beside=tuple(beside),
        dated=dated,
    )


def _shelf(order: RunningOrder, words: Translator, calendars: frozenset[str]) -> Shelf:
    name = f"calendar.{words.language}.ics"
    return Shelf(
        pen=Pen(words=words),
        version=Version(order=order, words=words),
        calendar=name if f"public/{name}" in calendars else None,
    )


def internal_index(
    order: RunningOrder, words: Translator, dated: date, *, calendars: Iterable[str] = ()
) -> str:
    """Return the secretariat's front page, in the forum's first language."""
    version = Version(order=order, words=words)
    return Pen(words=words).paper(
        "documents/internal-index.html",
        version=version,
        tags=order.agenda.languages.all,
        folders=tuple(_folders(version, calendars)),
        dated=dated,
    )


def _folders(version: Version, calendars: Iterable[str]) -> Iterator[Folder]:
    busy = {person.id for person in called(version.order)}
    entries = dict(_entries(version, calendars))
    for person in _in_protocol_order(version):
        if person.id in busy or person.id in entries:
            yield Folder(
                who=version.person(person),
                language=phrase(NAMES[version.agenda.language_of(person)]),
                sheet=f"call-sheets/{person.id}" if person.id in busy else None,
                entries=entries.get(person.id, ()),
            )


def _in_protocol_order(version: Version) -> Iterator[Person]:
    agenda = version.agenda
    place = {each.id: nth for nth, each in enumerate(ordered(agenda))}

    def order(person: Person) -> tuple[int, bool]:
        return place.get(person.delegation or "", len(place)), not person.head

    return iter(sorted(agenda.people, key=order))


def _entries(
    version: Version, calendars: Iterable[str]
) -> Iterator[tuple[str, tuple[tuple[Chosen, str], ...]]]:
    prefix = "internal/invites/"
    names = sorted(name.removeprefix(prefix) for name in calendars if name.startswith(prefix))
    for person, group in groupby(names, key=lambda name: name.partition(".")[0]):
        yield person, tuple((_thing(version, name), f"invites/{name}") for name in group)


def _thing(version: Version, name: str) -> Chosen:
    """Return what an entry is about: the title of its session or item."""
    thing = name.partition(".")[2].removesuffix(".ics")
    kind, _, rest = thing.partition("-")
    items = {item.item.id: item.item for timed in version.order.sessions for item in timed.items}
    if kind == "session" and rest in version.agenda.session:
        return version.text(version.agenda.session[rest].title)
    item = items.get(rest.partition(".")[0])
    return version.text(item.title) if item and item.title else Chosen(text=thing, language="en")
