"""Says names, times and sentences as one language's plain text, each value in its own direction.

The pen of `layout` says the same things in the same words for paper; here a calendar of 300 entries
is to be said in milliseconds, so values are plain strings and texts are made safe only once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is what a voice says
from datetime import datetime
from functools import lru_cache

from orchestrator import languages, zones
from orchestrator.languages import Chosen, Translator, choose
from orchestrator.layout.isolation import CLOSER, OPENERS, has_right_to_left

BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters break calendars; bidi controls of a text would turn what stands around it.
UNWANTED = re.compile(
    r"[\x00-\x09\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Return somebody's text without control characters; its line breaks stay."""
    return UNWANTED.sub("", BREAKS.sub("\n", text.replace("\t", " ")))


def line(text: str) -> str:
    """Return somebody's text as one clean line."""
    return " ".join(clean(text).split())


def isolated(text: str, direction: str, page: str) -> str:
    """Return a text in an isolate, where directions can meet at all (Unicode bidi, UAX 9)."""
    if text and (page == "rtl" or has_right_to_left(text)):
        return f"{OPENERS[direction]}{text}{CLOSER}"
    return text


@lru_cache(maxsize=8192)
def _named(text: str, language: str, page: str, mark: str) -> str:
    whole = isolated(line(text), languages.direction(language), page)
    return f"{whole} {isolated(f'[{mark}]', 'ltr', page)}" if mark else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One language, as plain text; `official` is where a missing text falls back to, in order."""

    words: Translator
    official: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """Return the language spoken."""
        return self.words.language

    @property
    def page(self) -> str:
        """Return `ltr` or `rtl`."""
        return self.words.direction

    def say(self, message: str, /, **values: object) -> str:
        """Return a message with its places filled by what this voice has said."""
        return self.words.say(message, **values)

    def choose(self, texts: Mapping[str, str]) -> Chosen:
        """Choose a text of the agenda for this language."""
        return choose(texts, self.language, self.official)

    def name(self, texts: Mapping[str, str]) -> str:
        """Say a text of the agenda; one that fell back to another language is marked `[ru]`."""
        chosen = self.choose(texts)
        return _named(
            chosen.text, chosen.language, self.page, chosen.language if chosen.fallback else ""
        )

    def left(self, text: str) -> str:
        """Say what is read from left to right in every language: a number, an address."""
        return isolated(line(text), "ltr", self.page)

    def link(self, url: str) -> str:
        """Say a link, parted by a space from the mark after it, which clients would swallow."""
        return f"{OPENERS['ltr']}{url} {CLOSER}" if self.page == "rtl" else url

    def listed(self, names: Sequence[str]) -> str:
        """Say names as a list."""
        return languages.listed(names, self.words)

    # Times

    def day(self, moment: datetime, zone: str) -> str:
        """Say the date on the clock of a zone, in full."""
        return self.date(zones.local(moment, zone).date())

    def date(self, day: Day) -> str:
        """Say a date in full."""
        return self._own(languages.date_in_full(day, self.language), self.page)

    def hour(self, moment: datetime, zone: str) -> str:
        """Say the time of day on the clock of a zone."""
        return self._own(zones.hour(moment, zone), "ltr")

    def clock(self, moment: datetime, zone: str) -> str:
        """Say whose clock it is: `Yekaterinburg, UTC+05:00`."""
        return _clock(self, zones.offset_name(moment, zone), zone)

    def _own(self, text: str, direction: str) -> str:
        # What is in no right-to-left script needs no look on a left-to-right page.
        return isolated(text, direction, self.page) if self.page == "rtl" else text

    def moment(self, moment: datetime, zone: str) -> str:
        """Say an instant on one clock: date, hour and whose clock it is."""
        return _moment(self, moment, zone, zones.rules_version())

    def hours(self, start: datetime, end: datetime, zone: str) -> str:
        """Say a range of hours within one day, whole in one isolate."""
        return self._own(f"{zones.hour(start, zone)}–{zones.hour(end, zone)}", "ltr")

    def range(self, start: datetime, end: datetime, zone: str, *, beside: datetime) -> str:
        """Say hours and clock; with the date where it is another than that of an instant beside."""
        if zones.local(start, zone).date() != zones.local(beside, zone).date() or not one_day(
            start, end, zone
        ):
            return self.span(start, end, zone)
        return self.say(
            "{hours} ({clock})", hours=self.hours(start, end, zone), clock=self.clock(start, zone)
        )

    def span(self, start: datetime, end: datetime, zone: str) -> str:
        """Say date, hours and clock: `Friday, 1 May 2020, 12:00–15:00 (Chelyabinsk, UTC+05:00)`."""
        return _span(self, start, end, zone, zones.rules_version())


# Everybody who is told of a session is told the same hours, on a few clocks, in a few languages.
@lru_cache(maxsize=4096)
def _moment(voice: Voice, moment: datetime, zone: str, _rules: str) -> str:
    return voice.say(
        "{day}, {hours} ({clock})",
        day=voice.day(moment, zone),
        hours=voice.hour(moment, zone),
        clock=voice.clock(moment, zone),
    )


@lru_cache(maxsize=4096)
def _span(voice: Voice, start: datetime, end: datetime, zone: str, _rules: str) -> str:
    if not one_day(start, end, zone):
        return voice.say(
            "{start} – {end}", start=voice.moment(start, zone), end=voice.moment(end, zone)
        )
    return voice.say(
        "{day}, {hours} ({clock})",
        day=voice.day(start, zone),
        hours=voice.hours(start, end, zone),
        clock=voice.clock(start, zone),
    )


@lru_cache(maxsize=1024)
def _clock(voice: Voice, offset: str, zone: str) -> str:
    city = isolated(line(zones.city(zone, voice.language)), voice.page, voice.page)
    return voice.say("{city}, {offset}", city=city, offset=isolated(offset, "ltr", voice.page))


def one_day(start: datetime, end: datetime, zone: str) -> bool:
    """Tell whether a range stays within one date and one offset on the clock of a zone."""
    first, last = zones.local(start, zone), zones.local(end, zone)
    return first.date() == last.date() and first.utcoffset() == last.utcoffset()
