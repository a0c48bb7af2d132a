"""Subjects: what is to be done, what it is about, when on the reader's clock; one line each."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from unicodedata import category, combining

from orchestrator import languages, zones
from orchestrator.findings import N_
from orchestrator.invites.voice import Voice, isolated, line
from orchestrator.languages import Translator
from orchestrator.letters.about import About, Kind
from orchestrator.letters.leads import UNDATED, is_turn
from orchestrator.running_orders import KIND_NAMES, person_names

LONGEST_TITLE = 80
LONGEST_NAME = 60
# What belongs to the character before it, vowel signs and joiners.
JOINING = frozenset({"Mn", "Mc", "Me", "Cf"})

INVITED = N_("[Answer needed] {title} – {when}")
FLOOR = N_("[You have the floor] {title} – {when}")
TURN = N_("[Your turn] {title} – {when}")
CHANGES: Mapping[str, str] = {
    "moved": N_("[New time] {title} – {when}"),
    "zone": N_("[New hour on your clock] {title} – {when}"),
    "join": N_("[New access] {title} – {when}"),
    "place": N_("[New place] {title} – {when}"),
    "tentative": N_("[Now tentative] {title} – {when}"),
    "firm": N_("[Now confirmed] {title} – {when}"),
    "part": N_("[Your part] {title} – {when}"),
    "deadline": N_("[New deadline] {title} – {when}"),
    "opens": N_("[Line opens] {title} – {when}"),
    "retitled": N_("[New title] {title} – {when}"),
    "contact": N_("[New contact] {title} – {when}"),
    "address": N_("[New address] {title} – {when}"),
    "language": N_("[New language] {title} – {when}"),
}
CHANGED = N_("[Changed] {title} – {when}")
CANCELLED: Mapping[str, str] = {
    "cancelled": N_("[Cancelled] {title} – {when}"),
    "postponed": N_("[Postponed] {title} – {when}"),
}
# "[Cancelled] Plenary session" would say that nobody meets.
WITHDRAWN = N_("[Cancelled] Your invitation: {title} – {when}")
FLOOR_WITHDRAWN = N_("[Cancelled] Your turn: {title} – {when}")
PLAIN: Mapping[Kind, str] = {
    "address": N_("[Other address] {title} – {when}"),
    "reminder": N_("[Reminder] {title} – {when}"),
    "nudge": N_("[Answer needed] {title} – {when}"),
    "form": N_("[Form for the minutes] {title} – {when}"),
    "chaser": N_("[Record due] {title} – {when}"),
    "note": N_("[Please confirm] Your answer: {title} – {when}"),
    "message": N_("[Message] {title}"),
}


def subject(kind: Kind, about: About, words: Translator) -> str:
    """Return the subject of a letter; an assistant's names whose mail they do, a trial says so."""
    voice = Voice(words=words, official=about.order.agenda.languages.official)
    said = voice.say(
        _words(kind, about), title=_title(kind, about, voice), when=_when(about, voice)
    )
    if about.copy_for:
        person = _short(person_names(about.order.agenda, about.copy_for), voice, LONGEST_NAME)
        said = voice.say("{subject} (for {person})", subject=said, person=person)
    return voice.say("[Trial] {subject}", subject=said) if about.trial else said


def _words(kind: Kind, about: About) -> str:
    session = about.entry is None or about.entry.is_session
    if kind == "invitation":
        return INVITED if session else TURN if is_turn(about) else FLOOR
    if kind == "change":
        return next((words for key, words in CHANGES.items() if key in about.kinds), CHANGED)
    if kind == "cancellation":
        status = about.entry.status if about.entry else ""
        return CANCELLED.get(status, WITHDRAWN if session else FLOOR_WITHDRAWN)
    return PLAIN[kind]


def _title(kind: Kind, about: About, voice: Voice) -> str:
    entry, agenda = about.entry, about.order.agenda
    if kind == "message":
        return _short(about.headline or agenda.title, voice, LONGEST_TITLE)
    if entry is None:
        return _short(agenda.title, voice, LONGEST_TITLE)
    if entry.item is None:
        return _short(entry.session.title, voice, LONGEST_TITLE)
    item = entry.item
    return (
        _short(item.title, voice, LONGEST_TITLE) if item.title else voice.say(KIND_NAMES[item.kind])
    )


def _when(about: About, voice: Voice) -> str:
    entry = about.entry
    if entry is None or entry.start is None:
        return voice.say(UNDATED)
    return _moment(voice, entry.start, entry.clock, zones.rules_version())


@lru_cache(maxsize=4096)
def _moment(voice: Voice, moment: datetime, zone: str, _rules: str) -> str:
    offset = isolated(zones.offset_name(moment, zone), "ltr", voice.page)
    return voice.say(
        "{day}, {hours} ({clock})",
        day=voice.day(moment, zone),
        hours=voice.hour(moment, zone),
        clock=offset,
    )


def _short(texts: Mapping[str, str], voice: Voice, longest: int) -> str:
    """Say a text of the agenda so that it fits into a subject."""
    chosen = voice.choose(texts)
    text = cut(line(chosen.text), longest)
    whole = isolated(text, languages.direction(chosen.language), voice.page)
    return f"{whole} {voice.left(f'[{chosen.language}]')}" if chosen.fallback else whole


def cut(text: str, longest: int) -> str:
    """Return a text of so many characters at most, cut between words where it has any."""
    if len(text) <= longest:
        return text
    stop = text.rfind(" ", longest // 2, longest)
    stop = stop if stop > 0 else longest - 1
    while stop > 1 and (combining(text[stop]) or category(text[stop]) in JOINING):
        stop -= 1
    return text[:stop].rstrip() + "…"
