"""Measures letters: invitations as mails, words, page and MIME, in nine languages at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice

from orchestrator import invites, languages, letters, running_orders
from orchestrator.letters import About, Envelope
from orchestrator.running_orders import Entry, RunningOrder
from tests.bench.measure import Row, row, show, timed
from tests.documents import forums

MAILS = 1_000
SENT = datetime(2020, 10, 20, 6, 0, tzinfo=UTC)
STAMP = invites.Stamp(key=b"a key for measuring only, no secret", dtstamp=SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An entry, its calendar part made beforehand, and a number that makes its mail its own."""

    number: int
    entry: Entry
    order: RunningOrder
    calendar: bytes

    def letter(self) -> letters.Letter:
        """Return the words alone."""
        about = About(
            order=self.order,
            person=self.entry.person,
            entry=self.entry,
            kinds=("new",),
            link=f"https://forum.example.org/s/{self.number:034}",
            answer_by=SENT,
        )
        return letters.compose("invitation", about, languages.translator(self.entry.language))

    def mail(self) -> bytes:
        """Return the whole mail."""
        envelope = Envelope(
            sender=letters.address("Секретариат Форума", "forum@example.org"),
            recipient=letters.address(f"Участник {self.number}", self.entry.person.email or ""),
            message_id=f"<{self.number}@example.org>",
            date=SENT,
            forum=self.order.agenda.id,
        )
        return letters.mime(self.letter(), envelope, calendar=self.calendar, method="REQUEST")


def invitations() -> list[Invitation]:
    """Return as many invitations as are measured, to the people of the forum of 2020."""
    order = forums.shipped()
    entries = tuple(filter(invites.invitable, running_orders.entries(order)))
    made = {}
    for entry in entries:
        words = languages.translator(entry.language)
        key = (entry.person.id, entry.thing)
        made[key] = invites.request(entry, order, words=words, stamp=STAMP)
    return [
        Invitation(
            number=number,
            entry=entry,
            order=order,
            calendar=made[entry.person.id, entry.thing],
        )
        for number, entry in enumerate(islice(cycle(entries), MAILS))
    ]


def main() -> list[Row]:
    """Measure letters and mails."""
    given = invitations()

    def every(work: Callable[[Invitation], object]) -> Callable[[], object]:
        return lambda: [work(each) for each in given]

    return [
        row(f"words and page of {MAILS:,} invitations", timed(every(Invitation.letter))),
        row(f"{MAILS:,} invitations as mails", timed(every(Invitation.mail)), target=MAILS),
    ]


if __name__ == "__main__":
    show(main())
