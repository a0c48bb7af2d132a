"""What a letter is about, and the letter: subject, text and page, which say the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from orchestrator.agendas.models import Person
from orchestrator.running_orders import Entry, Facts, RunningOrder

Kind = Literal[
    "invitation",  # to an entry that is new, or stands again
    "change",  # of an entry that was told before
    "cancellation",  # of an entry, for its person alone
    "address",  # the cancellation at an address that the person has no more
    "reminder",
    "nudge",  # an answer is still missing
    "form",  # the rapporteur's, attached
    "chaser",  # the record is due
    "note",  # an answer came that nobody can vouch for
    "message",  # the organizer's own words
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a letter tells, and to whom; instants are UTC.

    Of a withdrawn entry give the entry and the order of the revision last told, with the status
    that it has now. `kinds` are those of a `running_orders.Change`, and `told_before` and
    `told_now` its two sides. `link` leads to the person's own page. `answer_by` is left out where
    it has passed. `own` are the organizer's words of a message by language, `headline` its subject.
    `partstat` is the answer that a note is about. A copy goes to an assistant: `copy_for` is the
    person whose mail they do, and `person` the same. A `trial` goes to the organizer only.
    """

    order: RunningOrder
    person: Person
    entry: Entry | None = None
    kinds: tuple[str, ...] = ()
    told_before: Facts | None = None
    told_now: Facts | None = None
    link: str | None = None
    answer_by: datetime | None = None
    due: datetime | None = None
    partstat: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    headline: Mapping[str, str] = field(default_factory=dict)
    copy_for: Person | None = None
    trial: bool = False

    @property
    def clock(self) -> str:
        """Return the zone of the reader's clock."""
        return self.entry.clock if self.entry else self.order.agenda.zone_of(self.person)

    @property
    def zone(self) -> str:
        """Return the zone of the forum's clock, or of the session's own."""
        return self.entry.zone if self.entry else self.order.agenda.zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter in one language; its text says exactly what its page says."""

    subject: str
    text: str
    html: str
    language: str
