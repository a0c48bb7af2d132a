"""A voice that marks every name, time and link, so that text and page are made of one wording.

Isolates stand around every value, whichever way it runs; where directions do not meet, the text
leaves them out. Language and links are marked with control characters, which `clean` lets no text
of an agenda have: so no title can mark anything.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from markupsafe import Markup, escape

from orchestrator import languages, zones
from orchestrator.invites.voice import Voice, line
from orchestrator.languages import Chosen
from orchestrator.layout.isolation import CLOSER, OPENERS, has_right_to_left, trusted

LANGUAGE, LANGUAGE_END = "\x0e", "\x0f"
LINK, LINK_END = "\x1c", "\x1d"

OPENED = re.compile(f"([\u2066-\u2068])(?:{LANGUAGE}([^{LANGUAGE_END}]*){LANGUAGE_END})?")
LANGUAGE_MARK = re.compile(f"{LANGUAGE}[^{LANGUAGE_END}]*{LANGUAGE_END}")
LINKED = re.compile(f"{LINK}([^{LINK_END}]*){LINK_END}")
ISOLATES = dict.fromkeys(map(ord, (*OPENERS.values(), CLOSER)))
DIRECTIONS = {opener: direction for direction, opener in OPENERS.items()}
RANGE = re.compile('<bdi dir="ltr">((?:&lrm;)?)([0-9]{2}:[0-9]{2})–([0-9]{2}:[0-9]{2})</bdi>')
UNBROKEN = r'<bdi dir="ltr" style="white-space: nowrap">\1<time>\2</time>–<time>\3</time></bdi>'
ANCHOR = r'<bdi dir="ltr"><a href="\1" dir="ltr" class="link" style="color: #0f4c5c">\1</a></bdi>'
# What runs from left to right in anybody's own words, but for what is marked already.
UPRIGHT = re.compile(
    rf"(?P<marked>{LINK}[^{LINK_END}]*{LINK_END}|\u2066[^\u2066-\u2069]*{CLOSER})"
    rf"|https?://[^\s{CLOSER}]+|[\w.+-]+@[\w.-]+|\+[0-9][0-9 ()-]{{5,}}|UTC[+-][0-9:]+"
    r"|[0-9]{1,2}:[0-9]{2}(?:\s?[–-]\s?[0-9]{1,2}:[0-9]{2})?|[0-9]+\s?[–-]\s?[0-9]+"
)

# What mail programs would turn into a link. Somebody's name must not become one in our letter
# (pretalx 2026), so invisible characters that join nothing part it where it would be known.
LINK_LIKE = re.compile(
    r"(?<=[^\s.])[.\u3002\uff0e\uff61](?=[^\s.])|(?<=[A-Za-z]):(?=\S)|:(?=//)|[@\uff20](?=\S)"
)
PARTING = "\u200c"


def harmless(text: str) -> str:
    """Return somebody's text so that no mail program makes a link of it."""
    return LINK_LIKE.sub(rf"{PARTING}\g<0>{PARTING}", text)


def isolate(text: str, direction: str, language: str = "") -> str:
    """Return a text in an isolate, marked with its language where that is another."""
    mark = f"{LANGUAGE}{language}{LANGUAGE_END}" if language else ""
    return f"{OPENERS[direction]}{mark}{text}{CLOSER}" if text else ""


def upright(text: str) -> str:
    """Return somebody's own words, links, times and ranges in them kept in their direction."""
    return UPRIGHT.sub(lambda found: found["marked"] or isolate(found[0], "ltr"), text)


@lru_cache(maxsize=8192)
def _named(chosen: Chosen, language: str) -> str:
    direction = languages.direction(chosen.language)
    other = chosen.language if chosen.language != language else ""
    name = isolate(harmless(line(chosen.text)), direction, other)
    return f"{name} {isolate(f'[{chosen.language}]', 'ltr')}" if chosen.fallback else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(Voice):
    """One language, each value marked for what it is."""

    def chosen(self, chosen: Chosen) -> str:
        """Say a text of the agenda that was chosen; a fallen-back one is marked `[ru]`."""
        return _named(chosen, self.language)

    def name(self, texts: Mapping[str, str]) -> str:
        """Say a text of the agenda."""
        return _named(self.choose(texts), self.language)

    def left(self, text: str) -> str:
        """Say what is read from left to right in every language: a number, an address."""
        return isolate(line(text), "ltr")

    def link(self, url: str) -> str:
        """Say a link."""
        return f"{LINK}{url}{LINK_END}"

    def clock(self, moment: datetime, zone: str) -> str:
        """Say whose clock it is."""
        return self.clock_at(zones.offset_name(moment, zone), zone)

    def clock_at(self, offset: str, zone: str) -> str:
        """Say whose clock it is, by the offset that somebody was told."""
        city = isolate(line(zones.city(zone, self.language)), self.page)
        return self.say("{city}, {offset}", city=city, offset=isolate(offset, "ltr"))

    def _own(self, text: str, direction: str) -> str:
        return isolate(text, direction)

    def told(self, start: datetime, end: datetime, zone: str, offset: int | None) -> str:
        """Say hours as somebody was told them: by an offset that the zone's rules may have left."""
        if offset is None or zones.offset(start, zone) == timedelta(minutes=offset):
            return self.span(start, end, zone)
        # The clock they were told, put on UTC: so it reads what it read then.
        first, last = (each + timedelta(minutes=offset) for each in (start, end))
        clock = self.clock_at(_offset_name(offset), zone)
        if first.date() == last.date():
            return self._then(first, self.hours(first, last, "UTC"), clock)
        return self.say(
            "{start} – {end}",
            start=self._then(first, self.hour(first, "UTC"), clock),
            end=self._then(last, self.hour(last, "UTC"), clock),
        )

    def _then(self, wall: datetime, hours: str, clock: str) -> str:
        day = self.day(wall, "UTC")
        return self.say("{day}, {hours} ({clock})", day=day, hours=hours, clock=clock)


def _offset_name(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def plain(text: str, page: str) -> str:
    """Return marked words as plain text; isolates stay where directions can meet."""
    linked = LINKED.sub(_bare_link if page == "ltr" else _isolated_link, text)
    bare = LANGUAGE_MARK.sub("", linked)
    if page == "rtl" or has_right_to_left(bare):
        return bare
    return bare.translate(ISOLATES)


def _bare_link(found: re.Match[str]) -> str:
    return found[1]


def _isolated_link(found: re.Match[str]) -> str:
    # Mail programs would take the closing mark into the link: a space parts them.
    return f"{OPENERS['ltr']}{found[1]} {CLOSER}"


def markup(text: str, page: str) -> Markup:
    """Return marked words as markup: isolates become elements, links can be followed."""
    whole = OPENED.sub(lambda found: _element(found, page), str(escape(text)))
    linked = LINKED.sub(ANCHOR, whole.replace(CLOSER, "</bdi>"))
    return trusted(RANGE.sub(UNBROKEN, linked).replace("\n", "<br>\n"))


def _element(found: re.Match[str], page: str) -> str:
    direction = DIRECTIONS[found[1]]
    language = f' lang="{found[2]}"' if found[2] else ""
    given = "" if direction == "auto" else f' dir="{direction}"'
    # Mail programs that know no <bdi> keep a time or a number in its direction by this mark.
    mark = "&lrm;" if (direction, page) == ("ltr", "rtl") else ""
    return f"<bdi{language}{given}>{mark}"
