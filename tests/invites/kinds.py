"""Every kind of calendar object in a language, as golden files and foreign readers take them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestrator import invites, languages
from orchestrator.running_orders import RunningOrder
from tests.invites import forums

GOLDEN = Path(__file__).parent / "golden"
TAGS = ("en", "ru", "zh-Hans", "ur")


def order(tag: str) -> RunningOrder:
    """Return the forum with one speaker, from New Delhi, who reads this language."""
    file = forums.data()
    file["people"][3]["language"] = tag
    return forums.order(file)


def session(tag: str) -> bytes:
    words = languages.translator(tag)
    return forums.invitation("rao", "session-plenary", order(tag), words=words)


def slot(tag: str) -> bytes:
    words = languages.translator(tag)
    return forums.invitation("rao", "slot-talks.2", order(tag), words=words, sequence=2)


def cancelled(tag: str) -> bytes:
    words = languages.translator(tag)
    return forums.cancellation("rao", "session-plenary", order(tag), words=words)


def public(tag: str) -> bytes:
    words = languages.translator(tag)
    return invites.public_calendar(order(tag), words, stamp=forums.STAMP)


def personal(tag: str) -> bytes:
    known, words = order(tag), languages.translator(tag)
    own = invites.own_entries(known)["rao"]
    return invites.personal_calendar(known, own, words, stamp=forums.STAMP)


def full(tag: str) -> bytes:
    words = languages.translator(tag)
    return invites.full_calendar(order(tag), words, stamp=forums.STAMP)


KINDS: dict[str, Callable[[str], bytes]] = {
    made.__name__: made for made in (session, slot, cancelled, public, personal, full)
}
