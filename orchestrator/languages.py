"""The nine languages: tags, negotiation, choice with a visible fallback, and the catalogues.

The only importer of Babel. Its skeleton formatting leaks texts between locales (python-babel
#1234), so only full date patterns pass through here; all else about time is our own words.
"""

import gettext
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

from babel.core import Locale, get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from orchestrator import resources
from orchestrator.findings import N_, Phrase

TAGS = ("en", "ru", "zh-Hans", "hi", "kk", "ky", "ur", "tg", "uz")

# Each language in its own name, as a reader looks for it in a list.
OWN_NAMES = {
    "en": "English",
    "ru": "Русский",
    "zh-Hans": "简体中文",
    "hi": "हिन्दी",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "ur": "اردو",
    "tg": "Тоҷикӣ",
    "uz": "Oʻzbekcha",
}

NAMES = {
    "en": N_("English"),
    "ru": N_("Russian"),
    "zh-Hans": N_("Chinese"),
    "hi": N_("Hindi"),
    "kk": N_("Kazakh"),
    "ky": N_("Kyrgyz"),
    "ur": N_("Urdu"),
    "tg": N_("Tajik"),
    "uz": N_("Uzbek"),
}

RIGHT_TO_LEFT = frozenset({"ur"})

# The full forms of official correspondence; CLDR's own are American in en and abbreviate elsewhere.
DATE_PATTERNS = {
    "en": "EEEE, d MMMM y",
    "ru": "EEEE, d MMMM y 'года'",
    "zh-Hans": "y年M月d日EEEE",
    "hi": "EEEE, d MMMM y",
    "kk": "y 'жылғы' d MMMM, EEEE",
    "ky": "y-'жыл', d-MMMM, EEEE",
    "ur": "EEEE، d MMMM y",
    "uz": "y-'yil' d-MMMM, EEEE",
}

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A text in the language it was found in; `fallback` where that is not the asked one."""

    text: str
    language: str
    fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """The program's own words in one language; it is passed to what needs it, never installed."""

    language: str
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`."""
        return direction(self.language)

    def lookup(self, message: str) -> str:
        """Return the template of a message in this language, its `{name}` places unfilled."""
        return self.catalogue.gettext(message) if message else ""

    def lookup_plural(self, singular: str, plural: str, n: int) -> str:
        """Return the template of a counted message in this language."""
        return self.catalogue.ngettext(singular, plural, n)

    def say(self, message: str, /, **values: object) -> str:
        """Return a message in this language with its places filled."""
        return self.fill(self.lookup(message), values)

    def plural(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Return a counted message in this language; `{n}` is the number."""
        return self.fill(self.lookup_plural(singular, plural, n), {"n": n, **values})

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """Fill the places of a template of ours; phrases, durations, dates and texts are said."""
        return template.format_map({name: self._spoken(value) for name, value in values.items()})

    def phrase(self, said: Phrase) -> str:
        """Say a phrase."""
        return self.say(said.text, **said.values)

    def _spoken(self, value: object) -> object:
        match value:
            case Phrase():
                return self.phrase(value)
            case timedelta():
                return duration(value, self)
            case date():
                return date_in_full(value, self.language)
            case Mapping():  # a text of the agenda file, by language
                return choose(value, self.language).text
            case _:
                return value


@lru_cache(maxsize=512)
def direction(tag: str) -> str:
    """Return `rtl` for right-to-left languages, else `ltr`."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def choose(texts: Mapping[str, str], language: str, official: Sequence[str] = ()) -> Chosen:
    """Choose a text: the asked language, the forum's official ones in order, then the first."""
    if language in texts:
        return Chosen(text=texts[language], language=language)
    for tag in (*official, *texts):
        if tag in texts:
            return Chosen(text=texts[tag], language=tag, fallback=True)
    return Chosen(text="", language=language)


def _likely(tag: str) -> tuple[str, str]:
    """Return language and script of a tag through CLDR's likely subtags."""
    parts = tag.replace("_", "-").split("-")
    language = parts[0].lower()
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    if script:
        return language, script
    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{region}") or likely.get(language) or language
    found = next((part for part in full.split("_")[1:] if len(part) == 4), "")
    return language, found


@lru_cache(maxsize=512)
def match(tag: str) -> str | None:
    """Return our language for any BCP 47 tag or POSIX locale: zh-CN is zh-Hans, uz-Cyrl is none."""
    clean = tag.partition(".")[0].partition("@")[0].strip()
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*", clean):
        return None
    wanted = _likely(clean)
    return next((ours for ours in TAGS if _likely(ours) == wanted), None)


def negotiate(wanted: Iterable[str], offered: Iterable[str] = TAGS) -> str | None:
    """Return the first wanted language that is offered, never a neighbour of it."""
    choices = set(offered)
    return next((ours for tag in wanted if (ours := match(tag)) in choices), None)


@cache
def translator(language: str) -> Translator:
    """Return the translator of one of the nine languages, compiled in memory from its `.po`."""
    source = resources.text("locales", f"{language}/LC_MESSAGES/messages.po")
    return compiled(language, source)


def compiled(language: str, source: str) -> Translator:
    """Compile the text of a `.po` file into a translator."""
    # Babel knows no locale "zh-Hans" with a hyphen and no plural rule for tg: the header says both.
    catalogue = read_po(io.BytesIO(source.encode()), ignore_obsolete=True)
    machine = io.BytesIO()
    write_mo(machine, catalogue)
    machine.seek(0)
    return Translator(language=language, catalogue=gettext.GNUTranslations(machine))


@lru_cache(maxsize=4096)
def date_in_full(day: date, language: str) -> str:
    """Return the date with its weekday as the language writes it: `Thursday, 29 October 2020`."""
    # Babel's calendar tables take 10 ms to import, which `--help` does not need.
    from babel.dates import format_date

    if language == "tg":  # CLDR's tg has capital month names without the izofat
        month = format_date(day, "MMMM", "tg").lower()
        return f"{format_date(day, 'EEEE', 'tg').lower()}, {day.day} {month}и соли {day.year}"
    return format_date(day, DATE_PATTERNS[language], Locale.parse(language, sep="-"))


def duration(length: timedelta, words: Translator) -> str:
    """Return a duration in words: `5 min`, `1 h 30 min`, `2 days`."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes and minutes % MINUTES_A_DAY == 0:
        days = minutes // MINUTES_A_DAY
        return words.plural("{n} day", "{n} days", days)
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return words.say("{hours} h {minutes} min", hours=hours, minutes=rest)
    return (
        words.say("{hours} h", hours=hours) if hours else words.say("{minutes} min", minutes=rest)
    )


def listed(names: Sequence[str], words: Translator) -> str:
    """Return names as a list in the reader's language: `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    *head, last = names
    comma = words.say(", ")
    return words.say("{names} and {last}", names=comma.join(head), last=last)
