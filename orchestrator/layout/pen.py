"""The pen: writes names, times and sentences in one language on one kind of paper."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from string import Formatter

from markupsafe import Markup, escape

from orchestrator import languages, zones
from orchestrator.findings import Phrase
from orchestrator.languages import Chosen, Translator
from orchestrator.layout.environment import environment
from orchestrator.layout.isolation import (
    Direction,
    Form,
    has_right_to_left,
    isolated,
    ready,
    trusted,
)

CYRILLIC = frozenset({"ru", "kk", "ky", "tg"})
# A telephone number; hours, dates and numbers with a stroke between them; a number with its sign.
NUMBER = r"\d+(?:[.,:/]\d+)*"
ORDERED = re.compile(rf"\+\d[\d ()-]*\d|{NUMBER}(?:\\?[-\u2013\u2014]{NUMBER})+%?|{NUMBER}%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ltr:
    """Something that is read from left to right in every language: an id, a code, an address."""

    text: str


def other_day(moment: datetime, zone: str, other: str) -> bool:
    """Tell whether two clocks show different dates at an instant."""
    return zones.local(moment, zone).date() != zones.local(moment, other).date()


def other_offset(moment: datetime, zone: str, other: str) -> bool:
    """Tell whether two clocks show different hours at an instant."""
    return zones.offset(moment, zone) != zones.offset(moment, other)


@lru_cache(maxsize=4096)
def _pieces(template: str, *, html: bool) -> tuple[tuple[str, str | None], ...]:
    """Return a message as ready text and the place after it, read once."""
    read = Formatter().parse(template)
    return tuple((str(escape(text)) if html else text, name) for text, name, _, _ in read)


@lru_cache(maxsize=4096)
def _sentence(template: str, *, html: bool) -> Markup:
    """Return a message without places, ready for the paper."""
    pieces = _pieces(template, html=html)
    missing = [name for _, name in pieces if name is not None]
    if missing:
        raise KeyError(*missing)
    return trusted("".join(text for text, _ in pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """One language on one kind of paper. `Markup` is its mark for "ready for this paper"."""

    words: Translator
    form: Form = "html"

    @property
    def language(self) -> str:
        """Return the language of the paper."""
        return self.words.language

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`."""
        return self.words.direction

    def paper(self, template: str, **values: object) -> str:
        """Fill a template into a whole paper."""
        return environment().get_template(template).render({**self._offered(), **values})

    def write(self, template: str, **values: object) -> Markup:
        """Fill a template into a part of a paper, ready to stand in another."""
        return trusted(self.paper(template, **values))

    def _offered(self) -> Mapping[str, object]:
        offered: Iterable[Callable[..., Markup]] = (
            *(
                self.plural,
                self.prose,
                self.hour,
                self.hours,
                self.day,
                self.clock,
                self.city,
                self.offset,
            ),
            *(self.listed, self.joined, self.detailed, self.own_name, self.code),
            *(self.link, self.shown_link, self.mail, self.phone),
        )
        named = {method.__name__: method for method in offered}
        return {
            **named,
            "_": self.say,
            "other_day": other_day,
            "other_offset": other_offset,
            "pen": self,
            "language": self.language,
            "direction": self.direction,
        }

    # Sentences

    def say(self, message: str, /, **values: object) -> Markup:
        """Return a message with its places filled, each in an isolate of its own."""
        return self._filled(self.words.lookup(message), values)

    def plural(self, singular: str, plural: str, n: int, /, **values: object) -> Markup:
        """Return a counted message; `{n}` is the number."""
        return self._filled(self.words.lookup_plural(singular, plural, n), {"n": n, **values})

    def _filled(self, template: str, values: Mapping[str, object]) -> Markup:
        if not values:
            return _sentence(template, html=self.form == "html")
        shown = {name: self.placed(value) for name, value in values.items()}
        pieces = _pieces(template, html=self.form == "html")
        # Not `+`: beside Markup it would escape what is ready.
        filled = ((text,) if name is None else (text, shown[name]) for text, name in pieces)
        return trusted("".join(chain.from_iterable(filled)))

    def placed(self, value: object) -> Markup:
        """Write a value inside a sentence: bare text is isolated too."""
        if isinstance(value, str) and not isinstance(value, Markup):
            return self._isolated(ready(value, self.form), "auto")
        return self.show(value)

    def show(self, value: object) -> Markup:
        """Write a value where a template puts it."""
        match value:
            case Markup():
                return value
            case Chosen():
                return self.chosen(value)
            case Phrase():
                return self.say(value.text, **value.values)
            case Mapping():  # a text of the agenda file, the official languages first
                return self.chosen(languages.choose(value, self.language))
            case _:
                return self._plain(value)

    def _plain(self, value: object) -> Markup:
        match value:
            case Ltr():
                return self._isolated(ready(value.text, self.form), "ltr")
            case date():
                return self.day(value)
            case timedelta():
                return self._own(languages.duration(value, self.words))
            case _:  # a strict Undefined raises in `str` and says its name
                return ready(str(value), self.form)

    def listed(self, values: Iterable[object]) -> Markup:
        """Return values as a list in the reader's language: `A, B and C`."""
        shown = [self.placed(value) for value in values]
        if len(shown) < 2:
            return Markup("").join(shown)
        names = self.joined(shown[:-1])
        return self.say("{names} and {last}", names=names, last=shown[-1])

    def joined(self, values: Iterable[object]) -> Markup:
        """Return values with the reader's comma between them."""
        return self.say(", ").join(self.placed(value) for value in values)

    def detailed(self, values: Iterable[object]) -> Markup:
        """Return a name and what is said beside it: `Alexei Teksler, Governor`."""
        name, *details = [self.placed(value) for value in values]
        for detail in details:
            name = self.say("{name}, {detail}", name=name, detail=detail)
        return name

    def prose(self, text: str) -> Markup:
        """Write somebody's free text: its ranges and numbers are read from left to right."""
        written = ready(text, self.form)
        if self.direction == "ltr" and not has_right_to_left(text):
            return written
        return trusted(ORDERED.sub(lambda found: str(self._whole(trusted(found[0]))), written))

    # Names

    def chosen(self, value: Chosen) -> Markup:
        """Write a text of the agenda; one that fell back to another language is marked."""
        direction: Direction = "rtl" if languages.direction(value.language) == "rtl" else "ltr"
        inner = ready(value.text, self.form)
        if self.form == "html":
            if value.language in CYRILLIC:
                # A dash never begins a line.
                inner = inner.replace(" \u2014", "\u00a0\u2014")
            return self._marked(value, inner, direction)
        whole = self._isolated(inner, direction)
        if not value.fallback:
            return whole
        mark = self._isolated(Markup("[{}]").format(value.language), "ltr")
        return Markup("{} {}").format(whole, mark)

    def _marked(self, value: Chosen, inner: Markup, direction: Direction) -> Markup:
        if value.language == self.language and not value.fallback:
            return self._isolated(inner, direction)
        # By hand, as isolates are: `Markup.format` takes its time for each of them.
        told = f'lang="{escape(value.language)}" dir="{direction}"'
        if value.fallback:
            return trusted(f'<span {told} class="fallback">{inner}</span>')
        return trusted(f"<bdi {told}>{inner}</bdi>")

    def own_name(self, tag: str) -> Markup:
        """Write the name of a language in that language."""
        return self.chosen(Chosen(text=languages.OWN_NAMES[tag], language=tag))

    def _own(self, text: str) -> Markup:
        direction: Direction = "rtl" if self.direction == "rtl" else "ltr"
        return self._isolated(ready(text, self.form), direction)

    def _isolated(self, inner: Markup, direction: Direction) -> Markup:
        return isolated(inner, direction, self.form, self.direction)

    def _whole(self, inner: Markup) -> Markup:
        return isolated(inner, "ltr", self.form, self.direction, whole=True)

    # Times

    def whole(self, text: str) -> Markup:
        """Write hours that are known as text: in one isolate, on one line."""
        return self._whole(ready(text, self.form))

    def hour(self, moment: datetime, zone: str) -> Markup:
        """Write the time of day on the clock of a zone."""
        return self._whole(self._time(moment, zone))

    def hours(self, start: datetime, end: datetime, zone: str) -> Markup:
        """Write a range of times, in one isolate; one past midnight names its last day."""
        span = trusted(f"{self._time(start, zone)}\u2013{self._time(end, zone)}")
        whole = self._whole(span)
        first, last = (zones.local(moment, zone).date() for moment in (start, end))
        if first == last:
            return whole
        return self.say("{time} (until {day})", time=whole, day=self.day(last))

    def _time(self, moment: datetime, zone: str) -> Markup:
        text = zones.hour(moment, zone)
        if self.form != "html":
            return trusted(text)
        return trusted(f'<time datetime="{zones.stamp(moment)}">{text}</time>')

    def day(self, when: date | datetime, zone: str = "UTC") -> Markup:
        """Write a date in full; of an instant, the date on the clock of a zone."""
        day = zones.local(when, zone).date() if isinstance(when, datetime) else when
        text = ready(languages.date_in_full(day, self.language), self.form)
        if self.form == "html":
            text = trusted(f'<time datetime="{day.isoformat()}">{text}</time>')
        return self._isolated(text, "rtl" if self.direction == "rtl" else "ltr")

    def offset(self, moment: datetime, zone: str) -> Markup:
        """Write the zone's offset from UTC at an instant."""
        return self._whole(ready(zones.offset_name(moment, zone), self.form))

    def city(self, zone: str) -> Markup:
        """Write the city by which the reader knows a zone."""
        return self._isolated(ready(zones.city(zone, self.language), self.form), "auto")

    def clock(self, moment: datetime, zone: str) -> Markup:
        """Write whose clock it is: `Yekaterinburg, UTC+05:00`."""
        return self.say("{city}, {offset}", city=self.city(zone), offset=self.offset(moment, zone))

    # Ways to reach somebody

    def code(self, text: str) -> Markup:
        """Write a code, an id or the like."""
        return self.show(Ltr(text=text))

    def link(self, url: str, label: object) -> Markup:
        """Write a link under a label."""
        shown = self.placed(label)
        if self.form == "html":
            return Markup('<a href="{}">{}</a>').format(url, shown)
        if self.form == "md":
            return trusted(f"[{shown}](<{url}>)")
        return trusted(f"{shown}: {self.show(Ltr(text=url))}")

    def shown_link(self, url: str) -> Markup:
        """Write a link that shows where it leads."""
        if self.form == "html":
            return self.link(url, Ltr(text=url.removeprefix("https://").rstrip("/")))
        return self._isolated(trusted(f"<{url}>" if self.form == "md" else url), "ltr")

    def mail(self, address: str) -> Markup:
        """Write an e-mail address."""
        if self.form == "html":
            return self.link(f"mailto:{address}", Ltr(text=address))
        return self.show(Ltr(text=address))

    def phone(self, number: str) -> Markup:
        """Write a telephone number."""
        if self.form != "html":
            return self._whole(ready(number, self.form))
        # Pauses and codes after the number are for people; a dialled link carries the number only.
        dialled = re.sub(r"[^+0-9]", "", re.split(r"[,;#*=]", number)[0])
        return self.link(f"tel:{dialled}", self._whole(ready(number, self.form)))
