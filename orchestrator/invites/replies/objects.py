"""The calendar of an incoming mail as a `Reply`, or the phrase that says why it cannot be one.

Only the lines that are needed are read, each alone: no zone of a stranger's is ever looked at,
because names of zones in one file have misled readers about the next one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar.parser import Contentline

from orchestrator.findings import N_, Phrase, phrase
from orchestrator.invites.replies import texts
from orchestrator.invites.replies.incoming import Attendee, Reply

MOST_BYTES = 1024 * 1024
MOST_LINES = 1_000
LONGEST_LINE = 20_000
MOST_SEQUENCE = 2**31 - 1
FOLD = re.compile(rb"\r*\n[ \t]")
LINES = re.compile(r"[\r\n]+")
NAME = re.compile(r"\s*([A-Za-z0-9-]+)[^:;]{0,3}[:;]")
# A common name holds whatever a client lets people type, and nothing of it is needed.
COMMON_NAME = re.compile(r";CN=.*?(?=;[A-Z-]+=|:mailto:)", re.IGNORECASE)
IN_EVENT = frozenset(
    "UID SEQUENCE DTSTAMP ATTENDEE COMMENT DTSTART DTEND RECURRENCE-ID".split()  # noqa: SIM905 - read best
)
ANSWERING = frozenset({"REPLY", "COUNTER"})
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
ANSWERS = frozenset({"ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "NEEDS-ACTION"})

TOO_LARGE = phrase(N_("The calendar in the mail is larger than an answer can be; it is not read."))
NO_CALENDAR = phrase(N_("The calendar in the mail is damaged and cannot be read."))
MANY = phrase(N_("The calendar in the mail is about several entries; an answer is about one."))
NO_UID = phrase(N_("The calendar in the mail does not say which entry it answers."))
NOBODY = phrase(N_("The calendar in the mail does not say who answers."))
ONE_DATE = phrase(
    N_("The answer is about one date of a series; the entries of a forum are no series.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One property of a calendar."""

    name: str
    parameters: Mapping[str, object]
    value: str


def reply(data: bytes, charset: str | None, method: str) -> Reply | Phrase:
    """Return what a calendar says; `method` is what its mail says of it, where it names none."""
    if len(data) > MOST_BYTES:
        return TOO_LARGE
    found, events = _read(data, charset)
    if found is None:
        return NO_CALENDAR
    if len(events) != 1:
        return MANY if events else NO_CALENDAR
    return _answer(texts.plain((found or method).upper(), 40), events[0])


def _answer(method: str, event: list[Line]) -> Reply | Phrase:
    uids = {each.value.strip() for each in _of(event, "UID")} - {""}
    attendees = tuple(filter(None, map(_attendee, _of(event, "ATTENDEE"))))
    if len(uids) != 1:
        return MANY if uids else NO_UID
    if any(_of(event, "RECURRENCE-ID")):
        return ONE_DATE
    if not attendees and method in ANSWERING:
        return NOBODY
    return Reply(
        method=method,
        uid=uids.pop()[:255],
        sequence=_sequence(event),
        stamp=_stamp(event),
        attendees=attendees,
        comment=texts.plain("\n".join(each.value for each in _of(event, "COMMENT"))),
        start=_time(event, "DTSTART") if method == "COUNTER" else "",
        end=_time(event, "DTEND") if method == "COUNTER" else "",
    )


def _read(data: bytes, charset: str | None) -> tuple[str | None, list[list[Line]]]:
    """Return the METHOD (None: this is no calendar) and the wanted lines of every component."""
    method: str | None = None
    events: list[list[Line]] = []
    within: list[str] = []
    for line in _lines(data, charset):
        if line.name == "BEGIN":
            within.append(line.value.strip().upper())
            if within == ["VCALENDAR"]:
                method = method or ""
            if len(within) == 2 and within[-1] != "VTIMEZONE":
                events.append([])
        elif line.name == "END":
            del within[-1:]
        elif within == ["VCALENDAR"] and line.name == "METHOD":
            method = line.value
        elif within == ["VCALENDAR", "VEVENT"] and line.name in IN_EVENT:
            events[-1].append(line)
    return method, events


def _lines(data: bytes, charset: str | None) -> Iterator[Line]:
    if data.startswith(texts.UTF_16):
        data = texts.decoded(data, None).encode(errors="replace")
    # Unfolded as bytes: some fold in the middle of a letter (RFC 5545 3.1 warns of it).
    text = texts.decoded(FOLD.sub(b"", data), charset)
    wanted = IN_EVENT | {"BEGIN", "END", "METHOD"}
    told = [line for line in LINES.split(text) if _name(line) in wanted]
    for line in told if len(told) <= MOST_LINES else ():
        if (found := _line(texts.CONTROLS.sub("", line)[:LONGEST_LINE])) is not None:
            yield found


def _name(line: str) -> str:
    found = NAME.match(line)
    return found[1].upper() if found else ""


def _line(text: str) -> Line | None:
    """Return a line in its parts; where a name in it is beyond reading, the rest without it."""
    for version in (text, COMMON_NAME.sub("", text)):
        try:
            # icalendar gives this class no types.
            name, parameters, value = Contentline(version.strip()).parts()  # type: ignore[no-untyped-call]
        except (ValueError, AssertionError):
            continue
        told = {key.upper(): each for key, each in parameters.items()}
        return Line(name=name.upper(), parameters=told, value=value)
    return None


def _of(event: Iterable[Line], name: str) -> Iterator[Line]:
    return (line for line in event if line.name == name)


def _attendee(line: Line) -> Attendee | None:
    own = line.value
    if not own.strip().lower().startswith("mailto:"):
        # A server's own name for a person; the address then stands beside it (RFC 7986 6.2).
        own = next(iter(_listed(line, "EMAIL")), own)
    address = texts.address(own)
    if "@" not in address:
        return None
    partstat = str(line.parameters.get("PARTSTAT", "")).strip().upper()
    return Attendee(
        address=address,
        partstat=partstat if partstat in ANSWERS else "NEEDS-ACTION",
        delegates=_people(line, "DELEGATED-TO"),
        delegators=_people(line, "DELEGATED-FROM"),
        sent_by=next(iter(_people(line, "SENT-BY")), ""),
    )


def _listed(line: Line, parameter: str) -> list[str]:
    found = line.parameters.get(parameter, [])
    return [str(each) for each in (found if isinstance(found, list) else [found])]


def _people(line: Line, parameter: str) -> tuple[str, ...]:
    return tuple(texts.address(each) for each in _listed(line, parameter) if "@" in each)[:20]


def _sequence(event: list[Line]) -> int | None:
    said = next((each.value.strip() for each in _of(event, "SEQUENCE")), "")
    return min(int(said), MOST_SEQUENCE) if re.fullmatch(r"[0-9]{1,10}", said) else None


def _stamp(event: list[Line]) -> datetime | None:
    said = next((each.value.strip() for each in _of(event, "DTSTAMP")), "")
    return _instant(said) if UTC_TIME.fullmatch(said) else None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _time(event: list[Line], name: str) -> str:
    """Return a proposed time as it was written: an instant where it is one, else with its zone."""
    line = next(_of(event, name), None)
    if line is None:
        return ""
    said = texts.plain(line.value, 40)
    read = _instant(said) if UTC_TIME.fullmatch(said) else None
    if read is not None:
        return read.strftime("%Y-%m-%dT%H:%M:%SZ")
    zone = texts.plain(str(line.parameters.get("TZID", "")), 80)
    return f"{said} {zone}".strip()
