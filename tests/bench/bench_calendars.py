"""Measures calendars: all slots in one, one for each person, invitations, and how they grow."""

from collections.abc import Callable
from datetime import UTC, datetime

from orchestrator import invites, running_orders
from orchestrator.agendas.models import Agenda
from orchestrator.invites import components
from orchestrator.languages import Translator
from orchestrator.running_orders import RunningOrder
from tests.bench.measure import Row, row, show, timed

SPEAKERS = 200
SLOTS = 300
PEOPLE = (100, 1_000, 10_000)
ZONES = ("Asia/Yekaterinburg", "Asia/Kolkata", "Asia/Shanghai", "Asia/Bishkek", "Europe/Moscow")
STAMP = invites.Stamp(
    key=b"a key for measuring only, no secret", dtstamp=datetime(2020, 10, 1, tzinfo=UTC)
)
WORDS = Translator(language="ru")


def forum(speakers: int, slots: int) -> RunningOrder:
    """Make a forum of so many people and slots, ten slots an item, in sessions of thirty slots."""
    people = [
        {
            "id": f"p{n}",
            "name": {"ru": f"Участник {n}, глава делегации", "en": f"Participant {n}"},
            "email": f"p{n}@example.org",
            "language": "ru",
            "zone": ZONES[n % len(ZONES)],
        }
        for n in range(speakers)
    ]
    items = [
        {
            "id": f"item-{n}",
            "kind": "statements",
            "takes": "5 min each",
            "title": {
                "ru": f"Выступления глав делегаций, часть {n}",
                "en": f"Statements, part {n}",
            },
            "speakers": [f"p{(n * 10 + place) % speakers}" for place in range(10)],
        }
        for n in range(slots // 10)
    ]
    sessions = [
        {
            "id": f"session-{n}",
            "title": {"ru": f"Пленарное заседание {n}", "en": f"Plenary session {n}"},
            "starts": f"{2021 + n // 300}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02} 10:00",
            "join": {"url": f"https://meet.example.org/{n}"},
            "items": items[n * 3 : n * 3 + 3],
        }
        for n in range(len(items) // 3)
    ]
    agenda = Agenda.model_validate(
        {
            "format": 1,
            "id": "measured",
            "title": {"ru": "Форум глав регионов", "en": "Forum of the heads of regions"},
            "languages": {"official": ["ru"], "working": ["en"]},
            "zone": "Asia/Yekaterinburg",
            "organizer": {"name": {"ru": "Секретариат форума"}, "email": "forum@example.org"},
            "people": people,
            "sessions": sessions,
        }
    )
    return running_orders.build(agenda)


def cold(work: Callable[[], object]) -> Callable[[], object]:
    """Return the work with the memory of rendered components emptied first."""

    def run() -> object:
        components.rendered.cache_clear()
        return work()

    return run


def full(order: RunningOrder) -> Callable[[], object]:
    """Return the making of the calendar of every slot."""
    return lambda: invites.full_calendar(order, WORDS, stamp=STAMP)


def personal(order: RunningOrder) -> Callable[[], object]:
    """Return the making of everybody's own calendar."""

    def run() -> list[bytes]:
        everybody = invites.own_entries(order).values()
        return [invites.personal_calendar(order, own, WORDS, stamp=STAMP) for own in everybody]

    return run


def previews(order: RunningOrder) -> Callable[[], object]:
    """Return the making of every calendar file of a build."""
    words = {"ru": WORDS, "en": Translator(language="en")}
    return lambda: invites.previews(order, key=STAMP.key, dtstamp=STAMP.dtstamp, translators=words)


def growth() -> list[Row]:
    """Measure everybody's calendars at 100, 1,000 and 10,000 people, per person."""
    rows = []
    for people in PEOPLE:
        made = timed(cold(personal(forum(people, people * 3 // 2 // 30 * 30))), runs=3, warm=0)
        each = type(made)(runs=tuple(run / people for run in made.runs))
        rows.append(row(f"personal calendars of {people:,}, cold, each", each, unit="ms"))
    return rows


def main() -> list[Row]:
    """Measure the calendars of 300 slots and 200 speakers, and the growth."""
    order = forum(SPEAKERS, SLOTS)
    return [
        row("full calendar of 300 slots, cold", timed(cold(full(order))), target=80),
        row("full calendar of 300 slots, cached", timed(full(order)), target=25),
        row("200 personal calendars, cold", timed(cold(personal(order))), target=300),
        row("200 personal calendars, cached", timed(personal(order))),
        row("invitations and public calendars of them", timed(previews(order))),
        *growth(),
    ]


if __name__ == "__main__":
    show(main())
