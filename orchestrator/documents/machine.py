"""The forms for machines: JSON, instants in UTC."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from orchestrator import zones
from orchestrator.agendas.models import Agenda, Delegation, Item, Person, Session
from orchestrator.documents.sittings import in_time
from orchestrator.languages import Translator
from orchestrator.running_orders.order import (
    RunningOrder,
    Slot,
    TimedItem,
    TimedSession,
    by_person,
)
from orchestrator.running_orders.states import delegation_names

MINUTE = timedelta(minutes=1)
# The machine form says its reasons in English, which is what the catalogue keys are.
ENGLISH = Translator(language="en")

Form = dict[str, object]


def agenda_json(order: RunningOrder) -> str:
    """Return the agenda for machines: no addresses, no telephone numbers, no join links."""
    agenda = order.agenda
    return _written(
        {
            "forum": agenda.id,
            "title": agenda.title,
            "languages": {
                "official": agenda.languages.official,
                "working": agenda.languages.working,
                "courtesy": agenda.languages.courtesy,
            },
            "zone": agenda.zone,
            "organizer": {"name": agenda.organizer.name},
            "delegations": [_delegation(agenda, each) for each in agenda.delegations],
            "people": [_person(person) for person in _public(order)],
            "sessions": [_session(session) for session in _shown(order)],
        }
    )


def running_order_json(order: RunningOrder) -> str:
    """Return the running order for machines: every slot in order, with its reason."""
    return _written({"forum": order.agenda.id, "slots": [_slot(slot) for slot in order.slots]})


def _written(form: Form) -> str:
    return json.dumps(form, ensure_ascii=False, indent=1) + "\n"


def _instant(moment: datetime | None) -> str | None:
    return zones.stamp(moment) if moment else None


def _wall(moment: datetime | None, zone: str) -> str | None:
    return f"{zones.local(moment, zone):%Y-%m-%dT%H:%M}" if moment else None


def _public(order: RunningOrder) -> Iterator[Person]:
    """Return whom the agenda names: those who speak or preside."""
    chairs = {session.session.chair for session in _shown(order)}
    named = chairs | by_person(slot for session in _shown(order) for slot in session.slots).keys()
    return (person for person in order.agenda.people if person.id in named)


def _shown(order: RunningOrder) -> tuple[TimedSession, ...]:
    """Return what the public agenda shows, in its order: no connection test."""
    return tuple(each for each in in_time(order.sessions) if not each.is_rehearsal)


def _delegation(agenda: Agenda, delegation: Delegation) -> Form:
    return {
        "id": delegation.id,
        "state": delegation.state,
        "status": delegation.status,
        "host": delegation.host,
        "name": dict(delegation_names(agenda, delegation)),
        "region": delegation.region,
        "zone": delegation.zone,
    }


def _person(person: Person) -> Form:
    return {
        "id": person.id,
        "delegation": person.delegation,
        "head": person.head,
        "name": person.name,
        "office": person.office,
    }


def _session(timed: TimedSession) -> Form:
    session: Session = timed.session
    return {
        "id": session.id,
        "title": session.title,
        "status": session.status,
        **_times(timed.start, timed.end, timed.zone),
        "when": session.when,
        "place": session.place,
        "chair": session.chair,
        "items": [_item(item, timed.zone) for item in timed.items],
    }


def _times(start: datetime | None, end: datetime | None, zone: str) -> Form:
    return {
        "zone": zone,
        "offset": zones.offset_name(start, zone) if start else None,
        "start": _instant(start),
        "end": _instant(end),
        "wall_start": _wall(start, zone),
        "wall_end": _wall(end, zone),
    }


def _item(timed: TimedItem, zone: str) -> Form:
    item: Item = timed.item
    return {
        "id": item.id,
        "number": timed.number,
        "kind": item.kind,
        "title": item.title,
        **_times(timed.start, timed.end, zone),
        "minutes": timed.length // MINUTE,
        "slots": [_turn(slot, zone) for slot in timed.slots],
        "documents": [{"title": paper.title, "url": paper.url} for paper in item.documents],
    }


def _turn(slot: Slot, zone: str) -> Mapping[str, object]:
    return {
        "place": slot.place,
        **_who(slot),
        **_times(slot.start, slot.end, zone),
    }


def _who(slot: Slot) -> Form:
    return {"person": slot.person, "delegation": slot.delegation, "state": slot.state}


def _slot(slot: Slot) -> Form:
    return {
        "session": slot.session,
        "item": slot.item,
        "kind": slot.kind,
        **_who(slot),
        "start": _instant(slot.start),
        "end": _instant(slot.end),
        "because": ENGLISH.phrase(slot.because),
        "place": slot.place,
        "nth": slot.nth,
    }
