"""The rules of an agenda put on the clock: for each person and thing, when they are reminded."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby, pairwise

from orchestrator import zones
from orchestrator.agendas.models import Record, Reminder
from orchestrator.reminders import hours
from orchestrator.running_orders.audiences import Rolls
from orchestrator.running_orders.entries import Entry, entries
from orchestrator.running_orders.order import RunningOrder, by_person

# The rules that `record:` stands for; no id of a file holds a dot.
FORM = "record.sent"
CHASER = "record.due"
# A record is asked for again by people, not by us, when it is a month late.
CHASED = timedelta(days=30)
STANDING = ("confirmed", "tentative")

Timing = Callable[[datetime, str], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One reminder of one person; instants are UTC.

    `purpose` is reminder, nudge (to those who have not answered), form or chaser; `rule` the id of
    its rule in the file, `record.sent` or `record.due`. `begins` is when the thing begins; at
    `expires` it is no longer of use: the thing begins, or the next reminder of it is due.
    """

    person: str
    thing: str
    session: str
    rule: str
    purpose: str
    at: datetime
    begins: datetime
    expires: datetime

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what it is known by: never is the same one queued twice."""
        return self.person, self.thing, self.rule, zones.stamp(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A reminder with the moment its rule asks for, before quiet hours move it."""

    asked: datetime
    planned: Planned


def planned(order: RunningOrder, published: datetime) -> tuple[Planned, ...]:
    """Return every reminder that people are owed, none due before the publication."""
    return tuple(each for each in owed(order) if each.at >= published)


def owed(order: RunningOrder) -> tuple[Planned, ...]:
    """Return every reminder, past ones too: what is due and late must not be taken back."""
    found = sorted(_wishes(order), key=_chain)
    return tuple(
        each for _, chain in groupby(found, key=_links) for each in _one_after_another(list(chain))
    )


def stands(entry: Entry) -> bool:
    """Tell whether an entry is held at a known time and its person can be written to."""
    timed = entry.start is not None and entry.end is not None
    return timed and entry.status in STANDING and entry.person.email is not None


def _wishes(order: RunningOrder) -> Iterator[Wish]:
    rolls = Rolls(agenda=order.agenda)
    timings = [(rule, _timing(rule)) for rule in order.agenda.reminders]
    speaking = {timed.session.id: frozenset(by_person(timed.slots)) for timed in order.sessions}
    standing = filter(stands, entries(order))
    for session, group in groupby(standing, key=lambda entry: entry.session.id):
        own = tuple(group)
        for rule, timing in timings:
            for entry in _audience(rule, rolls, own, speaking[session]):
                yield from _of_rule(rule, timing, entry)
        for entry in own:
            yield from _of_record(order.agenda.record, entry)


def _audience(
    rule: Reminder, rolls: Rolls, own: Sequence[Entry], speaking: frozenset[str]
) -> Iterator[Entry]:
    """Return the entries of one session that a rule reminds of."""
    # Who has not answered is known when it is due, not now.
    anybody = rule.to.group in ("everyone", "unanswered")
    meant = rolls.members(own[0].session, rule.to, speaking)
    for entry in own:
        if (anybody or entry.person.id in meant) and _hangs_on(rule, entry):
            yield entry


def _hangs_on(rule: Reminder, entry: Entry) -> bool:
    """Tell whether a rule is about this entry of its person."""
    if rule.of != "slot":
        return entry.is_session
    # The floor is the chair's from the start: they have no entries for their slots.
    return not entry.is_session or entry.person.id == entry.session.chair


def _timing(rule: Reminder) -> Timing:
    """Return what tells when a rule asks to remind of what begins then, on a clock."""

    @cache  # many people share a beginning and a clock
    def asked(begins: datetime, zone: str) -> datetime:
        if rule.at is None:
            return begins - rule.before
        return hours.at_hour(begins, rule.before, rule.at, zone)

    return asked


def _of_rule(rule: Reminder, timing: Timing, entry: Entry) -> Iterator[Wish]:
    deadline = _deadline(rule, entry)
    if deadline is None or entry.start is None:
        return
    asks = rule.of == "answer" or rule.to.group == "unanswered"
    asked = timing(deadline, entry.clock)
    yield from _wish(
        entry,
        rule=rule.id,
        purpose="nudge" if asks else "reminder",
        asked=asked,
        at=hours.decent(asked, deadline, entry.clock),
        expires=min(deadline, entry.start),
    )


def _deadline(rule: Reminder, entry: Entry) -> datetime | None:
    """Return what a rule counts back from."""
    if rule.of != "answer":
        return entry.start
    answer_by = entry.session.answer_by
    return zones.instant(answer_by, entry.zone) if answer_by else None


def _of_record(record: Record, entry: Entry) -> Iterator[Wish]:
    """Return when the rapporteur of a session gets the form, and is asked for the record."""
    if not entry.is_session or entry.person.id != entry.session.rapporteur:
        return
    if record.sent and entry.start:
        asked, begins = entry.start - record.sent, entry.start
        at = hours.decent(asked, begins, entry.clock)
        yield from _wish(entry, rule=FORM, purpose="form", asked=asked, at=at, expires=begins)
    if record.due and entry.end:
        asked = entry.end + record.due
        at, late = hours.morning(asked, entry.clock), asked + CHASED
        yield from _wish(entry, rule=CHASER, purpose="chaser", asked=asked, at=at, expires=late)


def _wish(
    entry: Entry, *, rule: str, purpose: str, asked: datetime, at: datetime, expires: datetime
) -> Iterator[Wish]:
    if entry.start is None or at >= expires:
        return
    yield Wish(
        asked=asked,
        planned=Planned(
            person=entry.person.id,
            thing=entry.thing,
            session=entry.session.id,
            rule=rule,
            purpose=purpose,
            at=at,
            begins=entry.start,
            expires=expires,
        ),
    )


def _links(wish: Wish) -> tuple[str, str, str]:
    # A nudge takes no reminder's place: whoever has answered gets only the reminder.
    return wish.planned.person, wish.planned.thing, wish.planned.purpose


def _chain(wish: Wish) -> tuple[tuple[str, str, str], datetime, datetime, str]:
    return _links(wish), wish.planned.at, wish.asked, wish.planned.rule


def _one_after_another(chain: Sequence[Wish]) -> Iterator[Planned]:
    """Return reminders of the same thing, each until the next; of two at one moment the later."""
    for one, following in pairwise(chain):
        if one.planned.at < following.planned.at:
            expires = min(one.planned.expires, following.planned.at)
            yield replace(one.planned, expires=expires)
    yield chain[-1].planned
