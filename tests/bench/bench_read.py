"""Measures reading: a great agenda with all its checks, growth with its size, and hostile files."""

from __future__ import annotations

from orchestrator import agendas, running_orders
from orchestrator.languages import TAGS
from tests.agendas.shapes import MIB, crowds, shapes
from tests.bench.measure import Row, Timing, row, show, timed

# One sentence of ordinary length in each language; the words matter less than the bytes.
SAID = {
    "en": "On the course of the programme for interregional cooperation of the member states",
    "ru": "О ходе выполнения программы межрегионального сотрудничества государств-членов",
    "zh-Hans": "关于成员国地区间合作纲要执行情况以及今后共同工作的安排",
    "hi": "सदस्य देशों के अंतरक्षेत्रीय सहयोग कार्यक्रम की प्रगति पर चर्चा",
    "kk": "Мүше мемлекеттердің өңіраралық ынтымақтастық бағдарламасының барысы туралы",
    "ky": "Мүчө мамлекеттердин аймактар аралык кызматташуу программасынын жүрүшү жөнүндө",
    "ur": "رکن ممالک کے بین علاقائی تعاون کے پروگرام کی پیش رفت پر غور",
    "tg": "Дар бораи рафти барномаи ҳамкории байниминтақавии давлатҳои аъзо",
    "uz": "Aʼzo davlatlarning hududlararo hamkorlik dasturining borishi toʻgʻrisida",
}
STATES = ("IN", "KZ", "CN", "KG", "PK", "RU", "TJ", "UZ")
ITEMS_A_SESSION = 50
PEOPLE = 200
# As many as fit into the 200,000 values of a file.
CROWD = 6_000


def texts(indent: int) -> list[str]:
    """Return the lines of one text in nine languages."""
    return [f"{' ' * indent}{tag}: {SAID[tag]}" for tag in TAGS]


def head() -> list[str]:
    """Return the lines of the forum itself, its delegations and people."""
    lines = ["format: 1", "id: great-forum", "title:", *texts(2)]
    lines += ["languages:", "  official: [ru, zh-Hans]", "  working: [en]"]
    lines += ["  courtesy: [hi, kk, ky, ur, tg, uz]", "zone: Asia/Yekaterinburg"]
    lines += ["organizer:", "  name:", *texts(4), "  email: forum@example.org", "delegations:"]
    for state in STATES:
        lines += [f"  - id: {state.lower()}", f"    state: {state}", "    zone: Asia/Tashkent"]
    lines += ["people:"]
    for number in range(PEOPLE):
        state = STATES[number % len(STATES)].lower()
        lines += [f"  - id: p{number}", f"    delegation: {state}", "    office:", *texts(6)]
        lines += [f"    email: p{number}@example.org"]
    return lines


def session(number: int) -> list[str]:
    """Return the lines of one session with its items."""
    lines = [f"  - id: s{number}", "    title:", *texts(6)]
    lines += [f"    starts: 2030-{1 + number // 28:02}-{1 + number % 28:02} 09:00"]
    lines += [f"    chair: p{number % PEOPLE}", f"    rapporteur: p{(number + 1) % PEOPLE}"]
    lines += ["    join: {url: https://meet.example.org/room}", "    items:"]
    for item in range(ITEMS_A_SESSION):
        lines += [f"      - id: i{number}-{item}", "        kind: address", "        takes: 5 min"]
        lines += [f"        speakers: [p{(number * 50 + item) % PEOPLE}]", "        title:"]
        lines += texts(10)
    return lines


def forum(items: int) -> bytes:
    """Return a file with so many items in nine languages."""
    sessions = (session(number) for number in range(items // ITEMS_A_SESSION))
    return "\n".join(
        [*head(), "sessions:", *(line for each in sessions for line in each), ""]
    ).encode()


def check(data: bytes) -> None:
    """Do what `check` does with a file."""
    reading = agendas.read(data)
    if reading.salvage is not None:
        running_orders.build(reading.salvage)


def main() -> list[Row]:
    """Measure a great agenda, its growth, and the slowest of the hostile files."""
    great = forum(2_000)
    mib = f"{len(great) / MIB:.1f} MiB"
    rows = [
        row(
            f"read, 2,000 items × 9 languages ({mib})", timed(lambda: agendas.read(great)), unit="s"
        ),
        row(f"read and check the same ({mib})", timed(lambda: check(great)), unit="s", target=1.2),
    ]
    rows += [growth(items) for items in (200, 1_000, 4_000)]
    return [*rows, hostile()]


def growth(items: int) -> Row:
    """Measure a forum of another size."""
    data = forum(items)
    return row(f"read and check {items:,} items", timed(lambda: check(data), runs=3), unit="s")


def hostile() -> Row:
    """Measure the hostile file that takes longest to refuse."""
    files = {**shapes(8 * MIB - 1, 0), **crowds(CROWD)}
    took = {name: refusal(text.encode()) for name, (_, text) in files.items()}
    slowest = max(took, key=lambda name: took[name].median)
    return row(
        f"slowest of {len(took)} hostile files: {slowest}", took[slowest], unit="s", target=5
    )


def refusal(data: bytes) -> Timing:
    """Measure how long one file is looked at."""
    return timed(lambda: check(data), runs=1, warm=0)


if __name__ == "__main__":
    show(main())
