"""Forms of small and shipped forums, filled as a rapporteur would fill them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from orchestrator import agendas, languages, minutes, running_orders
from orchestrator.layout.papers import Paper
from orchestrator.minutes import Record
from orchestrator.running_orders import RunningOrder
from tests.minutes.pencil import MIXED, Pencil

ROOT = Path(__file__).resolve().parents[2]
FORUM = ROOT / "agendas" / "sco-heads-of-regions-2020.yaml"
DATED = datetime(2020, 10, 30, 7, 0, tzinfo=UTC)

SAMPLE = {
    "en": "The Forum took note of the report.",
    "ru": "Форум принял к сведению доклад.",
    "zh-Hans": "论坛注意到该报告。",
    "hi": "फ़ोरम ने रिपोर्ट पर ध्यान दिया; श्रृंखला, राष्ट्र।",
    "ur": "فورم نے رپورٹ کا نوٹس لیا۔",
}


def order_of(text: str) -> RunningOrder:
    agenda = agendas.read(text.encode()).agenda
    assert agenda is not None
    return running_orders.build(agenda)


@cache
def source() -> str:
    return FORUM.read_text(encoding="utf-8")


@cache
def shipped() -> RunningOrder:
    return order_of(source())


def blank(tag: str, session: str = "plenary", order: RunningOrder | None = None) -> Paper:
    return minutes.form(order or shipped(), session, languages.translator(tag))


def word(paper: Paper) -> bytes:
    return minutes.write_docx(paper, DATED)


def read(data: bytes) -> Record:
    """Read a Word form as a record."""
    return minutes.record(minutes.answers(minutes.read_docx(data)))


def codes(record: Record) -> list[str]:
    return sorted({each.code for each in record.findings})


def filled(tag: str) -> bytes:
    """Fill a form with everything that people do to forms."""
    said = SAMPLE[tag]
    pencil = Pencil(word(blank(tag)))
    pencil.write("o/opening/start", "12:03")
    pencil.write("o/opening/summary", f"{said} {MIXED}\n{said}")
    pencil.paste("o/adoption/summary", said, " ", MIXED, "2")
    for nth in range(1, 5):  # two more than the form has
        pencil.fill("o/outcome/decisions", nth, f"{said} {nth} {MIXED}", "by consensus")
    for nth in range(1, 4):
        pencil.fill("o/outcome/actions", nth, f"{said} {nth}", MIXED, f"2020-12-0{nth}")
    pencil.fill("h/attendance", 1, "A", "present", said)
    pencil.delete("d/cn")
    pencil.type_under("economy", f"{said} {MIXED} – outside")
    pencil.write("h/number", "17/2020")
    return pencil.saved()
