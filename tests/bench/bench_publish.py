"""Measures publishing: plan and publish of three entries a person, and one change of many slots."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from orchestrator import bootstrap
from orchestrator.config import Settings
from orchestrator.delivery import FolderTransport
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.plan import plan
from orchestrator.secretariat.publish import Given, publish
from orchestrator.secretariat.source import Source
from tests.bench.measure import Row, show

NOW = datetime(2030, 9, 1, 6, 0, tzinfo=UTC)
PEOPLE = (100, 1_000, 10_000)
TARGETS = {1_000: (1_000.0, 5_000.0)}
SLOTS = 74


def forum(people: int) -> str:
    """Return an agenda of three sessions to which everybody is invited."""
    head = (
        "format: 1\nid: big-2030\ntitle: {en: Big forum}\nlanguages: {official: [en]}\n"
        "zone: Asia/Yekaterinburg\norganizer: {name: {en: Secretariat}, email: f@example.org}\n"
        "people:\n"
    )
    persons = (
        f"  - {{id: p{n}, office: {{en: Office {n}}}, email: p{n}@d{n % 50}.example.org}}\n"
        for n in range(people)
    )
    sessions = (
        f"  - id: s{n}\n    title: {{en: Session {n}}}\n    starts: 2030-10-1{n} 09:00\n"
        f'    ends: "17:00"\n    chair: p0\n    rapporteur: p0\n    invited: [everyone]\n'
        f"    join: {{url: https://meet.example.org/s{n}}}\n"
        f"    items: [{{id: i{n}, kind: discussion, takes: 60 min}}]\n"
        for n in range(3)
    )
    reminders = 'reminders: [{id: day, before: 1 day, at: "10:00", to: everyone}]\n'
    return head + "".join(persons) + "sessions:\n" + "".join(sessions) + reminders


def speeches() -> str:
    """Return an agenda whose one session has 74 speakers."""
    people = (
        f"  - {{id: p{n}, office: {{en: Office {n}}}, email: p{n}@example.org}}\n"
        for n in range(SLOTS + 1)
    )
    names = ", ".join(f"p{n}" for n in range(1, SLOTS + 1))
    return (
        "format: 1\nid: speeches-2030\ntitle: {en: Speeches}\nlanguages: {official: [en]}\n"
        "zone: Asia/Yekaterinburg\norganizer: {name: {en: Secretariat}, email: f@example.org}\n"
        f"people:\n{''.join(people)}sessions:\n  - id: day\n    title: {{en: A day}}\n"
        '    starts: 2030-10-10 09:00\n    ends: "23:00"\n    chair: p0\n    rapporteur: p0\n'
        "    join: {url: https://meet.example.org/d}\n    items:\n"
        "      - {id: before, kind: opening, takes: 10 min}\n"
        f"      - {{id: talks, kind: statements, takes: 5 min each, speakers: [{names}]}}\n"
    )


def office(folder: Path) -> Desk:
    """Return a desk in a folder, on a fixed clock, whose mail counts as told."""
    given = bootstrap.desk(Settings(data=folder))
    transport = FolderTransport(folder / "told")
    return replace(given, now=lambda: NOW, transport=lambda: transport, tells=True)


async def seconds(desk: Desk, text: str) -> tuple[float, float]:
    """Return how long the plan takes, and the publication after it."""
    source = Source(name=str(desk.data / "forum.yaml"), data=text.encode())
    began = time.perf_counter()
    await plan(desk, source)
    planned = time.perf_counter()
    await publish(desk, source, Given())
    return planned - began, time.perf_counter() - planned


def many(people: int) -> Iterator[Row]:
    """Measure plan and publish for that many people with three entries each, on an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        desk = office(Path(folder))
        planned, published = asyncio.run(seconds(desk, forum(people)))
    for name, took, at in (("plan", planned, 0), ("publish", published, 1)):
        target = TARGETS[people][at] if people in TARGETS else None
        yield Row(
            job=f"{name}, {people:,} × 3 entries", figure=took * 1e3, unit="ms", target=target
        )
        yield Row(job=f"{name}, a person", figure=took * 1e6 / people, unit="µs")


def one_change() -> Row:
    """Measure the exact plan of one change that moves 74 slots by ten minutes."""
    with tempfile.TemporaryDirectory() as folder:
        desk, text = office(Path(folder)), speeches()
        asyncio.run(seconds(desk, text))
        moved = text.replace("takes: 10 min}", "takes: 20 min}")
        took, _ = asyncio.run(seconds(desk, moved))
    return Row(job="plan of 74 slots moved", figure=took * 1e3, unit="ms", target=300.0)


def main() -> list[Row]:
    """Measure all of it."""
    return [*(row for people in PEOPLE for row in many(people)), one_change()]


if __name__ == "__main__":
    show(main())
