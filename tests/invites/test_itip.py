from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Alarm, Calendar, Event, Todo, vCalAddress, vDDDTypes, vInt, vText

from orchestrator import invites
from orchestrator.errors import OrchestratorError
from orchestrator.invites import itip
from tests.invites import forums

Planted = Callable[[Any, Any], None]
NAIVE = datetime(2020, 10, 29, 12, 0)
FIXED = datetime(2020, 10, 29, 12, 0, tzinfo=timezone(timedelta(hours=5)))
LOCAL = datetime(2020, 10, 29, 12, 0, tzinfo=ZoneInfo("Europe/London"))


def parsed(data: bytes) -> Calendar:
    made = Calendar.from_ical(data)
    assert isinstance(made, Calendar)
    return made


def plain() -> bytes:
    return invites.public_calendar(forums.order(), forums.words("en"), stamp=forums.STAMP)


OBJECTS = {
    "REQUEST": lambda: forums.invitation("rao", "slot-statements"),
    "CANCEL": lambda: forums.cancellation("rao", "session-plenary"),
    "": plain,
}


@pytest.mark.parametrize("method", OBJECTS)
def test_what_we_make_has_no_faults(method: str) -> None:
    assert itip.check(parsed(OBJECTS[method]())) == []


def drop(name: str) -> Planted:
    return lambda _, event: event.pop(name)


def put(name: str, value: Any) -> Planted:
    return lambda _, event: event.__setitem__(name, value)


def put_above(name: str, value: Any) -> Planted:
    return lambda calendar, _: calendar.__setitem__(name, value)


def twice(name: str) -> Planted:
    return lambda _, event: event.__setitem__(name, [event[name], event[name]])


def attendee(**params: str) -> vCalAddress:
    return vCalAddress("mailto:rao@example.org", params=params)


def other_uid(calendar: Any, event: Any) -> None:
    more = Event(event)
    more["UID"] = vText("another@example.org")
    calendar.add_component(more)


def same_uid(calendar: Any, event: Any) -> None:
    calendar.add_component(Event(event))


def other_part(calendar: Any, _: Any) -> None:
    calendar.add_component(Todo())


def alarms(count: int) -> Planted:
    def plant(_: Any, event: Any) -> None:
        for _nth in range(count):
            event.add_component(Alarm())

    return plant


FAULTS: list[tuple[str, Planted, str]] = [
    ("REQUEST", put_above("METHOD", vText("BOGUS")), "METHOD:BOGUS is none that we send"),
    ("REQUEST", put_above("METHOD", [vText("REQUEST")] * 2), "METHOD stands more than once"),
    ("REQUEST", lambda calendar, _: calendar.pop("PRODID"), "PRODID does not stand exactly once"),
    ("REQUEST", lambda calendar, _: calendar.pop("VERSION"), "VERSION does not stand exactly once"),
    ("REQUEST", other_uid, "a message is about one UID, this one about 2"),
    ("REQUEST", other_part, "VTODO is none of ours"),
    ("REQUEST", drop("ATTENDEE"), "ATTENDEE stands 0 times"),
    ("REQUEST", drop("ORGANIZER"), "ORGANIZER stands 0 times"),
    ("REQUEST", drop("UID"), "UID stands 0 times"),
    ("REQUEST", drop("DTSTAMP"), "DTSTAMP stands 0 times"),
    ("REQUEST", drop("DTSTART"), "DTSTART stands 0 times"),
    ("REQUEST", drop("SUMMARY"), "SUMMARY stands 0 times"),
    ("REQUEST", twice("SUMMARY"), "SUMMARY stands 2 times"),
    ("REQUEST", twice("DESCRIPTION"), "DESCRIPTION stands 2 times"),
    ("REQUEST", put("SUMMARY", vText("")), "SUMMARY is empty"),
    ("REQUEST", put("REQUEST-STATUS", vText("2.0;Success")), "REQUEST-STATUS stands 1 times"),
    ("REQUEST", put("SUMARY", vText("a slip")), "SUMARY stands 1 times"),
    ("REQUEST", put("DURATION", vText("PT1H")), "DTEND and DURATION stand together"),
    ("REQUEST", put("DTSTART", vDDDTypes(NAIVE)), "DTSTART is no instant in UTC"),
    ("REQUEST", put("DTSTART", vDDDTypes(NAIVE.date())), "DTSTART is no instant in UTC"),
    ("REQUEST", put("DTEND", vDDDTypes(FIXED)), "DTEND is no instant in UTC"),
    ("REQUEST", put("DTEND", vDDDTypes(LOCAL)), "DTEND is no instant in UTC"),
    ("REQUEST", put("DTEND", vDDDTypes(forums.DTSTAMP)), "DTEND is not later than DTSTART"),
    ("REQUEST", put("STATUS", vText("CANCELLED")), "STATUS:CANCELLED does not go with this method"),
    ("REQUEST", put("SEQUENCE", vInt(-1)), "SEQUENCE is negative"),
    ("REQUEST", twice("ATTENDEE"), "ATTENDEE stands twice with one address"),
    ("REQUEST", put("ATTENDEE", vCalAddress("rao")), "ATTENDEE is no mailto: address"),
    ("REQUEST", put("ATTENDEE", attendee(PARTSTAT="MAYBE")), "ATTENDEE has PARTSTAT=MAYBE"),
    ("REQUEST", put("ATTENDEE", attendee(ROLE="HEAD")), "ATTENDEE has ROLE=HEAD"),
    ("REQUEST", alarms(2), "VALARM stands 2 times"),
    ("CANCEL", alarms(1), "VALARM stands 1 times"),
    ("CANCEL", drop("SEQUENCE"), "SEQUENCE stands 0 times"),
    ("CANCEL", drop("STATUS"), "STATUS:CANCELLED is missing"),
    ("CANCEL", put("STATUS", vText("CONFIRMED")), "STATUS:CONFIRMED does not go with this method"),
    ("", put("ATTENDEE", attendee()), "ATTENDEE stands 1 times"),
    ("", put("ORGANIZER", attendee()), "ORGANIZER stands 1 times"),
    ("", same_uid, "a UID stands twice"),
    ("", put_above("METHOD", vText("PUBLISH")), "ORGANIZER stands 0 times"),
]


@pytest.mark.parametrize(("method", "plant", "fault"), FAULTS, ids=[each[2] for each in FAULTS])
def test_a_planted_fault_is_found(method: str, plant: Planted, fault: str) -> None:
    calendar = parsed(OBJECTS[method]())
    plant(calendar, calendar.subcomponents[0])
    assert fault in itip.check(calendar)


def test_a_faulty_object_is_never_handed_out() -> None:
    with pytest.raises(OrchestratorError, match="UID stands 0 times"):
        itip.demand_none(["UID stands 0 times"])
