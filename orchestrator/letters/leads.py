"""The first line of a letter: what it is, when on the reader's clock, what they must do."""

from collections.abc import Mapping
from datetime import datetime

from orchestrator.findings import N_
from orchestrator.invites import wording
from orchestrator.letters.about import About, Kind
from orchestrator.letters.marked import Marked
from orchestrator.running_orders import person_names

UNDATED = N_("date to be announced")

# With a day until which an answer is asked for, and without one.
Pair = tuple[str, str]

INVITED: Pair = (
    N_("You are invited: {title} – {when}. Please answer by {deadline}."),
    N_("You are invited: {title} – {when}. Please answer."),
)
INVITED_AGAIN: Pair = (
    N_("You are expected after all: {title} – {when}. Please answer by {deadline}."),
    N_("You are expected after all: {title} – {when}. Please answer."),
)
MISSING: Pair = (
    N_("Your answer is still missing: {title} – {when}. Please answer by {deadline}."),
    N_("Your answer is still missing: {title} – {when}. Please answer."),
)
MOVED: Pair = (
    N_("New time: {title} – {when}. Please answer again by {deadline}."),
    N_("New time: {title} – {when}. Please answer again."),
)
FLOOR = N_("You have the floor: {title} – {when}. Please keep this time free.")
FLOOR_AGAIN = N_("You have the floor after all: {title} – {when}. Please keep this time free.")
FLOOR_MOVED = N_("New time for you: {title} – {when}. Please keep this time free.")
TURN = N_("Your turn: {title} – {when}. Please keep this time free.")

# The foremost of several changes leads; a new time leads them all.
CHANGES: Mapping[str, str] = {
    "zone": N_(
        "The hour on your clock is now another: {title} – {when}."
        " It takes place when it was planned."
    ),
    "join": N_(
        "New access to the videoconference: {title} – {when}."
        " Please use only the access given in this message."
    ),
    "place": N_("New place: {title} – {when}. Please go to the place given in this message."),
    "tentative": N_("Now tentative: {title} – {when}. Date and time may still change."),
    "firm": N_("Now confirmed: {title} – {when}. Please keep this time free."),
    "part": N_(
        "Your part in the session has changed: {title} – {when}. Please take note of it below."
    ),
    "deadline": N_(
        "The deadline for your answer has changed: {title} – {when}. Please take note of it below."
    ),
    "opens": N_(
        "The line to the videoconference opens at another time: {title} – {when}."
        " You need not do anything."
    ),
    "retitled": N_("New title: {title} – {when}. You need not do anything."),
    "contact": N_("New contact: {title} – {when}. You need not do anything."),
    "address": N_(
        "From now on this address is written to: {title} – {when}. You need not do anything."
    ),
    "language": N_(
        "From now on you are written to in this language: {title} – {when}."
        " You need not do anything."
    ),
}
CHANGED = N_("Changed: {title} – {when}. You need not do anything.")

CANCELLED: Mapping[str, str] = {
    "cancelled": N_("Cancelled: {title} – {when}. This session will not take place."),
    "postponed": N_("Postponed: {title} – {when}. A new date will be announced."),
}
WITHDRAWN = N_("Withdrawn: {title} – {when}. You are no longer expected at this time.")
MOVED_AWAY = N_(
    "This address is no longer written to: {title} – {when}. The session itself is not cancelled;"
    " the invitation now goes to another address."
)
REMINDER = N_("Reminder: {title} – {when}. Please join in good time.")
REMINDER_OF_FLOOR = N_("Reminder: you have the floor. {title} – {when}. Please join in good time.")
REMINDER_OF_TURN = N_("Reminder of your turn: {title} – {when}. Please join in good time.")
FORM: Pair = (
    N_(
        "The form for the minutes is attached: {title} – {when}."
        " Please send it back filled, in reply to this message, by {deadline}."
    ),
    N_(
        "The form for the minutes is attached: {title} – {when}."
        " Please send it back filled, in reply to this message."
    ),
)
CHASER: Pair = (
    N_(
        "The record is due: {title} – {when}. Please send the filled form"
        " in reply to the message that brought it. Due: {deadline}."
    ),
    N_(
        "The record is due: {title} – {when}. Please send the filled form"
        " in reply to the message that brought it."
    ),
)
NOTE = N_(
    "An answer in your name has come: {answer}. {title} – {when}. It is not certain that it came"
    " from you: please confirm or change it."
)
ANSWERS: Mapping[str, str] = {
    "ACCEPTED": N_("I will take part"),
    "DECLINED": N_("I will not take part"),
    "TENTATIVE": N_("I may take part"),
}


def lead(kind: Kind, about: About, voice: Marked) -> str:
    """Return the first line of a letter; an assistant's names whose mail they do."""
    said = _message(about, voice) if kind == "message" else _of_entry(kind, about, voice)
    if about.copy_for is None:
        return said
    person = voice.name(person_names(about.order.agenda, about.copy_for))
    return voice.say("For {person}: {text}", person=person, text=said)


def _message(about: About, voice: Marked) -> str:
    if about.headline:
        return voice.name(about.headline)
    name = voice.name(about.order.agenda.organizer.name)
    return voice.say("Message from the organizer: {organizer}", organizer=name)


def _of_entry(kind: Kind, about: About, voice: Marked) -> str:
    message, until = _words(kind, about)
    return voice.say(
        message,
        title=title(about, voice),
        when=when(about, voice),
        deadline=voice.moment(until, about.clock) if until else "",
        answer=voice.say(ANSWERS.get(about.partstat or "", "")),
    )


def _words(kind: Kind, about: About) -> tuple[str, datetime | None]:
    match kind:
        case "invitation":
            return _invited(about)
        case "change":
            return _changed(about)
        case "nudge":
            return _until(MISSING, about.answer_by)
        case "form":
            return _until(FORM, about.due)
        case "chaser":
            return _until(CHASER, about.due)
        case _:
            return _plain(kind, about), None


def _until(pair: Pair, until: datetime | None) -> tuple[str, datetime | None]:
    return pair[0] if until else pair[1], until


def is_turn(about: About) -> bool:
    """Tell whether the letter is about the reader's turn to test their connection."""
    item = about.entry.item if about.entry else None
    return item is not None and item.kind == "rehearsal"


def _invited(about: About) -> tuple[str, datetime | None]:
    again = "reinstated" in about.kinds
    if about.entry is None or about.entry.is_session:
        return _until(INVITED_AGAIN if again else INVITED, about.answer_by)
    return TURN if is_turn(about) else FLOOR_AGAIN if again else FLOOR, None


def _changed(about: About) -> tuple[str, datetime | None]:
    if "moved" not in about.kinds:
        found = (words for kind, words in CHANGES.items() if kind in about.kinds)
        return next(found, CHANGED), None
    if about.entry is None or about.entry.is_session:
        return _until(MOVED, about.answer_by)
    return FLOOR_MOVED, None


def _plain(kind: Kind, about: About) -> str:
    if kind == "cancellation":
        return CANCELLED.get(about.entry.status if about.entry else "", WITHDRAWN)
    if kind == "reminder" and about.entry and not about.entry.is_session:
        return REMINDER_OF_TURN if is_turn(about) else REMINDER_OF_FLOOR
    return {"address": MOVED_AWAY, "note": NOTE}.get(kind, REMINDER)


def title(about: About, voice: Marked) -> str:
    """Say what the letter is about: an item by its title, a session by its own, or the forum."""
    entry = about.entry
    if entry is None:
        return voice.name(about.order.agenda.title)
    return wording.title(entry.item, voice) if entry.item else voice.name(entry.session.title)


def when(about: About, voice: Marked) -> str:
    """Say when it is on the reader's clock."""
    entry = about.entry
    if entry is None or entry.start is None:
        return voice.say(UNDATED)
    if entry.end is None:
        return voice.moment(entry.start, entry.clock)
    return voice.span(entry.start, entry.end, entry.clock)
