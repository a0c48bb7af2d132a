"""VEVENTs: the facts of an entry, said as a component of RFC 5545 and RFC 7986 with icalendar."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from icalendar import Calendar, Component, Event, vCalAddress, vDDDTypes, vInt, vText, vUri

from orchestrator.invites import itip, wire
from orchestrator.invites.addresses import mailto, tel

PRODUCER = "-//Orchestrator//Forum invitations//EN"


class Words(vText):
    r"""Text, escaped as RFC 5545 3.3.11 says; icalendar reads a `\N` in it as a line break."""

    def to_ical(self) -> bytes:
        """Return the escaped text."""
        plain = str(self).replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
        return plain.replace("\n", r"\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organizer or an attendee, under the name by which the reader knows them."""

    address: str
    name: str
    language: str
    role: str | None = None
    partstat: str = "NEEDS-ACTION"
    rsvp: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is told in one VEVENT; the same facts are the same bytes."""

    uid: str
    dtstamp: datetime
    start: datetime | None
    end: datetime | None
    status: str
    language: str
    summary: str
    description: str
    location: str = ""
    link: str | None = None
    link_label: str = ""
    number: str | None = None
    number_label: str = ""
    parent: str | None = None
    transparent: bool = False
    public: bool = False
    sequence: int | None = None
    organizer: Party | None = None
    attendees: tuple[Party, ...] = ()


def vevent(facts: Facts) -> Event:
    """Return the facts as a VEVENT."""
    event = Event()
    event["UID"] = Words(facts.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = vDDDTypes(facts.dtstamp)
    _set_times(event, facts)
    _set_words(event, facts)
    event["STATUS"] = Words(facts.status)
    event["TRANSP"] = Words("TRANSPARENT" if facts.transparent else "OPAQUE")
    # Nothing else has a CLASS: PRIVATE would hide entries from the assistants who keep calendars.
    if facts.public:
        event["CLASS"] = Words("PUBLIC")
    if facts.sequence is not None:
        event["SEQUENCE"] = vInt(facts.sequence)
    if facts.parent:
        event["RELATED-TO"] = Words(facts.parent, params={"RELTYPE": "PARENT"})
    _set_ways(event, facts)
    _set_parties(event, facts)
    return event


def _set_times(event: Event, facts: Facts) -> None:
    if facts.start is not None:
        event["DTSTART"] = vDDDTypes(facts.start)
        if facts.end is not None and facts.end > facts.start:
            event["DTEND"] = vDDDTypes(facts.end)


def _set_words(event: Event, facts: Facts) -> None:
    language = {"LANGUAGE": facts.language}
    event["SUMMARY"] = Words(facts.summary, params=language)
    if facts.description:
        event["DESCRIPTION"] = Words(facts.description, params=language)
    if facts.location:
        # A link alone is in no language.
        spoken = facts.location not in (facts.link, facts.number)
        event["LOCATION"] = Words(facts.location, params=language if spoken else None)


def _set_ways(event: Event, facts: Facts) -> None:
    conferences = []
    if facts.link:
        event["URL"] = vUri(facts.link)
        conferences.append(_conference(facts.link, "AUDIO,VIDEO", facts.link_label, facts.language))
    dialled = tel(facts.number)
    if dialled:
        conferences.append(_conference(dialled, "AUDIO,PHONE", facts.number_label, facts.language))
    if conferences:
        event["CONFERENCE"] = conferences


def _conference(uri: str, features: str, label: str, language: str) -> vUri:
    # A list is what keeps the features apart: one string with a comma would be quoted as one value.
    params = {
        "VALUE": "URI",
        "FEATURE": features.split(","),
        "LABEL": unquoted(label),
        "LANGUAGE": language,
    }
    return vUri(uri, params=params)


def _set_parties(event: Event, facts: Facts) -> None:
    if facts.organizer:
        event["ORGANIZER"] = _address(facts.organizer)
    if facts.attendees:
        event["ATTENDEE"] = [_address(party) for party in facts.attendees]


def _address(party: Party) -> vCalAddress:
    params = {"CN": unquoted(party.name), "LANGUAGE": party.language}
    if party.role:
        params |= {"CUTYPE": "INDIVIDUAL", "PARTSTAT": party.partstat, "ROLE": party.role}
        params["RSVP"] = "TRUE" if party.rsvp else "FALSE"
    return vCalAddress(mailto(party.address), params=params)


def unquoted(text: str) -> str:
    """Return a text that can stand in a parameter: RFC 5545 cannot write a quotation mark there."""
    # RFC 6868 can, as ^', which most clients show as it stands; ^ alone would be read as a start.
    return " ".join(text.replace('"', "”").replace("^", "").split())


@lru_cache(maxsize=8192)
def rendered(facts: Facts) -> bytes:
    """Return a VEVENT of a plain calendar, checked; the same facts are made into bytes once."""
    event = vevent(facts)
    data = folded(event)
    itip.demand_none((*itip.component_faults(event), *wire.line_faults(data)))
    return data


def folded(component: Component) -> bytes:
    """Return a component as folded lines: icalendar orders and escapes, the wire folds."""
    return wire.fold(component.content_lines())


def message(event: Event, method: str) -> bytes:
    """Return one VEVENT as an iTIP message, checked."""
    calendar = envelope()
    calendar["METHOD"] = Words(method)
    calendar.add_component(event)
    data = folded(calendar)
    itip.demand_none((*itip.check(calendar), *wire.check(data)))
    return data


def envelope() -> Calendar:
    """Return an empty calendar object."""
    # `Calendar.new` would give it a UID by chance.
    calendar = Calendar()
    calendar["VERSION"] = Words("2.0")
    calendar["PRODID"] = Words(PRODUCER)
    return calendar
