"""The organizer's own paragraph in every invitation, its places filled by hand.

`str.format` would let a file read attributes of our objects: {person.email} and worse.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from orchestrator import languages, zones
from orchestrator.agendas import placeholders
from orchestrator.agendas.models import Session
from orchestrator.invites.addresses import uri
from orchestrator.invites.voice import Voice, clean, isolated, line
from orchestrator.languages import Chosen, Translator
from orchestrator.running_orders.entries import Entry, join_link
from orchestrator.running_orders.naming import person_names
from orchestrator.running_orders.order import RunningOrder


def paragraph(entry: Entry, order: RunningOrder, voice: Voice) -> str:
    """Return the organizer's paragraph for a person, marked where it is in another language."""
    if order.agenda.invitation is None or entry.start is None:
        return ""
    chosen = voice.choose(order.agenda.invitation.text)
    return spoken(chosen, values(entry, order, in_language(voice, chosen), entry.start), voice)


def in_language(voice: Voice, chosen: Chosen) -> Voice:
    """Return a voice for values in the language of a text, which may be one fallen back to."""
    return replace(voice, words=Translator(language=chosen.language))


def spoken(chosen: Chosen, filling: Mapping[str, str], voice: Voice) -> str:
    """Return the organizer's own words with their places filled, marked where they fell back."""
    text = placeholders.fill(clean(chosen.text), filling)
    direction = languages.direction(chosen.language)
    lines = [isolated(part, direction, voice.page) for part in text.split("\n")]
    mark = [isolated(f"[{chosen.language}]", "ltr", voice.page)] if chosen.fallback else []
    return " ".join(["\n".join(lines).strip(), *mark])


def values(entry: Entry, order: RunningOrder, voice: Voice, start: datetime) -> Mapping[str, str]:
    """Return what the places of an organizer's text stand for."""
    person, session = entry.person, entry.session
    there = zones.local(start, entry.zone).date()
    link = uri(join_link(session.join, entry.language))
    return {
        "person": voice.name(person_names(order.agenda, person)),
        "office": voice.name(person.office or {}),
        "forum": voice.name(order.agenda.title),
        "session": voice.name(session.title),
        "date": voice.date(there),
        "time": _at(voice, start, entry.zone),
        "your_time": _at(
            voice, start, entry.clock, differs=zones.local(start, entry.clock).date() != there
        ),
        "join": voice.link(link) if link else "",
        "answer_by": _answer_by(voice, session, entry),
    }


def _answer_by(voice: Voice, session: Session, entry: Entry) -> str:
    if session.answer_by is None:
        return ""
    return _at(voice, zones.instant(session.answer_by, entry.zone), entry.clock, differs=True)


def _at(voice: Voice, moment: datetime, zone: str, *, differs: bool = False) -> str:
    """Say `12:00 (Yekaterinburg, UTC+05:00)` without the words of a catalogue."""
    city = isolated(line(zones.city(zone, voice.language)), voice.page, voice.page)
    offset = isolated(zones.offset_name(moment, zone), "ltr", voice.page)
    comma = {"ur": "، ", "zh-Hans": "，"}.get(voice.language, ", ")
    day = voice.day(moment, zone) + comma if differs else ""
    return f"{day}{voice.hour(moment, zone)} ({city}{comma}{offset})"
