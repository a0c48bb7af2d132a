"""Measures the running order: an agenda put on the clock, its entries, and what a change means."""

from datetime import timedelta
from typing import Any

from orchestrator import running_orders
from orchestrator.agendas.models import Agenda
from tests.bench.measure import Row, row, show, timed

ITEMS = 2_000
PEOPLE = 200
A_DAY = 50
STATES = {
    "IN": "Asia/Kolkata",
    "KZ": "Asia/Almaty",
    "CN": "Asia/Shanghai",
    "KG": "Asia/Bishkek",
    "PK": "Asia/Karachi",
    "RU": "Asia/Yekaterinburg",
    "TJ": "Asia/Dushanbe",
    "UZ": "Asia/Tashkent",
}


def agenda(items: int = ITEMS, a_day: int = A_DAY, salt: str = "") -> Agenda:
    """Return a forum of many days whose items are rounds, lists and breaks."""
    return Agenda.model_validate(
        {
            "format": 1,
            "id": "bench",
            "title": {"ru": f"Форум{salt}"},
            "languages": {"official": ["ru", "zh-Hans"], "working": ["en"]},
            "zone": "Asia/Yekaterinburg",
            "organizer": {"name": {"ru": "Секретариат"}, "email": "forum@example.org"},
            "delegations": [
                {"id": code.lower(), "state": code, "zone": zone} for code, zone in STATES.items()
            ],
            "people": [person(n, salt) for n in range(PEOPLE)],
            "sessions": [session(n, a_day) for n in range(items // a_day)],
        }
    )


def person(n: int, salt: str) -> dict[str, Any]:
    """Return one of the people; the first of each delegation heads it and is free all day long."""
    delegation = list(STATES)[n % len(STATES)].lower()
    return {
        "id": f"person-{n}",
        "delegation": delegation,
        "head": n < len(STATES),
        "office": {"ru": f"Должность {n}{salt}"},
        "email": f"person-{n}@example.org",
        "available": ["08:00–20:00"] if n < len(STATES) else [],
    }


def session(n: int, a_day: int) -> dict[str, Any]:
    """Return one day of the forum."""
    return {
        "id": f"day-{n}",
        "title": {"ru": f"Заседание {n}"},
        "starts": f"{2021 + n // 28 // 12}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02} 09:00",
        "chair": "person-0",
        "invited": ["heads"],
        "items": [item(n, k) for k in range(a_day)],
    }


def item(day: int, n: int) -> dict[str, Any]:
    """Return a break, a round of all heads, or an item with two speakers."""
    plain = {"id": f"item-{day}-{n}", "takes": "8 min"}
    if n % 10 == 0:
        return {**plain, "kind": "break"}
    if n % 10 == 1:
        heads = {"all": "heads", "by": "ru"}
        return {**plain, "kind": "statements", "takes": "1 min each", "speakers": heads}
    pair = [f"person-{(day * A_DAY + n) % PEOPLE}", f"person-{(day + n) % PEOPLE}"]
    return {**plain, "kind": "address", "speakers": pair}


def main() -> list[Row]:
    """Measure building, the entries with what is told, and the comparison."""
    forum = agenda()
    order = running_orders.build(forum)
    told = running_orders.all_facts(order)
    quiet = timedelta(minutes=5)
    return [
        row(
            f"running order of {ITEMS:,} items",
            timed(lambda: running_orders.build(forum)),
            target=300,
        ),
        row(
            f"what is told in {len(told):,} entries", timed(lambda: running_orders.all_facts(order))
        ),
        row(
            f"what a change means for {len(told):,} entries",
            timed(lambda: running_orders.compare(told, told, quiet)),
        ),
    ]


if __name__ == "__main__":
    show(main())
