"""Small forums to put on the clock: the eight states of 2020, one head each, all in offices."""

from __future__ import annotations

from typing import Any

from orchestrator import running_orders
from orchestrator.agendas.models import Agenda
from orchestrator.languages import Translator
from orchestrator.running_orders import RunningOrder, TimedSession

CHELYABINSK = "Asia/Yekaterinburg"
ZONES = {
    "UZ": "Asia/Tashkent",
    "TJ": "Asia/Dushanbe",
    "RU": CHELYABINSK,
    "PK": "Asia/Karachi",
    "KG": "Asia/Bishkek",
    "CN": "Asia/Shanghai",
    "KZ": "Asia/Almaty",
    "IN": "Asia/Kolkata",
}
LANGUAGES = {"UZ": "uz", "TJ": "tg", "PK": "ur", "KG": "ky", "CN": "zh-Hans", "KZ": "kk"}
ENGLISH = Translator(language="en")

Plain = dict[str, Any]


def delegation(code: str, **more: Any) -> Plain:
    """Return a delegation of a state, called by its code; Russia is the host."""
    known = {"id": code.lower(), "state": code, "zone": ZONES.get(code), "host": code == "RU"}
    return {**known, "language": LANGUAGES.get(code, "ru"), **more}


def head(code: str, **more: Any) -> Plain:
    """Return the head of a delegation."""
    office = {"ru": f"Глава делегации {code}", "en": f"Head of delegation {code}"}
    address = f"{code.lower()}@example.org"
    known = {"id": f"head-{code.lower()}", "delegation": code.lower(), "head": True}
    return {**known, "office": office, "email": address, **more}


DELEGATIONS = [delegation(code) for code in ZONES]
HEADS = [head(code) for code in ZONES]


def item(name: str, kind: str = "discussion", takes: str = "10 min", **more: Any) -> Plain:
    """Return an item."""
    return {"id": name, "kind": kind, "takes": takes, **more}


def statements(**rule: Any) -> Plain:
    """Return a round of statements of seven minutes each."""
    speakers = {"all": "heads", "by": "ru", **rule}
    return item("statements", "statements", "7 min each", speakers=speakers)


def session(*items: Plain, **more: Any) -> Plain:
    """Return a session at noon in Chelyabinsk on the day of the forum."""
    known = {"id": "plenary", "title": {"ru": "Заседание"}, "starts": "2020-10-29 12:00"}
    return {**known, "items": list(items), **more}


def forum(*sessions: Plain, **more: Any) -> Agenda:
    """Return a forum of the eight states."""
    known = {
        "format": 1,
        "id": "forum",
        "title": {"ru": "Форум"},
        "languages": {"official": ["ru", "zh-Hans"], "working": ["en"]},
        "zone": CHELYABINSK,
        "organizer": {"name": {"ru": "Секретариат"}, "email": "forum@example.org"},
        "delegations": DELEGATIONS,
        "people": HEADS,
        "sessions": list(sessions),
    }
    return Agenda.model_validate({**known, **more})


def built(*sessions: Plain, **more: Any) -> RunningOrder:
    """Return the running order of such a forum."""
    return running_orders.build(forum(*sessions, **more))


def only(order: RunningOrder) -> TimedSession:
    """Return the one session of a running order."""
    (timed,) = order.sessions
    return timed


def states(order: RunningOrder) -> str:
    """Return the states in the order in which they speak."""
    return " ".join(slot.state for slot in order.slots if slot.state)


def codes(order: RunningOrder) -> list[str]:
    """Return the codes of what was found."""
    return [found.code for found in order.findings]


def said(order: RunningOrder) -> list[str]:
    """Return what was found, in English, with its hint in brackets."""
    return [
        f"{found.code} {ENGLISH.phrase(found.message)}"
        + (f" ({ENGLISH.phrase(found.hint)})" if found.hint else "")
        for found in order.findings
    ]


def hours(order: RunningOrder) -> list[str]:
    """Return when each slot begins and ends, in UTC."""
    return [
        f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in order.slots if slot.start and slot.end
    ]


def reasons(order: RunningOrder) -> list[str]:
    """Return why each slot stands where it stands, in English."""
    return [ENGLISH.phrase(slot.because) for slot in order.slots]
