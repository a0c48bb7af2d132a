"""The small forms in an agenda file: texts, tags, times and durations as people write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from orchestrator import zones
from orchestrator.languages import TAGS

# Words that stand for groups of people where an id may stand too.
RESERVED = frozenset(
    (
        "chair",
        "delegations",
        "everyone",
        "heads",
        "host",
        "members",
        "observers",
        "rapporteur",
        "speakers",
        "unanswered",
    )
)
# Ids become file names, and these names belong to a device on Windows.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")

UNITS = {
    "minute": ("m", "min", "mins", "minute", "minutes"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "day": ("d", "day", "days"),
    "week": ("w", "week", "weeks"),
}
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
FACTORS = {word: MINUTES[unit] for unit, words in UNITS.items() for word in words}
LONGEST = timedelta(days=366)

# A number and its unit. Longer than this nobody writes; it keeps hostile files from costing time.
PART = re.compile(r"([0-9]+)\s*([a-z]*)")
LONGEST_WORDS = 60
MOST_DIGITS = 6
# Centuries in which no zone rule and no sum of durations leaves the calendar.
MOMENT = re.compile(r"((?:19|20|21)[0-9]{2})-([0-9]{2})-([0-9]{2})[ T]+([0-9]{1,2}:[0-9]{2})")

LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
MAIL_HOST = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
LINK = re.compile(r"https://[^\s\"'<>\\^`{|}@/?#]+([/?#][^\s\"<>\\^`{|}]*)?")
# An IPv6 address, or labels with one of the dots of IDNA after each; then a port.
HOST = re.compile(
    r"(\[[0-9A-Fa-f:.]+\]|[^][:.。．｡]{1,63}([.。．｡][^][:.。．｡]{1,63})*[.。．｡]?)"
    r"(:[0-9]{1,5})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """How long an item takes: in all, or for each of its speakers."""

    length: timedelta
    each: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the day on one's own clock; it crosses midnight if it closes before it opens."""

    opens: time
    closes: time


def _wrong(kind: str, given: object) -> PydanticCustomError:
    return PydanticCustomError(kind, "{given}", {"given": str(given)[:80]})


def _text(value: object, kind: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORDS:
        raise _wrong(kind, value)
    return value.strip()


def length(words: str) -> timedelta | None:
    """Read a duration as people write it: `5`, `5 min`, `1 h 30`, `2 days`; None if it is none."""
    if len(words) > LONGEST_WORDS:
        return None
    parts = PART.findall(words.lower())
    if not parts or PART.sub("", words.lower()).strip():
        return None
    if any(len(number) > MOST_DIGITS or (unit and unit not in FACTORS) for number, unit in parts):
        return None
    sizes = [FACTORS.get(unit, 1) for _, unit in parts]
    # Minutes may go without their unit only alone or after hours: `2 days 3` says nothing clear.
    bare = not parts[-1][1] and len(parts) > 1 and sizes[-2] != MINUTES["hour"]
    if bare or any(size <= after for size, after in pairwise(sizes)):
        return None
    minutes = sum(int(number) * size for (number, _), size in zip(parts, sizes, strict=True))
    found = timedelta(minutes=minutes)
    return found if timedelta() < found <= LONGEST else None


def _takes(value: object) -> object:
    if isinstance(value, Takes):
        return value
    words = _text(value, "duration").removesuffix(" each")
    found = length(words)
    if found is None:
        raise _wrong("duration", value)
    return Takes(length=found, each=words != _text(value, "duration"))


def _length(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = length(_text(value, "duration").removesuffix(" before").removesuffix(" after"))
    if found is None:
        raise _wrong("duration", value)
    return found


def _quiet(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"0( ?min(utes)?)?", value.strip()):
        return timedelta()
    return _length(value)


def clock(words: str) -> time | None:
    """Read `09:05` or `9:05` on a 24-hour clock; None if it is no such time."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", words)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    found = clock(_text(value, "clock"))
    if found is None:
        raise _wrong("clock", value)
    return found


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    found = MOMENT.fullmatch(_text(value, "date_time"))
    at = clock(found[4]) if found else None
    if not found or at is None:
        raise _wrong("date_time", value)
    try:
        # Naive on purpose: a wall time means nothing until a zone is put to it.
        return datetime(int(found[1]), int(found[2]), int(found[3]), at.hour, at.minute)  # noqa: DTZ001
    except ValueError:
        raise _wrong("date_time", value) from None


def _window(value: object) -> object:
    if isinstance(value, Window):
        return value
    ends = [clock(part.strip()) for part in re.split(r"[–—-]", _text(value, "window"))]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        raise _wrong("window", value)
    return Window(opens=ends[0], closes=ends[1])


def _zone(value: str) -> str:
    if value not in zones.known():
        raise _wrong("zone", value)
    return value


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?", value):
        raise _wrong("id", value)
    if value in RESERVED or DEVICES.fullmatch(value):
        raise _wrong("reserved_id", value)
    return value


def _id_or_role(value: str) -> str:
    return value if value in ("host", "chair") else _id(value)


def _email(value: str) -> str:
    # Deliberately narrower than RFC 5321: no quoting, no comments, no header can be smuggled in.
    local, _, host = value.partition("@")
    fits = len(value) <= 254 and len(local) <= 64
    if not fits or not LOCAL_PART.fullmatch(local) or not MAIL_HOST.fullmatch(host):
        raise _wrong("email", value)
    return value


def _link(value: str) -> str:
    if len(value) > 2000 or not LINK.fullmatch(value) or not _can_be_taken_apart(value):
        raise _wrong("link", value)
    return value


def _can_be_taken_apart(link: str) -> bool:
    """Tell whether a link has a host and a port that calendars and browsers can read, too."""
    try:
        parts = urlsplit(link)
        return HOST.fullmatch(parts.netloc) is not None and parts.port != 0
    except ValueError:
        return False


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+?[0-9][0-9 ().,#*;=-]{2,60}", value):
        raise _wrong("phone", value)
    return value


def _whole(value: object) -> object:
    # Python would read `1_0` as ten.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise _wrong("whole", value)
    return value


def _state(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise _wrong("state", value)
    return value


def _in_first_language(value: object, info: ValidationInfo) -> object:
    """Put a plain string into the forum's first official language (the reader tells which)."""
    if isinstance(value, str):
        return {(info.context or {}).get("language", "en"): value}
    return value


def _some(value: Mapping[str, str]) -> Mapping[str, str]:
    if not value:
        raise _wrong("no_text", "")
    return value


def _tag(value: str) -> str:
    if value not in TAGS:
        raise _wrong("tag", value)
    return value


Tag = Annotated[str, AfterValidator(_tag), WithJsonSchema({"type": "string", "enum": list(TAGS)})]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
Texts = Annotated[
    dict[Tag, Text],
    BeforeValidator(_in_first_language),
    AfterValidator(_some),
    WithJsonSchema({"type": "object", "format": "texts"}),
]


def _form(pattern: str, *examples: str) -> WithJsonSchema:
    shown = {"examples": list(examples)} if examples else {}
    return WithJsonSchema({"type": "string", "pattern": pattern, **shown})


_LENGTH = r"^\s*\d[\dA-Za-z\s]*$"
Id = Annotated[str, AfterValidator(_id), _form("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$")]
RoleOrId = Annotated[str, AfterValidator(_id_or_role), _form("^[a-z0-9-]+$", "host")]
ZoneName = Annotated[
    str, AfterValidator(_zone), WithJsonSchema({"type": "string", "format": "zone"})
]
State = Annotated[str, AfterValidator(_state), _form("^[A-Z]{2}$", "UZ")]
Email = Annotated[str, AfterValidator(_email), _form("^[^@\\s]+@[^@\\s]+$", "office@example.org")]
Link = Annotated[str, AfterValidator(_link), _form("^https://", "https://meet.example.org/room")]
Whole = Annotated[int, BeforeValidator(_whole)]
Phone = Annotated[str, AfterValidator(_phone), _form("^\\+?[0-9]", "+7 351 000 00 00")]
Duration = Annotated[timedelta, BeforeValidator(_length), _form(_LENGTH, "7 days")]
QuietTime = Annotated[timedelta, BeforeValidator(_quiet), _form(_LENGTH, "5 min")]
TakesTime = Annotated[Takes, BeforeValidator(_takes), _form(_LENGTH, "7 min each")]
ClockTime = Annotated[time, BeforeValidator(_clock), _form("^\\d{1,2}:\\d{2}$", "14:30")]
WallTime = Annotated[
    datetime,
    BeforeValidator(_moment),
    _form("^\\d{4}-\\d{2}-\\d{2}[ T]+\\d{1,2}:\\d{2}$", "2020-10-29 12:00"),
]
DayWindow = Annotated[Window, BeforeValidator(_window), _form("^\\d{1,2}:\\d{2}", "12:00–14:00")]
