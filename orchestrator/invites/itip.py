"""What may stand in an object we send: the tables of RFC 5546 section 3.2 as data, and the check.

icalendar's own validation accepts METHOD:BOGUS, so every object passes here before it goes out.
Faults are in English: they tell of a bug of ours, not of anybody's file.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from icalendar import Component

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

MANY = 1_000_000
Presence = tuple[int, int]

# What every method leaves to the sender, once or as often as wanted. The last five are "IANA
# properties" to RFC 5546; they came with RFC 7986.
FREE_ONCE = """
    CLASS CREATED DESCRIPTION DTEND DURATION GEO LAST-MODIFIED LOCATION PRIORITY RECURRENCE-ID
    RRULE STATUS TRANSP URL
"""
FREE = """
    ATTACH CATEGORIES COMMENT CONTACT EXDATE RDATE RELATED-TO RESOURCES
    CONFERENCE IMAGE COLOR STRUCTURED-DATA REFRESH-INTERVAL
"""


def _table(
    *, once: str, some: str = "", maybe: str = "", any_: str = "", none: str = ""
) -> dict[str, Presence]:
    told = {(1, 1): once, (1, MANY): some, (0, 1): FREE_ONCE + maybe, (0, MANY): FREE + any_}
    told[0, 0] = none
    return {name: presence for presence, names in told.items() for name in names.split()}


TABLES: Mapping[str, Mapping[str, Presence]] = {
    "PUBLISH": _table(  # 3.2.1
        once="DTSTAMP DTSTART ORGANIZER SUMMARY UID",
        maybe="SEQUENCE",
        none="ATTENDEE REQUEST-STATUS",
    ),
    "REQUEST": _table(  # 3.2.2
        once="DTSTAMP DTSTART ORGANIZER SUMMARY UID",
        some="ATTENDEE",
        maybe="SEQUENCE",
        none="REQUEST-STATUS",
    ),
    "REPLY": _table(  # 3.2.3
        once="ATTENDEE DTSTAMP ORGANIZER UID",
        maybe="DTSTART SEQUENCE SUMMARY",
        any_="REQUEST-STATUS",
    ),
    "CANCEL": _table(  # 3.2.5
        once="DTSTAMP ORGANIZER SEQUENCE UID",
        some="ATTENDEE",
        maybe="DTSTART SUMMARY",
        none="REQUEST-STATUS",
    ),
    # No METHOD: a feed or a file to download (RFC 5545 3.6.1). That nobody is named in it is the
    # house's own rule: with an ORGANIZER some clients mail "accepted" (pretix #3211).
    "": _table(
        once="DTSTAMP DTSTART SUMMARY UID",
        maybe="SEQUENCE",
        none="ATTENDEE ORGANIZER REQUEST-STATUS",
    ),
}
DEMANDED = {
    method: {name for name, (least, _) in table.items() if least}
    for method, table in TABLES.items()
}
ALARMS: Mapping[str, Presence] = {
    "PUBLISH": (0, MANY),
    "REQUEST": (0, 1),  # the house sends one at most
    "REPLY": (0, 0),
    "CANCEL": (0, 0),
    "": (0, 1),
}
STATUSES = {
    "PUBLISH": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "REQUEST": {"TENTATIVE", "CONFIRMED"},
    "REPLY": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "CANCEL": {"CANCELLED"},
    "": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
}
TIMES = ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "CREATED")
PARAMETERS = {
    "PARTSTAT": {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"},
    "ROLE": {"CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"},
    "RSVP": {"TRUE", "FALSE"},
    "CUTYPE": {"INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN"},
}


def check(calendar: Component) -> list[str]:
    """Return what is wrong with a calendar object that is about to go out."""
    methods = [str(value).upper() for value in _values(calendar, "METHOD")]
    method = methods[0] if methods else ""
    if method not in TABLES:
        return [f"METHOD:{method} is none that we send"]
    faults = list(_envelope_faults(calendar, methods))
    for event in calendar.subcomponents:
        faults += component_faults(event, method)
    return faults


def component_faults(event: Component, method: str = "") -> list[str]:
    """Return what is wrong with one VEVENT under a METHOD (none: in a plain calendar)."""
    if event.name != "VEVENT":
        return [f"{event.name} is none of ours"]
    return [
        *_presence_faults(event, method),
        *_alarm_faults(event, method),
        *_time_faults(event),
        *_status_faults(event, method),
        *_party_faults(event),
    ]


def demand_none(faults: Iterable[str]) -> None:
    """Raise where there are faults: a broken object is never handed out."""
    if found := list(faults):
        raise OrchestratorError(
            N_(
                "A calendar entry came out wrong and was not written: {faults}. "
                "This is a fault of the program."
            ),
            faults="; ".join(found[:5]),
        )


def _values(component: Component, name: str) -> list[Any]:
    found = component.get(name)
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def _envelope_faults(calendar: Component, methods: list[str]) -> Iterator[str]:
    if len(methods) > 1:
        yield "METHOD stands more than once"
    for name in ("VERSION", "PRODID"):
        if len(_values(calendar, name)) != 1:
            yield f"{name} does not stand exactly once"
    uids = {str(event.get("UID")) for event in calendar.subcomponents}
    if methods and len(uids) != 1:
        yield f"a message is about one UID, this one about {len(uids)}"
    if not methods and len(uids) != len(calendar.subcomponents):
        yield "a UID stands twice"


def _presence_faults(event: Component, method: str) -> Iterator[str]:
    table = TABLES[method]
    counts = {name: len(value) if isinstance(value, list) else 1 for name, value in event.items()}
    for name in sorted(counts.keys() | DEMANDED[method]):
        least, most = table.get(name, (0, MANY if name.startswith("X-") else 0))
        if not least <= counts.get(name, 0) <= most:
            yield f"{name} stands {counts.get(name, 0)} times"
    if "DTEND" in event and "DURATION" in event:
        yield "DTEND and DURATION stand together"
    # SUMMARY may be empty to RFC 5546; to a reader an entry without words is none.
    yield from (
        f"{name} is empty" for name in ("SUMMARY", "UID") if name in event and not event[name]
    )


def _alarm_faults(event: Component, method: str) -> Iterator[str]:
    least, most = ALARMS[method]
    count = len(event.subcomponents)
    if not least <= count <= most:
        yield f"VALARM stands {count} times"
    yield from (
        f"{part.name} stands in VEVENT" for part in event.subcomponents if part.name != "VALARM"
    )


def _time_faults(event: Component) -> Iterator[str]:
    times = {}
    for name in TIMES:
        for value in _values(event, name):
            if not _in_utc(value):
                yield f"{name} is no instant in UTC"
                return
            times[name] = value.dt
    if "DTEND" in times and "DTSTART" in times and times["DTEND"] <= times["DTSTART"]:
        yield "DTEND is not later than DTSTART"


def _in_utc(value: Any) -> bool:  # noqa: ANN401 - icalendar's values are untyped
    moment = value.dt
    # A naive time floats with its reader, and London is at UTC only in winter: that bears a TZID.
    return (
        isinstance(moment, datetime)
        and moment.utcoffset() == timedelta()
        and "TZID" not in value.params
    )


def _status_faults(event: Component, method: str) -> Iterator[str]:
    status = str(event.get("STATUS", ""))
    if status and status not in STATUSES[method]:
        yield f"STATUS:{status} does not go with this method"
    if method == "CANCEL" and not status:
        yield "STATUS:CANCELLED is missing"
    if event.get("SEQUENCE", 0) < 0:
        yield "SEQUENCE is negative"


def _party_faults(event: Component) -> Iterator[str]:
    seen = set()
    for name in ("ORGANIZER", "ATTENDEE"):
        for party in _values(event, name):
            if not str(party).startswith("mailto:") or "@" not in str(party):
                yield f"{name} is no mailto: address"
            if (name, str(party).lower()) in seen:
                yield f"{name} stands twice with one address"
            seen.add((name, str(party).lower()))
            yield from _parameter_faults(name, getattr(party, "params", {}))


def _parameter_faults(name: str, given: Mapping[str, object]) -> Iterator[str]:
    for parameter, allowed in PARAMETERS.items():
        value = given.get(parameter)
        if value is not None and str(value) not in allowed:
            yield f"{name} has {parameter}={value}"
