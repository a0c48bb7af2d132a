"""The two front pages: one for everybody, one for the secretariat."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from orchestrator.agendas.models import Person
from orchestrator.documents.call_sheets import called, sheet_name
from orchestrator.documents.versions import Version, Who
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import NAMES, Chosen, Translator
from orchestrator.layout import Pen
from orchestrator.running_orders.order import RunningOrder
from orchestrator.running_orders.protocol import ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The papers of one language, under that language's own words."""

    pen: Pen
    version: Version
    calendar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A calendar entry: of a `whole` session, or of an item in which somebody has the floor."""

    title: Chosen
    url: str
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What is kept for one person: their call sheet (its name without ending), their entries."""

    who: Who
    language: Phrase
    name: Phrase
    sheet: str | None
    calendar: str | None
    entries: tuple[Entry, ...]

    @property
    def groups(self) -> tuple[tuple[Phrase, tuple[Entry, ...]], ...]:
        """Return the entries of whole sessions, then those of their own items."""
        kinds = ((True, phrase(N_("Session"))), (False, phrase(N_("Agenda item"))))
        held = (
            (title, tuple(each for each in self.entries if each.whole is whole))
            for whole, title in kinds
        )
        return tuple(group for group in held if group[1])


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
    order: RunningOrder,
    words: Translator,
    dated: date,
    *,
    calendars: Collection[str] = (),
    forms: Iterable[str] = (),
) -> str:
    """Return the secretariat's front page, in the forum's first language."""
    version = Version(order=order, words=words)
    return Pen(words=words).paper(
        "documents/internal-index.html",
        version=version,
        tags=order.agenda.languages.all,
        calendars=frozenset(calendars),
        folders=tuple(_folders(version, calendars)),
        forms=tuple(_forms(version, forms)),
        dated=dated,
    )


def _forms(version: Version, paths: Iterable[str]) -> Iterator[tuple[Chosen, str, tuple[str, ...]]]:
    """Return the forms of the minutes: the session's title, the language, the kinds of file."""
    names = sorted(path.removeprefix("internal/minutes/").split(".") for path in paths)
    kinds = {
        (session, tag): tuple(name[2] for name in group)
        for (session, tag), group in groupby(names, key=lambda name: (name[0], name[1]))
    }
    for session in version.agenda.sessions:
        for tag in version.agenda.languages.all:
            if (session.id, tag) in kinds:
                stem = f"minutes/{session.id}.{tag}"
                yield (
                    version.text(session.title),
                    tag,
                    tuple(f"{stem}.{kind}" for kind in kinds[session.id, tag]),
                )


def _folders(version: Version, calendars: Collection[str]) -> Iterator[Folder]:
    busy = {person.id for person in called(version.order)}
    entries = dict(_entries(version, calendars))
    whole = frozenset(calendars)
    for person in _in_protocol_order(version):
        own = f"calendars/{person.id}.ics"
        if person.id in busy or person.id in entries:
            yield Folder(
                who=version.person(person),
                language=phrase(NAMES[version.agenda.language_of(person)]),
                name=sheet_name(version.order, person),
                sheet=f"call-sheets/{person.id}" if person.id in busy else None,
                calendar=own if f"internal/{own}" in whole else None,
                entries=entries.get(person.id, ()),
            )


def _in_protocol_order(version: Version) -> Iterator[Person]:
    agenda = version.agenda
    place = {each.id: nth for nth, each in enumerate(ordered(agenda))}

    def order(person: Person) -> tuple[int, bool]:
        return place.get(person.delegation or "", len(place)), not person.head

    return iter(sorted(agenda.people, key=order))


def _entries(version: Version, calendars: Iterable[str]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    prefix = "internal/invites/"
    names = sorted(name.removeprefix(prefix) for name in calendars if name.startswith(prefix))
    for person, group in groupby(names, key=lambda name: name.partition(".")[0]):
        yield person, tuple(_entry(version, name) for name in group)


def _entry(version: Version, name: str) -> Entry:
    thing = name.partition(".")[2].removesuffix(".ics")
    title = _thing(version, thing)
    return Entry(title=title, url=f"invites/{name}", whole=thing.startswith("session-"))


def _thing(version: Version, thing: str) -> Chosen:
    """Return what an entry is about: the title of its session or item."""
    kind, _, rest = thing.partition("-")
    items = {item.item.id: item.item for timed in version.order.sessions for item in timed.items}
    if kind == "session" and rest in version.agenda.session:
        return version.text(version.agenda.session[rest].title)
    item = items.get(rest.partition(".")[0])
    return version.text(item.title) if item and item.title else Chosen(text=thing, language="en")
