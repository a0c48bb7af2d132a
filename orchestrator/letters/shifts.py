"""What changed since the reader was last told: old beside new, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import zip_longest

from orchestrator.findings import N_
from orchestrator.invites.voice import line
from orchestrator.languages import NAMES
from orchestrator.layout.isolation import has_right_to_left
from orchestrator.letters.about import About
from orchestrator.letters.bodies import Shift
from orchestrator.letters.marked import Marked, harmless, isolate
from orchestrator.letters.rows import ON_BOTH, ON_FORUMS, ON_MINE
from orchestrator.running_orders import KIND_NAMES, Facts
from orchestrator.running_orders.compare import Duty

NONE = "–"
STATUSES = {"confirmed": N_("Confirmed"), "tentative": N_("Tentative")}
ACCESS = (N_("Join"), N_("By telephone"), N_("Access code"))
CONTACT = (N_("Whom to call"), N_("E-mail address"), N_("By telephone"))

OFFICES = {
    "chair": N_("You chair this session."),
    "rapporteur": N_("You take the record of this session."),
}

Maker = Callable[[Facts, Facts, Marked], Iterator[Shift]]


def shifts(about: About, voice: Marked) -> tuple[Shift, ...]:
    """Return what changed, in the order in which it matters."""
    before, now = about.told_before, about.told_now
    if before is None or now is None:
        return ()
    makers = dict.fromkeys(make for kind, make in MAKERS.items() if kind in about.kinds)
    return tuple(shift for make in makers for shift in make(before, now, voice))


def _clocks(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    one = all(each.offset == each.session_offset for each in (before, now))
    pairs = [(ON_BOTH if one else ON_MINE, _own(before, voice), _own(now, voice))]
    if not one:
        pairs.append((ON_FORUMS, _forums(before, voice), _forums(now, voice)))
    # New rules of one zone change what its own clock shows, and nothing on the other.
    yield from (_shift(voice.say(label), old, new) for label, old, new in pairs if old != new)


def _own(facts: Facts, voice: Marked) -> str:
    if facts.start is None or facts.end is None:
        return NONE
    return voice.told(facts.start, facts.end, facts.zone, facts.offset)


def _forums(facts: Facts, voice: Marked) -> str:
    if facts.start is None or facts.end is None:
        return NONE
    return voice.told(facts.start, facts.end, facts.session_zone, facts.session_offset)


def _shift(label: str, before: str, now: str) -> Shift:
    return Shift(label=label, before=before, now=now)


def _title(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    yield _shift(voice.say("Title"), _named(before.title, voice), _named(now.title, voice))


def _named(text: str | None, voice: Marked) -> str:
    # An item without a title of its own is called after its kind, which facts keep in English.
    said = voice.say(text) if text and text in KIND_NAMES.values() else text
    if not said:
        return NONE
    # Facts keep the words alone, which may have fallen back to another language.
    return isolate(harmless(line(said)), "rtl" if has_right_to_left(said) else "ltr")


def _place(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    yield _shift(voice.say("Place"), _named(before.place, voice), _named(now.place, voice))


def _join(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    for label, old, new in zip_longest(ACCESS, before.join, now.join):
        if old != new:
            # What is no longer valid must not be followed.
            told = voice.link(new) if new and label == ACCESS[0] else _said(new, voice)
            yield _shift(voice.say(label), _said(old, voice), told)


def _said(text: str | None, voice: Marked) -> str:
    return voice.left(harmless(text)) if text else NONE


def _contact(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    for label, old, new in zip_longest(CONTACT, before.contact, now.contact):
        if old != new:
            say = _named if label == CONTACT[0] else _said
            yield _shift(voice.say(label), say(old, voice), say(new, voice))


def _part(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    yield _shift(voice.say("Your part"), _duties(before, voice), _duties(now, voice))


def _duties(facts: Facts, voice: Marked) -> str:
    return " · ".join(_duty(duty, facts, voice) for duty in facts.part) or NONE


def _duty(duty: Duty, facts: Facts, voice: Marked) -> str:
    what, start, end = duty
    if start is None or end is None:
        return voice.say(OFFICES[what]) if what in OFFICES else _named(what, voice)
    hours = voice.hours(start, end, facts.zone)
    return voice.say("{hours} {title}", hours=hours, title=_named(what, voice))


def _deadline(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    told = (_moment(each.answer_by, each, voice) for each in (before, now))
    yield _shift(voice.say("Answer by"), *told)


def _opens(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    told = (_moment(each.opens, each, voice) for each in (before, now))
    yield _shift(voice.say("Line opens"), *told)


def _moment(moment: datetime | None, facts: Facts, voice: Marked) -> str:
    return voice.moment(moment, facts.zone) if moment else NONE


def _status(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    yield _shift(
        voice.say("Status"), voice.say(STATUSES[before.status]), voice.say(STATUSES[now.status])
    )


def _language(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    names = (voice.say(NAMES[each.language]) for each in (before, now))
    yield _shift(voice.say("Language"), *names)


def _address(before: Facts, now: Facts, voice: Marked) -> Iterator[Shift]:
    label = voice.say("E-mail address")
    yield _shift(label, _said(before.address, voice), _said(now.address, voice))


MAKERS: Mapping[str, Maker] = {
    "moved": _clocks,
    "zone": _clocks,
    "join": _join,
    "place": _place,
    "tentative": _status,
    "firm": _status,
    "retitled": _title,
    "contact": _contact,
    "language": _language,
    "address": _address,
    "part": _part,
    "deadline": _deadline,
    "opens": _opens,
}
