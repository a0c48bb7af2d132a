"""Measures the rapporteur's form: made, read, and read in the process that keeps it harmless."""

from orchestrator import languages, minutes, sandbox
from orchestrator.minutes import Record
from orchestrator.running_orders import RunningOrder
from tests.bench.measure import Row, row, show, timed
from tests.minutes import forums


def eight_items() -> RunningOrder:
    """Return the shipped forum, its plenary session without one of its nine items."""
    text = forums.source()
    start, end = text.index("      - id: humanities\n"), text.index("      - id: outcome\n")
    text = text[:start] + text[end:]
    return forums.order_of(text)


def read(data: bytes) -> Record:
    """Read a form as its record."""
    return minutes.record(minutes.answers(minutes.read_docx(data)))


def main() -> list[Row]:
    """Measure a form of eight items."""
    order, words = eight_items(), languages.translator("ru")

    def made() -> bytes:
        return forums.word(minutes.form(order, "plenary", words))

    data = made()
    return [
        row("form of 8 items as Word", timed(made, runs=21), target=60),
        row("form of 8 items read", timed(lambda: read(data), runs=21), target=15),
        row("the same in the sandbox", timed(lambda: sandbox.read(data, "docx")), unit="s"),
    ]


if __name__ == "__main__":
    show(main())
