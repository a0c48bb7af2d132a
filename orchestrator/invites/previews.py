"""Every calendar file of a build: previews of the invitations, and the calendar for everybody."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from orchestrator.invites.calendars import (
    full_calendar,
    held,
    own_entries,
    personal_calendar,
    public_calendar,
    published,
    shown,
)
from orchestrator.invites.requests import Stamp, invitable, request
from orchestrator.languages import Translator
from orchestrator.running_orders.entries import entries
from orchestrator.running_orders.order import RunningOrder

Known = Mapping[tuple[str, str], tuple[str, int]]


def previews(
    order: RunningOrder,
    *,
    key: bytes,
    dtstamp: datetime,
    translators: Mapping[str, Translator],
    known: Known | None = None,
) -> dict[str, bytes]:
    """Return every calendar file of a build by its path.

    `known` gives UID and SEQUENCE by (person, thing) where a store knows the entry. Who has no
    address cannot be invited and has no file; nor has a session without a date.
    """
    stored = known or {}
    stamp = Stamp(key=key, dtstamp=dtstamp, uids={name: uid for name, (uid, _) in stored.items()})
    return {
        **dict(_internal(order, stamp, translators, stored)),
        **dict(_personal(order, stamp, translators, stored)),
        **dict(_common(order, stamp, translators)),
    }


def _internal(
    order: RunningOrder, stamp: Stamp, translators: Mapping[str, Translator], known: Known
) -> Iterator[tuple[str, bytes]]:
    for entry in filter(invitable, entries(order)):
        _, sequence = known.get((entry.person.id, entry.thing), ("", 0))
        words = translators[entry.language]
        yield (
            f"internal/invites/{entry.person.id}.{entry.thing}.ics",
            request(entry, order, words=words, stamp=stamp, sequence=sequence),
        )


def _personal(
    order: RunningOrder, stamp: Stamp, translators: Mapping[str, Translator], known: Known
) -> Iterator[tuple[str, bytes]]:
    sequences = {name: sequence for name, (_, sequence) in known.items()}
    for person, own in own_entries(order).items():
        if any(map(shown, own)):
            words = translators[own[0].language]
            data = personal_calendar(order, own, words, stamp=stamp, sequences=sequences)
            yield f"internal/calendars/{person}.ics", data


def _common(
    order: RunningOrder, stamp: Stamp, translators: Mapping[str, Translator]
) -> Iterator[tuple[str, bytes]]:
    for tag in order.agenda.languages.all:
        words = translators[tag]
        # A calendar without any entry is none (RFC 5545 3.6).
        if any(map(published, order.sessions)):
            yield f"public/calendar.{tag}.ics", public_calendar(order, words, stamp=stamp)
        if any(held(order)):
            yield f"internal/calendar.{tag}.ics", full_calendar(order, words, stamp=stamp)
